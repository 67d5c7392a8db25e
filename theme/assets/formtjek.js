// Checks an entry by the rules of `samskabelse check`, in its words: they come with the page.
"use strict";

(() => {
  const { danish } = window.samskabelse;
  const SENTENCE_END = /(?:(?<=[.!?])|(?<=[.!?][«")]))\s+(?=[A-ZÆØÅÉ»"(0-9])|\n\s*\n(?:[-*] )?|\n\s*[-*] /;
  const NO_END = /(?<![\p{L}\p{N}_])(?:fx|ca|bl\.a|m\.fl|mv|stk|nr|jf|pct|kr|mio|inkl|evt|osv|kap|s|u\.å|dvs|cand|mag)\./giu;
  const ORDINAL = /(?<![\p{L}\p{N}_])\d{1,2}\.(?=[ -][a-zæøå])/gu;
  const WORD = /[0-9A-Za-zÆØÅæøåÉéÜüÖöÄä§][0-9A-Za-zÆØÅæøåÉéÜüÖöÄä'’/-]*/g;
  const REFERENCE = /\[([^[\]]+)\]\[([^[\]]+)\]/g;
  const INLINE_LINK = /\]\(\s*<?([^)\s>]*)/g;
  const HTML = /<\/?[A-Za-z][^<>]*>|<!--/;
  const BLOCK = /^ {0,3}(#{1,6} |```|~~~|> |\|)|!\[/m;
  const BAD_IN_ADDRESS = /[\s<>"\\^`{|}\u0000-\u001f]/;

  const length = (text) => [...text].length;
  const isText = (value) => typeof value === "string";
  const fill = (words, gaps) => words.map((text) => text.replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap));

  function sentences(text) {
    const hold = (match) => match.replaceAll(".", "\0");
    return text.replace(NO_END, hold).replace(ORDINAL, hold).split(SENTENCE_END)
      .map((part) => part.replaceAll("\0", ".").trim()).filter(Boolean);
  }

  // `page`: what the page carries; `known`: what the site holds; both as macros/forms.py gives them.
  function checker(page, known) {
    const { longest, jargon, years, schemes } = page.limits;
    const trade = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${jargon.join("|")})[\\p{L}\\p{N}_-]*`, "giu");
    const ids = new Map(known.ids.map(([id, kind, title, place]) => [id, { kind, title, place }]));

    function isAddress(value) {
      const at = value.indexOf(":");
      const [scheme, rest] = [value.slice(0, at), value.slice(at + 1)];
      if (at < 0 || !schemes.includes(scheme) || !rest || BAD_IN_ADDRESS.test(rest)) return false;
      return !["http", "https"].includes(scheme) || /^\/\/[^/?#@]+(?:[/?#]|$)/.test(rest);
    }

    function isDate(value) {
      const text = String(value);
      if (!/^\d{4}(-\d{2}){0,2}$/.test(text)) return false;
      const [year, month = 1, day = 1] = text.split("-").map(Number);
      const made = new Date(Date.UTC(year, month - 1, day));
      return made.getUTCMonth() === month - 1 && made.getUTCDate() === day && year >= years[0] && year <= years[1];
    }

    function nearestChoice(field, value) {
      const byName = new Map([...field.choices.map(([one, label]) => [label, one]), ...field.choices.map(([one]) => [one, one])]);
      const match = danish.nearest(value, [...byName.keys()]);
      return match ? `Mente du »${byName.get(match)}«?` : "";
    }

    // What is wrong with one value by itself: the name of the fault, or nothing.
    function fault(field, value) {
      if (field.type === "date") return isDate(value) ? null : "date";
      if (field.type === "choice") return field.choices.some(([one]) => one === value) ? null : "choice";
      if (!isText(value)) return null;
      if (field.says.empty && !value) return "empty";
      if (field.limit && length(value) > field.limit) return "long";
      if (field.type === "address") return isAddress(value) ? null : "address";
      return field.pattern && !new RegExp(field.pattern, "u").test(value) ? "pattern" : null;
    }

    function check(name, data, also = []) {
      const form = page.forms[name];
      const found = [];
      const here = new Map([...ids, ...also.map((id) => [id, { kind: "source" }]), ...(data.id ? [[data.id, { kind: form.kind }]] : [])]);
      const report = (path, words, gaps = {}, hint = "", severity = "error") => {
        const [message, advice] = fill(words, gaps);
        found.push({ path, message, hint: hint || advice, severity });
      };
      const idsOf = (kinds) => [...here].filter(([, one]) => !kinds || kinds.includes(one.kind)).map(([id]) => id);

      function reference(field, value, path) {
        const one = here.get(value);
        if (!one) report(path, field.says.unknown, { found: value }, danish.didYouMean(value, idsOf(field.kinds)));
        else if (field.kinds && !field.kinds.includes(one.kind)) {
          report(path, field.says.kind, { found: value, kind: known.kinds[one.kind].toLowerCase() });
        }
      }

      function markdown(text, path) {
        const says = form.says;
        for (const [, , id] of text.matchAll(REFERENCE)) {
          if (!here.has(id)) report(path, says.link, { found: id }, danish.didYouMean(id, [...here.keys()]));
        }
        for (const [, address] of text.matchAll(INLINE_LINK)) {
          if (!isAddress(address)) report(path, says.address, { found: address });
        }
        const tag = text.match(HTML);
        if (tag) report(path, says.html, { found: tag[0] });
        const block = text.match(BLOCK);
        if (block) report(path, says.block, { found: block[0].trim() });
      }

      function plainLanguage(field, text, path) {
        const says = form.says;
        const all = sentences(text);
        if (field.name === "summary" && all.length > 1) report(path, says.summary, { found: danish.shown(text) }, "", "warning");
        for (const one of (text.match(/ /g) || []).length >= longest ? all : []) {
          const words = (one.match(WORD) || []).length;
          if (words > longest) report(path, says.sentence, { length: words, found: danish.shown(one) }, "", "warning");
        }
        for (const [word] of text.matchAll(trade)) {
          if (!known.words.some((begin) => word.toLowerCase().startsWith(begin))) report(path, says.jargon, { found: word }, "", "warning");
        }
      }

      function value(field, one, path) {
        if (field.record !== undefined) record(form.records[field.record], isText(one) && field.short ? { [field.short]: one } : one, path);
        else if (field.type === "reference") reference(field, one, path);
        else {
          const wrong = fault(field, one);
          const hint = wrong === "choice" ? nearestChoice(field, String(one)) : "";
          if (wrong) report(path, field.says[wrong], { found: danish.shown(one), length: length(String(one)) }, hint);
          if (["line", "prose"].includes(field.type) && isText(one)) {
            markdown(one, path);
            plainLanguage(field, one, path);
          }
        }
      }

      function record(fields, content, path) {
        for (const field of fields) {
          const one = content[field.name];
          const here = [...path, field.name];
          if (one === undefined) {
            if (field.required) report(here, field.says.missing);
          } else if (one !== null && field.many) one.forEach((each, index) => value(field, each, [...here, index]));
          else if (one !== null) value(field, one, here);
          else if (!field.nullable) report(here, field.says.missing);
        }
      }

      record(form.records[0], data, []);
      across(form, data, report);
      return found;
    }

    // What concerns more than one field. The checker asks this only of entries right in themselves.
    function across(form, data, report) {
      const { says, records } = form;
      const has = (list) => Array.isArray(list) && list.length > 0;
      const used = ids.get(data.id);
      if (used && page.changing !== data.id) report(["id"], says.used, { id: data.id, place: used.place });
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
      if (says.unsourced && !any && data.certainty !== "not_found") report(["sources"], says.unsourced, { id: data.id ?? "" });
    }

    return { check, ids };
  }

  // The generated kendt.js hands over what the site holds.
  const take = (site) => {
    window.samskabelse.site = site;
  };
  Object.assign((window.samskabelse ??= {}), { checker, known: take });
})();
