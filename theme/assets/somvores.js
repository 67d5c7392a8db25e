// Finds the cases most like a reader's own situation and says why. What is known of all cases is
// loaded when something is chosen; the choice is kept in the address.
"use strict";

(() => {
  const { element, cases, keepAddress } = window.samskabelse;
  const form = document.querySelector("[data-similar]");
  const result = document.querySelector("[data-nearest]");
  const status = form.querySelector("[data-count]");
  const list = result.querySelector("[data-found]");
  const gap = result.querySelector("[data-gap]");
  const together = result.querySelector("[data-together]");
  const field = (name) => form.elements.namedItem(name);

  const SHOWN = 6;
  const TOGETHER = 4;
  // Municipalities at most so many tiles apart on the schematic map are called near.
  const NEAR = 3;
  // What two processes are about weighs more than where they took place.
  const WEIGHTS = { omraade: 16, fase: 8, egen: 4, stoerrelse: 4, naer: 2, region: 1 };

  const places = new Map(
    [...field("kommune").options].filter((option) => option.value).map((option) => [option.value, {
      name: option.textContent,
      size: option.dataset.size,
      region: option.dataset.region,
      tile: option.dataset.tile.split(" ").map(Number),
    }]),
  );
  const UNKNOWN = "ikke-oplyst";
  let latest = 0;

  // What each case is compared by, by its number.
  async function all() {
    const known = await cases.codes();
    const value = (name, row) => known.values[name][row].map((place) => known.choices[name][place]);
    return (known.compared ??= Array.from({ length: known.count }, (_, row) => ({
      row,
      area: value("omraade", row).find((area) => area !== UNKNOWN),
      phases: value("fase", row),
      places: value("kommune", row).filter((id) => places.has(id)),
    })));
  }

  const label = (name) => field(name).selectedOptions[0].textContent;
  const join = (items) =>
    items.length > 1 ? `${items.slice(0, -1).join(", ")} og ${items.at(-1)}` : items.join("");
  const names = (ids) => join(ids.map((id) => places.get(id).name));
  const apart = (a, b) => Math.hypot(...places.get(a).tile.map((at, axis) => at - places.get(b).tile[axis]));

  // Cases from no municipality are infinitely far away.
  const nearer = (a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance);

  // What a case has instead: one from no municipality has no size and no region either.
  const otherwise = (one, said) => (one.places.length ? said : "ingen bestemt kommune");

  // Each thing chosen: what a case has in common with it, in words, or what it lacks.
  const TESTS = {
    omraade: (one, value) => [
      one.area === value,
      `samme område (${label("omraade")})`,
      one.area ? "et andet område" : "området er ikke oplyst",
    ],
    fase: (one, value) => [
      one.phases.includes(value),
      `samme fase (${label("fase")})`,
      one.phases.length ? "en anden fase" : "fasen er ikke oplyst",
    ],
    stoerrelse: (one, value) => {
      const same = one.places.filter((id) => places.get(id).size === value);
      return [same.length, `kommune på samme størrelse (${label("stoerrelse")}): ${names(same)}`, otherwise(one, "en anden størrelse")];
    },
    region: (one, value) => [
      one.places.some((id) => places.get(id).region === value),
      `samme region (${label("region")})`,
      otherwise(one, "en anden region"),
    ],
  };

  function compare(one, chosen) {
    const reasons = [];
    const lacks = new Set();
    let score = 0;
    for (const [name, test] of Object.entries(TESTS)) {
      if (!chosen[name]) continue;
      const [same, said, lacking] = test(one, chosen[name]);
      if (same) reasons.push(said);
      else lacks.add(lacking);
      score += same ? WEIGHTS[name] : 0;
    }
    const near = chosen.kommune ? one.places.filter((id) => apart(id, chosen.kommune) <= NEAR) : [];
    if (near.includes(chosen.kommune)) {
      reasons.unshift("fra jeres egen kommune");
      score += WEIGHTS.egen;
    } else if (near.length) {
      reasons.push(`tæt på jer på vores skematiske kort: ${names(near)}`);
      score += WEIGHTS.naer;
    }
    if (chosen.kommune && !one.places.includes(chosen.kommune)) {
      lacks.add(otherwise(one, "en anden kommune"));
    }
    const distance = chosen.kommune ? Math.min(...one.places.map((id) => apart(id, chosen.kommune))) : 0;
    return { one, reasons, lacks: [...lacks], score, distance };
  }

  async function show({ reasons, lacks }, one) {
    const item = element("li", "", { "data-like": one.id });
    const title = element("h3", "", { class: "card-title" });
    title.append(await cases.linkTo(one));
    const said = reasons.join("; ");
    item.append(title, element("p", `${said.charAt(0).toUpperCase()}${said.slice(1)}.`, { "data-reasons": "" }));
    if (lacks.length) item.append(element("p", `Til forskel: ${join(lacks)}.`, { class: "meta" }));
    item.append(element("p", one.summary, { class: "why" }));
    return item;
  }

  async function update() {
    const asked = (latest += 1);
    result.ariaBusy = "true";
    try {
      await showNearest(asked);
    } catch {
      if (asked !== latest) return;
      reveal(false);
      status.textContent = "Casene kunne ikke hentes. Prøv at genindlæse siden.";
    }
  }

  function reveal(any) {
    result.ariaBusy = "false";
    result.hidden = !any;
    document.body.classList.toggle("has-cases", any);
  }

  async function showNearest(asked) {
    const chosen = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    const any = Object.keys(chosen).length > 0;
    const alike = (any ? await all() : []).map((one) => compare(one, chosen)).filter(({ reasons }) => reasons.length);
    alike.sort((a, b) => b.score - a.score || nearer(a, b) || a.one.row - b.one.row);
    const whole = alike.filter(({ lacks }) => !lacks.length).length;
    const found = alike.slice(0, SHOWN);
    const told = any ? await cases.records(found.map(({ one }) => one.row)) : [];
    const items = await Promise.all(told.map((one) => show(found.find((like) => like.one.row === one.row), one)));
    if (asked !== latest) return;
    reveal(any);
    list.replaceChildren(...items);
    gap.hidden = whole > 0;
    together.hidden = found.length < 2;
    const query = told.slice(0, TOGETHER).map(({ id }) => `c=${id}`).join("&");
    const address = cases.link("", "cases/sammenlign/").getAttribute("href");
    together.querySelector("a").setAttribute("href", `${address}?${query}`);
    const shown = found.length === 1 ? "1 case vist." : `${found.length} cases vist.`;
    status.textContent = any ? `${shown} ${whole || "Ingen"} passer på hele jeres valg.` : "Vælg mindst én ting.";
  }

  // A municipality brings its size and region along; a reader may choose others.
  function follow() {
    const place = places.get(field("kommune").value);
    field("stoerrelse").value = place?.size ?? "";
    field("region").value = place?.region ?? "";
  }

  function remember(event) {
    if (event?.target === field("kommune")) follow();
    const chosen = [...new FormData(form)].filter(([, value]) => value);
    const query = new URLSearchParams(chosen).toString();
    keepAddress(`${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    update();
  }

  function recall() {
    const given = new URLSearchParams(location.search);
    for (const one of form.querySelectorAll("select")) {
      one.value = given.get(one.name) ?? "";
      if (one.selectedIndex < 0) one.value = "";
    }
    if (field("kommune").value && !given.has("stoerrelse") && !given.has("region")) follow();
    update();
  }

  form.addEventListener("input", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(remember));
  window.addEventListener("popstate", recall);
  recall();
})();
