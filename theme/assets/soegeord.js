// Words as Danes type them: spellings (ae, oe, aa), typos and words of their own.
"use strict";

(() => {
  const SHORTEST_MENDED = 4;
  // In a compound: the word that says what it is, and what stands before it.
  const SHORTEST_LAST = 6;
  const SHORTEST_FIRST = 3;
  // Danish inflection: a known word with one of these more is no typo.
  const ENDINGS = /^(?:e|en|et|er|erne|ene|n|ne|ns|r|rne|rnes|rs|s|t|te|de|ens|ets|ers|ernes|enes|nes)$/;

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

  // Whether what follows a word is an ending of it, which may come after its last letter doubled.
  const isEnding = (rest, last) => ENDINGS.test(rest) || (rest[0] === last && ENDINGS.test(rest.slice(1)));

  // Whether a word of the site is this word, begins with it, or is it without an ending.
  const isFormOf = (word, known) =>
    known.startsWith(word) || (word.startsWith(known) && isEnding(word.slice(known.length), known.at(-1)));

  // A short word with one letter changed is mostly another: »park« is no »part«.
  const letters = (word) => [...word].sort().join("");
  const isOther = (word, known) =>
    word.length === SHORTEST_MENDED && known.length === word.length && letters(word) !== letters(known);

  // The site's own word for what readers call by another.
  const byMeaning = (word, nearby) => Object.keys(nearby).find((own) =>
    spellings(word).some((way) => nearby[own].split(" ").some((known) => isFormOf(way, known))));

  // What a compound is a kind of: an »idrætsforening« is a »forening«.
  async function lastOf(word, like) {
    const ends = [];
    for (let at = SHORTEST_FIRST; at <= word.length - SHORTEST_LAST; at += 1) ends.push(word.slice(at));
    const known = await Promise.all(ends.map(async (end) => (await like(end)).includes(end)));
    return ends.find((_, at) => known[at]);
  }

  // The nearest of some words, the first among equals; the word itself when none is near. It is
  // none of them, so nothing is nearer than one edit.
  function nearest(word, known) {
    const ways = spellings(word);
    let best = word;
    let least = (word.length < 8 ? 1 : 2) + 1;
    for (const candidate of known) {
      if (isOther(word, candidate)) continue;
      const edits = Math.min(...ways.map((one) => distance(one, candidate, least - 1)));
      if (edits < least) [best, least] = [candidate, edits];
      if (least <= 1) break;
    }
    return best;
  }

  // What was meant by a word that the site does not have.
  async function meant(word, like, nearby) {
    const own = byMeaning(word, nearby);
    if (own) return own;
    const near = nearest(word, await like(word));
    return near === word ? (await lastOf(word, like)) ?? word : near;
  }

  // What was meant by a query: `knows` tells whether a word is the site's, `like` gives those of the
  // site that begin as it does, the most used first, and `nearby` other words by the site's. Few
  // mistype the first letter: with another, it is another word, as »drives« is to »trives«.
  // Runs of letters are words; what stands between them is kept.
  async function mend(query, knows, like, nearby) {
    const words = [...new Set(query.match(/\p{L}+/gu) ?? [])].filter((word) => word.length >= SHORTEST_MENDED);
    const right = new Map(
      await Promise.all(
        words.map(async (word) => {
          like(word); // is asked for beside the other, since both take time
          return [word, (await knows(word)) ? word : await meant(word, like, nearby)];
        }),
      ),
    );
    return query.replace(/\p{L}+/gu, (word) => right.get(word) ?? word);
  }

  Object.assign((window.samskabelse ??= {}), { spellings, isEnding, isFormOf, mend });
})();
