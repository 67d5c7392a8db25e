// What differs between two texts, word by word, as the build shows it. Needs element.js.
"use strict";

(() => {
  const { element } = window.samskabelse;

  // Longest common run of words, as the site's own versions are compared.
  function wordDiff(old, now) {
    const a = old.split(/\s+/).filter(Boolean);
    const b = now.split(/\s+/).filter(Boolean);
    const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    const changes = [];
    const add = (kind, word) => {
      const last = changes[changes.length - 1];
      if (last?.kind === kind) last.words.push(word);
      else changes.push({ kind, words: [word] });
    };
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add("same", a[i]);
        [i, j] = [i + 1, j + 1];
      } else if (i < a.length && (j === b.length || length[i + 1][j] >= length[i][j + 1])) {
        add("del", a[i]);
        i += 1;
      } else {
        add("ins", b[j]);
        j += 1;
      }
    }
    return changes;
  }

  // Fills `target` with the words of `now`, marking what came and what went since `old`.
  function showDiff(target, old, now) {
    target.replaceChildren();
    target.hidden = old === now;
    for (const { kind, words } of wordDiff(old, now)) {
      const text = words.join(" ");
      if (kind === "same") target.append(text);
      else {
        const mark = element(kind);
        const before = kind === "del" ? "[udgår: " : "[nyt: ";
        mark.append(element("span", before, { class: "visually-hidden" }), text, element("span", "]", { class: "visually-hidden" }));
        target.append(mark);
      }
      target.append(" ");
    }
  }

  Object.assign(window.samskabelse, { showDiff });
})();
