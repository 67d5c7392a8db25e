// The search page. Pagefind finds inflected words; this adds spellings (ae, oe, aa),
// synonyms and mended typos, and puts the results of all together.
"use strict";

(() => {
  const base = new URL("..", document.currentScript.src);
  const field = document.getElementById("soeg-q");
  const form = field.form;
  const output = document.querySelector("[data-output]");
  const message = document.querySelector("[data-message]");
  const SEPARATOR = "⁂";
  const SHOWN = 20;
  const SHORTEST_MENDED = 4;
  // Danish inflection: a known word with one of these more is no typo.
  const ENDINGS = /^(?:e|en|et|er|erne|ene|n|ne|r|s|t|te|de|ens|ets|ers|ernes|enes|nes)$/;

  let engine;
  const lists = {};
  let latest = 0;

  async function start() {
    engine ??= import(new URL("pagefind/pagefind.js", base)).then(async (pagefind) => {
      await pagefind.options({
        excerptLength: 24,
        // Titles are weighted in the index, by kind; short pages must not win by being short.
        ranking: {
          pageLength: 0.2,
          termFrequency: 0.6,
          termSimilarity: 4,
          metaWeights: { title: 0, summary: 0, kind: 0, place: 0 },
        },
      });
      return pagefind;
    });
    return engine;
  }

  const readList = (name) =>
    (lists[name] ??= fetch(new URL(`soeg/${name}.json`, base)).then((answer) => answer.json()));

  // "aeldre" may stand for "ældre", and "Ålborg" for "Aalborg".
  function spellings(query) {
    const letters = query.replace(/ae/g, "æ").replace(/oe/g, "ø").replace(/aa/g, "å");
    const doubled = query.replace(/å/g, "aa");
    return [...new Set([query, letters, doubled])];
  }

  async function withSynonyms(query) {
    const synonyms = await readList("synonymer");
    return spellings(query).flatMap((spelling) => synonyms[spelling] ?? []);
  }

  // Edits between two words, a swap of neighbours counting as one; stops above `limit`.
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [];
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= b.length; j += 1) {
        const same = a[i - 1] === b[j - 1];
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...next) > limit) return limit + 1;
      before = row;
      row = next;
    }
    return row[b.length];
  }

  // Whether the site has a word, the beginning of one, or one with an ending more.
  function isKnown(word, known) {
    return known.some(
      (one) => one.startsWith(word) || (word.startsWith(one) && ENDINGS.test(word.slice(one.length)))
    );
  }

  // The nearest word of the site, the most used among equals; the word itself if it is known.
  async function mend(query) {
    const known = await readList("ord");
    // Runs of letters are words; what stands between them, hyphens too, is kept as it is.
    return query.replace(/\p{L}+/gu, (word) => {
      const ways = spellings(word);
      if (word.length < SHORTEST_MENDED || ways.some((one) => isKnown(one, known))) return word;
      const limit = word.length < 8 ? 1 : 2;
      let best = word;
      let least = limit + 1;
      for (const candidate of known) {
        const edits = Math.min(...ways.map((one) => distance(one, candidate, limit)));
        if (edits < least) [best, least] = [candidate, edits];
      }
      return best;
    });
  }

  // The results of any of these queries, best first.
  async function find(queries) {
    const pagefind = await start();
    const best = new Map();
    for (const query of queries) {
      const { results } = await pagefind.search(query);
      for (const result of results) {
        if (!(best.get(result.id)?.score >= result.score)) best.set(result.id, result);
      }
    }
    return [...best.values()].sort((a, b) => b.score - a.score);
  }

  // What was typed comes first; what only a synonym finds comes after.
  async function search(query) {
    const mended = await mend(query);
    const results = await find(spellings(mended));
    const seen = new Set(results.map((result) => result.id));
    const others = await find(await withSynonyms(mended));
    results.push(...others.filter((result) => !seen.has(result.id)));
    return { results, mended: mended === query ? "" : mended };
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // Pagefind marks the words it found with <mark> in an otherwise escaped excerpt.
  function excerpt(data) {
    const [seen] = data.excerpt.split(SEPARATOR);
    const line = element("p");
    if (!seen.includes("<mark>")) {
      line.textContent = data.meta.summary ?? "";
      return line;
    }
    const parsed = new DOMParser().parseFromString(seen, "text/html").body;
    line.append("… ");
    for (const node of parsed.childNodes) {
      line.append(node.nodeName === "MARK" ? element("mark", node.textContent) : node.textContent);
    }
    line.append(" …");
    return line;
  }

  function row(data) {
    const item = element("li");
    const link = element("a", data.meta.title, { href: new URL(data.meta.place, base).href });
    item.append(link, " ", element("span", data.meta.kind, { class: "tag" }), excerpt(data));
    return item;
  }

  async function show({ results, mended }, query, turn) {
    const found = await Promise.all(results.slice(0, SHOWN).map((one) => one.data()));
    if (turn !== latest) return;
    // A title that is exactly what was typed is what was meant.
    const exact = (data) => data.meta.title.toLocaleLowerCase("da") === (mended || query.toLocaleLowerCase("da"));
    const rows = [...found.filter(exact), ...found.filter((data) => !exact(data))].map(row);
    output.replaceChildren();
    if (!rows.length) {
      message.textContent = "";
      const nothing = element("div", "", { "data-no-results": "" });
      nothing.append(
        element("p", `Vi fandt ikke noget om »${query}«.`),
        element("p", "Prøv med et kortere eller et andet ord, eller se ordlisten og listen over cases.")
      );
      output.append(nothing);
      return;
    }
    const count = results.length === 1 ? "1 resultat" : `${results.length} resultater`;
    const more = results.length > SHOWN ? ` De ${SHOWN} bedste vises.` : "";
    message.textContent = mended
      ? `Ingen fund på »${query}«. Her er ${count} for »${mended}«.${more}`
      : `${count}.${more}`;
    const list = element("ol", "", { "data-results": "" });
    list.append(...rows);
    output.append(list);
  }

  async function run() {
    const typed = field.value.trim();
    const query = typed.toLocaleLowerCase("da");
    latest += 1;
    const turn = latest;
    history.replaceState(null, "", typed ? `?q=${encodeURIComponent(typed)}` : location.pathname);
    document.title = typed ? `${typed} – søgning – Samskabelse` : "Søg – Samskabelse";
    if (!query) {
      output.replaceChildren();
      message.textContent = "";
      return;
    }
    try {
      const answer = await search(query);
      if (turn === latest) await show(answer, typed, turn);
    } catch (error) {
      message.textContent = "Søgningen kunne ikke hentes. Prøv at genindlæse siden.";
      throw error;
    }
  }

  let wait;
  field.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(run, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(wait);
    run();
  });
  window.addEventListener("popstate", () => {
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    run();
  });
  start();
  readList("ord");
  readList("synonymer");
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) run();
  else field.focus();
})();
