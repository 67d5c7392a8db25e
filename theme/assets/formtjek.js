// Checks an entry as `samskabelse check` does, in words that come with the page.
"use strict";

(() => {
  const { danish, personalData } = window.samskabelse;
  const BAD_IN_ADDRESS = /[\s<>"\\^`{|}\u0000-\u001f]/;

  const length = (text) => [...text].length;
  const isText = (value) => typeof value === "string";
  const fill = (words, gaps) => words.map((text) => text.replace(/\{(\w+)\}/g, (gap, name) => (Object.hasOwn(gaps, name) ? (gaps[name] ?? gap) : gap)));

  const pattern = ([source, flags]) => new RegExp(source, flags);
  const first = (one, text) => [...text.matchAll(one)][0];
  const isWhole = (one, text) => new RegExp(`^(?:${one.source})$`, one.flags).test(text);
  // What a code such as &euro; stands for.
  const decoded = (code) => new DOMParser().parseFromString(code, "text/html").body.textContent.replaceAll("\u00a0", " ");

  // `page`: what the page carries; `known`: what the site holds; both as macros/forms.py gives them.
  function checker(page, known) {
    const { longest, years, schemes, unknown, ongoing, blocks } = page.limits;
    const patterns = Object.fromEntries(Object.entries(page.limits.patterns).map(([name, one]) => [name, pattern(one)]));
    const crooked = page.limits.crooked.map(([one, what, right, way]) => ({ one: pattern(one), what, right, way }));
    const personal = personalData({ ...page.limits, patterns });
    const ids = new Map(known.ids.map(([id, kind, title, place]) => [id, { kind, title, place }]));

    function isAddress(value) {
      const at = value.indexOf(":");
      const [scheme, rest] = [value.slice(0, at), value.slice(at + 1)];
      if (at < 0 || !schemes.includes(scheme) || !rest || BAD_IN_ADDRESS.test(rest)) return false;
      if (URL.canParse?.(value) === false) return false; // as in safe_url: no host, no port
      return !["http", "https"].includes(scheme) || /^\/\/[^/?#@]+(?:[/?#]|$)/.test(rest);
    }

    function isDate(value) {
      const text = String(value);
      if (!/^\d{4}(-\d{2}){0,2}$/.test(text)) return false;
      const [year, month = 1, day = 1] = text.split("-").map(Number);
      const made = new Date(Date.UTC(year, month - 1, day));
      return made.getUTCMonth() === month - 1 && made.getUTCDate() === day && year >= years[0] && year <= years[1];
    }

    function sentences(text) {
      const hold = (match) => match.replaceAll(".", "\0");
      return text.replace(patterns.shortened, hold).replace(patterns.ordinal, hold).split(patterns.end)
        .map((part) => part.replaceAll("\0", ".").trim()).filter(Boolean);
    }

    // --- One value by itself: the fault's name, the gaps in its words, and what would be right ---

    const isUnknown = (field, value) => field.says.unknown && unknown.includes(String(value).toLowerCase());

    function choiceFault(field, value) {
      if (field.choices.some(([one]) => one === value)) return null;
      if (isUnknown(field, value)) return { name: "unknown", right: null };
      const byName = new Map([...field.choices.map(([one, label]) => [label, one]), ...field.choices.map(([one]) => [one, one])]);
      const match = danish.nearest(String(value), [...byName.keys()]);
      const isOpposite = match && danish.slug(match).startsWith(`u${danish.slug(String(value))}`);
      return { name: "choice", hint: match && !isOpposite ? `Mente du »${byName.get(match)}«?` : "" };
    }

    // "3. juli 2013" as "2013-07-03", "juli 2013" as "2013-07"; else nothing.
    function turned(text) {
      if (!isWhole(patterns.danishDate, text)) return null;
      const [, day, named, year] = first(patterns.danishDate, text);
      const short = named.slice(0, 3).toLowerCase();
      const month = /\d/.test(named) ? named : danish.MONTHS.findIndex((one) => one.startsWith(short)) + 1;
      const right = [year, month, ...(day ? [day] : [])].map((one) => String(Number(one)).padStart(2, "0")).join("-");
      return isDate(right) ? right : null;
    }

    function inWords(text) {
      const [right, other, ...more] = (text.match(patterns.year) || []).filter(isDate);
      if (right && !other && !text.startsWith(`${right}-`)) return { name: "alone", right };
      return { name: other && !more.length ? "apart" : "date" };
    }

    function dateFault(field, value) {
      if (isDate(value)) return null;
      const text = String(value).trim();
      if (isUnknown(field, text)) return { name: "unknown", right: null };
      if (field.says.ongoing && ongoing.includes(text.toLowerCase())) return { name: "ongoing", right: null };
      const begun = /^(?:\d{4}(?=-|$)|\d{1,3}$)/.exec(text);
      if (begun && (begun[0] < years[0] || begun[0] > years[1])) return { name: "year" };
      const right = turned(text);
      if (right) return { name: "turned", right };
      const [, year, month] = /^(\d{4})-(\d{2})-\d{2}$/.exec(text) || [];
      if (!(month >= 1 && month <= 12)) return inWords(text);
      const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
      const name = danish.MONTHS[month - 1];
      return { name: "days", month: `${name[0].toUpperCase()}${name.slice(1)} ${year}`, last, right: `${year}-${month}-${last}` };
    }

    function addressFault(field, value) {
      if (isAddress(value)) return null;
      if (isUnknown(field, value)) return { name: "unknown", right: null };
      if (isWhole(patterns.bareAddress, value)) return { name: "bare", right: `https://${value.replace(/^10\.\d{4}/, "doi.org/$&")}` };
      const [inside] = first(patterns.within, value) || [];
      if (inside && inside !== value && /^[[<(»"“]/.test(value)) return { name: "within", right: inside };
      if (/\s/.test(value) && value.startsWith("http")) return { name: "spaces" };
      return { name: /^https?:\/\/[^/]*\[/.test(value) ? "unfilled" : "address" };
    }

    function fault(field, value) {
      if (field.type === "date") return dateFault(field, value);
      if (field.type === "choice") return choiceFault(field, value);
      if (!isText(value)) return null;
      if (field.says.empty && !value) return { name: "empty" };
      if (field.limit && length(value) > field.limit) return { name: "long" };
      if (field.type === "address") return addressFault(field, value);
      if (!field.pattern || new RegExp(field.pattern, "u").test(value)) return null;
      return field.type === "id" ? { name: "pattern", right: danish.slug([...value].slice(0, 80).join("")) || "et-kort-navn" } : { name: "pattern" };
    }

    // --- A whole entry ---

    function check(name, data, also = []) {
      const form = page.forms[name];
      const found = [];
      const here = new Map([...ids, ...also.map((id) => [id, { kind: "source" }]), ...(data.id ? [[data.id, { kind: form.kind }]] : [])]);
      // `right`: what may be put in the field instead; null: that it is not known.
      const report = (path, words, gaps = {}, hint = "", severity = "error") => {
        const [message, advice, example = ""] = fill(words, gaps);
        found.push({ path, message, hint: hint || advice, severity, example, right: gaps.right });
      };
      const idsOf = (kinds) => [...here].filter(([, one]) => !kinds || kinds.includes(one.kind)).map(([id]) => id);

      function reference(field, value, path, key) {
        const one = here.get(value);
        const named = (words) => words.map((one) => one.replace(`»${field.name}«`, `»${key || field.name}«`));
        if (!one) {
          const match = danish.nearest(value, idsOf(field.kinds));
          report(path, named(field.says.missed), { found: danish.shown(value), right: match || undefined }, match ? `Mente du »${match}«?` : "");
        } else if (field.kinds && !field.kinds.includes(one.kind)) {
          const words = form.says[`${path[0]} ${one.kind}`] || field.says.kind;
          report(path, named(words.slice(0, 2)), { found: value, kind: known.kinds[one.kind].toLowerCase() });
        }
      }

      function links(text, path) {
        const says = form.says;
        for (const [, words, id] of text.matchAll(patterns.reference)) {
          if (here.has(id)) continue;
          const match = danish.nearest(id, [...here.keys()]);
          const [message, hint] = says.link;
          report(path, [message, match ? `Mente du »${match}«?` : hint, ...(match ? [`[${words}][${match}]`] : [])], { found: id });
        }
        for (const [whole, address] of text.matchAll(patterns.link)) {
          if (isAddress(address)) continue;
          const id = address.replace(/^\/+|\/+$/g, "");
          const words = whole.split("]")[0].replace(/^\[+/, "");
          const gaps = { found: address, right: `[${words}][${id}]` };
          reportText(path, here.has(id) ? says.known : says.address, gaps);
        }
        for (const { one, ...said } of crooked) {
          const match = first(one, text);
          if (match) reportText(path, says.crooked, { ...said, found: match[0] });
        }
      }

      // In a text, what is right is only shown.
      function reportText(path, words, { right, ...gaps }) {
        report(path, words.map((one) => one.replace("{right}", () => right)), gaps);
      }

      function markdown(text, path) {
        const says = form.says;
        links(text, path);
        const tag = first(patterns.html, text);
        if (tag) report(path, [...says.html.slice(0, 2), withoutTags(text.slice(tag.index)) || says.html[2]], { found: tag[0] });
        const entity = first(patterns.entity, text);
        const right = entity && decoded(entity[0]);
        if (entity) reportText(path, right.trim() ? says.entity : says.space, { found: entity[0], right });
        const block = first(patterns.block, text);
        if (!block) return;
        const sign = block[0].trim();
        report(path, says.block, { found: sign, what: blocks.find(([start]) => sign.startsWith(start))[1] });
      }

      // The first element of a text, with Markdown for bold and italics.
      function withoutTags(text) {
        const end = text.indexOf("</");
        const whole = end >= 0 ? text.slice(0, text.indexOf(">", end) + 1) : text;
        const marked = whole.replace(patterns.bold, "**").replace(patterns.italic, "*").replace(patterns.html, "");
        return [...marked.split(/\s+/).filter(Boolean).join(" ")].slice(0, 60).join("");
      }

      function plainLanguage(field, text, path) {
        const says = form.says;
        const all = sentences(text);
        if (field.name === "summary" && all.length > 1) report(path, says.summary.slice(0, 2), { found: danish.shown(text) }, "", "warning");
        for (const one of (text.match(/ /g) || []).length >= longest ? all : []) {
          const words = (one.match(patterns.word) || []).length;
          if (words > longest) report(path, says.sentence.slice(0, 2), { length: words, found: danish.shown(one) }, "", "warning");
        }
        for (const [word] of text.matchAll(patterns.jargon)) {
          if (!known.words.some((begin) => word.toLowerCase().startsWith(begin))) report(path, says.jargon.slice(0, 2), { found: word }, "", "warning");
        }
      }

      function value(field, one, path, key) {
        const short = isText(one) && field.short;
        if (field.record !== undefined) record(form.records[field.record], short ? { [short]: one } : one, path, short && field.name);
        else if (field.type === "reference") reference(field, one, path, key);
        else {
          const wrong = fault(field, one);
          if (wrong) report(path, field.says[wrong.name], { found: danish.shown(one), length: length(String(one)), ...wrong }, wrong.hint);
          if (["line", "prose"].includes(field.type) && isText(one)) {
            markdown(one, path);
            plainLanguage(field, one, path);
          }
        }
      }

      // `key`: that of a record written short.
      function record(fields, content, path, key) {
        for (const field of fields) {
          const one = content[field.name];
          const here = [...path, field.name];
          if (one === undefined) {
            if (field.required) report(here, field.says.missing);
          } else if (one !== null && field.many) one.forEach((each, index) => value(field, each, [...here, index], key));
          else if (one !== null) value(field, one, here, key);
          else if (!field.nullable) report(here, field.says.missing);
        }
      }

      function noPersonalData(one, path) {
        if (isText(one)) {
          for (const { name } of personal(one)) report(path, form.says[name].slice(0, 2), {}, "", name === "named" ? "warning" : "error");
        } else if (one !== null && typeof one === "object") {
          const steps = Array.isArray(one) ? [...one.entries()] : Object.entries(one);
          steps.forEach(([step, each]) => noPersonalData(each, [...path, step]));
        }
      }

      record(form.records[0], data, []);
      noPersonalData(data, []);
      across(form, data, (path, words, gaps) => report(path, words.slice(0, 2), gaps));
      return found;
    }

    // What concerns more than one field. The checker asks this only of entries right in themselves.
    function across(form, data, report) {
      const { says, records } = form;
      const has = (list) => Array.isArray(list) && list.length > 0;
      const used = ids.get(data.id);
      if (used && page.changing !== data.id) report(["id"], says.used, { id: data.id, place: used.place });
      if (data.status === "moved" && !data.see) report(["status"], says.moved, { id: data.id ?? "" });
      const { start, end } = data.period || {};
      if (isDate(start) && isDate(end) && String(end) < String(start).slice(0, String(end).length)) {
        report(["period", "end"], says.period, { start: danish.date(start), end: danish.date(end) });
      }
      const seen = new Set();
      (data.relations || []).forEach(({ to, type }, index) => {
        if (to && to === data.id) report(["relations", index], says.self, { id: to });
        if (to && seen.has(`${to} ${type}`)) report(["relations", index], says.twice, { found: to });
        seen.add(`${to} ${type}`);
      });
      if (!says.claim || has(data.sources)) return;
      let any = false;
      for (const field of records[0].filter((one) => one.record !== undefined && records[one.record].some(({ name }) => name === "certainty"))) {
        const all = field.many ? data[field.name] || [] : [data[field.name]];
        all.forEach((one, index) => {
          const claim = isText(one) ? { text: one } : one || {};
          any ||= has(claim.sources);
          if (!claim.text || has(claim.sources) || claim.certainty === "not_found") return;
          report(field.many ? [field.name, index] : [field.name], says.claim, { found: danish.shown(claim.text) });
        });
      }
      if (says.unsourced && !any && data.certainty !== "not_found") report(["sources"], says.unsourced, { id: data.id ?? "…" });
    }

    return check;
  }

  Object.assign((window.samskabelse ??= {}), { checker });
})();
