// A guide one question at a time. The path stands in the address after #, so that it can be
// shared, and so that the browser's back button takes back an answer. Nothing is stored.
"use strict";

(() => {
  const { copyLink, element } = window.samskabelse;
  const guide = document.querySelector("[data-guide]");
  const nodes = new Map([...guide.querySelectorAll("[data-node]")].map((node) => [node.id, node]));
  const [first] = nodes.keys();
  const path = guide.querySelector("[data-path]");
  const list = guide.querySelector("[data-answers]");
  const said = guide.querySelector("[data-said]");
  const go = Object.fromEntries([...guide.querySelectorAll("[data-go]")].map((link) => [link.dataset.go, link]));
  // No path is longer than the guide has questions.
  const LONGEST = nodes.size;
  // Whether the whole guide is shown.
  let all = false;

  const sources = document.querySelectorAll(".sources li");
  sources.forEach((source, index) => { source.value = index + 1; });

  const answersOf = (id) => [...nodes.get(id).querySelectorAll("[data-next]")];
  const address = (steps) => `#sti=${steps.map(({ id, number }) => `${id}.${number}`).join("/")}`;

  // The most questions left from here on, this one counted. The guide has no circles: that is
  // checked when the site is built.
  const counted = new Map();
  function left(id) {
    if (!counted.has(id)) {
      const answers = answersOf(id).map((answer) => left(answer.dataset.next));
      counted.set(id, answers.length ? 1 + Math.max(...answers) : 0);
    }
    return counted.get(id);
  }

  // A link may come from anyone, or be made before the guide was revised: a path is followed only
  // as far as it makes sense.
  function follow(text) {
    const steps = [];
    const parts = text ? text.split("/") : [];
    let here = null;
    for (const part of parts.slice(0, LONGEST)) {
      const [id, number] = part.split(".");
      const answer = nodes.has(id) && /^\d{1,2}$/.test(number) ? answersOf(id)[number - 1] : null;
      if (!answer || (here && id !== here)) break;
      steps.push({ id, number: Number(number) });
      here = answer.dataset.next;
    }
    return { steps, here: here ?? first, lost: steps.length < parts.length };
  }

  // Whether an address is one of the guide's own, and not that of a note on the page.
  const isOurs = (hash) => hash === "" || hash === "hele" || hash.startsWith("sti=") || nodes.has(hash);

  function read() {
    const hash = location.hash.slice(1);
    if (hash === "hele") all = true;
    else if (hash.startsWith("sti=")) all = false;
    if (nodes.has(hash)) return { steps: [], here: hash };
    return hash.startsWith("sti=") ? follow(hash.slice(4)) : { steps: [], here: first };
  }

  function row({ id, number }, index, steps) {
    const answer = answersOf(id)[number - 1];
    const item = element("li", `${nodes.get(id).dataset.text} `);
    const change = element("a", "Ret svaret", { href: index ? address(steps.slice(0, index)) : `#${id}` });
    change.append(element("span", ` på »${nodes.get(id).dataset.text}«`, { class: "visually-hidden" }));
    item.append(element("strong", answer.textContent), " ", change);
    return item;
  }

  function told(here, lost) {
    const questions = left(here);
    const more = questions === 1 ? "Dette er det sidste spørgsmål." : `Der er højst ${questions} spørgsmål tilbage.`;
    return `${lost ? "Resten af vejen i linket findes ikke i guiden, som den er nu. " : ""}${questions ? more : ""}`.trim();
  }

  // The notes and the explained words of what is shown. A note may be of several: »1–7«.
  function leads() {
    const found = new Set();
    for (const link of document.querySelectorAll("article .notes a, .term")) {
      if (link.closest("[data-node][hidden], .of-others")) continue;
      found.add(link.getAttribute("popovertarget"));
      const [from, to = from] = link.textContent.split("–").map(Number);
      for (let number = from; number <= to; number += 1) found.add(`kilde-${number}`);
    }
    return found;
  }

  // Paper gets of sources and words those of what is shown; a source may have an explained word.
  function keepOnPaper() {
    for (const ends of [sources, document.querySelectorAll(".words [popover]")]) {
      const found = leads();
      for (const one of ends) one.classList.toggle("of-others", !found.has(one.id));
    }
  }

  function show() {
    const { steps, here, lost } = read();
    for (const [id, node] of nodes) {
      node.hidden = !all && id !== here;
      answersOf(id).forEach((answer, index) => {
        answer.hash = all ? answer.dataset.next : address([...steps, { id, number: index + 1 }]).slice(1);
      });
    }
    guide.classList.toggle("stepping", !all);
    path.hidden = all || !steps.length;
    list.replaceChildren(...(all ? [] : steps.map(row)));
    go.back.hidden = all || !steps.length;
    go.back.href = steps.length > 1 ? address(steps.slice(0, -1)) : `#${steps.length ? steps[0].id : first}`;
    go.start.textContent = all ? "Svar på ét spørgsmål ad gangen" : "Begynd forfra";
    go.start.hidden = !all && here === first && !steps.length;
    go.all.hidden = all;
    said.textContent = all ? "" : told(here, lost);
    keepOnPaper();
    return nodes.get(here);
  }

  function move() {
    if (!isOurs(location.hash.slice(1))) return;
    const heading = show().querySelector("h2");
    if (location.hash === "#hele") go.start.focus({ preventScroll: true });
    else heading.focus({ preventScroll: true });
    (location.hash === "#hele" ? guide : heading).scrollIntoView({ block: "start" });
  }

  guide.addEventListener("click", async ({ target }) => {
    const take = target.closest("[data-take]")?.dataset.take;
    if (take === "print") window.print();
    else if (take === "link") said.textContent = await copyLink(location.href);
  });
  for (const tool of guide.querySelectorAll("[data-tools]")) tool.hidden = false;
  go.start.href = address([]);
  go.all.href = "#hele";
  window.addEventListener("hashchange", move);
  const here = show();
  if (/^#sti=./.test(location.hash) || nodes.has(location.hash.slice(1))) here.scrollIntoView({ block: "start" });
})();
