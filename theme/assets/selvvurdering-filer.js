// A self-assessment as files: Word, spreadsheet, Markdown, and one that can be opened again.
"use strict";

(() => {
  const { csv: table, docx, plainInMarkdown, profile } = window.samskabelse;
  const ORIGIN =
    "Udsagn og råd er fra videnssiden Samskabelse og bygger på Frivilligrådets seks principper. Svarene er jeres egne.";
  const MARK = "selvvurdering";
  const LARGEST = 200_000; // bytes

  const mean = ({ mean: value }, { scale }) => (value === null ? "intet tal" : `${profile.number(value)} af ${scale.length}`);
  const unknown = ({ unknown: count }) => (count ? `, ${count} ved ikke` : "");
  const names = ({ profiles }) => profiles.map(({ name }) => name);

  // "Vi: 2,3 af 5. De andre: 4,0 af 5, 1 ved ikke."
  const numbers = ({ profiles, form }, index) =>
    profiles.map(({ name, scores }) => `${name}: ${mean(scores[index], form)}${unknown(scores[index])}.`).join(" ");

  const answers = ({ profiles, form }, item) =>
    profiles.map(({ name, answers: given }) => `${name}: ${profile.answer(given.get(item.id), form)}.`).join(" ");

  function csv(result) {
    const { form, profiles } = result;
    const rows = form.items.map((item) => {
      const principle = form.principles.find(({ id }) => id === item.about);
      const given = profiles.map(({ answers: all }) => all.get(item.id));
      const apart = given.every((value) => value > 0) ? Math.abs(given[0] - given.at(-1)) : "";
      const shown = given.map((value) => value || (value === 0 ? "ved ikke" : ""));
      return [`${principle.number}. ${principle.title}`, item.text, ...shown, ...(given.length > 1 ? [apart] : [])];
    });
    const head = ["Princip", "Udsagn", ...names(result), ...(profiles.length > 1 ? ["Forskel"] : [])];
    return table([head, ...rows]);
  }

  // The result as headings and paragraphs, for the two formats of running text.
  function blocks(result) {
    const { form, differences, steps, title } = result;
    return [
      { style: "Title", text: title },
      { style: "Note", text: names(result).join(" og ") },
      ...result.words.map((text) => ({ text })),
      ...form.principles.flatMap((principle, index) => [
        { style: "Heading1", text: `${principle.number}. ${principle.title}` },
        { text: numbers(result, index) },
        ...form.items.filter(({ about }) => about === principle.id).map((item) => ({ list: true, text: `${item.text} ${answers(result, item)}` })),
      ]),
      ...(differences.length ? [
        { style: "Heading1", text: "Her ser I forskelligt på det: tal om det" },
        ...differences.map((item) => ({ list: true, text: `${item.text} ${answers(result, item)}` })),
      ] : []),
      { style: "Heading1", text: "Det næste skridt" },
      ...steps.map(({ principle, text, see }) => ({ list: true, text: `${principle}: ${text} Se ${see}.` })),
      { style: "Note", text: ORIGIN },
    ];
  }

  const SIGNS = { Title: "# ", Heading1: "## ", Note: "*" };

  function markdown(result) {
    const lines = blocks(result).map(({ style, text, list }) => {
      const plain = plainInMarkdown(text);
      return `${list ? "- " : (SIGNS[style] ?? "")}${plain}${style === "Note" ? "*" : ""}`;
    });
    return new Blob([`${lines.join("\n\n")}\n`], { type: "text/markdown" });
  }

  const word = (result) => docx(blocks(result).map(({ style, text, list }) => ({ style, text: list ? `– ${text}` : text })));

  const saved = ({ form, own }) =>
    new Blob([JSON.stringify({ samskabelse: MARK, id: form.id, profil: profile.written(own) }, null, 1)], { type: "application/json" });

  // The profile in a file, or null: the file may be anything.
  async function open(file, form) {
    if (file.size > LARGEST) return null;
    try {
      const given = JSON.parse(await file.text());
      return given?.samskabelse === MARK && given.id === form.id ? profile.read(given.profil, form) : null;
    } catch {
      return null;
    }
  }

  Object.assign(profile, { open, writers: { csv, docx: word, json: saved, md: markdown } });
})();
