// A checklist that can be answered: the reader's processes, how far they are, what has changed
// since last, and the ways out. punkter.js has the points, deling.js what comes and goes.
"use strict";

(() => {
  const { askName, confirmed, danishDay, element, exports, points, processes, save, sharing, today } = window.samskabelse;
  const { answerOf, gone, goneRow, isChanged, isNew, one, own, remark, say, see, shown } = points;
  const { ANSWERS } = processes;

  for (const name of ["head", "foot"]) one(`template[data-live="${name}"]`).replaceWith(points.copyOf(name));
  const title = one("h1").textContent.trim();
  const chooser = one("#valgt-forloeb");
  const heading = one("#jeres-forloeb");
  const changesPanel = one("[data-changes]");
  const gonePanel = one("[data-gone]");

  const count = (number, single, several) => `${number} ${number === 1 ? single : several}`;

  function showProgress() {
    const all = shown();
    const given = all.map((point) => answerOf(point)?.answer).filter(Boolean);
    const each = Object.entries(ANSWERS).map(([value, label]) => [given.filter((answer) => answer === value).length, label.toLowerCase()]);
    const split = each.filter(([number]) => number).map(([number, label]) => `${number} ${label}`).join(", ");
    say(one("[data-progress]"), all.length === 0 ? "" : `${given.length} af ${count(all.length, "punkt", "punkter")} besvaret${split ? `: ${split}` : ""}.`);
    const bar = one("progress");
    bar.max = Math.max(all.length, 1);
    bar.value = given.length;
    bar.hidden = all.length === 0;
  }

  const TROUBLES = {
    closed: "Browseren giver ikke lov til at gemme. Svarene er her kun, til I lukker eller genindlæser siden. Gem dem som fil eller link, før I går.",
    full: "Browseren kan ikke gemme mere. Det sidste, I skrev, er her kun, til I lukker siden. Gem forløbet som fil.",
  };

  const NOT_DELETED = "Browseren lader os ikke slette det, den har gemt. Slet dataene for siden i browserens indstillinger.";

  function showHead() {
    const now = processes.now();
    for (const part of document.querySelectorAll("[data-when]")) part.hidden = (part.dataset.when === "some") !== Boolean(now);
    chooser.replaceChildren(...processes.all().map(({ id, name }) => element("option", name, { value: id })));
    chooser.value = now?.id ?? "";
    say(one("[data-printed]"), now ? `Forløb: \u2068${now.name}\u2069. Udskrevet ${danishDay(today())}.` : "");
    const trouble = TROUBLES[processes.trouble()] ?? "";
    say(one("[data-trouble]"), trouble);
    one("[data-trouble]").hidden = !trouble;
    for (const part of document.querySelectorAll("[data-kept]")) part.hidden = Boolean(trouble);
    document.body.classList.toggle("has-process", Boolean(now));
  }

  function changeRow(kind, text, href) {
    const row = element("li", `${kind}: `);
    row.append(element("a", text, { href }));
    return row;
  }

  function showChanges() {
    const left = gone();
    const rows = [
      ...shown().filter(isChanged).map(({ id, text }) => changeRow("Ændret", text, `#${id}`)),
      ...shown().filter(isNew).map(({ id, text }) => changeRow("Nyt", text, `#${id}`)),
      ...left.map(([id, { text }]) => changeRow("Ikke på listen mere", text || id, "#udgaaet")),
    ];
    one("ul", changesPanel).replaceChildren(...rows);
    changesPanel.hidden = rows.length === 0;
    one("[data-do=seen]").hidden = !shown().some(isNew);
    one("ul", gonePanel).replaceChildren(...left.map(removableRow));
    gonePanel.hidden = left.length === 0;
  }

  function removableRow([id, answer]) {
    const text = answer.text || id;
    const row = goneRow(text, answer);
    const button = element("button", "Fjern svaret", { type: "button", class: "button quiet", "aria-label": `Fjern svaret på: ${text}` });
    button.addEventListener("click", () => removeGone(id));
    row.append(button);
    return row;
  }

  async function removeGone(id) {
    const asked = processes.now().id;
    if (!(await confirmed("Fjern svaret?", "Punktet og jeres svar på det bliver slettet fra forløbet."))) return;
    processes.change((process) => process.answers.delete(id), asked);
    show();
    (gonePanel.hidden ? heading : one("#udgaaet")).focus();
  }

  function showAround() {
    sharing.showLink();
    showHead();
    showProgress();
    showChanges();
  }

  function show() {
    points.all.forEach(points.show);
    showAround();
  }

  // Shows the chosen process. One that the browser already keeps is noted as used today, as
  // having seen this list, and as having its answers on the lists where the points now stand.
  function open() {
    const now = processes.now();
    const moved = points.all.filter((point) => answerOf(point) && answerOf(point).list !== point.list);
    if (now && (moved.length || (own && !now.seen.has(own)) || now.used !== today())) {
      processes.change((process) => {
        for (const { id, list } of moved) process.answers.get(id).list = list;
        see(process);
      });
    }
    show();
  }

  // What exports.js makes files of.
  function report() {
    const titles = new Map(points.all.map(({ list, listTitle }) => [list, listTitle]));
    const row = (id, list, text, answer, note) => {
      const { note: written = "", owner = "", due = "" } = answer ?? {};
      return { id, list, text, answer: ANSWERS[answer?.answer] ?? "", note: written, owner, due, remark: note };
    };
    const now = processes.now();
    return {
      title, process: now?.name ?? "Uden navn", processId: now?.id ?? "nyt", answers: Object.values(ANSWERS),
      day: today(), stamp: `${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`,
      rows: [
        ...shown().map((point) => row(point.id, point.listTitle, point.text, answerOf(point), remark(point))),
        ...gone().map(([id, answer]) => row(id, titles.get(answer.list) ?? title, answer.text || id, answer, "Står ikke længere på listen")),
      ],
    };
  }

  // Some browsers print only when the script has ended.
  const inPrint = (empty) => document.body.classList.toggle("print-empty", empty);
  function print(empty) {
    inPrint(empty);
    window.print();
  }

  async function name(act, question, suggestion, otherwise) {
    const given = await askName(question, suggestion);
    if (!given) return "";
    const done = act(given);
    open();
    return done ? `Forløbet hedder »${processes.now().name}«.` : otherwise;
  }

  async function lose(question, text, act) {
    if (!(await confirmed(question, `${text} Det kan ikke fortrydes.`))) return "";
    act();
    open();
    heading.focus();
    return processes.trouble() ? NOT_DELETED : "Det er slettet.";
  }

  function markSeen() {
    processes.change((process) => shown().forEach(({ id, list }) => process.seen.get(list)?.add(id)));
    show();
    heading.focus();
  }

  function rename() {
    const { id, name: old } = processes.now();
    return name((given) => processes.rename(id, given), "Giv forløbet et nyt navn", old, "Forløbet findes ikke mere. Det er slettet i et andet vindue.");
  }

  function remove() {
    const { id, name: old } = processes.now();
    return lose(`Slet »${old}«?`, "Alle svar i forløbet bliver slettet, også på de andre tjeklister.", () => processes.remove(id));
  }

  const ACTS = {
    make: () => name(processes.make, "Nyt forløb", "", sharing.FULL),
    rename,
    remove,
    forget: () => lose("Slet alt?", "Alle forløb og svar, siden har gemt i denne browser, bliver slettet.", processes.forget),
    seen: markSeen,
    link: sharing.share,
    save: sharing.keep,
    open: () => one("[data-file]").click(),
    "print-filled": () => print(false),
    "print-empty": () => print(true),
  };
  for (const [kind, made] of Object.entries(exports)) {
    ACTS[kind] = () => {
      const told = report();
      if (!told.rows.length) return "Listen har ingen punkter endnu.";
      if (kind === "ics" && !told.rows.some(({ due }) => due)) return "Ingen punkter har en frist endnu.";
      save(made(told), sharing.fileName(kind));
      return "Filen er hentet.";
    };
  }

  // Says it beside what the reader used; when something was lost or came in, at the top. What was
  // said before, in either place, may no longer be so.
  function tell(text = "", at = "head") {
    for (const place of ["head", "foot"]) say(one(`[data-said=${place}]`), place === at ? text : "");
  }

  function received(got, at) {
    if (!got) return;
    tell(got.said, got.taken ? "head" : at);
    if (!got.taken) return;
    heading.focus();
    open();
  }

  for (const button of document.querySelectorAll("[data-do]")) {
    const at = button.closest(".take-panel") && button.dataset.do !== "forget" ? "foot" : "head";
    button.addEventListener("click", async () => tell(await ACTS[button.dataset.do](), at));
  }
  chooser.addEventListener("change", () => {
    processes.choose(chooser.value);
    open();
    tell();
  });
  const file = one("[data-file]");
  file.addEventListener("change", async () => received(await sharing.receiveFile(file), "foot"));
  document.addEventListener("samskabelse:udvalg", showAround);
  window.addEventListener("hashchange", async () => received(await sharing.receiveLink()));
  window.addEventListener("afterprint", () => inPrint(false));
  // What other pages have done meanwhile; one that the browser had put by was not told of it.
  function renew() {
    processes.refresh();
    show();
  }
  window.addEventListener("storage", ({ key }) => (key === null || key === processes.KEY) && renew());
  window.addEventListener("pageshow", ({ persisted }) => persisted && renew());
  points.start(showAround);
  processes.refresh();
  open();
  sharing.receiveLink().then((got) => received(got));
})();
