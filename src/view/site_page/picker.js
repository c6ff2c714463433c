// Lets the user find the values of a field by a part of their title, as a combobox with a list of options. The lists
// and the search are those of the JSON interface. Without JavaScript, the user types the value.
{
  const MAX_OPTIONS = 8;
  const loaded = new Map();
  const known = new Map();

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Shows control characters and direction marks as codes, as the pages do, so that no title can turn the text around it.
  const visible = (text) =>
    text.replace(/[\p{Cc}\p{Cf}]/gu, (it) => `<U+${it.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);

  // Converts a row of the JSON interface to an option: the value to fill in, its title, and the text to search in.
  const toOption = (row) => {
    if (row.kind && !["obstacle", "factsheet", "scheme"].includes(row.kind)) return null;
    const code = row.number ?? row.code ?? row.handler;
    if (!code) return null;
    const title = visible(row.title ?? row.name ?? row[document.documentElement.lang] ?? row.nl ?? "");
    // A law can be typed by its abbreviation, which says more than its code.
    const short = row.short?.split("; ")[0];
    const option = { value: short ?? code, code, title, words: plain([code, title, row.short, row.nl, row.en].join(" ")) };
    for (const name of [option.value, code]) if (title) known.set(name, title);
    return option;
  };

  const load = (url) => {
    if (!loaded.has(url)) {
      const rows = fetch(url, { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.json() : []));
      loaded.set(url, rows.then((rows) => rows.map(toOption).filter(Boolean)).catch(() => []));
    }
    return loaded.get(url);
  };

  for (const input of document.querySelectorAll("input[data-lists]")) {
    const lists = input.dataset.lists.trim().split(" ").filter(Boolean);
    const many = "many" in input.dataset;
    const box = document.createElement("ul");
    const status = document.createElement("p");
    const chosen = document.getElementById(`${input.id}-chosen`);
    let active = -1;
    let options = [];
    let timer;
    let turn = 0;

    box.className = "options";
    box.id = `${input.id}-options`;
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", input.labels[0].textContent);
    box.hidden = true;
    status.className = "unseen";
    status.setAttribute("role", "status");
    const holder = document.createElement("div");
    holder.className = "picker";
    input.before(holder);
    holder.append(input, box, status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", box.id);

    // The value that is being typed, and the values before it.
    const split = () => {
      const at = many ? input.value.lastIndexOf(";") + 1 : 0;
      return [input.value.slice(0, at), input.value.slice(at)];
    };
    // Splits off the article that may follow the name of a law.
    const lawAndArticle = (text) => {
      const found = "law" in input.dataset && /^(.*?\p{L}.*?)[\s,]+((?:art(?:ikel|icle)?\.?\s*)?\d[\w.:]*)$/iu.exec(text);
      return found && !/^\d{4}$/.test(found[2]) ? [found[1], found[2]] : [text, ""];
    };
    const close = () => {
      turn += 1;
      box.hidden = true;
      active = -1;
      status.className = "unseen";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const activate = (at) => {
      active = at;
      [...box.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", box.children[at].id);
      box.children[at].scrollIntoView({ block: "nearest" });
    };
    // Shows the titles of the values in the field.
    const showChosen = () => {
      const values = (many ? input.value.split(";") : [input.value]).map((value) => value.trim());
      const title = (value) => known.get(value) ?? known.get(lawAndArticle(value)[0]);
      const items = values.filter(title).map((value) => {
        const item = document.createElement("li");
        item.lang = "nl";
        item.textContent = `${visible(value)} – ${title(value)}`;
        return item;
      });
      chosen.replaceChildren(...items);
    };
    const choose = (at) => {
      const [before, typed] = split();
      const [, article] = lawAndArticle(typed.trim());
      const value = options[at].value + (article ? ` ${article}` : "");
      input.value = before + (before && !before.endsWith(" ") ? " " : "") + value;
      close();
      showChosen();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const show = () => {
      box.replaceChildren(...options.map((option, index) => {
        const item = document.createElement("li");
        item.id = `${box.id}-${index}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const code = document.createElement("b");
        code.textContent = visible(option.value);
        const title = document.createElement("span");
        title.textContent = option.title;
        item.append(code, " ", title);
        // Keep the focus in the field: a click on an option must not close the list first.
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => choose(index));
        return item;
      }));
      box.hidden = options.length === 0;
      active = -1;
      input.setAttribute("aria-expanded", String(options.length > 0));
      input.removeAttribute("aria-activedescendant");
      const isNone = options.length === 0;
      status.textContent = isNone ? input.dataset.none : `${options.length}`;
      // A field for one value, such as the handler, takes a new one too.
      status.className = isNone && many ? "nothing" : "unseen";
    };
    const look = async () => {
      turn += 1;
      const own = turn;
      const [before, typed] = split();
      const wanted = lawAndArticle(typed.trim())[0];
      const words = plain(wanted).split(/\s+/).filter(Boolean);
      // Whoever types a number knows it already.
      if (words.length === 0 || /^[a-z]-?\d{2,}$/i.test(wanted)) return close();
      const all = (await Promise.all(lists.map(load))).flat();
      let found = all.filter((option) => words.every((word) => option.words.includes(word)));
      if (input.dataset.search && found.length < MAX_OPTIONS && wanted.length > 2) {
        const hits = await load(input.dataset.search + encodeURIComponent(wanted));
        // Lists have the factsheets and the schemes, so the search adds only what is not there.
        const isNew = (hit) => (lists.length === 0 || hit.code.startsWith("B-")) && !found.some((one) => one.code === hit.code);
        found = found.concat(hits.filter(isNew));
      }
      if (own !== turn || document.activeElement !== input) return;
      const used = before.split(";").map((value) => value.trim());
      // First those whose value or title begins with what was typed.
      const rank = (option) => [option.value, option.title].some((text) => plain(text).startsWith(plain(wanted))) ? 0 : 1;
      options = found.filter((option) => !used.includes(option.value)).sort((one, other) => rank(one) - rank(other));
      options = options.slice(0, MAX_OPTIONS);
      if (options.length === 1 && options[0].value === typed.trim()) return close();
      show();
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 150);
      showChosen();
    });
    input.addEventListener("change", showChosen);
    input.addEventListener("blur", close);
    input.addEventListener("focus", () => lists.forEach(load), { once: true });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && box.hidden) {
        look();
      } else if (box.hidden) {
        return;
      } else if (event.key === "ArrowDown") {
        activate((active + 1) % options.length);
      } else if (event.key === "ArrowUp") {
        activate(active <= 0 ? options.length - 1 : active - 1);
      } else if (event.key === "Enter" && active >= 0) {
        choose(active);
      } else if (event.key === "Escape") {
        close();
      } else {
        return;
      }
      event.preventDefault();
    });
    // Show the titles of values that the field has from the start.
    if (input.value.trim() && many) Promise.all(lists.map(load)).then(showChosen);
  }
}
