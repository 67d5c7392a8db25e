// A process to and from others: as a link that carries the answers to this list, and as a file
// that carries all of it. What comes in is shown, and taken in only when the reader says so.
"use strict";

(() => {
  const { asked, copyLink, decode, encode, points, processes, save } = window.samskabelse;
  const { all, gone, goneRow, one, own, say, shown } = points;
  const LONGEST_LINK = 400_000;
  const LONGEST_FILE = 2_000_000;
  const LONG_FOR_MAIL = 4_000;
  const FULL = `Der er ikke plads til flere end ${processes.LIMITS.processes} forløb. Slet et først.`;
  const FOLDED = { æ: "ae", ø: "oe", å: "aa" };

  // A name for a file: the list's and the process's, in signs every system takes.
  function fileName(kind) {
    const name = (processes.now()?.name ?? "").toLowerCase().replace(/[æøå]/g, (sign) => FOLDED[sign]);
    const slug = name.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    return `${[own || "min-tjekliste", slug].filter(Boolean).join("-")}.${kind}`;
  }

  // The link to answers as they are; when they change, there is none until one is asked for.
  function showLink(address = "") {
    one("[data-address]").hidden = !address;
    one("#delt-link").value = address;
  }

  async function share() {
    const now = processes.now();
    const wanted = new Set([...shown().map(({ id }) => id), ...gone().map(([id]) => id)]);
    if (![...(now?.answers.keys() ?? [])].some((id) => wanted.has(id))) return "Der er ingen svar at dele endnu.";
    const held = new Set(shown().map(({ list }) => list));
    const address = new URL(location.href);
    const code = encode(processes.wrap(now, ([id]) => wanted.has(id), (list) => held.has(list)));
    if (code.length > LONGEST_LINK) return "Svarene fylder for meget til et link. Gem forløbet som fil i stedet.";
    address.hash = `f=${code}`;
    showLink(address.href);
    const how = await copyLink(address.href, "Kopiér det i feltet herunder.");
    return address.href.length > LONG_FOR_MAIL ? `${how} Det er langt, og nogle mailprogrammer klipper lange links over. En fil er sikrere.` : how;
  }

  function keep() {
    const now = processes.now();
    if (!now?.answers.size) return "Der er ingen svar at gemme endnu.";
    const text = JSON.stringify(processes.wrap(now), null, 1);
    save(new Blob([text], { type: "application/json" }), fileName("json"));
    return "Forløbet er gemt som fil.";
  }

  // Gives { said, taken }: what to tell the reader, and whether there is a new process.
  async function receive(raw, from) {
    const process = processes.unwrap(raw);
    const dialog = one("[data-dialog=incoming]");
    if (dialog.open) return { said: "Svar først på det forløb, der bliver vist.", taken: false };
    if (!process) return { said: `${from} kan ikke læses som et forløb. Intet er ændret.`, taken: false };
    const { size } = process.answers;
    const most = processes.LIMITS.answers;
    if (size > most) return { said: `${from} rummer svar på ${size} punkter, og der er kun plads til ${most}. Intet er ændret.`, taken: false };
    const text = (id, answer) => answer.text || all.find((point) => point.id === id)?.text || id;
    const several = size === 1 ? "svar på 1 punkt" : `svar på ${size} punkter`;
    say(one("#modtaget-tekst"), `${from} rummer forløbet »\u2068${process.name}\u2069« med ${several}.`);
    one("[data-preview]").replaceChildren(...[...process.answers].map(([id, answer]) => goneRow(text(id, answer), answer)));
    if (!(await asked(dialog))) return { said: "Forløbet er ikke lagt ind.", taken: false };
    if (!processes.take(process)) return { said: FULL, taken: false };
    return { said: `»${processes.now().name}« er lagt ind som et nyt forløb.`, taken: true };
  }

  // The process in the address, which is then taken out of it; null when there is none.
  async function receiveLink() {
    const [, code] = /^#f=(.*)$/s.exec(location.hash) ?? [];
    if (code === undefined) return null;
    const got = await receive(code.length <= LONGEST_LINK ? decode(code) : null, "Linket");
    history.replaceState(null, "", location.pathname + location.search);
    return got;
  }

  async function receiveFile(input) {
    const [file] = input.files;
    let raw = null;
    try {
      if (file.size <= LONGEST_FILE) raw = JSON.parse(await file.text());
    } catch { /* No file of ours: the reader is told so. */ }
    input.value = "";
    return receive(raw, "Filen");
  }

  Object.assign(window.samskabelse, { sharing: { FULL, fileName, keep, receiveFile, receiveLink, share, showLink } });
})();
