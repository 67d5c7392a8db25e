// The ways out of a form: the forge's own page for a new file, a file to keep, an e-mail, a copy.
"use strict";

(() => {
  const { element, save, yaml } = window.samskabelse;
  // Servers refuse longer addresses, and mail programs much sooner.
  const LONGEST_ADDRESS = 7000;
  const LONGEST_MAIL = 1800;
  const OUT = { class: "button", target: "_blank", rel: "external noopener" };

  async function copyText(text) {
    try {
      await navigator.clipboard.writeText(text);
      return "Teksten er kopieret.";
    } catch {
      return "Teksten kunne ikke kopieres. Markér den i rammen ovenfor, og kopiér den selv.";
    }
  }

  const button = (text, act) => {
    const made = element("button", text, { type: "button", class: "button quiet" });
    made.addEventListener("click", act);
    return made;
  };

  // An entry as text: `text` is what goes into the file at `path`, in one that entries share an item
  // of its list, and `whole` is a file with this entry alone. `changing`: where it stands now, if so.
  function fileOf(forge, collection, data, modeline, changing) {
    const name = `${data.id}.yaml`;
    const path = changing?.file ?? `${forge.data}/${collection}/${name}`;
    const shared = path.split("/").at(-2) !== collection; // one of its own lies in that folder
    const whole = yaml.entry(data, modeline);
    return { id: data.id, collection, name, path, line: changing?.line, shared, whole, text: shared ? yaml.item(data) : whole };
  }

  // `files`: as `fileOf` gives them. `say` tells the reader how it went.
  function waysOut(forge, files, say) {
    return files.map((file) => {
      const holder = element("li", "", { class: "way-out" });
      holder.append(element("h4", file.path));
      const hub = file.line ? edit(forge, file, say) : propose(forge, file, say);
      const actions = element("p", "", { class: "actions" });
      actions.append(hub.control,
        button("Hent som fil", () => save(new Blob([file.whole], { type: "application/yaml" }), file.name)),
        button("Kopiér teksten", async () => say(await copyText(file.text))),
        ...mail(forge, file));
      holder.append(element("p", hub.said), actions);
      return holder;
    });
  }

  function propose(forge, file, say) {
    const empty = `${forge.new[file.collection]}?${forge.name}=${encodeURIComponent(file.name)}`;
    const full = forge.text ? `${empty}&${forge.text}=${encodeURIComponent(file.text)}` : "";
    if (full && full.length <= LONGEST_ADDRESS) {
      const link = element("a", `Foreslå på ${forge.label}`, { ...OUT, href: full });
      return { control: link, said: `Knappen åbner ${forge.label} i et nyt vindue med teksten på plads. I skal have en konto dér.` };
    }
    const why = full ? `Teksten er for lang til at stå i et link.` : `${forge.label} kan ikke tage imod teksten i et link.`;
    return {
      control: copyAndOpen(`Kopiér teksten, og åbn ${forge.label}`, file.text, empty, say),
      said: `${why} Knappen kopierer den derfor og åbner en tom, ny fil. Sæt teksten ind der. I skal have en konto.`,
    };
  }

  function edit(forge, { id, path, line, shared, text }, say) {
    const where = shared ? `posten, som begynder i linje ${line} med »- id: ${id}« og slutter før den næste »- id:«,` : "hele filens tekst";
    return {
      control: copyAndOpen(`Kopiér teksten, og åbn filen på ${forge.label}`, text, `${forge.edit}${path}#L${line}`, say),
      said: `Knappen kopierer teksten og åbner ${path}. Erstat ${where} med det kopierede. I skal have en konto.`,
    };
  }

  function copyAndOpen(name, text, address, say) {
    const link = element("a", name, { ...OUT, href: address });
    link.addEventListener("click", async () => say(await copyText(text)));
    return link;
  }

  function mail(forge, file) {
    if (!forge.contact) return [];
    const begin = `mailto:${forge.contact}?subject=${encodeURIComponent(`Bidrag: ${file.name}`)}&body=`;
    const whole = begin + encodeURIComponent(file.whole);
    const fits = whole.length <= LONGEST_MAIL;
    const body = encodeURIComponent("Filen er hentet fra formularen og vedhæftet her.");
    return [element("a", fits ? "Send som e-mail" : "Skriv en e-mail, og vedhæft filen", { class: "button quiet", href: fits ? whole : begin + body })];
  }

  Object.assign((window.samskabelse ??= {}), { fileOf, waysOut });
})();
