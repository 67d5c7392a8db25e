// Questions to the reader in <dialog> elements of the page, answered by a button's value.
"use strict";

(() => {
  // Opens a dialog; gives true when it was closed by its "yes", false for everything else.
  // Browsers tell late that a dialog was closed, so it may already ask something else by then:
  // the question before is settled first, and what comes late is no answer to the new one.
  function asked(dialog) {
    dialog.dispatchEvent(new Event("close"));
    return new Promise((resolve) => {
      const closed = () => {
        if (dialog.open) return;
        dialog.removeEventListener("close", closed);
        resolve(dialog.returnValue === "yes");
      };
      dialog.returnValue = "";
      dialog.addEventListener("close", closed);
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
