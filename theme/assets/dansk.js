// Danish as macros/danish.py has it: slugs, dates, near misses, values as people know them.
"use strict";

(() => {
  const MONTHS = ["januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"];
  const FOLDED = { æ: "ae", ø: "oe", å: "aa", ä: "ae", ö: "oe", ü: "u", ß: "ss" };

  // An ASCII slug: "Den økologiske å" gives "den-oekologiske-aa".
  function slug(text) {
    const folded = text.normalize("NFC").toLowerCase().replace(/[æøåäöüß]/g, (letter) => FOLDED[letter]);
    return folded.normalize("NFD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  }

  // "2013-07-01" as "1. juli 2013"; a month or a year alone likewise.
  function date(value) {
    const [year, month, day] = String(value).split("-");
    const name = MONTHS[Number(month) - 1];
    return day ? `${Number(day)}. ${name} ${year}` : month ? `${name} ${year}` : year;
  }

  // From one to another: "2011–2018", and with room around the dash when either has words.
  function span(start, end) {
    return [start, end].join(`${start}${end}`.includes(" ") ? " – " : "–");
  }

  // A text as its writer would recognise it, cut when long.
  function shown(value) {
    const signs = [...String(value).split(/\s+/).filter(Boolean).join(" ")];
    return signs.length > 60 ? `${signs.slice(0, 57).join("")}…` : signs.join("");
  }

  // How alike two words are, 0 to 1: twice the signs in common blocks over all signs
  // (Ratcliff and Obershelp), the longest block first.
  function alike(a, b) {
    const common = (a1, a2, b1, b2) => {
      let [start, other, size] = [a1, b1, 0];
      for (let i = a1; i < a2; i += 1) {
        for (let j = b1; j < b2; j += 1) {
          let k = 0;
          while (i + k < a2 && j + k < b2 && a[i + k] === b[j + k]) k += 1;
          if (k > size) [start, other, size] = [i, j, k];
        }
      }
      if (!size) return 0;
      return size + common(a1, start, b1, other) + common(start + size, a2, other + size, b2);
    };
    return a.length + b.length ? (2 * common(0, a.length, 0, b.length)) / (a.length + b.length) : 1;
  }

  // The known word most like a mistyped one, whatever its case and spelling of æ, ø, å.
  function nearest(wrong, known) {
    const typed = slug(wrong.slice(0, 200));
    const bySlug = new Map(known.map((word) => [slug(word), word]));
    let best = null;
    for (const one of bySlug.keys()) {
      const score = alike(one, typed);
      if (score >= 0.6 && (!best || score > best.score || (score === best.score && one > best.one))) best = { score, one };
    }
    const begun = typed.length >= 3 && [...bySlug.keys()].find((one) => one.startsWith(typed));
    const found = best ? best.one : begun;
    return found ? bySlug.get(found) : null;
  }

  function didYouMean(wrong, known) {
    const match = nearest(wrong, known);
    return match ? `Mente du »${match}«?` : "";
  }

  Object.assign((window.samskabelse ??= {}), { danish: { MONTHS, slug, date, span, shown, nearest } });
})();
