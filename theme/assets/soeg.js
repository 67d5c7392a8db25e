// The search page. Pagefind finds inflected words; this adds spellings (ae, oe, aa),
// synonyms and mended typos, and puts the results of all together.
const base = new URL("..", import.meta.url);
const field = document.getElementById("soeg-q");
const form = field.form;
const output = document.querySelector("[data-output]");
const message = document.querySelector("[data-message]");
const SEPARATOR = "⁂";
const SHOWN = 20;
// Results of a synonym count for less than those of the words typed.
const SYNONYM_WEIGHT = 0.4;

let engine;
const lists = {};
let latest = 0;

async function start() {
  engine ??= import(new URL("pagefind/pagefind.js", base)).then(async (pagefind) => {
    await pagefind.options({
      excerptLength: 24,
      // Titles are weighted in the index, by kind; short pages must not win by being short.
      ranking: { pageLength: 0.2, termFrequency: 0.6, metaWeights: { title: 0.1, summary: 0.1, kind: 0, place: 0 } },
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

// The nearest word of the site, the most used among equals; the word itself if it is known.
async function mend(query) {
  const known = await readList("ord");
  const words = query.split(/\s+/).map((word) => {
    if (word.length < 4 || spellings(word).some((spelling) => known.includes(spelling))) return word;
    const limit = word.length < 8 ? 1 : 2;
    let best = word;
    let least = limit + 1;
    for (const candidate of known) {
      const edits = Math.min(...spellings(word).map((one) => distance(one, candidate, limit)));
      if (edits < least) [best, least] = [candidate, edits];
    }
    return best;
  });
  return words.join(" ");
}

async function find(queries) {
  const pagefind = await start();
  const best = new Map();
  for (const [query, weight] of queries) {
    const { results } = await pagefind.search(query);
    for (const result of results) {
      const score = result.score * weight;
      if (!(best.get(result.id)?.score >= score)) best.set(result.id, { result, score });
    }
  }
  return [...best.values()].sort((a, b) => b.score - a.score).map(({ result }) => result);
}

async function search(query) {
  const typed = spellings(query).map((spelling) => [spelling, 1]);
  const synonyms = (await withSynonyms(query)).map((synonym) => [synonym, SYNONYM_WEIGHT]);
  const results = await find([...typed, ...synonyms]);
  const mended = await mend(query);
  if (mended === query || results.length > 2) return { results };
  const others = await find([[mended, 1]]);
  return others.length > results.length ? { results: others, mended } : { results };
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
  const rows = await Promise.all(results.slice(0, SHOWN).map(async (one) => row(await one.data())));
  if (turn !== latest) return;
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
    ? `Ingen eller få fund på »${query}«. Her er ${count} for »${mended}«.${more}`
    : `${count}.${more}`;
  const found = element("ol", "", { "data-results": "" });
  found.append(...rows);
  output.append(found);
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
field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) run();
else field.focus();
