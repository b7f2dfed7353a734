"use strict";
// The query editor: completes terms, runs the query where it was written, shows the answer or the server's own reason.
const form = document.getElementById("editor");
const field = document.getElementById("query");
const terms = document.getElementById("terms");
const status = document.getElementById("status");
const answer = document.getElementById("answer");
const words = JSON.parse(form.dataset.words);
const action = form.getAttribute("action");
const base = form.dataset.base;
const root = action.replace(/\/sparql\/?$/, "");

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// Completion: after a colon or two letters of a prefix, from the terms that the release has.
let offered = null, chosen = 0;
// Only the latest call shows or hides anything: an answer to fewer letters may come after that to more.
let calls = 0;

async function known() {
  offered ??= fetch(action.replace(/\/$/, "") + "/terms.json").then((sent) => (sent.ok ? sent.json() : null)).catch(() => null);
  return offered;
}

function begun() {
  const before = field.value.slice(0, field.selectionStart);
  const word = /(?:^|[\s(){};,.|/^!])([A-Za-z][\w-]*:?[\w-]*)$/.exec(before);
  const after = field.value.slice(field.selectionStart);
  return word && word[1].includes(":") && !/^[\w-]/.test(after) && !/<[^>\s]*$/.test(before) ? { text: word[1], before } : null;
}

function fitting(all, { text, before }) {
  const [prefix, rest] = [text.slice(0, text.indexOf(":") + 1), text.slice(text.indexOf(":") + 1).toLowerCase()];
  const wantsClass = /(?:\ba|rdf:type)\s+\S*$/.test(before);
  const pool = wantsClass ? all.classes : [...all.properties, ...all.classes];
  const hits = pool.filter(([name, label]) => name.startsWith(prefix) && (name.slice(prefix.length).toLowerCase().includes(rest) || label.toLowerCase().includes(rest)));
  const starts = ([name]) => name.slice(prefix.length).toLowerCase().startsWith(rest);
  return hits.sort((a, b) => starts(b) - starts(a) || b[2] - a[2]).slice(0, 10);
}

// Things of the release, by the names that people know: state:kyr, person:linde.
async function things(text) {
  const [prefix, rest] = text.split(":");
  const kinds = { state: "state", body: "org", person: "person", post: "post", place: "place", meeting: "meeting", doc: "doc" };
  if (!kinds[prefix] || rest.length < 2) return [];
  const sent = await fetch(root + "/suggest?q=" + encodeURIComponent(rest.replaceAll("-", " "))).catch(() => null);
  if (!sent || !sent.ok) return [];
  const [, names, , addresses] = await sent.json();
  const path = `/page/${kinds[prefix]}/`;
  return addresses.map((address, n) => [address, names[n]]).filter(([address]) => address.includes(path) && !address.split(path)[1].includes("/"))
    .map(([address, name]) => [`${prefix}:${address.split(path)[1]}`, name, 0]);
}

function close() {
  calls += 1;
  terms.hidden = true;
  field.removeAttribute("aria-activedescendant");
}

function point(n) {
  const options = [...terms.children];
  chosen = (n + options.length) % options.length;
  options.forEach((option, m) => option.setAttribute("aria-selected", String(m === chosen)));
  options[chosen].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[chosen].id);
}

function take(name) {
  const word = begun();
  if (!word) return close();
  const start = field.selectionStart - word.text.length;
  field.setRangeText(name + " ", start, field.selectionStart, "end");
  close();
  field.focus();
}

async function complete() {
  const call = ++calls;
  const word = begun();
  const all = word && await known();
  if (!all) return call === calls && close();
  const rows = [...await things(word.text), ...fitting(all, word)].slice(0, 10);
  if (call !== calls) return;
  if (!rows.length || begun()?.text !== word.text || (rows.length === 1 && rows[0][0] === word.text)) return close();
  terms.replaceChildren(...rows.map(([name, label, count], n) => {
    const note = [label, count ? count.toLocaleString(form.dataset.tongue) : ""].filter(Boolean).join(" · ");
    const option = make("li", { id: `term-${n}`, role: "option" }, make("b", { textContent: name }), " ", make("span", { className: "note", textContent: note }));
    option.addEventListener("mousedown", (event) => { event.preventDefault(); take(name); });
    return option;
  }));
  terms.hidden = false;
  point(0);
}

// What is typed is completed; what is pasted, or put there by a program, is not.
field.addEventListener("input", (event) => (event.data?.length === 1 || event.inputType === "deleteContentBackward" ? complete() : close()));
field.addEventListener("blur", close);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
  if (terms.hidden) return;
  const act = { ArrowDown: () => point(chosen + 1), ArrowUp: () => point(chosen - 1), Escape: close, Enter: () => take(terms.children[chosen].querySelector("b").textContent) }[event.key];
  if (act) { event.preventDefault(); act(); }
});

// Puts the cursor where the server says that a query is wrong, and shows that line with the place marked.
function mark({ line, column }) {
  if (!line) return;
  const lines = field.value.split("\n");
  const at = Math.max((column || 1) - 1, 0), text = lines[line - 1] || "";
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + at;
  answer.replaceChildren(make("pre", { className: "wrong" }, `${line}  ${text.slice(0, at)}`, make("mark", { textContent: text.slice(at, at + 1) || "␣" }), text.slice(at + 1)));
  field.focus();
  field.setSelectionRange(start, Math.min(start + 1, field.value.length));
}

async function ask(query, accept = "application/sparql-results+json, text/turtle;q=0.9") {
  return fetch(action, {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", "Accept": accept },
    body: query,
  });
}

function say(text, ...values) {
  return text.replace(/\{(\d)\}/g, (_, n) => values[n]);
}

async function run() {
  status.textContent = words.asking;
  answer.replaceChildren();
  close();
  const query = field.value, began = performance.now();
  try {
    const sent = await ask(query);
    const type = sent.headers.get("Content-Type") || "";
    const took = () => `${Math.round(performance.now() - began)} ms`;
    if (!sent.ok) {
      const problem = await sent.json();
      status.textContent = `${problem.title}: ${problem.detail}`;
      mark(problem);
    } else if (type.includes("json")) {
      const result = await sent.json();
      const number = result.results ? result.results.bindings.length : 0;
      status.textContent = "boolean" in result ? `${result.boolean ? words.yes : words.no} (${took()})` : say(words.rows, number.toLocaleString(form.dataset.tongue), took());
      if (result.results) await window.showResult(result, query);
    } else {
      const turtle = await sent.text();
      // Once more as lines, which are drawn; a long answer is not.
      const lines = turtle.length < 300_000 ? await ask(query, "application/n-triples").then((again) => (again.ok ? again.text() : "")) : "";
      status.textContent = took();
      await window.showTriples(turtle, lines, query);
    }
  } catch (error) {
    status.textContent = say(words.cut, error.message);
  }
}

form.addEventListener("submit", (event) => {
  if (document.getElementById("format").value) return;
  event.preventDefault();
  history.replaceState(null, "", action + "?query=" + encodeURIComponent(field.value));
  run();
});
if (form.hasAttribute("data-run")) window.addEventListener("DOMContentLoaded", run);
