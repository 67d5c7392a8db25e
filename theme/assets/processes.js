// The reader's own processes ("forløb") with their answers to the points of the checklists.
// Kept in this browser only, from the reader's first act on; no function here throws.
// Needs element.js and share.js.
"use strict";

(() => {
  const { sum, today } = window.samskabelse;
  const KEY = "samskabelse:v1:forloeb";
  const TYPE = "samskabelse-forloeb";
  const UNTITLED = "Vores forløb";
  const LIMITS = { name: 80, note: 1000, owner: 80, text: 2000, answers: 2000, processes: 30 };
  const DAYS_UNUSED = 730;
  const ANSWERS = { ja: "Ja", delvist: "Delvist", nej: "Nej", "ikke-relevant": "Ikke relevant" };
  const ID = /^[a-z0-9][a-z0-9-]{0,79}$/;
  const HASH = /^[0-9a-f]{8}$/;

  const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isId = (value) => typeof value === "string" && ID.test(value);
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // A text as it may be kept: not too long, without signs that no file format can carry.
  function clean(value, longest, { lines = false } = {}) {
    if (typeof value !== "string") return "";
    const text = value.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n").slice(0, longest);
    const kept = text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (sign) => (sign === "\n" || sign === "\t" ? sign : ""));
    return lines ? kept : plain(kept);
  }

  // A day between 2000 and 2099 as 2026-11-22, or nothing.
  function day(value) {
    if (typeof value !== "string" || !/^20\d\d-\d\d-\d\d$/.test(value)) return "";
    const date = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : "";
  }

  // Of a point's text, to see whether it still reads as when it was answered.
  const hash = (text) => sum(plain(text)).toString(16).padStart(8, "0");

  const isBlank = ({ answer, note, owner, due }) => !answer && !note.trim() && !owner && !due;

  function readAnswer(raw) {
    if (!isRecord(raw)) return null;
    const text = clean(raw.text, LIMITS.text);
    const answer = {
      answer: typeof raw.answer === "string" && Object.hasOwn(ANSWERS, raw.answer) ? raw.answer : "",
      note: clean(raw.note, LIMITS.note, { lines: true }),
      owner: clean(raw.owner, LIMITS.owner),
      due: day(raw.due),
      list: isId(raw.list) ? raw.list : "",
      hash: typeof raw.hash === "string" && HASH.test(raw.hash) ? raw.hash : hash(text),
      text,
    };
    return isBlank(answer) ? null : answer;
  }

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // A process from what storage, a file or a link holds: only known keys, known shapes and
  // bearable lengths. Null when it is no process.
  function readProcess(raw) {
    if (!isRecord(raw) || !isRecord(raw.answers)) return null;
    const answers = new Map();
    for (const [id, one] of Object.entries(raw.answers)) {
      const answer = isId(id) ? readAnswer(one) : null;
      if (answer) answers.set(id, answer);
    }
    const seen = new Map();
    for (const [list, ids] of isRecord(raw.seen) ? Object.entries(raw.seen) : []) {
      if (isId(list) && Array.isArray(ids)) seen.set(list, new Set(ids.filter(isId)));
    }
    const name = clean(raw.name, LIMITS.name) || UNTITLED;
    return { id: isId(raw.id) ? raw.id : newId(), name, used: day(raw.used) || today(), answers, seen };
  }

  // Empty fields are left out, and the sum of a text that stands beside it.
  const packAnswer = (answer) =>
    Object.fromEntries(Object.entries(answer).filter(([key, value]) => value && !(key === "hash" && value === hash(answer.text))));

  const pack = ({ id, name, used, answers, seen }) => ({
    id, name, used,
    answers: Object.fromEntries([...answers].map(([point, answer]) => [point, packAnswer(answer)])),
    seen: Object.fromEntries([...seen].map(([list, ids]) => [list, [...ids]])),
  });

  // What a file or a link holds. `answers` and `lists` narrow it to some points and lists.
  function wrap(process, isWanted = () => true, isWantedList = () => true) {
    const answers = new Map([...process.answers].filter(isWanted));
    const seen = new Map([...process.seen].filter(([list]) => isWantedList(list)));
    return { type: TYPE, version: 1, process: pack({ ...process, answers, seen }) };
  }

  // The process in a file or a link, with an id of its own; null when there is none, or no answer.
  function unwrap(raw) {
    if (!isRecord(raw) || raw.type !== TYPE || raw.version !== 1) return null;
    const process = readProcess(raw.process);
    return process?.answers.size ? { ...process, id: newId(), used: today() } : null;
  }

  // "" while the browser keeps what it is told; "closed" when it keeps nothing at all;
  // "full" when it did not take the last it was told. That then lives as long as the page.
  let trouble = "";
  let memory = null;
  function stored() {
    try {
      return trouble ? memory : window.localStorage.getItem(KEY);
    } catch {
      trouble = "closed";
      return memory;
    }
  }
  function store(text) {
    memory = text;
    // What could not be read is not written over; that it goes is all one can ask of it.
    if (trouble === "closed" && text !== null) return;
    try {
      if (text === null) window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, text);
      trouble = "";
    } catch {
      trouble ||= "full";
    }
  }

  let all = [];
  let current = "";

  const age = (used) => (Date.parse(today()) - Date.parse(used)) / 86_400_000;

  // Reads anew, since another tab may have written, and lets go of what is too old.
  function refresh() {
    let raw = null;
    try {
      raw = JSON.parse(stored() ?? "null");
    } catch { /* Not ours any more: begin anew. */ }
    const found = isRecord(raw) && Array.isArray(raw.processes) ? raw.processes.slice(0, LIMITS.processes) : [];
    const processes = found.map(readProcess).filter(Boolean);
    all = processes.filter(({ used }) => age(used) <= DAYS_UNUSED);
    if (!all.some(({ id }) => id === current)) {
      current = all.some(({ id }) => id === raw?.current) ? raw.current : (all[0]?.id ?? "");
    }
    if (all.length < processes.length) write();
  }

  const write = () => store(all.length ? JSON.stringify({ current, processes: all.map(pack) }) : null);
  const now = () => all.find(({ id }) => id === current) ?? null;

  function freeName(wanted, except = "") {
    const taken = new Set(all.filter(({ id }) => id !== except).map(({ name }) => name));
    const name = clean(wanted, LIMITS.name) || UNTITLED;
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name.slice(0, LIMITS.name - 5)} (${number})`;
    return free;
  }

  // Takes in a process beside the others and chooses it; false when there are too many.
  function take(process) {
    refresh();
    if (all.length >= LIMITS.processes) return false;
    all.push({ ...process, name: freeName(process.name) });
    current = process.id;
    write();
    return true;
  }

  const make = (name) => take({ id: newId(), name, used: today(), answers: new Map(), seen: new Map() });

  // Lets `act` change the chosen process; makes one when there is none. What a reader was asked
  // about one process, by its `id`, is not done to another: that one may be gone meanwhile. Gives
  // whether it was done.
  function change(act, id = "") {
    refresh();
    if (id ? now()?.id !== id : !now() && !make(UNTITLED)) return false;
    const process = now();
    act(process);
    for (const [id, answer] of process.answers) if (isBlank(answer)) process.answers.delete(id);
    process.used = today();
    write();
    return true;
  }

  function choose(id) {
    refresh();
    current = all.some((one) => one.id === id) ? id : current;
    write();
  }

  function remove(id) {
    refresh();
    all = all.filter((one) => one.id !== id);
    if (current === id) current = all[0]?.id ?? "";
    write();
  }

  function forget() {
    all = [];
    current = "";
    write();
  }

  const rename = (id, name) => change((process) => { process.name = freeName(name, id); }, id);

  Object.assign(window.samskabelse, {
    processes: {
      ANSWERS, KEY, LIMITS, change, choose, clean, day, forget, hash, make, now, plain, refresh, remove,
      rename, take, unwrap, wrap, all: () => all, trouble: () => trouble,
    },
  });
})();
