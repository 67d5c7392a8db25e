// The search: loads what the index holds of the words typed and of the pages shown, no more.
"use strict";

(() => {
  const { element, spellings, isEnding, isFormOf, mend, searchPage, loader, numbers } = window.samskabelse;
  const base = new URL("..", document.currentScript.src);
  // A word that only begins with what was typed counts less than the word itself.
  const BEGUN = 0.6;
  const SHORTEST_BEGUN = 3;
  const SHORTEST_STEM = 3; // of a word that is longer
  // So many files of words that begin with what was typed are looked in.
  const FILES = 4;
  const LONGEST_ENDING = 6; // with the last letter doubled
  // With fewer pages that have every word, those that have some of them follow.
  const FEW = 5;
  const COMMON = 0.2; // of all pages; a word that more of them have tells little
  const AROUND = 14; // words on each side of the one that was found

  let about;
  const load = loader(new URL("soeg/indeks/", base).href, () => about.version);

  async function overview() {
    about ??= await load("om", "");
    if (!about) throw new Error("indeks");
    about.starts ??= about.firsts.split(" ");
    about.littles ??= new Set(about.small.split(" "));
    return about;
  }

  // The number of the file that a stem would stand in.
  const fileOf = (stem) => about.starts.findLastIndex((first) => first <= stem);

  // The files where a word's own stem may stand, which it begins with, and some where words that
  // begin with it do.
  function filesOf(word) {
    const found = new Set();
    for (let end = Math.min(SHORTEST_STEM, word.length); end <= word.length; end += 1) found.add(fileOf(word.slice(0, end)));
    if (word.length >= SHORTEST_BEGUN) {
      const [first, last] = [fileOf(word), fileOf(`${word}\uffff`)];
      for (let at = first; at <= last && at < first + FILES; at += 1) found.add(at);
    }
    return [...found].filter((number) => number >= 0);
  }

  const ready = new Map();

  // What is known of the stems near a word: `{words, places, many}` by stem.
  async function near(word) {
    const wanted = filesOf(word);
    const runs = await Promise.all(wanted.map((number) => load(`r${number}`)));
    const found = new Map();
    for (const run of runs) {
      if (!run) throw new Error("indeks");
      for (const stem of Object.keys(run)) {
        if (!stem.startsWith(word) && !word.startsWith(stem)) continue;
        if (!ready.has(stem)) {
          const [words, places, many] = run[stem];
          ready.set(stem, { words: words.split(" "), places, many });
        }
        found.set(stem, ready.get(stem));
      }
    }
    return found;
  }

  // The stems a typed word may stand for, each with how much it counts.
  async function stemsOf(typed) {
    const found = new Map();
    for (const way of spellings(typed)) {
      const known = await near(way);
      const exact = (word) => [...known.values()].find(({ words }) => words.includes(word));
      // The word, or an inflection that the site does not use: the known word that it begins with.
      let stem = exact(way);
      for (let cut = 1; cut <= LONGEST_ENDING && !stem && !found.size && way.length - cut > 3; cut += 1) {
        if (isEnding(way.slice(-cut), way.at(-cut - 1))) stem = exact(way.slice(0, -cut));
      }
      if (stem) found.set(stem, 1);
      if (way.length < SHORTEST_BEGUN) continue;
      for (const one of known.values()) {
        if (!found.has(one) && one.words.some((word) => word.startsWith(way))) found.set(one, BEGUN);
      }
    }
    return found;
  }

  async function knows(word) {
    for (const way of spellings(word)) {
      for (const { words } of (await near(way)).values()) {
        if (words.some((known) => known.length > 3 && isFormOf(way, known))) return true;
      }
    }
    return false;
  }

  // The site's words that begin with the first letter of a word, however it is spelt.
  async function like(word) {
    const letters = new Set(spellings(word).map(([letter]) => about.letters.indexOf(letter)));
    const lists = await Promise.all([...letters].filter((at) => at >= 0).map((at) => load(`o${at}`)));
    return lists.flatMap((list) => list?.split(" ") ?? []);
  }

  // Each page's number and weight in turn, read the first time they are asked for.
  function pagesOf(stem) {
    if (!stem.pages) {
      stem.pages = numbers(stem.places);
      for (let at = 2; at < stem.pages.length; at += 2) stem.pages[at] += stem.pages[at - 2];
    }
    return stem.pages;
  }

  // How well each page fits one typed word: words that few pages have count more. `open` says
  // that more pages have it than are told of.
  async function scores(word) {
    const best = new Map();
    let many = 0;
    const stems = await stemsOf(word);
    for (const [stem, counts] of stems) {
      const pages = pagesOf(stem);
      for (let at = 0; at < pages.length; at += 2) {
        const score = pages[at + 1] * counts;
        if (score > (best.get(pages[at]) ?? 0)) best.set(pages[at], score);
      }
      many = Math.max(many, stem.many ?? 0);
    }
    const total = Math.max(many, best.size);
    const rarity = Math.log(1 + about.count / (total + 1));
    for (const [page, score] of best) best.set(page, score * rarity);
    return { best, total, open: many > 0, words: [...stems.keys()].flatMap((stem) => stem.words) };
  }

  // Words and years, as the index has them (macros/search.py).
  const wordsOf = (query) => query.match(/\p{L}+|(?<!\d)(?:19|20)\d\d(?!\d)/gu) ?? [];
  // Those that say what is sought: »hvad koster det« is about »koster«.
  function soughtIn(query) {
    const words = wordsOf(query);
    const sought = words.filter((word) => !about.littles.has(word));
    return sought.length ? sought : words;
  }
  // Words as short as »for« tell nothing of what is sought.
  const longOnes = (words) => words.filter((word) => word.length > 3);

  // The pages that have every word of a query, best first, and the words that were found.
  async function find(query) {
    const each = await Promise.all(soughtIn(query).map(scores));
    // Those that are told of in full decide; of a common word it is not known who lacks it.
    each.sort((a, b) => a.open - b.open || a.best.size - b.best.size);
    const sums = new Map(each[0]?.best);
    for (const { best, open } of each.slice(1)) {
      for (const [page, sum] of sums) {
        if (best.has(page)) sums.set(page, sum + best.get(page));
        else if (!open) sums.delete(page);
      }
    }
    return ranked(sums, each);
  }

  // Of some words those that tell what is sought: that many pages do not have, if there are any.
  async function telling(words) {
    const long = longOnes(words);
    const each = await Promise.all(long.map(scores));
    const rare = long.filter((_, at) => each[at].total < about.count * COMMON);
    return rare.length ? rare : long;
  }

  // The pages that have any of the words that tell what a query is about.
  async function findAny(query) {
    const words = await telling(soughtIn(query));
    const each = await Promise.all(words.map(scores));
    const sums = new Map();
    for (const { best } of each) {
      for (const [page, sum] of best) sums.set(page, (sums.get(page) ?? 0) + sum);
    }
    return ranked(sums, each);
  }

  function ranked(sums, each) {
    return {
      pages: [...sums].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([page]) => page),
      total: each.length === 1 ? each[0].total : sums.size,
      words: new Set(each.flatMap((one) => one.words)),
    };
  }

  // A query without the words that no page has, and then without those that tell nothing.
  async function withoutUnknown(query) {
    const words = soughtIn(query);
    const each = await Promise.all(words.map(scores));
    const known = words.filter((_, at) => each[at].best.size);
    return known.length === words.length ? query : (await telling(known)).join(" ");
  }

  // What is found of a query whose words no page has all of: the pages that have all those that
  // are known here, else those that have some of them.
  async function findLess(query) {
    const left = await withoutUnknown(query);
    const told = { ...(await find(left)), query: left };
    return told.pages.length ? told : { ...(await findAny(left)), query: left, some: true };
  }

  // The summary if it has a word that was found, else the text around the first one, with those
  // found marked. Words as short as »af« are found everywhere and mark nothing.
  function excerpt(summary, text, words) {
    const line = element("p");
    const isFound = (piece) => piece.length > 2 && words.has(piece.toLocaleLowerCase("da"));
    const split = (whole) => whole.split(/(\p{L}+|\d+)/u);
    let pieces = split(text);
    const first = split(summary).some(isFound) ? -1 : pieces.findIndex(isFound);
    if (first < 0) pieces = split(summary);
    const [from, to] = first < 0 ? [0, pieces.length] : [Math.max(0, first - 2 * AROUND), first + 2 * AROUND];
    if (from) line.append("… ");
    line.append(...pieces.slice(from, to).map((piece) => (isFound(piece) ? element("mark", piece) : piece)));
    if (to < pieces.length) line.append(" …");
    return line;
  }

  async function entry(page, words) {
    const told = await load(`p${page}`);
    if (!told) throw new Error("indeks");
    const [title, kind, address, summary, text] = told;
    const [folder, anchor] = address.split("#");
    const file = location.protocol === "file:" ? "index.html" : "";
    const place = `${folder}${file}${anchor ? `#${anchor}` : ""}`;
    return { title, kind, place, line: excerpt(summary, text, words) };
  }

  // What the glossary's other names of the same thing find.
  function findOthers(query, { synonyms }) {
    const asked = new Set([query, query.replace(/\p{L}+/gu, (word) => (about.littles.has(word) ? "" : word)).trim()]);
    const names = [...asked].flatMap(spellings).flatMap((way) => (Object.hasOwn(synonyms, way) ? synonyms[way] : []));
    return Promise.all([...new Set(names)].map(find));
  }

  // What was typed comes first; what only a synonym finds comes after. Both are asked for at once.
  async function search(query) {
    const all = await overview();
    const right = mend(query, knows, like, all.nearby);
    const [mended, early] = await Promise.all([right, findOthers(query, all)]);
    const others = mended === query ? early : await findOthers(mended, all);
    let told = { ...(await find(mended)), query: mended };
    if ([told, ...others].every(({ pages }) => !pages.length)) told = await findLess(mended);
    // Each page with the words that first found it.
    const pages = new Map();
    const add = ({ pages: some, words }) => {
      for (const page of some) if (!pages.has(page)) pages.set(page, words);
    };
    [told, ...others].forEach(add);
    const whole = pages.size;
    if (whole < FEW && longOnes(soughtIn(told.query)).length > 1 && !told.some) add(await findAny(told.query));
    const best = (many) => [...pages].slice(0, many);
    return {
      total: Math.max(told.total, pages.size),
      mended: told.query === query ? "" : told.query,
      some: told.some ?? false,
      whole: pages.size > whole ? whole : 0,
      has: (many) => best(many).every(([page]) => load.has(`p${page}`)),
      first: (many) => Promise.all(best(many).map((one) => entry(...one))),
    };
  }

  searchPage(search, base);
})();
