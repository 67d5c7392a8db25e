// Filters and sorts the case index. The choice is kept in the address, so it can be shared.
"use strict";

(() => {
  const form = document.querySelector("[data-filters]");
  const list = document.querySelector("[data-cases]");
  const status = document.querySelector("[data-count]");
  const none = document.querySelector("[data-no-cases]");
  // What a case says of itself; the links every case has are no words to find it by.
  const said = (element) =>
    element.textContent.replace(element.querySelector("[data-unfiltered]")?.textContent ?? "", "");
  const cases = [...list.children].map((element) => ({
    element,
    text: said(element).toLocaleLowerCase("da"),
  }));
  const danish = new Intl.Collator("da");
  const CERTAINTY = ["confirmed", "single_source", "inferred", "uncertain", "not_found"];

  const byTitle = (a, b) => danish.compare(a.dataset.title, b.dataset.title);
  const orders = {
    "": byTitle,
    start: (a, b) => b.dataset.start.localeCompare(a.dataset.start) || byTitle(a, b),
    // Cases with no municipality come last.
    kommune: (a, b) =>
      !a.dataset.kommune - !b.dataset.kommune ||
      danish.compare(a.dataset.kommune, b.dataset.kommune) ||
      byTitle(a, b),
    sikkerhed: (a, b) =>
      CERTAINTY.indexOf(a.dataset.sikkerhed) - CERTAINTY.indexOf(b.dataset.sikkerhed) || byTitle(a, b),
  };

  function choices() {
    const chosen = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    return Object.fromEntries(chosen.filter(([, value]) => value));
  }

  function matches({ element, text }, { ord, sorter, ...chosen }) {
    const words = (ord || "").toLocaleLowerCase("da").split(/\s+/);
    return (
      words.every((word) => text.includes(word)) &&
      Object.entries(chosen).every(([name, value]) => element.dataset[name].split(" ").includes(value))
    );
  }

  function update() {
    const chosen = choices();
    let shown = 0;
    for (const one of cases) {
      const fits = matches(one, chosen);
      one.element.hidden = !fits;
      shown += fits;
    }
    const elements = cases.map(({ element }) => element);
    list.append(...elements.sort(orders[chosen.sorter || ""] || byTitle));
    const all = cases.length === 1 ? "1 case" : `${cases.length} cases`;
    status.textContent = shown === cases.length ? all : `${shown} af ${all}`;
    none.hidden = shown > 0;
  }

  function remember() {
    const query = new URLSearchParams(choices()).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    update();
  }

  function recall() {
    form.reset();
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    update();
  }

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  window.addEventListener("popstate", recall);
  recall();
})();
