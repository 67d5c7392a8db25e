// "Byg jeres eget charter": pick clauses, edit them, see what changed, take the text away.
// The choice is kept in the address after #, which is never sent to a server.
"use strict";

(() => {
  const { copyLink, decode, docx, element, encode, plainInMarkdown, save, showDiff, sum } = window.samskabelse;
  const work = window.samskabelse.work();
  const form = document.querySelector("[data-builder]");
  const result = document.querySelector("[data-result]");
  const list = document.querySelector("[data-chosen]");
  const said = document.querySelector("[data-said]");
  const bar = document.querySelector("[data-bar]");
  const picked = document.querySelector("[data-picked]");
  const name = form.elements.namedItem("navn");
  const UNTITLED = "Charter for samskabelse";
  const LONGEST = 3000;
  // A clause that the page has no more: only a text that was written for it is known.
  const GONE = { title: "Punkt, der ikke længere står på siden", text: "", origin: "Teksten er skrevet af dem, der lavede linket." };
  const ID = /^[a-z0-9][a-z0-9-]{0,79}$/;
  const MOST_GONE = 50;
  const ORIGIN = "Bygget med udgangspunkt i videnssiden Samskabelse. Ikke vedtaget af andre end dem, der skriver under.";

  const clauses = new Map(
    [...form.querySelectorAll(".pick")].map((pick) => [pick.dataset.id, { ...pick.dataset, box: pick.querySelector("input") }])
  );
  // id → wording, in the order of choice.
  const chosen = new Map();
  // The same of clauses that were unticked, should they be ticked again.
  const dropped = new Map();
  const clauseOf = (id) => clauses.get(id) ?? GONE;
  // What is to be known of the link the page was opened with.
  let notice = null;

  function tell(...words) {
    notice?.remove();
    notice = words.length ? element("p", words.join(" "), { class: "notice", role: "alert" }) : null;
    if (notice) form.before(notice);
  }

  // A clause of the page is taken out by its box.
  function remover(id) {
    const button = element("button", "Fjern punktet", { type: "button", class: "button quiet" });
    button.addEventListener("click", () => {
      chosen.delete(id);
      show();
      remember();
      ([...list.querySelectorAll("textarea")].at(-1) ?? name).focus();
    });
    return button;
  }

  function row(id) {
    const clause = clauseOf(id);
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
    if (clause === GONE) item.append(remover(id));
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

  // A clause as it stands on the page is told of by a sum of its words.
  function choice() {
    return { n: name.value, c: [...chosen].map(([id, text]) => [id, text === clauseOf(id).text ? sum(text) : text]) };
  }

  const address = () => (chosen.size || name.value ? `#c=${encode(choice())}` : location.pathname);

  function remember() {
    tell();
    work.keep(address());
  }

  // Takes in what a link says of clauses. It may come from anyone: only ids and texts of a bearable
  // length. Gives the titles of those whose words are others now, and how many are gone.
  function takeIn(given) {
    const found = { reworded: new Set(), lost: 0, gone: 0 };
    for (const one of given) {
      const [id, said] = Array.isArray(one) ? one : [];
      if (typeof id !== "string" || !ID.test(id)) continue;
      const clause = clauses.get(id);
      if (!clause && (typeof said !== "string" || found.gone >= MOST_GONE)) found.lost += 1;
      else {
        chosen.set(id, typeof said === "string" ? said.slice(0, LONGEST) : clause.text);
        if (!clause) found.gone += 1;
        else if (typeof said === "number" && said !== sum(clause.text)) found.reworded.add(`»${clause.title}«`);
      }
    }
    return found;
  }

  function explain({ reworded, lost }) {
    const points = lost === 1 ? "1 punkt i linket står" : `${lost} punkter i linket står`;
    tell(
      ...(lost ? [`${points} ikke længere på siden og er ikke med.`] : []),
      ...(reworded.size ? [`Ordlyden er en anden, end da linket blev lavet: ${[...reworded].join(", ")}.`] : []),
    );
  }

  function recall() {
    chosen.clear();
    dropped.clear();
    const [, code] = /^#c=(.*)$/s.exec(location.hash) ?? [];
    const given = decode(code ?? "");
    name.value = typeof given?.n === "string" ? given.n.slice(0, 140) : "";
    if (Array.isArray(given?.c)) explain(takeIn(given.c));
    else tell(...(code !== undefined ? ["Linket kan ikke læses. Måske er det klippet over på vejen."] : []));
    for (const [id, clause] of clauses) clause.box.checked = chosen.has(id);
    show();
  }

  const title = () => name.value.trim() || UNTITLED;
  const rows = () => [...chosen].map(([id, text]) => ({ ...clauseOf(id), text }));
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
      work.begin(location.pathname, "replaceState");
      recall();
      name.focus();
    } else said.textContent = await copyLink(new URL(address(), location.href).href);
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
  window.addEventListener("hashchange", () => (/^(#c=|$)/.test(location.hash) && !work.isSame() ? recall() : remember()));
  recall();
})();
