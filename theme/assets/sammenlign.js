// Shows two of the documents side by side; all of them when fewer than two are chosen.
"use strict";

(() => {
  const form = document.querySelector("[data-compare]");
  const rows = [...document.querySelectorAll("[data-theme]")];
  const cells = [...document.querySelectorAll("[data-document]")];

  function update() {
    const chosen = [...new FormData(form).values()].filter(Boolean);
    const both = new Set(chosen).size === 2;
    for (const cell of cells) cell.hidden = both && !chosen.includes(cell.dataset.document);
    for (const row of rows) row.hidden = !row.querySelector("[data-document]:not([hidden]) li");
  }

  function remember() {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    try {
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    } catch { /* From a folder Safari keeps none: the page does without. */ }
    update();
  }

  const asked = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll("select")) {
    field.value = asked.get(field.name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  update();
})();
