// Data as YAML in the project's one form; the same lines as macros/write.py gives.
"use strict";

(() => {
  const WIDTH = 100;
  const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const PLAIN_START = /^[\p{L}\p{N}_(§”’/]/u;
  const NUMBERLIKE = /^[-+.:\p{Nd}_]+$/u;
  const ESCAPED = /["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff]/g;
  // What is not printed as it is: signs of control, and all white space but the plain one.
  const UNPRINTABLE = /[\p{C}\p{Z}]/u;
  const MISREAD = new RegExp(
    [
      "y|n|yes|no|on|off|true|false|null|~|",
      "[-+]?(?:0|[1-9][0-9]*)|[-+]?0[0-9_]+|0x[0-9a-f_]+|0o[0-7]+|0b[01_]+",
      "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?",
      "\\d{4}-\\d\\d?-\\d\\d?(?:[Tt\\s].*)?",
      "[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*(?:e[-+]?[0-9]+)?|[-+]?\\.(?:inf)|\\.nan",
      "[-+]?[0-9]+e[-+]?[0-9]+|[-+]?[0-9][0-9_]*_[0-9_]*|=|<<",
    ].map((part) => `^(?:${part})$`).join("|"),
    "i"
  );

  const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
  const isBlock = (value) => value !== null && typeof value === "object" && Object.keys(value).length > 0;
  // How many signs a reader sees; JavaScript counts some signs as two.
  const length = (text) => [...text].length;

  // Whether every YAML reader takes the bare words for exactly this text.
  function isPlain(text) {
    if (!PLAIN_START.test(text) || text !== text.trim()) return false;
    if (MISREAD.test(text) || NUMBERLIKE.test(text) || UNPRINTABLE.test(text.replaceAll(" ", ""))) return false;
    return !/:( |$)| #/.test(text);
  }

  function quoted(text) {
    const escape = (sign) => {
      if (sign === '"' || sign === "\\") return `\\${sign}`;
      if (sign === "\n") return "\\n";
      return sign === "\t" ? "\\t" : `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
    };
    return `"${text.replace(ESCAPED, escape)}"`;
  }

  const holdsOdd = (text, allowed) => text.replace(allowed, "").search(ESCAPED) >= 0;

  // Whether folding at spaces, and nothing else, gives the same text back.
  function canFold(text) {
    const spaces = text.match(/[\s\u001c-\u001f\u0085]+/g) || [];
    return spaces.length > 0 && spaces.every((one) => one === " ") && text === text.trim() && !holdsOdd(text, /["\\]/g);
  }

  function wrap(text, width) {
    const lines = [];
    let line = "";
    for (const word of text.split(" ")) {
      if (line && length(line) + 1 + length(word) > width) {
        lines.push(line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    return [...lines, line];
  }

  // A text with lines of its own, line by line; | keeps a line end after the last.
  function paragraphs(value, indent) {
    const text = value.replace(/\n$/, "");
    const ownSpaces = !text || text !== text.trim() || /[^\S\n]\n|\n[^\S\n]/.test(text);
    if (ownSpaces || holdsOdd(text, /["\\\n]/g)) return [quoted(value)];
    const pad = " ".repeat(indent);
    return [text === value ? "|-" : "|", ...text.split("\n").map((line) => (line ? pad + line : ""))];
  }

  // The lines of a single value: the first follows `used` signs, the rest stand as given.
  function scalar(value, indent, used) {
    if (typeof value !== "string") return [JSON.stringify(value)];
    if (value.includes("\n")) return paragraphs(value, indent);
    const text = isPlain(value) ? value : quoted(value);
    if (used + length(text) <= WIDTH || !canFold(value)) return [text];
    const pad = " ".repeat(indent);
    return [">-", ...wrap(value, WIDTH - indent).map((line) => pad + line)];
  }

  // A list of ids on one line; "" for anything else.
  function flow(value) {
    const ids = Array.isArray(value) && value.length > 0 &&
      value.every((one) => typeof one === "string" && ID.test(one) && isPlain(one));
    return ids ? `[${value.join(", ")}]` : "";
  }

  function pair(head, value, indent) {
    const oneLine = flow(value);
    if (oneLine && head.length + 1 + oneLine.length <= WIDTH) return [`${head} ${oneLine}`];
    if (isBlock(value)) return [head, ...lines(value, indent + 2)];
    const [first, ...rest] = scalar(value, indent + 2, head.length + 1);
    return [`${head} ${first}`, ...rest];
  }

  function item(value, indent) {
    const pad = " ".repeat(indent);
    if (!isBlock(value)) {
      const [first, ...rest] = scalar(value, indent + 2, indent + 2);
      return [`${pad}- ${first}`, ...rest];
    }
    const [first, ...rest] = lines(value, indent + 2);
    return [`${pad}- ${first.slice(indent + 2)}`, ...rest];
  }

  // A mapping or list, line by line, `indent` spaces in.
  function lines(value, indent) {
    if (!isMapping(value)) return value.flatMap((one) => item(one, indent));
    return Object.entries(value).flatMap(([key, one]) => {
      const name = isPlain(key) ? key : quoted(key);
      return pair(`${" ".repeat(indent)}${name}:`, one, indent);
    });
  }

  const yaml = {
    // A file that holds one entry, under a comment.
    entry: (data, comment) => [comment, ...lines(data, 0), ""].join("\n"),
    // One entry as it stands among others in a collection's file.
    item: (data) => [...item(data, 2), ""].join("\n"),
  };
  Object.assign((window.samskabelse ??= {}), { yaml });
})();
