// SPARQL over the release's statements, in a worker: reads them piece by piece, then answers as the server does.
import init, { Store } from "./web.js";

const TERMINALS = /[\s\ufeff]+|#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|'''(?:[^'\\]|\\[\s\S]|'(?!''))*'''|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'|[?$][\p{L}\p{N}_]+|[\p{L}\p{N}_.-]*:[\p{L}\p{N}_.:%\\-]*|[A-Za-z_]\w*|[\s\S]/gu;
const FORMS = new Set(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]);
let loading = null;

async function unpacked(address) {
  const sent = await fetch(address);
  if (!sent.ok) throw new Error(`${address}: ${sent.status}`);
  const bytes = new Uint8Array(await sent.arrayBuffer());
  // Some hosts undo gzip on the way; the first two bytes say whether this one did.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return new TextDecoder().decode(bytes);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

// What is always there, then the newest years as long as they fit, or those that were chosen.
function chosen({ parts, statements, edge }, years) {
  if (statements <= edge) return parts;
  let room = edge;
  return parts.filter((part) => {
    if (!part.year) { room -= part.statements; return true; }
    if (years) return years.includes(part.year);
    room -= part.statements;
    return room >= 0;
  });
}

async function load(folder, years) {
  const [settings] = await Promise.all([fetch(folder + "data.json").then((sent) => sent.json()), init()]);
  const store = new Store(), taken = chosen(settings, years), all = settings.statements;
  const isPart = all > settings.edge;
  let done = 0;
  for (const part of taken) for (const name of part.files) {
    const text = await unpacked(folder + "data/" + name);
    store.load(text, { format: "application/n-quads", lenient: true });
    // The store of a release has each statement in its default graph too.
    if (!settings.union) store.load(text.replace(/ <[^<> ]+> \.$/gm, " ."), { format: "application/n-triples", lenient: true });
    done += text.split("\n").length - 1;
    self.postMessage({ loading: { done: Math.min(done, all - 1), all, years: [] } });
  }
  const listed = taken.filter((part) => part.year).map((part) => part.year);
  const loaded = taken.reduce((sum, part) => sum + part.statements, 0);
  self.postMessage({ loading: { done: loaded, all, years: listed, choices: isPart ? settings.parts.filter((part) => part.year) : undefined } });
  const declared = Object.entries(settings.prefixes).map(([name, space]) => `PREFIX ${name}: <${space}>`).join(" ") + " ";
  return { store, declared, settings };
}

// Places the words of a query, without space and comments.
function terminals(query) {
  return [...query.matchAll(TERMINALS)].map((found) => ({ text: found[0], start: found.index })).filter(({ text }) => !/^[\s\ufeff#]/.test(text));
}

function form(found) {
  return found.map(({ text }) => text.toUpperCase()).find((word) => FORMS.has(word)) || "SELECT";
}

// Columns of SELECT * as they appear in the text, where the engine would sort them; an empty store says which they are.
function ordered(query, found, declared, options) {
  const first = found.findIndex(({ text }) => FORMS.has(text.toUpperCase()));
  if (first < 0 || found[first].text.toUpperCase() !== "SELECT") return query;
  const star = found[first + (/^(distinct|reduced)$/i.test(found[first + 1]?.text) ? 2 : 1)];
  if (star?.text !== "*") return query;
  const { vars } = JSON.parse(new Store().query(declared + query, { ...options, results_format: "json" })).head;
  const places = new Map([...new Set(found.filter(({ text }) => /^[?$]./.test(text)).map(({ text }) => text.slice(1)))].map((name, n) => [name, n]));
  const columns = vars.sort((a, b) => (places.get(a) ?? Infinity) - (places.get(b) ?? Infinity)).map((name) => "?" + name).join(" ");
  return columns ? query.slice(0, star.start) + columns + query.slice(star.start + 1) : query;
}

// The declarations are before the query, on its first line: places are counted without them.
function reason(error, query, declared) {
  const message = String(error.message || error).trim();
  const found = /error at (\d+):(\d+): ([\s\S]*)/.exec(message);
  if (!found) return { error: message };
  const line = Number(found[1]), column = Number(found[2]) - (line === 1 ? declared.length : 0);
  const known = new Set([...(declared + query).matchAll(/prefix\s+([\w-]*):/gi)].map((each) => each[1]));
  const unknown = terminals(query).find(({ text }) => /^[\p{L}][\p{L}\p{N}_.-]*:/u.test(text) && !known.has(text.split(":")[0]));
  if (!unknown) return { error: `line ${line}, column ${column}: ${found[3].trim()}`, line, column };
  const before = query.slice(0, unknown.start).split("\n");
  const at = { line: before.length, column: before.at(-1).length + 1 }, prefix = unknown.text.split(":")[0];
  return { error: `line ${at.line}, column ${at.column}: the prefix ${prefix}: is not declared: begin the query with PREFIX ${prefix}: <…>`, ...at };
}

self.addEventListener("message", async ({ data: { query, format, data, years } }) => {
  let declared = "";
  try {
    loading ??= load(data, years);
    const made = await loading.catch((error) => { loading = null; throw error; });
    declared = made.declared;
    self.postMessage({ begun: true });
    const found = terminals(query), isGraph = ["CONSTRUCT", "DESCRIBE"].includes(form(found));
    const hasDataset = found.some(({ text }) => text.toUpperCase() === "FROM");
    const options = { base_iri: made.settings.base, use_default_graph_as_union: made.settings.union && !hasDataset };
    const type = format || (isGraph ? "text/turtle" : "application/sparql-results+json");
    const text = made.store.query(declared + ordered(query, found, declared, options), { ...options, results_format: type.split(";")[0] });
    self.postMessage({ text, type });
  } catch (error) {
    self.postMessage(reason(error, query, declared));
  }
});
