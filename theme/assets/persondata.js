// Finds personal data in a text as macros/personal.py does: CPR numbers, telephone numbers,
// private e-mail addresses. What it looks for comes with the page.
"use strict";

(() => {
  // How many days the month has in the year with these two last digits, in any century.
  const daysIn = (year, month) => Math.max(...[1800, 1900, 2000].map((century) => new Date(Date.UTC(century + year, month, 0)).getUTCDate()));

  // `patterns`: as RegExp by name; `before`: how many signs before a number may tell what it is;
  // `office`: words in addresses that an office has. Gives a function from a text to what is found:
  // [{ start, end, name, text }], in the order of the text, none over another.
  function personalData({ patterns, before, office }) {
    const ahead = (line, start) => line.slice(Math.max(0, start - before), start);
    const ends = (pattern, text) => text.search(pattern) >= 0;
    const isWhole = (pattern, text) => new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(text);
    const isSomethingElse = (line, start) => ends(patterns.web, ahead(line, start)) || ends(patterns.otherNumber, ahead(line, start));

    function isCpr(line, { index, 1: day, 2: month, 3: year }) {
      const real = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(Number(year), Number(month));
      return real && !isSomethingElse(line, index);
    }

    function isTelephone(line, { index, 0: number }, pattern) {
      if (pattern === patterns.bare && !ends(patterns.call, ahead(line, index))) return false;
      return !isWhole(patterns.years, number) && !isSomethingElse(line, index);
    }

    // "email" for a person's own address, "named" for one at work, nothing for an office's.
    function ofEmail(line, match) {
      const [local, domain] = [match[1].toLowerCase(), match[2].toLowerCase()];
      if (isWhole(patterns.nobody, domain) || ends(patterns.inAddress, ahead(line, match.index))) return null;
      const parts = local.split(/[._+-]/);
      const named = isWhole(patterns.name, local) && !parts.some((part) => office.includes(part));
      const own = named && parts.some((part) => part.length > 2 && domain.includes(part));
      if (isWhole(patterns.free, domain) || own) return "email";
      return named ? "named" : null;
    }

    function inLine(line) {
      const found = [];
      const note = (match, name) => name && found.push({ start: match.index, end: match.index + match[0].length, name, text: match[0] });
      for (const match of line.matchAll(patterns.cpr)) note(match, isCpr(line, match) && "cpr");
      for (const pattern of [patterns.abroad, patterns.grouped, patterns.bare]) {
        for (const match of line.matchAll(pattern)) note(match, isTelephone(line, match, pattern) && "telephone");
      }
      for (const match of line.matchAll(patterns.email)) note(match, ofEmail(line, match));
      let told = 0;
      return found.sort((a, b) => a.start - b.start || a.end - b.end).filter(({ start, end }) => {
        const fresh = start >= told;
        if (fresh) told = end;
        return fresh;
      });
    }

    return (text) => text.split("\n").flatMap(inLine);
  }

  Object.assign((window.samskabelse ??= {}), { personalData });
})();
