// Opens a word's definition on hover as well; click, tap and keyboard need no script.
for (const button of document.querySelectorAll("button.term")) {
  const definition = document.getElementById(button.getAttribute("popovertarget"));
  let byHover = false;
  button.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse" || definition.matches(":popover-open")) return;
    definition.showPopover();
    byHover = true;
  });
  button.addEventListener("pointerleave", (event) => {
    if (byHover && !definition.contains(event.relatedTarget)) definition.hidePopover();
    byHover = false;
  });
}
