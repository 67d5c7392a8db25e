// The search on a server. Pagefind finds inflected words; this adds spellings (ae, oe, aa),
// synonyms and mended typos, and puts the results of all together.
"use strict";

(() => {
  const { element, spellings, mend, searchPage } = window.samskabelse;
  const base = new URL("..", document.currentScript.src);
  const SEPARATOR = "⁂";

  let engine;
  const lists = {};

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

  async function withSynonyms(query) {
    const synonyms = await readList("synonymer");
    return spellings(query).flatMap((spelling) => synonyms[spelling] ?? []);
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

  const entry = (data) => ({
    title: data.meta.title,
    kind: data.meta.kind,
    place: data.meta.place,
    line: excerpt(data),
  });

  // What was typed comes first; what only a synonym finds comes after.
  async function search(query) {
    const mended = mend(query, await readList("ord"));
    const results = await find(spellings(mended));
    const seen = new Set(results.map((result) => result.id));
    const others = await find(await withSynonyms(mended));
    results.push(...others.filter((result) => !seen.has(result.id)));
    return {
      total: results.length,
      mended: mended === query ? "" : mended,
      first: async (many) =>
        (await Promise.all(results.slice(0, many).map((one) => one.data()))).map(entry),
    };
  }

  start();
  readList("ord");
  readList("synonymer");
  searchPage(search, base);
})();
