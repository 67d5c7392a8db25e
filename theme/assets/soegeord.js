// Words as Danes type them: spellings (ae, oe, aa) and typos.
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

  // Whether a word of the site is this word, begins with it, or is it without an ending.
  const isFormOf = (word, known) =>
    known.startsWith(word) || (word.startsWith(known) && ENDINGS.test(word.slice(known.length)));

  // The nearest of some words, the first among equals; the word itself when none is near. It is
  // none of them, so nothing is nearer than one edit.
  function nearest(word, known) {
    const ways = spellings(word);
    let best = word;
    let least = (word.length < 8 ? 1 : 2) + 1;
    for (const candidate of known) {
      const edits = Math.min(...ways.map((one) => distance(one, candidate, least - 1)));
      if (edits < least) [best, least] = [candidate, edits];
      if (least <= 1) break;
    }
    return best;
  }

  // What was meant by a query: `knows` tells whether a word is the site's, `like` gives those of the
  // site that begin as it does, the most used first. Few mistype the first letter: with another, it
  // is another word, as »drives« is to »trives«. Both are asked at once, since they take time.
  // Runs of letters are words; what stands between them is kept.
  async function mend(query, knows, like) {
    const words = [...new Set(query.match(/\p{L}+/gu) ?? [])].filter((word) => word.length >= SHORTEST_MENDED);
    const right = new Map(
      await Promise.all(
        words.map(async (word) => {
          const others = like(word);
          return [word, (await knows(word)) ? word : nearest(word, await others)];
        }),
      ),
    );
    return query.replace(/\p{L}+/gu, (word) => right.get(word) ?? word);
  }

  Object.assign((window.samskabelse ??= {}), { spellings, isFormOf, mend });
})();
