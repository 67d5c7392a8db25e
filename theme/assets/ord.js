// Opens a word's definition on hover and on keyboard focus as well; a click or tap needs no script.
"use strict";

(() => {
  // Milliseconds to get the pointer from the word to its definition at the foot of the window.
  const LINGER = 1000;
  const ROOM = 8; // pixels between a word and its definition

  for (const button of document.querySelectorAll("button.term")) {
    const definition = document.getElementById(button.getAttribute("popovertarget"));
    const isOpen = () => definition.matches(":popover-open");
    // Whether this script opened it, and so may close it again.
    let opened = false;
    let leaving;

    const stay = () => clearTimeout(leaving);
    const open = () => {
      stay();
      if (isOpen()) return;
      definition.showPopover({ source: button });
      opened = true;
    };
    const close = () => {
      if (opened && isOpen()) definition.hidePopover();
      opened = false;
    };
    const leave = () => {
      stay();
      leaving = setTimeout(close, LINGER);
    };
    // What is open for now stays when it is asked for: the press is not one to close it.
    const keep = (event) => {
      if (opened && isOpen()) event.preventDefault();
      opened = false;
    };

    button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open());
    button.addEventListener("pointerleave", leave);
    definition.addEventListener("pointerenter", stay);
    definition.addEventListener("pointerleave", leave);
    button.addEventListener("click", keep);
    button.addEventListener("focus", () => {
      if (!button.matches(":focus-visible")) return;
      open();
      // The word that one has come to is not to be behind its definition.
      const behind = button.getBoundingClientRect().bottom - definition.getBoundingClientRect().top;
      if (behind > 0) window.scrollBy(0, behind + ROOM);
    });
    // From the word, one comes to the link of its definition, and from that on in the text.
    for (const part of [button, definition]) {
      part.addEventListener("focusout", ({ relatedTarget }) => {
        if (relatedTarget !== button && !definition.contains(relatedTarget)) close();
      });
    }
  }
})();
