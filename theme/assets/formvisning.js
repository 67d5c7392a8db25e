// Shows an entry as its page will look, before it is sent: the same headings and classes.
"use strict";

(() => {
  const { danish, element } = window.samskabelse;
  const INLINE = /\*\*([^*]+)\*\*|\*([^*]+)\*|_([^_]+)_|\[([^[\]]+)\](?:\[[^[\]]+\]|\([^()\s]*\))/g;

  const tag = (name, children, attributes = {}) => {
    const made = element(name, "", attributes);
    made.append(...children);
    return made;
  };
  const unknown = (text = "ikke oplyst") => element("span", text, { class: "unknown" });
  const isText = (value) => typeof value === "string";
  const listed = (value) => (Array.isArray(value) ? value : []);

  // Emphasis and links of one line; a link leads nowhere here, so it is only marked.
  function line(text = "") {
    const nodes = [];
    let at = 0;
    for (const match of text.matchAll(INLINE)) {
      const [whole, strong, em, other, link] = match;
      nodes.push(text.slice(at, match.index), strong ? element("strong", strong) : link ? element("span", link, { class: "link-text" }) : element("em", em || other));
      at = match.index + whole.length;
    }
    return [...nodes, text.slice(at)];
  }

  const ITEM = /^ {0,3}(?:[-*+]|(\d{1,9})[.)])\s+(.+)$/;

  // Paragraphs and lists, begun and ended where the page's are (macros/markup.py).
  function prose(text = "") {
    const blocks = [];
    let open = null; // what a line goes on with, until an empty one
    for (const row of text.split("\n")) {
      const [, number, item] = ITEM.exec(row) ?? [];
      const name = !item ? "p" : number ? "ol" : "ul";
      // Within a paragraph only a first number begins a list: »i 2014.« may come first on a line.
      const goesOn = open && (!item || (open.name === "p" && number && Number(number) !== 1));
      if (!row.trim()) open = null;
      else if (goesOn) open.lines.push(`${open.lines.pop()} ${row.trim()}`);
      else {
        open = item && blocks.at(-1)?.name === name ? blocks.at(-1) : { name, lines: [] };
        if (!open.lines.length) blocks.push(open);
        open.lines.push(item ?? row);
      }
    }
    return blocks.map(({ name, lines }) => tag(name, name === "p" ? line(lines[0]) : lines.map((one) => tag("li", line(one)))));
  }

  function preview(page, form, known, data, sources) {
    const titles = new Map(known.ids.map(([id, , title]) => [id, title]));
    for (const one of sources) titles.set(one.id, one.title);
    const title = (id) => titles.get(id) || id;
    const notes = [];
    const label = (name, value) => {
      const field = form.records[0].find((one) => one.name === name);
      return (field?.choices || []).find(([one]) => one === value)?.[1] ?? value;
    };
    const certaintyLabel = (value) => form.records.flat().find(({ name }) => name === "certainty")?.choices.find(([one]) => one === value)?.[1] ?? value;
    const certainty = (value) => element("span", certaintyLabel(value), { class: "certainty", "data-certainty": value });

    function cite(citations) {
      const numbers = listed(citations).map((one) => {
        const key = isText(one) ? one : `${one.source ?? ""}${one.locator ? `, ${one.locator}` : ""}`;
        if (!notes.includes(key)) notes.push(key);
        return notes.indexOf(key) + 1;
      });
      return numbers.length ? [element("sup", [...new Set(numbers)].join(", "), { class: "notes" })] : [];
    }

    function statement(one) {
      const claim = isText(one) ? { text: one } : one;
      return [...line(claim.text), ...cite(claim.sources), ...(claim.certainty && claim.certainty !== data.certainty ? [" ", certainty(claim.certainty)] : [])];
    }

    const facts = (pairs) => tag("dl", pairs.flatMap(([name, nodes]) => [element("dt", name), tag("dd", nodes)]));
    const part = (name, nodes) => tag("section", [element("h4", name), ...nodes], { class: "part" });
    const statements = (name, items) => part(name, listed(items).length
      ? [tag("ul", items.map((one) => tag("li", statement(one))), { class: "statements" })]
      : [element("p", "Ikke oplyst i de kilder, vi har set.", { class: "unknown" })]);

    function casePage() {
      const { start, end } = data.period || {};
      const ran = start && start === end ? [danish.date(start)] : start || end
        ? [danish.span(start ? danish.date(start) : "start ikke oplyst", end ? danish.date(end) : "slut ikke oplyst")] : [unknown()];
      const aside = tag("div", [element("h4", "Fakta"), facts([
        ["Kommune", [listed(data.municipalities).map(title).join(", ") || "Ingen bestemt kommune i kilderne"]],
        ["Periode", ran],
        ["Område", [data.area ? label("area", data.area) : unknown()]],
        ["Parter", listed(data.actors).length ? [tag("ul", data.actors.map((one) => element("li", one)))] : [unknown()]],
        ["Sikkerhed", [data.certainty ? certainty(data.certainty) : unknown()]],
        ["Form", [data.form ? label("form", data.form) : unknown()]],
        ["Faser", [listed(data.phases).map(title).join(", ") || unknown()]],
      ])], { class: "facts" });
      const shows = [...listed(data.principles), ...listed(data.ways)];
      const main = tag("div", [
        part("Hvad går det ud på?", [...prose(data.what), tag("p", ["Kilder: ", ...cite(data.what_sources || data.sources)], { class: "meta" })]),
        statements("Hvordan gjorde de?", data.how),
        statements("Hvad kom der ud af det?", data.outcome),
        statements("Hvad lærte de?", data.learning),
        ...(shows.length ? [part("Principper og veje, casen viser", [tag("ul", shows.map((one) => tag("li", [title(one.id ?? ""), " ", tag("span", line(one.why), { class: "why" })])), { class: "relations" })])] : []),
      ], { class: "main-text" });
      return [tag("p", line(data.summary), { class: "summary" }), tag("div", [aside, main], { class: "with-facts" })];
    }

    function sourcePage() {
      const pairs = [["Forfatter", listed(data.authors).join(", ")], ["Udgiver", data.publisher || "ikke oplyst"],
        ["År", data.year ? danish.date(data.year) : "ikke oplyst"], ["Slags", label("kind", data.kind)],
        ["Adgang", label("access", data.access)], ["Adresse", data.url || "Vi har ingen adresse på kilden."], ["Note", data.note]];
      return [facts(pairs.filter(([, value]) => value).map(([name, value]) => [name, [value]]))];
    }

    function termPage() {
      const also = [["Også", data.synonyms], ["På engelsk", data.english], ["Se også", listed(data.related).map(title)]];
      return [tag("p", statement(data.definition ?? "")), ...(data.note ? [tag("p", line(data.note), { class: "meta" })] : []),
        ...also.filter(([, all]) => listed(all).length).map(([name, all]) => element("p", `${name}: ${all.join(", ")}`, { class: "meta" }))];
    }

    const body = { case: casePage, source: sourcePage, term: termPage }[form.kind]();
    cite(data.sources);
    const list = notes.map((key) => {
      const [id, ...place] = key.split(", ");
      return element("li", [title(id), ...place].join(", "));
    });
    return [element("h3", data.title ?? "", { class: "preview-title" }), ...body, ...(list.length ? [part("Kilder", [tag("ol", list)])] : [])];
  }

  Object.assign((window.samskabelse ??= {}), { preview });
})();
