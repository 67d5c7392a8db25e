// Puts up to four cases side by side. Each case has a small script of its own that is
// loaded when it is picked; the choice is kept in the address, as ?c=…&c=….
"use strict";

(() => {
  const { element, copyLink, cases, keepAddress } = window.samskabelse;
  const MOST = 4;
  const SUGGESTED = 8;
  const LOST = "Casene kunne ikke hentes. Prøv at genindlæse siden.";
  const find = document.querySelector("#find-case");
  const suggestions = document.querySelector("[data-suggestions]");
  const status = document.querySelector("[data-said]");
  const chosen = document.querySelector("[data-chosen]");
  const heads = chosen.querySelector("[data-heads]");
  const rows = [...chosen.querySelectorAll("[data-row]")];
  const loaded = new Map();
  let picked = [];
  let typing = 0;
  let suggesting = Promise.resolve();

  window.samskabelse.caseData = (data) => {
    if (picked.includes(data.id)) loaded.set(data.id, data);
  };

  const load = (id) =>
    loaded.has(id)
      ? Promise.resolve()
      : new Promise((done) => {
          const script = element("script", "", { src: `../${id}/sammenlign.js` });
          script.addEventListener("load", done);
          script.addEventListener("error", done);
          document.head.append(script);
        });

  const say = (text) => (status.textContent = text);
  const many = (count) => (count === 1 ? "1 case valgt." : `${count} cases valgt.`);

  function point([text, address]) {
    if (!address) return document.createTextNode(text);
    return cases.link(text, address);
  }

  function cell(title, points, lacking = "Ikke oplyst i de kilder, vi har set.") {
    const made = element("td", "", { role: "cell" });
    made.append(element("span", title, { class: "column-name", "aria-hidden": "true" }));
    if (!points.length) made.append(element("p", lacking, { class: "unknown" }));
    const many = points.length > 1;
    const holder = many ? element("ul") : made;
    for (const one of points) {
      const line = element(many ? "li" : "p");
      line.append(point(one));
      holder.append(line);
    }
    if (many) made.append(holder);
    return made;
  }

  function head({ id, title }) {
    const made = element("th", "", { role: "columnheader", scope: "col" });
    made.append(cases.link(title, `cases/${id}/`));
    return made;
  }

  // Its button goes with it: a keyboard is left at the one that comes in its place.
  async function takeAway(id) {
    const place = picked.filter((one) => loaded.has(one)).indexOf(id);
    await choose(picked.filter((one) => one !== id), "Fjernet. ");
    (chosen.querySelectorAll("[data-removers] button")[place] ?? find).focus();
  }

  // Taking a case away stands in a row of its own, so that a phone shows it too.
  function remover({ id, title }) {
    const made = cell(title, [["", null]]);
    const button = element("button", "Fjern", { type: "button", class: "button quiet" });
    button.append(element("span", ` ${title}`, { class: "visually-hidden" }));
    button.addEventListener("click", () => takeAway(id));
    made.querySelector("p").replaceWith(button);
    return made;
  }

  function draw() {
    const shown = picked.filter((id) => loaded.has(id)).map((id) => loaded.get(id));
    for (const old of chosen.querySelectorAll("thead th, tbody td, [data-removers]")) old.remove();
    heads.append(...shown.map(head));
    for (const row of rows) row.append(...shown.map(({ title, rows: of }) => cell(title, of[row.dataset.row] ?? [], row.dataset.lacking)));
    const last = element("tr", "", { role: "row", "data-removers": "" });
    last.append(element("th", "Tag ud", { role: "rowheader", scope: "row" }), ...shown.map(remover));
    chosen.querySelector("tbody").append(last);
    chosen.hidden = !shown.length;
    document.body.classList.toggle("has-cases", shown.length > 0);
    return shown.length;
  }

  async function choose(ids, before = "") {
    picked = ids;
    const query = new URLSearchParams(picked.map((id) => ["c", id])).toString();
    keepAddress(query ? `?${query}` : location.pathname);
    await Promise.all(picked.map(load));
    if (ids !== picked) return;
    const shown = draw();
    const lost = shown < picked.length ? " Nogle af dem kunne ikke hentes." : "";
    const more = shown === 1 ? " Vælg mindst én til." : "";
    say(shown || before ? `${before}${many(shown)}${more}${lost}` : lost.trim());
  }

  function add(id) {
    if (picked.includes(id)) return say("Den case er allerede valgt.");
    if (picked.length >= MOST) return say(`Der er plads til ${MOST} cases. Tag en ud, hvis I vil have en ny med.`);
    find.value = "";
    suggest();
    find.focus();
    return choose([...picked, id]);
  }

  function suggestion({ id, title }) {
    const item = element("li");
    const button = element("button", title, { type: "button", class: "button quiet" });
    button.addEventListener("click", () => add(id));
    item.append(button);
    return item;
  }

  // The numbers of the cases that fit what is typed, and the first of them in full.
  async function fitting(typed) {
    const fits = typed ? [...await cases.find(typed)].sort((a, b) => a - b) : [];
    const some = fits.length ? await cases.records(fits.slice(0, SUGGESTED + MOST)) : [];
    return { fits, some };
  }

  async function suggest() {
    const turn = (typing += 1);
    const typed = find.value.trim();
    const found = await fitting(typed).catch(() => null);
    if (turn !== typing) return;
    const free = (found?.some ?? []).filter(({ id }) => !picked.includes(id));
    suggestions.replaceChildren(...free.slice(0, SUGGESTED).map(suggestion));
    if (!found) return say(LOST);
    const { length } = found.fits;
    if (typed) say(length ? `${length} passer på det, I har skrevet.` : "Ingen cases passer på det, I har skrevet.");
  }

  // The ids in the address that are cases, and how many are not: an address may come from anyone,
  // and from another edition.
  async function asked() {
    const given = new Set(new URLSearchParams(location.search).getAll("c").filter(Boolean));
    const known = new Set(given.size ? await cases.load("id") : []);
    const ids = [...given].filter((id) => known.has(id));
    return { ids, unknown: given.size - ids.length };
  }

  // What was picked while the address was read stands beside what it asks for.
  async function recall() {
    const before = picked;
    const found = await asked().catch(() => null);
    if (!found) return say(LOST);
    const ids = [...new Set([...found.ids, ...(picked === before ? [] : picked)])];
    const told = found.unknown ? `${found.unknown} ${found.unknown === 1 ? "case" : "cases"} i linket findes ikke her. ` : "";
    const full = ids.length > MOST ? `Der er plads til ${MOST} cases, så kun de første er med. ` : "";
    choose(ids.slice(0, MOST), told + full);
  }

  // What was typed is picked, and not what was suggested for the half of it.
  async function pickFirst() {
    const asked = typing;
    await suggesting;
    if (asked === typing) suggestions.querySelector("button")?.click();
  }

  find.addEventListener("input", () => { suggesting = suggest(); });
  find.addEventListener("keydown", ({ key }) => key === "Enter" && pickFirst());
  chosen.querySelector("[data-copy]").addEventListener("click", async () => say(await copyLink(location.href)));
  chosen.querySelector("[data-print]").addEventListener("click", () => window.print());
  chosen.querySelector("[data-clear]").addEventListener("click", () => {
    choose([], "Begyndt forfra. ");
    find.focus();
  });
  window.addEventListener("popstate", recall);
  recall();
})();
