// Makes an HTML element from a tag, a text and attributes: text never becomes HTML.
"use strict";

(() => {
  const element = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  Object.assign((window.samskabelse ??= {}), { element });
})();
