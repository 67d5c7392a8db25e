// Shows the tours for a role and a time. The choice is kept in the address.
"use strict";

(() => {
  const form = document.querySelector("[data-tours]");
  const groups = [...document.querySelectorAll("[data-role]")];
  const status = form.querySelector("[data-count]");
  const none = document.querySelector("[data-no-tours]");

  // What is for everybody suits every role.
  const suits = (role, chosen) => !chosen || role === chosen || role === "alle";

  function update() {
    const { rolle, tid } = Object.fromEntries(new FormData(form));
    let shown = 0;
    let own = 0;
    for (const group of groups) {
      const tours = [...group.querySelectorAll("[data-minutes]")];
      for (const tour of tours) {
        tour.hidden = !suits(group.dataset.role, rolle) || (tid && Number(tour.dataset.minutes) > Number(tid));
        shown += !tour.hidden;
        own += !tour.hidden && group.dataset.role === rolle;
      }
      group.hidden = tours.every((tour) => tour.hidden);
    }
    status.textContent = shown === 1 ? "1 rute" : `${shown} ruter`;
    none.hidden = !rolle || own > 0;
  }

  function remember() {
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch { /* From a folder Safari keeps none: the page does without. */ }
    update();
  }

  function recall() {
    const asked = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("select")) {
      field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = "";
    }
    update();
  }

  // A link to a role whose tours the filter hides takes the filter away.
  function reveal() {
    const target = groups.find((group) => group.hidden && `#${group.dataset.role}` === location.hash);
    if (!target) return;
    form.reset();
    update();
    target.scrollIntoView();
  }

  window.addEventListener("hashchange", reveal);
  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  window.addEventListener("popstate", recall);
  recall();
})();
