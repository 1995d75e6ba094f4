"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const asked = new URLSearchParams(location.search);
  new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "").forEach((value, name) => asked.set(name, value));
  const written = { zh: "i:not([lang])", en: "i[lang=en]" };
  const titles = Object.fromEntries(["zh", "en"].map((lang) => [lang, document.querySelector("h1 " + written[lang]).textContent]));
  const table = document.querySelector("table.figures");
  const rows = [...table.tBodies[0].rows];
  const searched = new Map(rows.map((row) => [row, `${row.textContent} ${row.dataset.search}`.toLowerCase()]));
  const form = document.querySelector("form.filters");
  const fields = { q: byId("q"), theme: byId("f-theme"), measure: byId("f-measure"), status: byId("f-status") };
  const language = () => (byId("language-en").checked ? "en" : "zh");
  const sort = { key: "", down: false };

  const remember = () => {
    const query = new URLSearchParams({ lang: language() });
    for (const [name, field] of Object.entries(fields)) if (field.value) query.set(name, field.value);
    if (sort.key) query.set("sort", (sort.down ? "-" : "") + sort.key);
    const hash = location.hash.includes("=") ? "" : location.hash;
    try {
      history.replaceState(null, "", "?" + query + hash);
    } catch {
      history.replaceState(null, "", "#" + query);
    }
  };

  const showLanguage = () => {
    const lang = language();
    document.documentElement.lang = lang === "en" ? "en" : "zh-Hans";
    document.title = titles[lang];
    for (const option of document.querySelectorAll("option[data-en]")) option.textContent = option.dataset[lang];
    count();
  };

  const count = () => {
    const left = rows.filter((row) => !row.hidden).length;
    byId("count").textContent = language() === "en" ? `${left} of ${rows.length} figures` : `${rows.length} 项中的 ${left} 项`;
  };

  const filter = () => {
    const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const wanted = ["theme", "measure", "status"].every((name) => !fields[name].value || row.dataset[name] === fields[name].value);
      row.hidden = !wanted || !words.every((each) => searched.get(row).includes(each));
    }
    count();
  };

  const keys = {
    name: (row) => row.cells[0].querySelector(written[language()]).textContent,
    theme: (row) => row.cells[3].querySelector(written[language()]).textContent,
    status: (row) => row.dataset.status,
    rules: (row) => row.dataset.rules,
  };
  const compare = (a, b) => {
    if (sort.key !== "value") return keys[sort.key](a).localeCompare(keys[sort.key](b), language());
    const [[unitA, valueA], [unitB, valueB]] = [a, b].map((row) => row.dataset.value.split(" "));
    return unitA.localeCompare(unitB) || Number(valueA) - Number(valueB);
  };
  const order = () => {
    const sorted = sort.key ? [...rows].sort((a, b) => (sort.down ? -1 : 1) * compare(a, b)) : rows;
    table.tBodies[0].append(...sorted);
    for (const head of table.tHead.rows[0].cells)
      if (head.dataset.sort === sort.key) head.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
  };

  const open = () => {
    let target = null;
    try {
      target = byId(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return;
    }
    for (let each = target && target.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
    if (target && target.closest("details")) {
      (target.closest("details.figure") || target).scrollIntoView();
      target.tabIndex = -1;
      target.focus({ preventScroll: true });
    }
  };

  for (const head of table.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      sort.down = sort.key === head.dataset.sort && !sort.down;
      sort.key = head.dataset.sort;
      order();
      remember();
    });
  }
  for (const [name, field] of Object.entries(fields)) field.value = asked.get(name) || "";
  for (const field of Object.values(fields)) if (field.selectedIndex === -1) field.value = "";
  const wanted = asked.get("sort") || "";
  if (["name", "value", "theme", "status", "rules"].includes(wanted.replace("-", "")))
    Object.assign(sort, { key: wanted.replace("-", ""), down: wanted.startsWith("-") });
  const lang = asked.get("lang") || (navigator.language.startsWith("zh") ? "zh" : "en");
  byId(lang === "en" ? "language-en" : "language-zh").checked = true;

  form.hidden = false;
  form.addEventListener("input", () => { filter(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { filter(); remember(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const each of document.querySelectorAll("input.language"))
    each.addEventListener("change", () => { showLanguage(); order(); remember(); });
  addEventListener("hashchange", open);
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
  showLanguage();
  filter();
  order();
  open();
})();
