// Opens a word's definition on hover and on keyboard focus as well; a click or tap needs no script.
"use strict";

(() => {
  for (const button of document.querySelectorAll("button.term")) {
    const definition = document.getElementById(button.getAttribute("popovertarget"));
    const isOpen = () => definition.matches(":popover-open");
    // Whether this script opened it, and so may close it again.
    let opened = false;

    const open = () => {
      if (isOpen()) return;
      definition.showPopover({ source: button });
      opened = true;
    };
    const close = (event) => {
      if (opened && isOpen() && !definition.contains(event.relatedTarget)) definition.hidePopover();
      opened = false;
    };

    button.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open());
    button.addEventListener("pointerleave", close);
    button.addEventListener("focus", () => button.matches(":focus-visible") && open());
    button.addEventListener("blur", close);
  }
})();
