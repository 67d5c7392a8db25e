// "Vurdér jer selv": answers to a profile, what to do next, and two profiles side by side.
// The state stands in the address after #, which is never sent to a server; it is kept in the
// browser only when the reader asks for it.
"use strict";

(() => {
  const { copyLink, decode, element, encode, profile, save } = window.samskabelse;
  const work = window.samskabelse.work();
  const fields = document.querySelector("[data-assessment]");
  const result = document.querySelector("[data-result]");
  const find = (name) => document.querySelector(`[data-${name}]`);
  const [said, unread, bar, pictured, list, steps, other] = ["said", "unread", "bar", "picture", "list", "next", "other"].map(find);
  const button = (name) => document.querySelector(`[data-take=${name}]`);
  const name = fields.elements.namedItem("navn");
  const KEY = "samskabelse:v1:selvvurdering";
  const KEPT_FOR = 180 * 24 * 60 * 60 * 1000; // half a year, in milliseconds
  const LONGEST = 20_000; // signs of an address
  const NARROWEST = 260; // pixels of the picture
  const WIDEST = 704;

  const sections = [...fields.querySelectorAll("[data-principle]")];
  const form = {
    id: fields.dataset.assessment,
    scale: fields.dataset.scale.split("|"),
    principles: sections.map(({ dataset }, index) => ({ id: dataset.principle, title: dataset.title, number: index + 1 })),
    items: sections.flatMap((section) =>
      [...section.querySelectorAll("[data-item]")].map(({ id, dataset }) => ({ id, text: dataset.text, about: section.dataset.principle }))),
  };
  // The profile to compare with, if any.
  let second = null;

  function own() {
    const answers = new Map();
    for (const { id } of form.items) {
      const { value } = fields.elements.namedItem(id);
      if (value !== "") answers.set(id, Number(value));
    }
    return { name: name.value.trim(), answers };
  }

  function fill(given) {
    name.value = given?.name ?? "";
    for (const { id } of form.items) {
      const value = given?.answers.get(id);
      for (const radio of fields.elements.namedItem(id)) radio.checked = radio.value === String(value);
    }
  }

  // The profiles to show, named so that they can be told apart.
  function profiles() {
    const shown = [{ ...own(), name: own().name || "Jeres svar" }];
    if (second) shown.push({ ...second, name: second.name || "De andre" });
    if (second && shown[0].name === shown[1].name) shown[1].name += " (nr. 2)";
    return shown.filter(({ answers }) => answers.size).map((one) => ({ ...one, scores: profile.scores(one, form) }));
  }

  function words({ name: called, answers, scores }) {
    const known = scores.filter(({ mean }) => mean !== null).sort((one, two) => one.mean - two.mean);
    const unknown = [...answers.values()].filter((value) => value === 0).length;
    const value = ({ mean }) => `${profile.number(mean)} af ${form.scale.length}`;
    const named = (one) => `»${one.title}« (${value(one)})`;
    const [lowest, highest] = [known[0], known.at(-1)];
    const parts = [`${called}: ${answers.size} af ${form.items.length} udsagn er besvaret.`];
    if (known.length > 1 && value(lowest) === value(highest)) parts.push(`Alle besvarede principper ligger på ${value(lowest)}.`);
    else if (known.length > 1) parts.push(`Lavest ligger ${named(lowest)}, og højest ligger ${named(highest)}.`);
    if (unknown) parts.push(`Svaret er »ved ikke« på ${unknown} udsagn. Find ud af, hvem der ved det.`);
    return parts.join(" ");
  }

  // The page's own advice for the lowest principles of each profile.
  function advice(shown) {
    const rows = shown.flatMap(({ scores }) => profile.lowest(scores));
    const once = rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) === index);
    return once.map(({ id, title, mean }) => {
      const level = profile.level(mean);
      return { title, place: document.querySelector(`[data-advice-for="${id}"][data-level="${level}"]`) };
    });
  }

  function shownAdvice({ title, place }) {
    const block = element("div", "", { class: "step" });
    block.append(element("h4", title), ...[...place.childNodes].map((child) => child.cloneNode(true)));
    return block;
  }

  function difference({ text, first, second: theirs }, [one, two]) {
    const item = element("li", `${text} `);
    item.append(element("strong", `${one.name}: ${profile.answer(first, form)}. ${two.name}: ${profile.answer(theirs, form)}.`));
    return item;
  }

  function draw(shown) {
    const width = Math.min(WIDEST, Math.max(NARROWEST, pictured.clientWidth || WIDEST));
    const key = element("figcaption");
    shown.forEach(({ name: called }, index) => {
      const mark = element("span", called, { class: `key key-${index + 1}` });
      if (shown.length > 1) key.append(mark, " ");
    });
    pictured.replaceChildren(key, profile.picture(shown, form, width));
  }

  function show() {
    const { answers } = own();
    const shown = profiles();
    result.hidden = shown.length === 0;
    document.body.classList.toggle("has-result", shown.length > 0);
    bar.hidden = answers.size === 0;
    find("answered").textContent = `${answers.size} af ${form.items.length} udsagn er besvaret.`;
    button("alone").hidden = !second;
    button("forget").hidden = !kept();
    if (!shown.length) return;
    const apart = shown.length > 1 ? profile.differences(shown[0], shown[1], form) : [];
    find("words").replaceChildren(...shown.map((one) => element("p", words(one))));
    find("table").replaceChildren(...profile.table(shown, form));
    find("differences").hidden = shown.length < 2;
    find("agree").hidden = apart.length > 0;
    list.replaceChildren(...apart.map((item) => difference(item, shown)));
    steps.replaceChildren(...advice(shown).map(shownAdvice));
    draw(shown);
  }

  function state() {
    const given = own();
    const parts = [];
    if (given.answers.size || given.name) parts.push(`a=${encode(profile.written(given))}`);
    if (second) parts.push(`b=${encode(profile.written(second))}`);
    return parts.length ? `#${parts.join("&")}` : "";
  }

  function remember() {
    work.keep(state() || location.pathname + location.search);
    show();
  }

  const parts = (hash) => new URLSearchParams(hash.slice(1));
  const inHash = (hash, key) => (hash.length > LONGEST ? null : profile.read(decode(parts(hash).get(key) ?? ""), form));
  const isOurs = (hash) => hash === "" || /^#[ab]=/.test(hash);

  // What the address holds, or what is kept when it holds nothing; a place on the page is neither.
  function recall() {
    const { hash } = location;
    if (!isOurs(hash)) return;
    const first = inHash(hash, "a");
    second = inHash(hash, "b");
    fill(hash ? first : kept());
    show();
    const lost = (parts(hash).has("a") && !first) || (parts(hash).has("b") && !second);
    tell(lost ? "Linket kan ikke læses. Måske er det klippet over på vejen." : leftOut(first, second), unread);
  }

  // What is to be said of answers to statements that are not here any more.
  function leftOut(...given) {
    const count = given.reduce((sum, one) => sum + (one?.strange ?? 0), 0);
    const which = count === 1 ? "et udsagn" : "udsagn";
    return count ? `${count} svar gælder ${which}, der ikke står her mere, og er ikke med.` : "";
  }

  // A link to a place on the page takes the answers out of the address: they are put back.
  function putBack() {
    if (!isOurs(location.hash) && state()) remember();
  }

  // What the reader has asked this browser to keep; what is older than half a year is deleted.
  function kept() {
    try {
      const given = JSON.parse(localStorage.getItem(KEY));
      if (!given) return null;
      if (Number.isFinite(given.t) && Date.now() - given.t < KEPT_FOR) return profile.read(given, form);
      localStorage.removeItem(KEY);
    } catch {
      // Storage may be closed, or hold something else: then nothing is kept.
    }
    return null;
  }

  function keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ t: Date.now(), ...profile.written(own()) }));
      return "Svarene er gemt i denne browser. Retter I noget, så tryk igen.";
    } catch {
      return "Browseren kan ikke gemme. Gem svarene som fil i stedet.";
    }
  }

  function forget() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      return "Browseren lader os ikke slette. Slet dataene for siden i browserens indstillinger.";
    }
    return "Det gemte er slettet fra denne browser.";
  }

  function compareWith(given) {
    const any = Boolean(given?.answers.size);
    if (any) second = given;
    remember();
    if (any) find("differences").scrollIntoView({ block: "center" });
    return any ? `De to profiler står nu ved siden af hinanden. ${leftOut(given)}` : "Det ligner ikke svar på denne selvvurdering.";
  }

  function compareWithLink() {
    const text = other.value.trim();
    const hash = text.includes("#") ? text.slice(text.indexOf("#")) : `#a=${text}`;
    return compareWith(inHash(hash, "a"));
  }

  function everything() {
    const shown = profiles();
    const apart = shown.length > 1 ? profile.differences(shown[0], shown[1], form) : [];
    const next = advice(shown).map(({ title, place }) => ({
      principle: title,
      text: place.querySelector("p").textContent,
      see: [...place.querySelectorAll("a")].map((link) => link.textContent).join(", "),
    }));
    const title = document.querySelector("h1").textContent;
    return { form, own: own(), profiles: shown, differences: apart, steps: next, words: shown.map(words), title };
  }

  const actions = {
    compare: compareWithLink,
    alone: () => {
      second = null;
      other.value = "";
      remember();
      return "Kun jeres egen profil vises.";
    },
    link: () => copyLink(new URL(state(), location.href).href),
    print: () => window.print(),
    see: () => {
      result.scrollIntoView();
      document.querySelector("#profil").focus({ preventScroll: true });
    },
    clear: () => {
      const told = kept() ? forget() : "";
      second = null;
      other.value = "";
      fill(null);
      remember();
      name.focus();
      return told;
    },
    keep,
    forget,
  };

  // Says one thing in one place: what was said before may no longer be so.
  function tell(message = "", place = said) {
    for (const one of [said, unread]) one.textContent = one === place ? message.trim() : "";
  }

  async function take(kind) {
    if (kind in profile.writers) save(profile.writers[kind](everything()), `selvvurdering.${kind}`);
    else {
      const message = await actions[kind]();
      tell(message, result.hidden ? unread : said);
      button("forget").hidden = !kept();
    }
  }

  async function opened({ target }) {
    const [file] = target.files;
    const given = file ? await profile.open(file, form) : null;
    target.value = "";
    if (target.dataset.open === "other") tell(compareWith(given));
    else if (given) {
      // A step in the history, so that the back button brings the former answers again.
      remember();
      work.begin(`#a=${encode(profile.written(given))}`, "pushState");
      recall();
      await actions.see();
      tell(`Svarene er hentet fra filen. ${leftOut(given)}`);
    } else tell("Filen ligner ikke svar på denne selvvurdering.", unread);
  }

  fields.addEventListener("input", remember);
  fields.addEventListener("submit", (event) => event.preventDefault());
  for (const one of document.querySelectorAll("[data-take]")) one.addEventListener("click", () => take(one.dataset.take));
  for (const one of document.querySelectorAll("[data-open]")) one.addEventListener("change", opened);
  window.addEventListener("popstate", () => isOurs(location.hash) && (work.isSame() ? remember() : recall()));
  window.addEventListener("hashchange", putBack);
  window.addEventListener("resize", () => result.hidden || draw(profiles()));
  find("scripted").hidden = false;
  fill(kept());
  show();
  recall();
})();
