// Filters and sorts the case index. The choice is kept in the address, so it can be shared.
// Until something is chosen the list is the page's own; what is known of all cases is then loaded.
"use strict";

(() => {
  const { element, cases, keepAddress } = window.samskabelse;
  const form = document.querySelector("[data-filters]");
  const list = document.querySelector("[data-cases]");
  const status = document.querySelector("[data-count]");
  const none = document.querySelector("[data-no-cases]");
  const more = document.querySelector("[data-more]");
  const pager = document.querySelector("[data-pager]");
  const ofSource = document.querySelector("[data-of-source]");
  const whole = [...list.children];
  const everything = status.textContent;
  // So many are drawn at a time: each may have to be fetched from a part of its own.
  const STEP = 25;
  const NAMES = [...form.querySelectorAll("select")].map(({ name }) => name).filter((name) => name !== "sorter");
  let source = "";
  let shown = null; // what the address asked for
  let counted = everything;
  let latest = 0;
  let left = [];
  let drawing = Promise.resolve();

  // What is not told comes last.
  const first = (values, name) => (row) => values[name][row][0] ?? Infinity;
  // Numbers go by title, so what is equal stays in that order.
  const by = (key) => (a, b) => {
    const [x, y] = [key(a), key(b)];
    return x === y ? a - b : x - y;
  };
  const orders = {
    start: ({ values }) => by((row) => -values.start[row][0]),
    kommune: ({ values }) => by(first(values, "kommune")),
    sikkerhed: ({ values }) => by(first(values, "sikkerhed")),
  };

  function choices() {
    const chosen = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    if (source) chosen.push(["kilde", source]);
    return Object.fromEntries(chosen.filter(([, value]) => value));
  }

  // The title and the cases of a source, or null for one that no case leans on.
  async function leaning(id) {
    const all = await cases.load("kilder");
    if (!Object.hasOwn(all, id)) return null;
    const [title, numbers] = all[id];
    return { title, rows: new Set(cases.places(numbers)) };
  }

  async function matching(known, { ord, kilde, sorter, ...chosen }) {
    const sets = [];
    if (ord) sets.push(await cases.find(ord));
    if (kilde) sets.push((await leaning(kilde)).rows);
    const tests = Object.entries(chosen).map(([name, value]) => {
      const wanted = known.choices[name].indexOf(value);
      return (row) => known.values[name][row].includes(wanted);
    });
    const rows = [];
    for (let row = 0; row < known.count; row += 1) {
      if (sets.every((some) => some.has(row)) && tests.every((test) => test(row))) rows.push(row);
    }
    return Object.hasOwn(orders, sorter ?? "") ? rows.sort(orders[sorter](known)) : rows;
  }

  async function item(one, { at, certainties }) {
    const made = element("li", "", { class: "case" });
    const title = element("h2", "", { class: "card-title" });
    title.append(await cases.linkTo(one));
    if (one.whose) title.append(" ", element("span", one.whose, { class: "tag whose-tag" }));
    const meta = element("p", "", { class: "meta" });
    one.municipalities.forEach(([id, name], at) => meta.append(at ? ", " : "", cases.link(name, `kommuner/${id}/`)));
    const [label, said] = certainties[one.certainty];
    meta.append(
      one.municipalities.length ? "" : "Ingen bestemt kommune",
      ` · ${one.area || "område ikke oplyst"} · ${one.start ? `fra ${one.start}` : "år ikke oplyst"} · `,
      element("span", label, { class: "certainty", "data-certainty": one.certainty, title: said }),
    );
    // A copy of the site without the cases' pages has nothing to compare.
    if (at === "") {
      const compare = cases.link("Sammenlign", "cases/sammenlign/");
      compare.setAttribute("href", `${compare.getAttribute("href")}?c=${one.id}`);
      compare.append(element("span", ` ${one.title} med andre`, { class: "visually-hidden" }));
      const asked = element("span", " · ", { class: "off-paper" });
      asked.append(compare);
      meta.append(asked);
    }
    made.append(title, element("p", one.summary), meta);
    return made;
  }

  // The next cases drawn, or null when something newer has been asked for meanwhile.
  async function drawn(known, asked) {
    const next = await cases.records(left.slice(0, STEP));
    const items = await Promise.all(next.map((one) => item(one, known)));
    if (asked !== latest) return null;
    left = left.slice(STEP);
    more.hidden = !left.length;
    return items;
  }

  function showAll() {
    list.replaceChildren(...whole);
    status.textContent = everything;
    none.hidden = more.hidden = true;
    if (pager) pager.hidden = false;
    list.removeAttribute("aria-busy");
  }

  async function update() {
    const asked = (latest += 1);
    list.setAttribute("aria-busy", "true");
    try {
      await show(asked);
    } catch {
      if (asked !== latest) return;
      showAll();
      status.textContent = "De valgte cases kunne ikke hentes. Prøv at genindlæse siden.";
    }
  }

  // The search reads all of every case, and knows other words for the same.
  function showElsewhere({ at }, { ord }) {
    const place = none.querySelector("[data-elsewhere]");
    place.hidden = !ord || at !== "";
    if (place.hidden) return;
    const link = cases.link(`Søg efter »${ord}« på hele sitet`, "soeg/");
    link.search = new URLSearchParams({ q: ord });
    place.replaceChildren(link);
  }

  async function show(asked) {
    const basis = source ? await leaning(source) : null;
    if (asked !== latest) return;
    showSource(basis);
    const chosen = choices();
    if (!Object.keys(chosen).length) return showAll();
    const known = await cases.codes();
    const rows = await matching(known, chosen);
    if (asked !== latest) return;
    left = rows;
    const items = await drawn(known, asked);
    if (!items) return;
    list.replaceChildren(...items);
    list.removeAttribute("aria-busy");
    counted = rows.length === known.count ? everything : `${rows.length.toLocaleString("da")} af ${everything}`;
    status.textContent = counted;
    none.hidden = rows.length > 0;
    showElsewhere(known, chosen);
    if (pager) pager.hidden = true;
  }

  async function showMore() {
    const asked = latest;
    try {
      const items = await drawn(await cases.codes(), asked);
      if (!items) return;
      list.append(...items);
      status.textContent = counted;
      items[0]?.querySelector("a")?.focus();
    } catch {
      if (asked === latest) status.textContent = "Flere cases kunne ikke hentes. Prøv at genindlæse siden.";
    }
  }

  function remember() {
    const query = new URLSearchParams(choices()).toString();
    shown = query ? `?${query}` : "";
    keepAddress(shown || location.pathname);
    drawing = update();
  }

  // A source that no case leans on is no choice.
  function showSource(basis) {
    if (!basis) source = "";
    ofSource.hidden = !basis;
    ofSource.querySelector("strong").textContent = basis ? `»${basis.title}«` : "";
  }

  function removeSource() {
    source = "";
    remember();
  }

  // A step to a place on the page asks for nothing new.
  function recall() {
    if (location.search === shown) return;
    shown = location.search;
    const asked = new URLSearchParams(shown);
    for (const name of [...NAMES, "ord", "sorter"]) {
      const field = form.elements.namedItem(name);
      field.value = (asked.get(name) ?? "").slice(0, 200);
      if (field.value !== (asked.get(name) ?? "")) field.value = "";
    }
    source = asked.get("kilde") ?? "";
    drawing = update();
  }

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(removeSource));
  ofSource.querySelector("button").addEventListener("click", () => {
    removeSource();
    form.elements.namedItem("ord").focus();
  });
  // More comes after what is being drawn, however fast it is asked for.
  more.querySelector("button").addEventListener("click", () => {
    drawing = drawing.then(showMore);
  });
  window.addEventListener("popstate", recall);
  recall();
})();
