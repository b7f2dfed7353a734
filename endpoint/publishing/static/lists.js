// Narrows a list by words and several facets, and orders it: over the list's own data, which is read when first asked for.
const { root, tongue, words, say, number, address, make } = window.offline;
const SHOWN = 200, FACETS = ["year", "state", "body", "field", "place", "language"];
const form = document.querySelector("form.narrow"), holder = document.querySelector(".list"), hits = document.querySelector("ol.hits");
const status = document.querySelector('p[role="status"]');
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const headings = new Map([...document.querySelectorAll("aside details")].map((each) => [each.dataset.facet, each.querySelector("summary").textContent]));
let rows = null;

const values = (row, facet) => (facet === "year" ? [[(row.date || "").slice(0, 4)] ] : facet === "language" ? row.language.map((tag) => [tag]) : row[facet].map(({ iri, name }) => [iri, name]))
  .filter(([value]) => value);

async function called() {
  if (tongue === "en") return () => null;
  const { known } = await import("./finder.js");
  const { all } = await known();
  const labels = new Map(all.map((each) => [each.path, each.name]));
  return (iri) => labels.get(iri.split("/id/")[1]);
}

async function read() {
  const [sent, name] = await Promise.all([fetch(holder.dataset.rows), called().catch(() => () => null)]);
  if (!sent.ok) throw new Error(`${holder.dataset.rows}: ${sent.status}`);
  const { results } = await sent.json();
  results.forEach((row) => { row.called = name(row.iri) || row.name; row.folded = fold(`${row.name} ${row.called}`); });
  FACETS.forEach((facet) => offer(results, facet, name));
  return results;
}

// A choice for each facet in which the rows differ.
function offer(results, facet, name) {
  const counts = new Map();
  for (const row of results) for (const [value, text] of values(row, facet)) {
    const known = counts.get(value) || { text: name(value) || text || value, count: 0 };
    counts.set(value, { ...known, count: known.count + 1 });
  }
  if (counts.size < 2) return;
  const options = [...counts].sort(([a, x], [b, y]) => (facet === "year" ? b.localeCompare(a) : x.text.localeCompare(y.text, tongue)));
  const choice = make("select", { name: facet }, make("option", { value: "", textContent: words.any }), ...options.map(([value, { text, count }]) => make("option", { value, textContent: `${text} (${number(count)})` })));
  form.insertBefore(make("label", {}, `${headings.get(facet) || facet} `, choice), form.querySelector("button"));
}

function narrowed() {
  const asked = new FormData(form), text = fold(asked.get("q") || "").split(/\s+/).filter(Boolean), order = asked.get("order");
  const fits = (row) => text.every((word) => row.folded.includes(word)) && FACETS.every((facet) => !asked.get(facet) || values(row, facet).some(([value]) => value === asked.get(facet)));
  const found = rows.filter(fits);
  if (order === "date") found.sort((a, b) => (b.date || "").localeCompare(a.date || ""));
  if (order === "alphabet") found.sort((a, b) => a.called.localeCompare(b.called, tongue));
  return found;
}

async function show(event) {
  event?.preventDefault();
  try {
    rows ??= await read();
  } catch (error) {
    status.textContent = say(words.failed, error.message);
    return;
  }
  const found = narrowed();
  status.firstChild.textContent = say(words.results, number(found.length)) + ". ";
  hits.start = 1;
  hits.replaceChildren(...found.slice(0, SHOWN).map((row) => make("li", {}, make("a", { href: address("page/" + (row.iri.split("/id/")[1] || row.iri.slice(row.iri.indexOf("/scheme/") + 1))), textContent: row.called }), " ", make("span", { className: "note", textContent: row.date || "" }))));
  document.querySelector("nav.pages")?.remove();
}

form.hidden = false;
form.addEventListener("submit", show);
form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") show(event); });
