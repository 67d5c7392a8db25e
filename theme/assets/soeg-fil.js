// The search in a copy that is opened from a folder: a small index of stems, made at build.
"use strict";

(() => {
  const { element, spellings, mend, searchPage, index } = window.samskabelse;
  const base = new URL("..", document.currentScript.src);
  // A word that only begins with what was typed counts less than the word itself.
  const BEGUN = 0.6;
  const stemOf = new Map();
  for (const [stem, words] of Object.entries(index.words)) {
    for (const word of words) stemOf.set(word, stem);
  }

  // The stems a typed word may stand for, each with how much it counts.
  function stems(word) {
    const found = new Map();
    for (const way of spellings(word)) {
      if (stemOf.has(way)) found.set(stemOf.get(way), 1);
      // An inflection that the site does not use: the known word that it begins with.
      for (let cut = 0; cut <= 4 && !found.size && way.length - cut > 3; cut += 1) {
        const start = way.slice(0, way.length - cut);
        if (stemOf.has(start)) found.set(stemOf.get(start), 1);
      }
      if (way.length < 3) continue;
      for (const [known, stem] of stemOf) {
        if (known.startsWith(way) && !found.has(stem)) found.set(stem, BEGUN);
      }
    }
    return found;
  }

  // How well each record fits one typed word: words that few records have count more.
  function scores(word) {
    const best = new Map();
    for (const [stem, counts] of stems(word)) {
      const places = index.postings[stem] ?? [];
      for (let at = 0; at < places.length; at += 2) {
        const score = places[at + 1] * counts;
        if (score > (best.get(places[at]) ?? 0)) best.set(places[at], score);
      }
    }
    const rarity = Math.log(1 + index.records.length / (best.size + 1));
    return new Map([...best].map(([id, score]) => [id, score * rarity]));
  }

  // The records that have every word of a query, by how well they fit.
  function find(query) {
    const words = query.match(/\p{L}+/gu) ?? [];
    let all;
    for (const word of words) {
      const these = scores(word);
      if (!all) all = these;
      else all = new Map([...all].filter(([id]) => these.has(id)).map(([id, sum]) => [id, sum + these.get(id)]));
    }
    return all ?? new Map();
  }

  const ranked = (found) => [...found].sort((a, b) => b[1] - a[1]).map(([id]) => id);

  function entry(id) {
    const [title, kind, address, summary] = index.records[id];
    const [folder, anchor] = address.split("#");
    const place = `${folder}index.html${anchor ? `#${anchor}` : ""}`;
    return { title, kind, place, line: element("p", summary) };
  }

  // What was typed comes first; what only a synonym finds comes after.
  async function search(query) {
    const mended = mend(query, index.known);
    const found = ranked(find(mended));
    for (const way of spellings(mended)) {
      const names = Object.hasOwn(index.synonyms, way) ? index.synonyms[way] : [];
      for (const name of names) found.push(...ranked(find(name)));
    }
    const ids = [...new Set(found)];
    return {
      total: ids.length,
      mended: mended === query ? "" : mended,
      first: async (many) => ids.slice(0, many).map(entry),
    };
  }

  searchPage(search, base);
})();
