// Finds things by name (MiniSearch) and documents by their texts (Pagefind, where the site has its index).
const { root, tongue, words, say, number, address, make } = window.offline;
const SHOWN = 100;
const YEAR = /^(?:19|20)\d\d$/;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const split = (text) => fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
let index = null, texts = null;

async function read() {
  const sent = await fetch(root + "static/names.json");
  if (!sent.ok) throw new Error(`names.json: ${sent.status}`);
  return sent.json();
}

async function names() {
  const [{ default: MiniSearch }, { languages, kinds, rows }] = await Promise.all([import("./minisearch.js"), read()]);
  const place = Math.max(languages.indexOf(tongue), 0);
  const found = new MiniSearch({ fields: ["name", "others"], storeFields: [], tokenize: split, processTerm: (term) => term });
  const all = rows.map(([path, kind, name, day, labels, further, years, weight], id) => ({
    id, path, kind: kinds[kind][place], name: labels[tongue] || name, day, years, weight, labels,
    others: [name, ...Object.values(labels), ...further].join(" "), exact: [name, ...Object.values(labels), ...further].map(fold),
  }));
  await found.addAllAsync(all, { chunkSize: 2000 });
  return { found, all };
}

export function known() {
  index ??= names().catch((error) => { index = null; throw error; });
  return index;
}

// All words must be there, in any order; the last may go on. A year is looked for among the years of a thing.
export async function find(text) {
  const { default: MiniSearch } = await import("./minisearch.js");
  const { found, all } = await known();
  const asked = split(text), year = asked.findLast((word) => YEAR.test(word));
  const rest = year ? asked.filter((word) => word !== year) : asked;
  const ofYear = (row) => !year || row.years.some(([first, last]) => first <= year && year <= last);
  const whole = fold(rest.join(" "));
  const options = {
    combineWith: "AND", boost: { name: 3 }, prefix: (term, n, terms) => n === terms.length - 1,
    filter: ({ id }) => ofYear(all[id]),
    boostDocument: (id) => (1 + Math.sqrt(Math.min(all[id].weight, 1000)) / 5) * (all[id].exact.some((name) => split(name).join(" ") === whole) ? 8 : 1),
  };
  const query = rest.length ? rest.join(" ") : MiniSearch.wildcard;
  let hits = found.search(query, options);
  if (!hits.length && rest.length) hits = found.search(query, { ...options, prefix: false, fuzzy: (term) => (term.length > 7 ? 2 : term.length > 3 ? 1 : 0) });
  return hits.map(({ id }) => all[id]);
}

export async function suggest(text) {
  return (await find(text)).slice(0, 8);
}

// One index of texts a language; all of them are asked.
async function readers() {
  const entry = await fetch(root + "pagefind/pagefind-entry.json");
  if (!entry.ok) return [];
  const { languages } = await entry.json();
  const module = await import(new URL(root + "pagefind/pagefind.js", location.href).href);
  const page = document.documentElement, own = page.lang;
  return Object.keys(languages).map((language) => {
    // It takes the language of the page for that of the index, at this moment.
    page.lang = language;
    const reader = module.createInstance({});
    page.lang = own;
    return { language, reader };
  });
}

async function inTexts(text) {
  texts ??= readers();
  const found = await Promise.all((await texts).map(async ({ language, reader }) => {
    const { results } = await reader.search(text);
    return results.map((result) => ({ language, ...result }));
  }));
  return found.flat().sort((a, b) => b.score - a.score);
}

function row(path, name, note, language) {
  const link = make("a", { href: address("page/" + path), textContent: name });
  if (language && language !== tongue) link.lang = language;
  return make("li", {}, link, " ", make("span", { className: "note", textContent: note }));
}

async function lit({ language, data }) {
  const { meta, excerpt } = await data();
  const item = row(meta.path, meta.title, meta.day || "", language);
  const snippet = make("p", { className: "snippet", lang: language });
  // An excerpt is text with mark elements, and nothing else.
  excerpt.split(/(<mark>.*?<\/mark>)/).forEach((part) => {
    const plain = new DOMParser().parseFromString(part, "text/html").body.textContent;
    snippet.append(part.startsWith("<mark>") ? make("mark", { textContent: plain }) : plain);
  });
  item.append(snippet);
  return item;
}

export async function show() {
  const text = (new URLSearchParams(location.search).get("q") || "").trim();
  const status = document.getElementById("found"), section = document.getElementById("texts");
  document.getElementById("words").value = document.getElementById("q").value = text;
  if (!text) return;
  document.title = `${text} · ${document.title}`;
  const [named, written] = await Promise.allSettled([find(text), inTexts(text)]);
  const rows = named.value || [], hits = written.value || [];
  document.getElementById("names").replaceChildren(...rows.slice(0, SHOWN).map((each) => row(each.path, each.name, [each.kind, each.day].filter(Boolean).join(" · "))));
  section.querySelector("ol").replaceChildren(...await Promise.all(hits.slice(0, 25).map(lit)));
  section.hidden = !hits.length;
  const told = [say(words.found, number(rows.length))];
  if (hits.length) told.push(say(words.inTexts, number(hits.length)));
  if (named.reason) told.push(say(words.failed, named.reason.message));
  status.textContent = rows.length || hits.length || named.reason ? told.join(". ") + "." : words.nothing;
}
