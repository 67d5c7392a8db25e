// The search page: the field, the address and the list of results, whatever finds them.
"use strict";

(() => {
  const { element, keepAddress } = window.samskabelse;
  const FEW = 5;
  const SHOWN = 20;
  const LONGEST = 200; // signs that are searched for
  const PAUSE = 40; // milliseconds without a key before what was typed is searched for

  function row(data, base) {
    const item = element("li");
    const link = element("a", data.title, { href: new URL(data.place, base).href });
    item.append(link, " ", element("span", data.kind, { class: "tag" }), data.line);
    return item;
  }

  function nothing(base) {
    const said = element("p", "Prøv med et kortere eller et andet ord, eller se ", { "data-no-results": "" });
    const file = location.protocol === "file:" ? "index.html" : "";
    const link = (place, text) => element("a", text, { href: new URL(`${place}/${file}`, base).href });
    said.append(link("ordliste", "ordlisten"), " og ", link("cases", "listen over cases"), ".");
    return said;
  }

  // When what was drawn has been seen: at the frame after the one it is drawn in.
  const painted = () => new Promise((seen) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen)));
  });

  // `search(query)` gives `{total, mended, some, whole, has(n), first(n)}`: `mended` what was searched
  // for instead, `some` whether pages have only some of the words, `whole` how many have all when the
  // rest have only some, `first(n)` the n best as
  // `{title, kind, place, line}`, and `has(n)` whether they are here already; `base` is what the
  // places are seen from.
  function begin(search, base) {
    const field = document.getElementById("soeg-q");
    const output = document.querySelector("[data-output]");
    const message = document.querySelector("[data-message]");
    const { title } = document;
    let latest = 0;
    let wait;

    // The first few are shown as soon as they are here, before the rest is asked for: a slow line
    // and a slow phone are then not busy with what stands further down.
    async function show(answer, query, turn) {
      let begun = null;
      for (const many of answer.total <= FEW || answer.has(SHOWN) ? [SHOWN] : [FEW, SHOWN]) {
        const found = await answer.first(many);
        if (turn !== latest) return;
        begun = draw(found, answer, query, many === SHOWN ? "data-results" : "data-first-results", begun);
        if (many === FEW) await painted();
        if (turn !== latest) return;
      }
    }

    // Said again, it would be read aloud again.
    function say(words) {
      if (message.textContent !== words) message.textContent = words;
    }

    // Puts the rest after the first few, `begun`, when these are still the first, so that a reader
    // who has come to one of them is not thrown off it. Gives whether it could.
    function goOn(list, begun) {
      const place = ({ firstChild }) => firstChild.href;
      if (!begun) return false;
      const rows = [...list.children];
      const rest = rows.splice(begun.children.length);
      if (rows.some((item, at) => place(item) !== place(begun.children[at]))) return false;
      begun.append(...rest);
      begun.toggleAttribute("data-first-results");
      begun.toggleAttribute("data-results");
      return true;
    }

    function told({ mended, some, whole }, query, count) {
      if (some) return `Ingen sider har alle ordene i »${mended || query}«. Her er ${count} med nogle af dem.`;
      const found = mended ? `Ingen fund på »${query}«. Her er ${count} for »${mended}«.` : `${count}.`;
      const best = whole === 1 ? "Det første" : `De ${whole} første`;
      return whole ? `${found} ${best} har alle ordene, resten nogle af dem.` : found;
    }

    function draw(found, answer, query, mark, begun) {
      const words = (text) => (text.toLocaleLowerCase("da").match(/[\p{L}\d]+/gu) ?? []).join(" ");
      const sought = words(answer.mended || query);
      // A title of several words that is exactly what was typed is what was meant, whatever its signs;
      // and of numbers, which the index knows no others of than years, one that has all of it.
      const isNumbered = /(?:^| )\d{1,3} /.test(sought);
      const has = (title) => (isNumbered ? ` ${title} `.includes(` ${sought} `) : title === sought);
      const exact = (data) => sought.includes(" ") && has(words(data.title));
      const best = [...found.filter(exact), ...found.filter((data) => !exact(data))];
      if (!best.length) {
        say(`Vi fandt ikke noget om »${query}«.`);
        output.replaceChildren(nothing(base));
        return null;
      }
      const count = answer.total === 1 ? "1 resultat" : `${answer.total.toLocaleString("da")} resultater`;
      const more = answer.total > SHOWN ? ` De ${SHOWN} bedste vises.` : "";
      say(`${told(answer, query, count)}${more}`);
      const list = element("ol", "", { [mark]: "" });
      list.append(...best.map((data) => row(data, base)));
      if (!goOn(list, begun)) output.replaceChildren(list);
      return list;
    }

    async function run() {
      const typed = field.value.normalize("NFC").trim();
      latest += 1;
      const turn = latest;
      keepAddress(typed ? `?q=${encodeURIComponent(typed)}` : location.pathname);
      document.title = typed ? `${typed} – ${title}` : title;
      if (!typed) {
        output.replaceChildren();
        message.textContent = "";
        return;
      }
      try {
        const answer = await search(typed.toLocaleLowerCase("da"));
        if (turn === latest) await show(answer, typed, turn);
      } catch (error) {
        if (turn !== latest) return;
        output.replaceChildren();
        message.textContent = "Søgningen kunne ikke hentes. Prøv at genindlæse siden.";
        throw error;
      }
    }

    const fromAddress = () => {
      field.value = (new URLSearchParams(location.search).get("q") ?? "").slice(0, LONGEST);
    };
    field.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(run, PAUSE);
    });
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(wait);
      run();
    });
    window.addEventListener("popstate", () => {
      fromAddress();
      run();
    });
    field.maxLength = LONGEST;
    fromAddress();
    if (field.value) run();
    else field.focus();
  }

  // The script may be here before the page is.
  function searchPage(search, base) {
    if (document.readyState !== "loading") begin(search, base);
    else document.addEventListener("readystatechange", () => begin(search, base), { once: true });
  }

  Object.assign((window.samskabelse ??= {}), { searchPage });
})();
