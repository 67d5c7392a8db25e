// A form's draft, kept in this browser alone. The same form may be open in another tab as well.
"use strict";

(() => {
  const { element } = window.samskabelse;
  const YEAR = 365 * 24 * 60 * 60 * 1000;
  const isObject = (one) => one !== null && typeof one === "object" && !Array.isArray(one);

  // A tab writes over the draft that it has read or written itself, and asks before any other goes.
  function draftOf(name) {
    const KEY = `samskabelse:v1:udkast:${name}`;
    let seen = null; // the draft as this tab knows it

    // It may have been changed by anyone with the browser: only its shape is trusted here, and the
    // form takes in what it has fields for.
    function read() {
      try {
        seen = localStorage.getItem(KEY);
        const found = JSON.parse(seen);
        if (!isObject(found)) return null;
        if (!(Date.now() - found.when < YEAR)) {
          localStorage.removeItem(KEY);
          return null;
        }
        if (!isObject(found.entry)) return null;
        return { base: found.base, entry: found.entry, sources: (Array.isArray(found.sources) ? found.sources : []).filter(isObject) };
      } catch {
        return null;
      }
    }

    // Gives "kept", "refused" by the browser, or "other": another tab's draft, which may go only if `replacing`.
    function write(data, replacing) {
      try {
        const there = localStorage.getItem(KEY);
        if (there !== null && there !== seen && !replacing) return "other";
        const text = JSON.stringify({ when: Date.now(), ...data });
        localStorage.setItem(KEY, text);
        seen = text;
        return "kept";
      } catch {
        return "refused";
      }
    }

    function forget() {
      try {
        localStorage.removeItem(KEY);
      } catch { /* Nothing is kept where nothing can be. */ }
    }

    return { read, write, forget };
  }

  // Tells in `holder` of another tab's draft, once; a press of the button puts this one in its place.
  function tellOfOther(holder, replace) {
    if (holder.firstChild) return;
    const text = "Den samme formular er udfyldt i et andet vindue, og den kladde er gemt. Det, I skriver her, bliver ikke gemt. " +
      "Genindlæs siden for at gå videre med den gemte kladde, eller erstat den med det, der står her. ";
    const told = element("p", text, { class: "notice" });
    const button = element("button", "Erstat kladden", { type: "button", class: "button quiet" });
    button.addEventListener("click", replace);
    told.append(button);
    holder.append(told);
  }

  Object.assign(window.samskabelse, { draftOf, tellOfOther });
})();
