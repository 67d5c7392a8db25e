// Profiles of a self-assessment: read what was shared, count, compare, and draw the picture.
"use strict";

(() => {
  const { element } = window.samskabelse;
  const SVG = "http://www.w3.org/2000/svg";
  const NAME_LIMIT = 60;
  // Below the first is low, from the second on is high.
  const LEVELS = [2.5, 4];
  // Answers this many steps apart are worth talking about.
  const FAR_APART = 2;
  // Signs that are not seen, but can turn a text around.
  const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

  const number = (value) => value.toLocaleString("da-DK", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

  // A profile { name, answers: Map, strange } of what a link or a file gave; null when it is none.
  // One that has only been given a name yet has no answers. `strange`: how many statements it
  // answers that are not here.
  // It may come from anyone: only known statements, whole steps and a short name are taken in.
  function readProfile(given, form) {
    if (typeof given?.a !== "object" || given.a === null) return null;
    const answers = new Map();
    for (const { id } of form.items) {
      const value = Object.hasOwn(given.a, id) ? given.a[id] : null;
      if (Number.isInteger(value) && value >= 0 && value <= form.scale.length) answers.set(id, value);
    }
    const name = typeof given.n === "string" ? given.n.replace(UNSEEN, "").trim().slice(0, NAME_LIMIT) : "";
    const strange = Object.keys(given.a).filter((key) => !form.items.some(({ id }) => id === key)).length;
    return answers.size || name ? { name, answers, strange } : null;
  }

  const written = ({ name, answers }) => ({ n: name, a: Object.fromEntries(answers) });

  // For each principle: its mean (null without an answer), and how many did not know.
  function scores({ answers }, form) {
    return form.principles.map((principle) => {
      const given = form.items.filter((item) => item.about === principle.id).map((item) => answers.get(item.id));
      const known = given.filter((value) => value > 0);
      const mean = known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
      return { ...principle, mean, unknown: given.filter((value) => value === 0).length };
    });
  }

  const level = (mean) => (mean < LEVELS[0] ? "low" : mean < LEVELS[1] ? "middle" : "high");

  // The two lowest, and the third when it is as low as the second or low in itself.
  function lowest(rows) {
    const known = rows.filter((row) => row.mean !== null).sort((one, other) => one.mean - other.mean);
    const [, second, third] = known;
    const more = third && (third.mean === second.mean || level(third.mean) === "low");
    return known.slice(0, more ? 3 : 2);
  }

  // An answer in words: "4 for det meste".
  function answer(value, form) {
    if (value === undefined) return "ikke besvaret";
    return value ? `${value} ${form.scale[value - 1]}` : "ved ikke";
  }

  // The statements two profiles see differently, the widest apart first; then those that one
  // of them does not know about.
  function differences(one, other, form) {
    const found = form.items.map((item) => {
      const [first, second] = [one.answers.get(item.id), other.answers.get(item.id)];
      const both = first !== undefined && second !== undefined;
      const unsure = both && (first === 0) !== (second === 0);
      return { ...item, first, second, apart: !both ? 0 : unsure ? 0.5 : Math.abs(first - second), unsure };
    });
    return found.filter(({ apart, unsure }) => unsure || apart >= FAR_APART).sort((a, b) => b.apart - a.apart);
  }

  function drawn(tag, attributes, text = "") {
    const made = document.createElementNS(SVG, tag);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  // A text broken into lines of at most so many signs.
  function lines(text, most) {
    return text.split(" ").reduce((rows, word) => {
      const last = rows.at(-1);
      if (last && `${last} ${word}`.length <= most) rows[rows.length - 1] = `${last} ${word}`;
      else rows.push(word);
      return rows;
    }, []);
  }

  const LINE = 20;
  const BAR = 16;
  const ROOM = 110; // for the number after a bar

  // Bars for each principle, as wide as there is room for, so that the text keeps its size.
  function picture(profiles, form, width) {
    const most = form.scale.length;
    const step = (width - ROOM) / most;
    const parts = [];
    let y = 0;
    form.principles.forEach((principle, row) => {
      for (const text of lines(`${principle.number}. ${principle.title}`, Math.floor(width / 8.5))) {
        y += LINE;
        parts.push(drawn("text", { x: 0, y, class: "bar-label" }, text));
      }
      profiles.forEach(({ scores: rows }, index) => {
        y += 7;
        const { mean } = rows[row];
        parts.push(drawn("rect", { x: 0.5, y, width: most * step, height: BAR, class: "bar-room" }));
        if (mean !== null) parts.push(drawn("rect", { x: 0.5, y, width: mean * step, height: BAR, class: `bar-${index + 1}` }));
        parts.push(drawn("text", { x: most * step + 8, y: y + BAR - 3, class: "bar-value" }, mean === null ? "intet tal" : `${number(mean)} af ${most}`));
        y += BAR;
      });
      y += 12;
    });
    const made = drawn("svg", { viewBox: `0 0 ${width} ${y}`, width, height: y, role: "img", class: "bars" });
    made.setAttribute("aria-label", `Søjler for ${form.principles.length} principper. De samme tal står i tabellen under.`);
    made.append(...parts);
    return made;
  }

  // The same as the picture, in a table.
  function table(profiles, form) {
    const head = ["Princip", ...profiles.map(({ name }) => name), ...(profiles.length > 1 ? ["Forskel"] : [])];
    const top = element("tr");
    top.append(...head.map((text) => element("th", text, { scope: "col" })));
    const rows = form.principles.map((principle, index) => {
      const row = element("tr");
      const own = profiles.map(({ scores: all }) => all[index]);
      row.append(element("th", `${principle.number}. ${principle.title}`, { scope: "row" }));
      for (const { mean, unknown } of own) {
        row.append(element("td", `${mean === null ? "intet tal" : number(mean)}${unknown ? ` (${unknown} ved ikke)` : ""}`));
      }
      if (own.length > 1) {
        const apart = own.some(({ mean }) => mean === null) ? null : Math.abs(own[0].mean - own[1].mean);
        row.append(element("td", apart === null ? "–" : number(apart)));
      }
      return row;
    });
    const thead = element("thead");
    const tbody = element("tbody");
    thead.append(top);
    tbody.append(...rows);
    return [element("caption", "Gennemsnit for hvert princip"), thead, tbody];
  }

  const profile = { answer, differences, level, lowest, number, picture, read: readProfile, scores, table, written };
  Object.assign((window.samskabelse ??= {}), { profile });
})();
