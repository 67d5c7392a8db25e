// The points of the checklists on a page: each with controls for an answer, what is kept of it,
// and whether the point has changed since. Needs element, worddiff, exports and processes.js.
"use strict";

(() => {
  const { danishDay, element, processes, showDiff } = window.samskabelse;
  const { ANSWERS, LIMITS, clean, day, hash, plain } = processes;
  const FIELDS = ["note", "owner", "due"];

  const one = (selector, within = document) => within.querySelector(selector);
  const copyOf = (name) => one(`template[data-live="${name}"]`).content.cloneNode(true);
  // The same words are not said twice.
  const say = (target, text) => { if (target.textContent !== text) target.textContent = text; };

  const lists = [...document.querySelectorAll("ol.checklist")];
  // The page of a single list has all its points; "Min tjekliste" has a choice from every list.
  const own = lists.length === 1 ? lists[0].dataset.list : "";
  const points = lists.flatMap((list) => [...list.children].map((li) => {
    const text = plain(one(".item", li).textContent);
    return { li, id: li.id, list: list.dataset.list, listTitle: list.dataset.title, text, hash: hash(text) };
  }));
  const ids = new Set(points.map(({ id }) => id));
  const shown = () => points.filter(({ li }) => !li.hidden);

  const answerOf = ({ id }) => processes.now()?.answers.get(id);
  const isChanged = (point) => (answerOf(point) ? answerOf(point).hash !== point.hash : false);
  const isNew = ({ id, list }) => processes.now()?.seen.get(list)?.has(id) === false;
  // [id, answer] of the points that are not on the page any more.
  const gone = () => [...(processes.now()?.answers ?? [])].filter(([id, { list }]) => !ids.has(id) && (!own || list === own));

  // A process that comes to a list has then seen the points on it.
  function see(process) {
    if (own && !process.seen.has(own)) process.seen.set(own, new Set(ids));
  }

  let tellOthers = () => {};

  function change(point, act) {
    processes.change((process) => {
      const blank = { answer: "", note: "", owner: "", due: "", list: point.list, hash: point.hash, text: point.text };
      const answer = process.answers.get(point.id) ?? blank;
      act(answer);
      process.answers.set(point.id, answer);
      see(process);
      process.seen.get(point.list)?.add(point.id);
    });
    show(point);
    tellOthers();
  }

  // From now on the answer is to the point as it reads today.
  const renew = (point, answer) => Object.assign(answer, { hash: point.hash, text: point.text });

  const ACTS = {
    clear: (point) => change(point, (answer) => { answer.answer = ""; }),
    keep: (point) => change(point, (answer) => renew(point, answer)),
    again: (point) => change(point, (answer) => { renew(point, answer).answer = ""; }),
  };

  function equipField(point, field) {
    const name = field.dataset.field;
    // A year of two digits is one of this century.
    const kept = () => (name === "due" ? day(field.value.replace(/^00/, "20")) : clean(field.value, LIMITS[name], { lines: name === "note" }));
    field.id = `${name}-${point.id}`;
    one("label", field.parentElement).htmlFor = field.id;
    field.addEventListener("input", () => change(point, (answer) => { answer[name] = kept(); }));
    field.addEventListener("blur", () => show(point)); // what is kept, where that is not what was written
  }

  function equip(point) {
    const { li } = point;
    li.append(copyOf("answer"));
    point.radios = [...li.querySelectorAll("input[type=radio]")];
    point.fields = FIELDS.map((name) => one(`[data-field="${name}"]`, li));
    say(one("legend", li), `Svar på: ${point.text}`);
    for (const radio of point.radios) {
      radio.name = `svar-${point.id}`;
      radio.addEventListener("change", () => change(point, (answer) => { renew(point, answer).answer = radio.value; }));
    }
    for (const field of point.fields) equipField(point, field);
    for (const button of li.querySelectorAll("[data-point]")) {
      button.addEventListener("click", () => {
        ACTS[button.dataset.point](point);
        (point.radios.find(({ checked }) => checked) ?? point.radios[0]).focus();
      });
    }
  }

  function facts({ answer, note, owner, due }, remark = "") {
    const pairs = [["Svar", ANSWERS[answer] ?? "Ikke besvaret"], ["Ansvarlig", owner], ["Frist", danishDay(due)], ["Note", note], ["Bemærkning", remark]];
    return pairs.filter(([, value]) => value).map(([name, value]) => {
      const pair = element("div");
      const text = element("dd");
      text.append(element("bdi", value));
      pair.append(element("dt", name), text);
      return pair;
    });
  }

  // What a reader must know of a point besides the answer, on paper and in files.
  function remark(point) {
    if (isChanged(point)) return `Ændret, siden I svarede. Da lød det: ${answerOf(point).text}`;
    return isNew(point) ? "Nyt punkt" : "";
  }

  function show(point) {
    const { li, radios, fields } = point;
    const answer = answerOf(point);
    const process = processes.now()?.id;
    // A field is not rewritten under the hands of who writes in it, but for another process.
    const isOther = point.process !== undefined && process !== point.process;
    for (const radio of radios) radio.checked = radio.value === answer?.answer;
    for (const field of fields) {
      const value = answer?.[field.dataset.field] ?? "";
      if ((isOther || field !== document.activeElement) && field.value !== value) field.value = value;
    }
    // Opened once for each process: what the reader then closes stays closed.
    if (process !== point.process && FIELDS.some((name) => answer?.[name])) one("details", li).open = true;
    point.process = process;
    one("[data-point=clear]", li).hidden = !answer?.answer;
    one("[data-changed]", li).hidden = !isChanged(point);
    if (isChanged(point)) showDiff(one("[data-diff]", li), answer.text, point.text);
    li.classList.toggle("is-answered", Boolean(answer));
    li.classList.toggle("is-changed", isChanged(point));
    li.classList.toggle("is-new", isNew(point));
    one(".answered", li).replaceChildren(...(answer ? facts(answer, remark(point)) : []));
  }

  // A point that is not on the page: its text, and what was answered.
  function goneRow(text, answer) {
    const row = element("li");
    const heading = element("p", "", { class: "item" });
    heading.append(element("bdi", text));
    const list = element("dl", "", { class: "answered" });
    list.append(...facts(answer));
    row.append(heading, list);
    return row;
  }

  // `changed` is called after every change the reader makes to a point.
  function start(changed) {
    tellOthers = changed;
    for (const point of points) equip(point);
  }

  Object.assign(window.samskabelse, {
    points: { all: points, answerOf, copyOf, gone, goneRow, isChanged, isNew, one, own, remark, say, see, show, shown, start },
  });
})();
