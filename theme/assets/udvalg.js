// "Min tjekliste": shows the points the reader has chosen a way to. The choice stands in the
// address, so it can be shared; tjekliste.js is told when it changes.
"use strict";

(() => {
  const { keepAddress } = window.samskabelse;
  const form = document.querySelector("[data-points-by]");
  const status = document.querySelector("[data-points]");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const points = [...document.querySelectorAll("[data-by]")].map((element) => ({ element, by: element.dataset.by.split(" ") }));
  const parts = [...document.querySelectorAll("[data-points-of]")];
  const EVERYTHING = "alt";
  let everything = false;

  function show() {
    const chosen = new Set(boxes.filter(({ checked }) => checked).map(({ value }) => value));
    let count = 0;
    for (const { element, by } of points) {
      element.hidden = !everything && !by.some((one) => chosen.has(one));
      count += !element.hidden;
    }
    for (const part of parts) part.hidden = !part.querySelector("[data-by]:not([hidden])");
    const said = count === 1 ? "1 punkt på jeres liste." : `${count} punkter på jeres liste.`;
    status.textContent = count ? said : "Ingen punkter endnu. Sæt kryds ved det, listen skal handle om.";
    document.dispatchEvent(new Event("samskabelse:udvalg"));
  }

  function remember(all = false) {
    everything = all;
    const query = new URLSearchParams(all ? [[EVERYTHING, "1"]] : new FormData(form)).toString();
    keepAddress(`${query ? `?${query}` : location.pathname}${location.hash}`);
    show();
  }

  // Only choices that stand on the page are taken from an address.
  function recall() {
    const asked = new URLSearchParams(location.search);
    everything = asked.has(EVERYTHING);
    for (const box of boxes) box.checked = asked.getAll(box.name).includes(box.value);
    show();
  }

  form.addEventListener("change", () => remember());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  form.querySelector("[data-points-all]").addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    remember(true);
  });
  window.addEventListener("popstate", recall);
  recall();
})();
