// The menu folds away on narrow screens; without this script it is simply open.
"use strict";

(() => {
  const button = document.querySelector(".menu-button");
  const menu = document.getElementById("menu");

  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    menu.classList.toggle("open", open);
  };

  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      show(false);
      button.focus();
    }
  });
})();
