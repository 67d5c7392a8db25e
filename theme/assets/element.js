// What many scripts need: an HTML element, and the day today.
"use strict";

(() => {
  // From a tag, a text and attributes: text never becomes HTML.
  const element = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  // As 2026-11-22, where the reader is: in Denmark the day is new before it is so in UTC.
  const today = () => {
    const now = new Date();
    const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
  };

  Object.assign((window.samskabelse ??= {}), { element, today });
})();
