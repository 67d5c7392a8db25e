// Data in small files, loaded when it is asked for. Each is a script that calls `told` with its
// name and what it holds: a script can be loaded from a folder as well as from a server.
"use strict";

(() => {
  const { element } = window.samskabelse;
  const answers = new Map();

  function told(name, data) {
    answers.get(name)?.(data);
  }

  // What loads the files of a folder by name, each once. `version` may wait for one of them. A
  // file that cannot be had, or that something else was sent in place of, gives null, and loading
  // it is tried again the next time. `has` says whether one is here already.
  function loader(folder, version) {
    const waiting = new Map();
    const here = new Set();

    function load(name, tail = `?v=${version()}`) {
      if (!waiting.has(name)) {
        waiting.set(name, new Promise((done) => {
          answers.set(name, (data) => {
            here.add(name);
            done(data);
          });
          const script = element("script", "", { src: `${folder}${name}.js${tail}` });
          const lost = () => {
            if (here.has(name)) return;
            waiting.delete(name);
            done(null);
          };
          script.addEventListener("load", lost);
          script.addEventListener("error", lost);
          document.head.append(script);
        }));
      }
      return waiting.get(name);
    }

    return Object.assign(load, { has: (name) => here.has(name) });
  }

  const [DOT, ZERO, A] = [".", "0", "a"].map((sign) => sign.charCodeAt(0));

  // Written in base 36, with dots between. There are thousands of them in a text, and sign by sign
  // takes a phone a fraction of what splitting it does.
  function numbers(text) {
    const found = [];
    let number = 0;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text.charCodeAt(at);
      if (sign === DOT) {
        found.push(number);
        number = 0;
      } else number = number * 36 + (sign < A ? sign - ZERO : sign - A + 10);
    }
    if (text) found.push(number);
    return found;
  }

  Object.assign(window.samskabelse, { told, loader, numbers });
})();
