// Controls for the fields of an entry, made from their description; each can be read as data.
"use strict";

(() => {
  const { danish, element } = window.samskabelse;
  // Signs of control and signs that cannot be seen: no file may hold them (macros/read.py).
  const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff9-\ufffc]|\udb40[\udc00-\udfff]/g;
  const LIGATURE = /[\ufb00-\ufb06]/g;
  const UNPAIRED = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const FEW = 30;
  const SHORT_LIST = 120;
  const SEARCHED = 12;
  let count = 0;

  const newId = () => `felt-${(count += 1)}`;

  function clean(text, type) {
    const seen = text.replace(/\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g, "\n").replace(HIDDEN, "").replace(LIGATURE, (one) => one.normalize("NFKC")).replace(UNPAIRED, "").normalize("NFC").trim();
    const lines = seen.split("\n");
    if (type === "prose") return lines.map((line) => line.trimEnd()).join("\n");
    return lines.map((line) => line.trim()).filter(Boolean).join(" ");
  }

  function helpOf(field) {
    const said = [(field.help || "").replace(/\s*null: [^.]*\./, "")];
    if (field.limit && !["id", "address"].includes(field.type)) said.push(`Højst ${field.limit} tegn.`);
    if (field.type === "date") said.push("Skriv et årstal, eller år og måned som 2013-07, eller en dag som 2013-07-01.");
    if (field.example && field.type !== "choice") said.push(`Fx ${field.example}`);
    return said.filter(Boolean).join(" ").trim();
  }

  const optional = (field) => (field.required || field.wanted ? [] : [" ", element("span", "(kan udelades)", { class: "optional" })]);

  // Help under the name, and the place where a fault is told; both read out with the control.
  function described(field, id) {
    const help = element("p", helpOf(field), { class: "help", id: `${id}-hjaelp` });
    const slot = element("div", "", { class: "faults", id: `${id}-fejl` });
    slot.hidden = true;
    return { help, slot, by: `${help.textContent ? `${help.id} ` : ""}${slot.id}` };
  }

  // "Ikke oplyst": a ticked box says `null`, and puts the rest out of use.
  function unknownBox(field, ticked, change) {
    const box = element("input", "", { type: "checkbox", id: newId() });
    box.checked = ticked;
    const label = element("label", "", { class: "unknown-box", for: box.id });
    label.append(box, "Ikke oplyst", element("span", `: ${field.title}`, { class: "visually-hidden" }));
    box.addEventListener("change", () => change(box.checked));
    change(ticked);
    return { box, label };
  }

  function control(field, value, context) {
    if (field.type === "choice") return picked(field.choices, value, field);
    if (field.type === "reference") {
      const options = context.options(field.kinds);
      if (options.length <= FEW) return picked(options, value, field);
      const input = element("input", "", { type: "text", list: context.datalist(field.kinds), autocomplete: "off", spellcheck: "false" });
      input.value = value ?? "";
      return input;
    }
    const long = ["line", "prose"].includes(field.type);
    const input = long ? element("textarea", "", { rows: field.type === "prose" ? "7" : "3" }) : element("input", "", { type: "text", autocomplete: "off" });
    if (field.type === "id") input.setAttribute("spellcheck", "false");
    if (field.type === "address") input.setAttribute("inputmode", "url");
    input.value = value ?? "";
    return input;
  }

  function picked(options, value, field) {
    const select = element("select");
    select.append(element("option", field.required ? "Vælg …" : "Ikke valgt", { value: "" }));
    for (const [one, label] of options) select.append(element("option", label, { value: one }));
    select.value = value ?? "";
    return select;
  }

  // One value in one control.
  function single(field, value, context, name = field.title) {
    const input = control(field, value, context);
    input.id = newId();
    const { help, slot, by } = described(field, input.id);
    input.setAttribute("aria-describedby", by);
    if (field.required) input.setAttribute("aria-required", "true");
    const label = element("label", name, { for: input.id });
    label.append(...optional(field));
    const holder = element("div", "", { class: `field field-${field.type}` });
    holder.append(label, ...(help.textContent ? [help] : []), input);
    if (input.getAttribute("list")) holder.append(meaning(input, field.kinds, context, slot.id));
    let unknown = null;
    if (field.nullable && field.required) {
      unknown = unknownBox(field, value === null, (ticked) => (input.disabled = ticked));
      holder.append(unknown.label);
    }
    holder.append(slot);
    const read = () => {
      if (unknown?.box.checked) return null;
      const text = clean(input.value, field.type);
      if (!text) return undefined;
      return field.type === "date" && /^[1-9]\d{3}$/.test(text) ? Number(text) : text;
    };
    return { element: holder, control: input, slot, read, child: () => null };
  }

  // What the id chosen is called; a title typed in full becomes its id.
  function meaning(input, kinds, context, slotId) {
    const said = element("p", "", { class: "meaning", id: `${slotId}-titel` });
    const tell = () => (said.textContent = context.title(input.value.trim()) || "");
    input.addEventListener("input", tell);
    input.addEventListener("change", () => {
      input.value = context.idOf(input.value.trim(), kinds) || input.value;
      tell();
    });
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby")} ${said.id}`);
    tell();
    return said;
  }

  // A fieldset with its name, help and place for faults.
  function group(field, name, kind) {
    const holder = element("fieldset", "", { class: `group ${kind}`, id: newId() });
    const { help, slot, by } = described(field, holder.id);
    holder.setAttribute("aria-describedby", by);
    const legend = element("legend", name);
    holder.append(legend, ...(help.textContent ? [help] : []), slot);
    return { holder, legend, slot };
  }

  // Several values in one: a period, a statement with its sources.
  function record(field, value, context, name = field.title, kind = "record") {
    const { holder, legend, slot } = group(kind === "row" ? {} : field, name, kind);
    if (kind !== "row") legend.append(...optional(field));
    const given = typeof value === "string" ? { [field.short]: value } : value || {};
    const fields = context.form.records[field.record];
    const parts = new Map(fields.map((one) => [one.name, build(one, given[one.name], context)]));
    holder.append(...[...parts.values()].map((part) => part.element));
    const read = () => {
      const found = collect(parts);
      const names = Object.keys(found);
      if (!names.length) return field.required && kind !== "row" ? {} : undefined;
      return names.length === 1 && names[0] === field.short ? found[field.short] : found;
    };
    const first = parts.values().next().value;
    return { element: holder, control: first.control, slot, read, child: (step) => parts.get(step) || null };
  }

  const collect = (parts) =>
    Object.fromEntries([...parts].map(([name, part]) => [name, part.read()]).filter(([, value]) => value !== undefined));

  // A list that grows and shrinks, a row at a time.
  function rows(field, values, context) {
    const { holder, legend, slot } = group(field, field.title, "list");
    legend.append(...optional(field));
    const list = element("ol", "", { class: "rows" });
    const add = element("button", `Tilføj til »${field.title.replaceAll("»", "›").replaceAll("«", "‹")}«`, { type: "button", class: "button quiet", id: newId() });
    let parts = [];
    const number = () => {
      parts.forEach(({ item }, index) => (item.querySelector("[data-number]").textContent = `Nr. ${index + 1}`));
    };
    function append(value) {
      const one = { ...field, many: false, required: true, nullable: false, help: "", example: field.record === undefined ? field.example : "" };
      const part = field.record === undefined ? single(one, value, context, "") : record(one, value, context, "", "row");
      const name = part.element.querySelector("label, legend");
      name.replaceChildren(element("span", "", { "data-number": "" }), element("span", ` i ${field.title}`, { class: "visually-hidden" }));
      const item = element("li", "", { class: "row-item" });
      const remove = element("button", "Fjern", { type: "button", class: "button quiet remove" });
      remove.append(element("span", ` fra ${field.title}`, { class: "visually-hidden" }));
      remove.addEventListener("click", () => {
        parts = parts.filter((other) => other.item !== item);
        item.remove();
        number();
        add.focus();
        context.changed();
      });
      item.append(part.element, remove);
      list.append(item);
      parts.push({ item, part });
      number();
      return part;
    }
    add.addEventListener("click", () => {
      append(undefined).control.focus();
      context.changed();
    });
    (values || []).forEach(append);
    holder.append(list, add);
    let unknown = null;
    if (field.nullable && field.required) {
      unknown = unknownBox(field, values === null, (ticked) => (list.hidden = add.hidden = ticked));
      holder.append(unknown.label);
    }
    // Rows left empty are no part of the list; the places of the others are kept for faults.
    const filled = () => parts.filter(({ part }) => part.read() !== undefined);
    const read = () => {
      if (unknown?.box.checked) return null;
      const found = filled().map(({ part }) => part.read());
      if (found.length) return found;
      return field.required && !field.nullable ? [] : undefined;
    };
    return { element: holder, control: add, slot, read, child: (step) => filled()[step]?.part || null };
  }

  // A few known entries to tick, with a search when they are more than one sees at once.
  function ticks(field, values, context) {
    const { holder, legend, slot } = group({ ...field, example: "" }, field.title, "ticks");
    legend.append(...optional(field));
    const options = context.options(field.kinds);
    const chosen = [...(values || [])];
    const list = element("ul", "", { class: "tick-list" });
    const said = element("p", "", { class: "meaning", role: "status" });
    const titles = new Map(options);
    const tell = () => (said.textContent = chosen.length ? `Valgt: ${chosen.map((id) => titles.get(id) || id).join(", ")}` : "");
    for (const [id, title] of options) {
      const box = element("input", "", { type: "checkbox", value: id, id: newId() });
      box.checked = chosen.includes(id);
      box.addEventListener("change", () => {
        if (box.checked) chosen.push(id);
        else chosen.splice(chosen.indexOf(id), 1);
        tell();
      });
      const label = element("label", "", { for: box.id });
      label.append(box, title);
      const item = element("li");
      item.append(label);
      list.append(item);
    }
    if (options.length > SEARCHED) holder.append(search(field, list));
    holder.append(list, said);
    tell();
    const read = () => (chosen.length || field.required ? [...chosen] : undefined);
    return { element: holder, control: holder.querySelector("input"), slot, read, child: () => null };
  }

  function search(field, list) {
    const input = element("input", "", { type: "search", id: newId(), autocomplete: "off" });
    const holder = element("div", "", { class: "field" });
    holder.append(element("label", `Søg i ${field.title.toLowerCase()}`, { for: input.id }), input);
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      const typed = danish.slug(input.value);
      for (const item of list.children) item.hidden = !danish.slug(item.textContent).includes(typed);
    });
    return holder;
  }

  function build(field, value, context) {
    const part = made(field, value, context);
    part.element.dataset.name = field.name;
    return part;
  }

  function made(field, value, context) {
    if (!field.many) return field.record === undefined ? single(field, value, context) : record(field, value, context);
    const short = field.type === "reference" && field.kinds && context.options(field.kinds).length <= SHORT_LIST;
    return short ? ticks(field, value, context) : rows(field, value, context);
  }

  // The whole of an entry, under its headings. `level` is that of the headings.
  function entry(form, data, context, level = "h2") {
    const inForm = { ...context, form };
    // Sources may be left out where every statement has its own, but that is not for beginners.
    const wanted = (field) => (field.name === "sources" && form.says.unsourced ? { ...field, wanted: true } : field);
    const fields = form.records[0].map(wanted);
    const parts = new Map(fields.map((field) => [field.name, build(field, data[field.name], inForm)]));
    const sections = form.groups.map(([title, names], index) => {
      const last = index === form.groups.length - 1;
      const holder = element(last ? "details" : "section", "", { class: "form-part" });
      holder.append(last ? element("summary", title) : element(level, title));
      if (form.intros[title]) holder.append(element("p", form.intros[title], { class: "intro" }));
      holder.append(...names.map((name) => parts.get(name).element));
      return holder;
    });
    return { elements: sections, read: () => collect(parts), child: (step) => parts.get(step) || null };
  }

  // A new entry's id follows its title until someone types another.
  function idFollows(part, free) {
    const [title, id] = [part.child("title").control, part.child("id").control];
    let own = id.value !== "" && id.value !== danish.slug(title.value).slice(0, 80);
    id.addEventListener("input", () => (own = id.value !== ""));
    title.addEventListener("input", () => {
      if (free() && !own) id.value = danish.slug(title.value).slice(0, 80).replace(/-$/, "");
    });
  }

  // The innermost control on the way to a fault.
  function placeOf(part, path) {
    let place = part.child(path[0]);
    for (const step of path.slice(1)) place = place?.child(step) || place;
    return place;
  }

  Object.assign((window.samskabelse ??= {}), { fieldsOf: entry, idFollows, placeOf });
})();
