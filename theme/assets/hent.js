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
  // file that cannot be had gives null, and loading it is tried again the next time.
  function loader(folder, version) {
    const waiting = new Map();

    function load(name, tail = `?v=${version()}`) {
      if (!waiting.has(name)) {
        waiting.set(name, new Promise((done) => {
          answers.set(name, done);
          const script = element("script", "", { src: `${folder}${name}.js${tail}` });
          script.addEventListener("error", () => {
            waiting.delete(name);
            done(null);
          });
          document.head.append(script);
        }));
      }
      return waiting.get(name);
    }

    return load;
  }

  // Written in base 36, with dots between.
  const numbers = (text) => text.split(".").filter(Boolean).map((digits) => parseInt(digits, 36));

  Object.assign(window.samskabelse, { told, loader, numbers });
})();
