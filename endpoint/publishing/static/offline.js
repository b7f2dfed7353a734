"use strict";
// What the server would answer, in the browser: names that have the words, and SPARQL in a worker.
(() => {
  const root = document.body.dataset.root;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  let names = null;

  async function all() {
    names ??= fetch(root + "/static/names.json").then((answer) => answer.json())
      .then((rows) => rows.map(([name, kind, path, year]) => ({ name, kind, path, year, folded: fold(name) + " " + year })));
    return names;
  }

  async function find(text) {
    const words = fold(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const found = (await all()).filter((row) => words.every((word) => row.folded.includes(word)));
    const whole = words.join(" ");
    return found.sort((a, b) => b.folded.startsWith(whole) - a.folded.startsWith(whole)).slice(0, 100);
  }

  async function search() {
    const text = new URLSearchParams(location.search).get("q") || "";
    const list = document.querySelector("ol.hits");
    if (!list || !location.pathname.replace(/\/$/, "").endsWith("/search")) return;
    document.querySelector("#q").value = text;
    document.querySelector("h1").textContent = text ? `Names with “${text}”` : "Search";
    document.querySelectorAll("main aside, main nav.pages").forEach((part) => part.remove());
    const rows = text ? await find(text) : [];
    document.querySelector('p[role="status"]').textContent = `${rows.length} ${rows.length === 1 ? "result" : "results"}`;
    list.replaceChildren(...rows.map((row) => {
      const item = document.createElement("li"), link = document.createElement("a"), note = document.createElement("span");
      link.href = root + row.path; link.textContent = row.name;
      note.className = "note"; note.textContent = ` ${row.kind} ${row.year}`;
      item.append(link, note);
      return item;
    }));
  }

  function engine() {
    const worker = new Worker(root + "/static/sparql-worker.js", { type: "module" });
    const waiting = new Map();
    let number = 0;
    worker.addEventListener("message", ({ data }) => { waiting.get(data.id)?.(data); waiting.delete(data.id); });
    worker.addEventListener("error", (event) => waiting.forEach((done) => done({ error: event.message || "the engine could not be loaded" })));
    return (query) => new Promise((done) => { waiting.set(++number, done); worker.postMessage({ id: number, query, root }); });
  }

  if (document.getElementById("editor")) {
    let ask = null;
    // The editor asks by fetch; here that goes to the worker, and comes back as the answer that a server would send.
    const plain = window.fetch.bind(window);
    window.fetch = async (target, options) => {
      if (!options || options.method !== "POST") return plain(target, options);
      ask ??= engine();
      const answer = await ask(options.body);
      const body = answer.error ? JSON.stringify({ title: "The query failed", detail: answer.error }) : answer.text;
      return new Response(body, { status: answer.error ? 400 : 200, headers: { "Content-Type": answer.error ? "application/problem+json" : answer.type } });
    };
  }
  search();
})();
