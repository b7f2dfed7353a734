"use strict";
// The editor asks by fetch; here that goes to an engine in a worker, and comes back as a server's answer would.
(() => {
  const { root, words, say, number, make, load } = window.offline;
  const SECONDS = 120;
  const FORMS = { json: "application/sparql-results+json", csv: "text/csv; charset=utf-8", tsv: "text/tab-separated-values; charset=utf-8", xml: "application/sparql-results+xml", ttl: "text/turtle", nt: "application/n-triples" };
  const place = document.getElementById("loaded");
  const plain = window.fetch.bind(window);
  let worker = null, waiting = null, queue = Promise.resolve(), wanted = null;

  function start() {
    worker = new Worker(root + "static/sparql-worker.js", { type: "module" });
    worker.addEventListener("message", ({ data }) => (data.loading ? told(data.loading) : waiting?.(data)));
    worker.addEventListener("error", (event) => waiting?.({ error: event.message || "the engine could not be loaded" }));
  }

  // One question at a time; one that takes too long ends with the engine, which is started again for the next.
  function ask(message) {
    const answered = queue.then(() => new Promise((done) => {
      if (!worker) start();
      let timer = 0;
      waiting = (data) => {
        if (data.begun) {
          timer = setTimeout(() => { worker.terminate(); worker = null; done({ error: `the query was stopped after ${SECONDS} seconds` }); }, SECONDS * 1000);
          return;
        }
        clearTimeout(timer);
        done(data);
      };
      worker.postMessage({ ...message, years: wanted, data: new URL(root + "sparql/", location.href).href });
    }));
    queue = answered.catch(() => null);
    return answered;
  }

  function told({ done, all, years, choices }) {
    const note = make("p", { className: "note" });
    if (done < all && !choices) note.textContent = say(words.loading, number(done), number(all));
    else if (!choices) note.textContent = say(words.all, number(all));
    else note.textContent = say(words.some, number(done), number(all), years.join(", "));
    place.replaceChildren(note, ...(choices ? [chooser(choices, years)] : []));
  }

  // Where a release is too large for one browser: which years the next query is asked of.
  function chooser(choices, years) {
    const select = make("select", { multiple: true, size: 6, id: "years" }, ...choices.map(({ year, statements }) => make("option", { value: year, selected: years.includes(year), textContent: `${year || "–"} (${number(statements)})` })));
    const button = make("button", { type: "button", textContent: "OK" });
    button.addEventListener("click", () => { wanted = [...select.selectedOptions].map((option) => option.value); worker?.terminate(); worker = null; document.getElementById("editor").requestSubmit(); });
    return make("p", {}, make("label", { htmlFor: "years", textContent: words.load }), " ", select, " ", button);
  }

  window.fetch = async (target, options) => {
    const address = String(target);
    if (address.endsWith("/terms.json")) return plain(root + "sparql/terms.json");
    if (address.includes("/suggest?q=")) {
      const text = decodeURIComponent(address.split("?q=")[1]);
      const { suggest } = await load("finder.js");
      const rows = await suggest(text);
      return Response.json([text, rows.map((row) => row.name), rows.map((row) => row.kind), rows.map((row) => "/page/" + row.path)]);
    }
    if (options?.method !== "POST") return plain(target, options);
    const { text, type, error, line, column } = await ask({ query: options.body, format: options.headers?.Accept === FORMS.nt ? FORMS.nt : undefined });
    if (error === undefined) return new Response(text, { headers: { "Content-Type": type } });
    return new Response(JSON.stringify({ title: "Bad Request", detail: error, line, column }), { status: 400, headers: { "Content-Type": "application/problem+json" } });
  };

  async function save(query, format) {
    const status = document.getElementById("status");
    const { text, error } = await ask({ query, format: FORMS[format] });
    if (error !== undefined) { status.textContent = error; return; }
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: FORMS[format] })), download: `answer.${format}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  document.getElementById("answer").addEventListener("click", (event) => {
    const link = event.target.closest("a[download]");
    if (!link || link.href.startsWith("blob:")) return;
    event.preventDefault();
    const asked = new URL(link.href).searchParams;
    save(asked.get("query"), asked.get("format"));
  }, true);
  document.getElementById("editor").addEventListener("submit", (event) => {
    const format = document.getElementById("format").value;
    if (!format) return;
    event.preventDefault();
    save(document.getElementById("query").value, format);
  }, true);

  window.addEventListener("DOMContentLoaded", async () => {
    const asked = new URLSearchParams(location.search), field = document.getElementById("query");
    const example = asked.get("example");
    const query = asked.get("query") || (example && (await (await plain(root + "static/examples.json")).json())[example]);
    if (!query) return;
    field.value = query;
    document.getElementById("editor").requestSubmit();
  });
})();
