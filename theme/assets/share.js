// Ways for what a reader has made to leave the page: in a link, as a file, as Markdown or CSV.
"use strict";

(() => {
  // JSON in base64url, so that it can stand in an address after #, which no server is sent.
  function encode(data) {
    const bytes = new TextEncoder().encode(JSON.stringify(data));
    const signs = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    return btoa(signs).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // What was encoded, or null for anything else. It may come from anyone: check its shape.
  function decode(code) {
    try {
      const signs = atob(code.replace(/-/g, "+").replace(/_/g, "/"));
      return JSON.parse(new TextDecoder().decode(Uint8Array.from(signs, (sign) => sign.charCodeAt(0))));
    } catch {
      return null;
    }
  }

  // A short sum of a text (FNV-1a), to see whether it still reads as it did.
  function sum(text) {
    let made = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) made = Math.imul(made ^ byte, 0x01000193);
    return made >>> 0;
  }

  // Copies an address and says how it went, in Danish.
  async function copyLink(address, otherwise = "Kopiér i stedet adressen øverst i browseren.") {
    try {
      await navigator.clipboard.writeText(address);
      return location.protocol === "file:"
        ? "Linket er kopieret, men det virker kun på denne computer, for sitet er åbnet fra en mappe."
        : "Linket er kopieret.";
    } catch {
      return `Linket kunne ikke kopieres. ${otherwise}`;
    }
  }

  // Hands the reader a file. Some browsers ask before they fetch it, so it is let go only when the
  // next one is saved.
  let saved = "";
  function save(blob, name) {
    URL.revokeObjectURL(saved);
    saved = URL.createObjectURL(blob);
    const link = document.createElement("a");
    link.href = saved;
    link.download = name;
    link.click();
  }

  // What a reader makes stands in the address, and each note on the page that is followed is a step in
  // the history. Such steps are of the same work, so going back over them must not bring it as it
  // was: `keep` writes the address, `begin` other work, as a step or in place of the one at hand, and
  // `isSame` tells whether the step one has come to is of the work at hand.
  function work() {
    let mine;
    const keep = (address) => window.samskabelse.keepAddress(address, { work: mine });
    const take = () => {
      mine = history.state?.work ?? Math.random();
      keep(location.href);
    };
    const begin = (address, way) => {
      history[way](null, "", address);
      take();
    };
    const isSame = () => {
      const before = mine;
      take();
      return mine === before;
    };
    take();
    return { keep, begin, isSame };
  }

  // Markdown reads these signs as form, and lines that are moved in; a backslash makes them text.
  const plainInMarkdown = (text) =>
    text.replace(/^[^\S\n]+/gm, "").replace(/([\\`*_{}[\]<>#+\-!|&=~])/g, "\\$1").replace(/^(\d+)([.)])/gm, "$1\\$2");

  // Spreadsheets take these beginnings for formulas; an apostrophe makes them texts.
  const harmless = (text) => (/^\s*[=+\-@＝＋－＠]|^[\t\n]/.test(text) ? `'${text}` : text);

  // Rows of texts and numbers as Danish spreadsheets open them. Gives a Blob.
  function csv(rows) {
    const line = (cells) => cells.map((cell) => `"${harmless(String(cell)).replaceAll('"', '""')}"`).join(";");
    return new Blob([`\ufeff${rows.map(line).join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" });
  }

  Object.assign((window.samskabelse ??= {}), { encode, decode, sum, copyLink, save, work, plainInMarkdown, csv });
})();
