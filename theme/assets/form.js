// A form page: builds the form, checks it while one types, keeps a draft in this browser,
// and gives the finished text three ways out. Nothing is sent from here.
"use strict";

(() => {
  const { checker, draftOf, element, fieldsOf, fileOf, idFollows, placeOf, preview, tellOfOther, today, waysOut, yaml, site: known } = window.samskabelse;
  const root = document.querySelector("[data-form]");
  if (!known) {
    const lost = "Formularen kunne ikke hentes. Prøv at genindlæse siden.";
    root.before(element("p", lost, { class: "notice", role: "alert" })); // the form itself is hidden
    return;
  }
  const at = (name) => root.querySelector(`[data-${name}]`);
  const page = JSON.parse(at("page").textContent);
  const form = page.forms[page.name];
  const [holder, sourcesHolder, summary, result, said, kept] = ["fields", "sources", "summary", "result", "said", "kept"].map(at);
  const outdated = element("p", "Posten er rettet, siden I begyndte på kladden. Slet kladden for at begynde med den nye tekst.", { class: "notice", hidden: "" });
  const other = element("div", "", { role: "status" }); // empty, or tells of another tab's draft
  kept.after(outdated, other);
  const newOnes = sourcesHolder.closest("section"); // stands by the case's own sources
  const alphabet = new Intl.Collator("da");
  const TITLES = new Map(known.ids.map(([id, , title]) => [id, title]));

  const asked = new URLSearchParams(location.search).get("ret") || "";
  const isKnown = known.ids.some(([id, kind]) => id === asked && kind === form.kind);
  page.changing = isKnown ? asked : null;

  const check = checker(page, known);
  let changing = null; // where the entry that is changed stands: { collection, file, line }
  let given = {}; // what the form began with
  let draft = null;
  let base = null; // the entry as it was when the draft was begun
  let whole = null;
  let made = []; // new sources: { part, item }
  let touched = new WeakSet();
  let all = false; // whether faults are told of fields not yet touched

  // --- What can be chosen -------------------------------------------------------

  const newSources = () => made.map(({ part }) => part.read()).filter((one) => Object.keys(one).length);
  const options = (kinds) => {
    const found = known.ids.filter(([, kind]) => !kinds || kinds.includes(kind)).map(([id, , title]) => [id, title]);
    const fresh = !kinds || kinds.includes("source") ? newSources().filter(({ id }) => id).map(({ id, title }) => [id, title || id]) : [];
    const named = kinds?.includes("municipality") ? [...found].sort((a, b) => alphabet.compare(a[1], b[1])) : found;
    return [...fresh, ...named];
  };
  const lists = new Map();
  function fillList(list, kinds) {
    list.replaceChildren(...options(kinds).map(([id, title]) => element("option", title, { value: id })));
  }
  function datalist(kinds) {
    const id = `kendte-${(kinds || ["alle"]).join("-")}`;
    if (!lists.has(id)) {
      const list = element("datalist", "", { id });
      lists.set(id, { list, kinds });
      root.append(list);
      setTimeout(fillList, 0, list, kinds); // hundreds of them, and wanted only when someone types
    }
    return id;
  }
  const context = {
    options,
    datalist,
    changed: () => change(),
    title: (id) => TITLES.get(id) || newSources().find((one) => one.id === id)?.title,
    idOf: (title, kinds) => options(kinds).find(([, one]) => one === title)?.[0],
  };

  // --- The form -----------------------------------------------------------------

  function open(data, sources = []) {
    made = [];
    sourcesHolder.replaceChildren();
    whole = fieldsOf(form, data, context);
    holder.replaceChildren(...whole.elements);
    if (newOnes) whole.child("sources").element.closest(".form-part").after(newOnes);
    sources.forEach((one) => addSource(one));
    idFollows(whole, () => !page.changing);
    if (page.changing) whole.child("id").control.readOnly = true;
    touched = new WeakSet();
    all = false;
    summary.hidden = result.hidden = true;
  }

  function addSource(data = {}) {
    const part = fieldsOf(page.forms.sources, data, context, "h4");
    const item = element("li", "", { class: "row-item" });
    const remove = element("button", "Fjern den nye kilde", { type: "button", class: "button quiet remove" });
    const entry = { part, item };
    remove.addEventListener("click", () => {
      made = made.filter((one) => one !== entry);
      item.remove();
      at("add-source").focus();
      change();
    });
    item.append(element("h3", "Ny kilde"), ...part.elements, remove);
    idFollows(part, () => true);
    sourcesHolder.append(item);
    made.push(entry);
    return part;
  }

  const read = () => whole.read();

  // --- Faults -------------------------------------------------------------------

  // The check sees one text at a time, and not that one before it has the same id.
  function usedTwice({ id }, taken) {
    const collection = taken.get(id);
    if (!collection) taken.set(id, "sources");
    if (!id || !collection) return [];
    const [message, hint] = page.forms.sources.says.used;
    const place = `${page.forge.data}/${collection}/${id}.yaml`;
    return [{ path: ["id"], message: message.replace("{id}", id).replace("{place}", place), hint, severity: "error" }];
  }

  function faults() {
    const entry = read();
    const ids = newSources().map(({ id }) => id).filter(Boolean);
    const found = check(page.name, entry, ids).map((fault) => ({ ...fault, place: placeOf(whole, fault.path) }));
    const taken = new Map([[entry.id, page.name]]);
    for (const { part } of made) {
      const source = part.read();
      const wrong = [...check("sources", source, ids), ...usedTwice(source, taken)];
      found.push(...wrong.map((fault) => ({ ...fault, place: placeOf(part, fault.path) })));
    }
    return found.filter(({ place }) => place);
  }

  function tell() {
    const found = faults();
    for (const slot of root.querySelectorAll(".faults")) {
      slot.replaceChildren();
      slot.hidden = true;
    }
    for (const control of root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const { place, message, hint, severity, example, right } of found) {
      if (!all && !touched.has(place.control)) continue;
      const wrong = severity === "error";
      const line = element("p", "", { class: wrong ? "fault" : "remark" });
      line.append(element("strong", wrong ? "Fejl: " : "Råd: "), element("span", `${message} ${hint}`.trim(), { "data-words": "" }));
      if (example) line.append(element("span", `Rigtigt: ${example}`, { class: "example" }));
      if (right !== undefined) line.append(...remedy(place, right));
      place.slot.append(line);
      place.slot.hidden = false;
      if (wrong && place.control.matches("input, select, textarea")) place.control.setAttribute("aria-invalid", "true");
    }
    return found;
  }

  // A button that puts what is right in the field; null says that it is not known.
  function remedy(place, right) {
    const { control } = place;
    const unknown = right === null && place.element.querySelector(":scope > .unknown-box input");
    if (right === null ? !unknown : !control.matches("input, textarea") || control.readOnly) return [];
    const button = element("button", right === null ? "Sæt til »ikke oplyst«" : `Skriv »${right}«`, { type: "button", class: "button quiet" });
    button.addEventListener("click", () => {
      const changed = unknown || control;
      if (unknown) unknown.checked = true;
      else control.value = right;
      for (const name of ["input", "change"]) changed.dispatchEvent(new Event(name, { bubbles: true }));
      changed.focus();
    });
    return [button];
  }

  function summarise(wrong) {
    const count = wrong.length === 1 ? "Der er 1 fejl at rette" : `Der er ${wrong.length} fejl at rette`;
    const list = element("ul");
    const isBefore = (a, b) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
    const inOrder = [...wrong].sort(({ place: a }, { place: b }) => (a.control === b.control ? 0 : isBefore(a.control, b.control) ? -1 : 1));
    for (const { place, message } of inOrder) {
      const link = element("a", message, { href: `#${place.control.id}` });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        place.control.closest("details")?.setAttribute("open", "");
        place.control.scrollIntoView({ block: "center" });
        place.control.focus({ preventScroll: true });
      });
      const item = element("li");
      item.append(link);
      list.append(item);
    }
    summary.replaceChildren(element("h2", count), list);
    summary.hidden = false;
    summary.focus();
  }

  // --- Drafts, kept in this browser alone ---------------------------------------

  function keep(replacing = false) {
    const came = draft.write({ base, entry: read(), sources: newSources() }, replacing);
    kept.hidden = came === "other";
    if (kept.hidden) return tellOfOther(other, () => [keep(true), whole.child("title").control.focus()]);
    other.replaceChildren();
    tellKept(came === "kept" ? "Kladden er gemt i denne browser." : "Browseren vil ikke gemme en kladde. Hent teksten som fil, før I lukker siden.");
  }

  function tellKept(text) {
    kept.hidden = false;
    kept.querySelector("span").textContent = text;
  }

  function forget() {
    draft.forget();
    open(given);
    base = standing();
    kept.hidden = outdated.hidden = true;
    other.replaceChildren();
    said.textContent = "Kladden er slettet.";
    whole.child("title").control.focus();
  }

  // --- The result ---------------------------------------------------------------

  const file = (name, data, place) => fileOf(page.forge, name, data, page.forms[name].modeline, place);

  // The entry as changed today, its fields in their order; one that nobody changed keeps its day.
  function dated(name, data) {
    if (changing && name === page.name && yaml.item(data) === yaml.item(given)) return data;
    const whole = { ...data, updated: today() };
    const names = page.forms[name].records[0].map((one) => one.name);
    return Object.fromEntries(names.filter((one) => one in whole).map((one) => [one, whole[one]]));
  }

  function finish() {
    all = true;
    const found = tell();
    const wrong = found.filter(({ severity }) => severity === "error");
    result.hidden = wrong.length > 0;
    if (wrong.length) return summarise(wrong);
    summary.hidden = true;
    const data = dated(page.name, read());
    const sources = newSources().map((one) => dated("sources", one));
    const files = [file(page.name, data, changing), ...sources.map((one) => file("sources", one))];
    at("preview").replaceChildren(...preview(page, form, known, data, sources));
    at("yaml").replaceChildren(...files.flatMap(({ name, path, text }) => [
      element("h3", path), element("pre", text, { tabindex: "0", "data-text": name, "aria-label": `Teksten til ${name}` }),
    ]));
    at("ways").replaceChildren(...waysOut(page.forge, files, (text) => (said.textContent = text)));
    result.hidden = false;
    const head = result.querySelector("h2");
    head.textContent = found.length ? "Alt er på plads, men læs rådene ved felterne" : "Alt er på plads";
    head.focus();
  }

  function change() {
    for (const { list, kinds } of lists.values()) if (!kinds || kinds.includes("source")) fillList(list, kinds);
    result.hidden = true;
    keep();
    if (pressed) waiting = true;
    else tell();
  }

  // A fault told while the mouse is down would move the button away from under it.
  let pressed = false;
  let waiting = false;
  const release = () => {
    pressed = false;
    if (waiting) setTimeout(tell);
    waiting = false;
  };
  document.addEventListener("pointerdown", () => (pressed = true));
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", release);

  root.addEventListener("input", (event) => {
    if (event.target.closest("[data-fields], [data-sources]")) {
      result.hidden = true;
      keep();
      if (event.target.hasAttribute("aria-invalid")) tell();
    }
  });
  root.addEventListener("change", (event) => {
    if (!event.target.closest("[data-fields], [data-sources]")) return;
    touched.add(event.target);
    change();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  at("forget").addEventListener("click", forget);
  at("add-source")?.addEventListener("click", () => {
    addSource().child("title").control.focus();
    change();
  });

  // The entry as it stands now; null for a new one.
  const standing = () => page.changing && yaml.item(given);

  // A draft may hide what has been written in its entry since. Older drafts do not say what they began with.
  function resume(found) {
    base = found.base ?? base;
    outdated.hidden = !page.changing || base === standing();
    tellKept("Her er den kladde, I begyndte på i denne browser.");
  }

  function begin() {
    draft = draftOf(`${form.kind}${page.changing ? `:${page.changing}` : ""}`);
    const found = draft.read();
    base = standing();
    try {
      open(found ? found.entry : given, found?.sources);
      if (found) resume(found);
    } catch {
      open(given);
    }
    root.hidden = false;
  }

  // --- Changing an entry there is -----------------------------------------------

  window.samskabelse.entry = ({ data, ...place }) => {
    [changing, given] = [place, data];
    at("changing").hidden = false;
    at("changing").querySelector("span").textContent = `${data.title} (${data.id})`;
    begin();
  };

  if (page.changing) {
    const up = page.address.replace(/[^/]+\//g, "../");
    const script = element("script", "", { src: `${up}${form.data.replace("{}", page.changing)}` });
    const lost = () => {
      if (changing) return;
      said.textContent = "Posten kunne ikke hentes. Prøv igen, eller begynd på en ny.";
      page.changing = null;
      begin();
    };
    // Something else may be sent in its place, such as the page of a network's login.
    for (const name of ["load", "error"]) script.addEventListener(name, lost);
    document.head.append(script);
  } else {
    if (asked) said.textContent = "Der findes ingen post med det id. Her er en tom formular.";
    setTimeout(begin); // a slow phone then has a pause between reading this and building the form
  }
})();
