// "Byg jeres eget charter": pick clauses, edit them, see what changed, take the text away.
// The choice is kept in the address after #, which is never sent to a server.
"use strict";

(() => {
  const { copyLink, decode, docx, element, encode, plainInMarkdown, save, showDiff } = window.samskabelse;
  const form = document.querySelector("[data-builder]");
  const result = document.querySelector("[data-result]");
  const list = document.querySelector("[data-chosen]");
  const said = document.querySelector("[data-said]");
  const bar = document.querySelector("[data-bar]");
  const picked = document.querySelector("[data-picked]");
  const name = form.elements.namedItem("navn");
  const UNTITLED = "Charter for samskabelse";
  const LONGEST = 3000;
  const ORIGIN = "Bygget med udgangspunkt i videnssiden Samskabelse. Ikke vedtaget af andre end dem, der skriver under.";

  const clauses = new Map(
    [...form.querySelectorAll(".pick")].map((pick) => [pick.dataset.id, { ...pick.dataset, box: pick.querySelector("input") }])
  );
  // id → wording, in the order of choice.
  const chosen = new Map();
  // The same of clauses that were unticked, should they be ticked again.
  const dropped = new Map();

  function row(id) {
    const clause = clauses.get(id);
    const item = element("li");
    const area = element("textarea", "", { rows: "4", maxlength: String(LONGEST), id: `tekst-${id}` });
    area.value = chosen.get(id);
    const difference = element("p", "", { class: "changes" });
    const printed = element("p", chosen.get(id), { class: "print-only" });
    area.addEventListener("input", () => {
      chosen.set(id, area.value);
      printed.textContent = area.value;
      showDiff(difference, clause.text, area.value);
      remember();
    });
    showDiff(difference, clause.text, area.value);
    const label = element("h3");
    label.append(element("label", clause.title, { for: area.id }));
    item.append(label, area, printed, difference, element("p", clause.origin, { class: "meta" }));
    return item;
  }

  function show() {
    result.hidden = chosen.size === 0;
    document.body.classList.toggle("has-result", chosen.size > 0);
    list.replaceChildren(...[...chosen.keys()].map(row));
    const count = chosen.size === 1 ? "1 punkt valgt." : `${chosen.size} punkter valgt.`;
    said.textContent = count;
    picked.textContent = count;
    bar.hidden = chosen.size === 0;
  }

  function choice() {
    return { n: name.value, c: [...chosen].map(([id, text]) => (text === clauses.get(id).text ? [id] : [id, text])) };
  }

  function remember() {
    const empty = chosen.size === 0 && !name.value;
    history.replaceState(null, "", empty ? location.pathname : `#c=${encode(choice())}`);
  }

  // A link may come from anyone: only known ids and texts of a bearable length are taken in.
  function recall() {
    chosen.clear();
    dropped.clear();
    const given = decode(location.hash.replace(/^#c=/, ""));
    if (given && Array.isArray(given.c)) {
      if (typeof given.n === "string") name.value = given.n.slice(0, 140);
      for (const one of given.c) {
        const [id, text] = Array.isArray(one) ? one : [];
        if (!clauses.has(id)) continue;
        chosen.set(id, typeof text === "string" ? text.slice(0, LONGEST) : clauses.get(id).text);
      }
    }
    for (const [id, clause] of clauses) clause.box.checked = chosen.has(id);
    show();
  }

  const title = () => name.value.trim() || UNTITLED;
  const rows = () => [...chosen].map(([id, text]) => ({ ...clauses.get(id), text }));
  const writers = {
    txt: () => new Blob([[title(), ...rows().map((one, index) => `${index + 1}. ${one.title}\n${one.text}\n(${one.origin})`), ORIGIN].join("\n\n")], { type: "text/plain" }),
    md: () => new Blob([[`# ${plainInMarkdown(title())}`, ...rows().map((one, index) => `## ${index + 1}. ${plainInMarkdown(one.title)}\n\n${plainInMarkdown(one.text)}\n\n*${plainInMarkdown(one.origin)}*`), `*${ORIGIN}*`].join("\n\n")], { type: "text/markdown" }),
    docx: () => docx([{ style: "Title", text: title() }, ...rows().flatMap((one, index) => [
      { style: "Heading1", text: `${index + 1}. ${one.title}` }, { text: one.text }, { style: "Note", text: one.origin },
    ]), { style: "Note", text: ORIGIN }]),
  };

  async function take(kind) {
    if (kind in writers) save(writers[kind](), `charter.${kind}`);
    else if (kind === "print") window.print();
    else if (kind === "see") {
      result.scrollIntoView();
      list.querySelector("textarea").focus({ preventScroll: true });
    }
    else if (kind === "clear") {
      name.value = "";
      history.replaceState(null, "", location.pathname);
      recall();
      name.focus();
    } else said.textContent = await copyLink(location.href);
  }

  form.addEventListener("change", (event) => {
    const { name: field, value, checked } = event.target;
    if (field === "punkt") {
      if (checked) chosen.set(value, dropped.get(value) ?? clauses.get(value).text);
      else {
        dropped.set(value, chosen.get(value));
        chosen.delete(value);
      }
      show();
    }
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => take(button.dataset.take));
  }
  // A link to a place on the page takes the choice out of the address: it is put back.
  window.addEventListener("hashchange", () => (/^(#c=|$)/.test(location.hash) ? recall() : remember()));
  recall();
})();
