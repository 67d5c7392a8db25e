// Questions to the reader in <dialog> elements of the page, answered by a button's value.
"use strict";

(() => {
  // Opens a dialog; gives true when it was closed by its "yes", false for everything else.
  function asked(dialog) {
    return new Promise((resolve) => {
      dialog.returnValue = "";
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
      dialog.showModal();
    });
  }

  const find = (name) => document.querySelector(`[data-dialog="${name}"]`);

  // Asks for a name; gives it, or "" when the reader thought better of it.
  async function askName(title, name = "") {
    const dialog = find("name");
    const field = dialog.querySelector("input");
    dialog.querySelector("h2").textContent = title;
    field.value = name;
    return (await asked(dialog)) ? field.value.trim() : "";
  }

  // Asks before something is lost.
  function confirmed(title, text) {
    const dialog = find("confirm");
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("form > p").textContent = text;
    return asked(dialog);
  }

  Object.assign((window.samskabelse ??= {}), { asked, askName, confirmed });
})();
