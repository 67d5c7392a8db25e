// Words as Danes type them: spellings (ae, oe, aa) and typos. Both searches use it.
"use strict";

(() => {
  const SHORTEST_MENDED = 4;
  // Danish inflection: a known word with one of these more is no typo.
  const ENDINGS = /^(?:e|en|et|er|erne|ene|n|ne|r|s|t|te|de|ens|ets|ers|ernes|enes|nes)$/;

  // "aeldre" may stand for "ældre", and "Ålborg" for "Aalborg".
  function spellings(query) {
    const letters = query.replace(/ae/g, "æ").replace(/oe/g, "ø").replace(/aa/g, "å");
    const doubled = query.replace(/å/g, "aa");
    return [...new Set([query, letters, doubled])];
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
  function mend(query, known) {
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

  Object.assign((window.samskabelse ??= {}), { spellings, mend });
})();
