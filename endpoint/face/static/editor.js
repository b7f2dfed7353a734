"use strict";
// Runs the query where it was written and shows the answer, or the server's own reason, below it.
const form = document.getElementById("editor");
const status = document.getElementById("status");
const answer = document.getElementById("answer");

const base = form.dataset.base;
const root = form.getAttribute("action").replace(/\/sparql$/, "");

// Things of this release open here, whatever their addresses say.
function local(iri) {
  if (!iri.startsWith(base)) return iri;
  const rest = iri.slice(base.length);
  return rest.startsWith("id/") ? root + "/page/" + rest.slice(3) : rest.startsWith("ontology") ? root + "/" + rest : root + "/page/" + rest;
}

function brief(iri) {
  if (!iri.startsWith(base)) return iri;
  const rest = iri.slice(base.length);
  const parts = rest.split(/[/#]/);
  return rest.startsWith("id/") ? (parts[1] === "org" ? "body" : parts[1]) + ":" + parts.slice(2).join("/")
    : rest.startsWith("ontology#") ? "osce:" + parts[1] : rest;
}

function cell(value) {
  const td = document.createElement("td");
  if (!value) return td;
  if (value.type === "uri" && /^https?:/.test(value.value)) {
    const link = document.createElement("a");
    link.href = local(value.value);
    link.textContent = brief(value.value);
    link.title = value.value;
    td.append(link);
  } else {
    td.textContent = value.value + (value["xml:lang"] ? " @" + value["xml:lang"] : "");
  }
  return td;
}

function table(result) {
  const shown = document.createElement("table");
  const head = shown.createTHead().insertRow();
  for (const name of result.head.vars) {
    const th = document.createElement("th");
    th.scope = "col";
    th.textContent = name;
    head.append(th);
  }
  const body = shown.createTBody();
  for (const row of result.results.bindings.slice(0, 1000)) {
    const tr = body.insertRow();
    for (const name of result.head.vars) tr.append(cell(row[name]));
  }
  return shown;
}

function show(text) {
  const shown = document.createElement("pre");
  shown.textContent = text;
  return shown;
}

// Puts the cursor where the server says that a query is wrong.
function mark(line, column) {
  if (!line) return;
  const field = document.getElementById("query");
  const start = field.value.split("\n").slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + (column || 1) - 1;
  field.focus();
  field.setSelectionRange(start, Math.min(start + 1, field.value.length));
}

async function run() {
  status.textContent = "Asking…";
  answer.replaceChildren();
  const query = document.getElementById("query").value;
  const began = performance.now();
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        "Accept": "application/sparql-results+json, text/turtle;q=0.9",
      },
      body: query,
    });
    const type = response.headers.get("Content-Type") || "";
    const took = () => `${Math.round(performance.now() - began)} ms`;
    if (!response.ok) {
      const problem = await response.json();
      status.textContent = `${problem.title}: ${problem.detail}`;
      mark(problem.line, problem.column);
    } else if (type.includes("json")) {
      const result = await response.json();
      const rows = result.results ? result.results.bindings.length : 0;
      status.textContent = "boolean" in result ? `${result.boolean} (${took()})`
        : `${rows} rows (${took()})` + (rows > 1000 ? "; the first 1000 are shown, download the rest" : "");
      if (result.results) answer.append(table(result));
    } else {
      answer.append(show(await response.text()));
      status.textContent = took();
    }
  } catch (error) {
    status.textContent = `The answer was cut: ${error.message}`;
  }
}

form.addEventListener("submit", (event) => {
  if (document.getElementById("format").value) return;
  event.preventDefault();
  history.replaceState(null, "", form.action + "?query=" + encodeURIComponent(document.getElementById("query").value));
  run();
});
if (form.hasAttribute("data-run")) run();
