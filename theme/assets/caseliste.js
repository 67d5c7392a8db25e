// What is known of all cases, loaded a file at a time when it is asked for. The page tells
// which version it was made with; cases are known by their number by title.
"use strict";

(() => {
  const { element, loader, numbers } = window.samskabelse;
  const here = document.querySelector("[data-version]");
  // The pages that use it lie in the folder of the cases or in one below it.
  const HOME = here.dataset.home ?? "";
  const fetched = loader(`${HOME}liste/`, () => here.dataset.version);

  // A file that cannot be had is not an empty one: nobody may take it for an answer.
  async function load(name) {
    const data = await fetched(name);
    if (data === null) throw new Error(`${name} kunne ikke hentes.`);
    return data;
  }

  // Written as the steps from each to the next.
  function places(text) {
    let at = 0;
    return numbers(text).map((step) => (at += step));
  }

  // What cases are filtered by: for each filter, the values of each case.
  async function codes() {
    const data = await load("koder");
    data.values ??= Object.fromEntries(
      Object.entries(data.columns).map(([name, column]) => [name, column.split(",").map(numbers)]),
    );
    return data;
  }

  // The cases with these numbers, as the list shows them.
  async function records(wanted) {
    const { part } = await codes();
    const parts = new Map();
    await Promise.all([...new Set(wanted.map((number) => Math.floor(number / part)))].map(
      async (at) => parts.set(at, await load(String(at))),
    ));
    return wanted.map((row) => {
      const [id, title, whose, summary, municipalities, area, start, certainty] = parts.get(Math.floor(row / part))[row % part];
      return { row, id, title, whose, summary, municipalities, area, start, certainty };
    });
  }

  // The numbers of the cases that have a word with `typed` in it.
  async function having(typed) {
    const found = new Set();
    const known = await load("ord");
    const words = (known.all ??= known.words.split(" "));
    const runs = new Map();
    words.forEach((word, at) => {
      if (!word.includes(typed)) return;
      const run = known.firsts.findLastIndex((first) => first <= at);
      if (!runs.has(run)) runs.set(run, []);
      runs.get(run).push(at - known.firsts[run]);
    });
    await Promise.all([...runs].map(async ([run, some]) => {
      const lists = (await load(`ord-${run}`)).split(",");
      for (const at of some) places(lists[at]).forEach((number) => found.add(number));
    }));
    return found;
  }

  // A word without the signs around it that are no part of it, as the words known are written.
  function bare(word, around) {
    const signs = [...word];
    const isPart = (sign) => !around.includes(sign);
    return signs.slice(signs.findIndex(isPart), signs.findLastIndex(isPart) + 1).join("");
  }

  // The numbers of the cases whose title, summary and municipality have every word typed.
  async function find(text) {
    const { around } = await load("ord");
    const words = text.normalize("NFC").toLocaleLowerCase("da").split(/\s+/).map((word) => bare(word, around));
    const each = await Promise.all(words.filter(Boolean).map(having));
    if (!each.length) return new Set();
    each.sort((a, b) => a.size - b.size);
    return new Set([...each[0]].filter((number) => each.every((some) => some.has(number))));
  }

  // A link to a page of the site, for a page so many folders down; from a folder it needs a file.
  function link(title, address, at = `${HOME}../`) {
    if (at === null) return document.createTextNode(title);
    const file = location.protocol === "file:" && at.startsWith(".") ? "index.html" : "";
    return element("a", title, { href: `${at}${address}${file}` });
  }

  // A link to a case. A copy of the site without the cases' pages says where they are, or null.
  const linkTo = async ({ id, title }) => {
    const { at } = await codes();
    return link(title, `cases/${id}/`, at === "" ? undefined : at);
  };

  Object.assign(window.samskabelse, { cases: { load, places, codes, records, find, link, linkTo } });
})();
