// What many scripts need: an HTML element, the day today, and the page's own address.
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

  // Puts what the page shows in its address, for good. Browsers take only so many changes in a
  // short time, and refuse the rest or let them fall: the last one is then tried again.
  let again;
  function keepAddress(address, state = null) {
    clearTimeout(again);
    const { href } = new URL(address, location.href);
    try {
      history.replaceState(state, "", href);
    } catch { /* Too many. */ }
    if (location.href !== href) again = setTimeout(keepAddress, 1000, href, state);
  }

  Object.assign((window.samskabelse ??= {}), { element, today, keepAddress });
})();
