"use strict";
// What an answer looks like: a table with names and local links, a chart where there are numbers, a map where there are
// places, a graph where things are tied to things.
(() => {
  const SHOWN = 1000, BARS = 40, COLOURS = 8, NODES = 80;
  const svg = (name, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  };

  // Things of this release open here, whatever their addresses say.
  function local(iri) {
    if (!iri.startsWith(base)) return iri;
    const rest = iri.slice(base.length);
    const path = rest.startsWith("id/") ? "/page/" + rest.slice(3) : rest.startsWith("ontology") ? "/" + rest : "/page/" + rest;
    return window.offline ? window.offline.address(path) : root + path;
  }

  function brief(iri) {
    if (!iri.startsWith(base)) return iri;
    const rest = iri.slice(base.length), parts = rest.split(/[/#]/);
    return rest.startsWith("id/") ? (parts[1] === "org" ? "body" : parts[1]) + ":" + parts.slice(2).join("/") : rest.startsWith("ontology#") ? "osce:" + parts[1] : rest;
  }

  // Names of the things in an answer, in the reader's language, else in English: one more query.
  async function names(rows, variables) {
    const iris = [...new Set(rows.flatMap((row) => variables.map((name) => row[name]).filter((value) => value?.type === "uri" && value.value.startsWith(base)).map((value) => value.value)))].slice(0, 400);
    if (!iris.length) return new Map();
    const tongue = form.dataset.tongue;
    const sent = await ask(`SELECT ?x ?name { VALUES ?x { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?x skos:prefLabel|dcterms:title|foaf:name|rdfs:label ?name FILTER(LANG(?name) IN ("${tongue}", "en", "")) }`);
    if (!sent.ok) return new Map();
    const found = (await sent.json()).results.bindings.sort((a, b) => (a.name["xml:lang"] === tongue) - (b.name["xml:lang"] === tongue));
    return new Map(found.map((row) => [row.x.value, row.name.value]));
  }

  function cell(value, known) {
    const td = make("td", {});
    if (!value) return td;
    if (value.type === "uri" && /^https?:/.test(value.value)) td.append(make("a", { href: local(value.value), textContent: known.get(value.value) || brief(value.value), title: value.value }));
    else {
      td.textContent = value.value;
      if (value["xml:lang"]) { td.lang = value["xml:lang"]; td.append(" ", make("span", { className: "note", textContent: value["xml:lang"] })); }
      if (isNumber(value)) td.className = "number";
    }
    return td;
  }

  const isNumber = (value) => value && /#(integer|decimal|double|float|int|long)$/.test(value.datatype || "");
  const text = (value, known) => !value ? "" : value.type === "uri" ? known.get(value.value) || brief(value.value) : value.value;

  function table(rows, variables, known) {
    const shown = make("table", {}), head = shown.createTHead().insertRow(), body = shown.createTBody();
    const fill = (ordered) => body.replaceChildren(...ordered.slice(0, SHOWN).map((row) => make("tr", {}, ...variables.map((name) => cell(row[name], known)))));
    for (const name of variables) {
      const sort = make("button", { type: "button", className: "sort", textContent: name });
      const th = make("th", { scope: "col" }, sort);
      sort.addEventListener("click", () => {
        const down = th.getAttribute("aria-sort") === "ascending";
        head.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", down ? "descending" : "ascending");
        const order = (a, b) => isNumber(a[name]) && isNumber(b[name]) ? a[name].value - b[name].value : text(a[name], known).localeCompare(text(b[name], known), form.dataset.tongue, { numeric: true });
        fill([...rows].sort((a, b) => (down ? -order(a, b) : order(a, b))));
      });
      head.append(th);
    }
    fill(rows);
    return make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: words.table }, shown);
  }

  // Rows coloured by a column that has few values: which colour each row has, and the legend that says so.
  function coloured(rows, variables, known) {
    for (const name of variables) {
      const values = [...new Set(rows.map((row) => text(row[name], known)))];
      if (values.length < 2 || values.length > COLOURS || values.length === rows.length || rows.some((row) => isNumber(row[name]))) continue;
      const legend = make("ul", { className: "legend", ariaLabel: name }, ...values.map((value, n) => make("li", {}, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, class: `c${n}` })), ` ${value || "–"}`)));
      return { of: (row) => `c${values.indexOf(text(row[name], known))}`, legend };
    }
    return { of: () => "", legend: "" };
  }

  // A bar for each row: the last number against the first column that is none.
  function chart(rows, variables, known) {
    const number = variables.findLast((name) => !/^(lat|long?$|lng)/i.test(name) && rows.some((row) => isNumber(row[name])));
    const label = variables.find((name) => name !== number && rows.some((row) => row[name] && !isNumber(row[name])));
    if (!number || !label) return null;
    const bars = rows.filter((row) => isNumber(row[number])).slice(0, BARS);
    const most = Math.max(...bars.map((row) => Math.abs(Number(row[number].value))), 1e-9);
    const colour = coloured(bars, variables.filter((name) => name !== number && name !== label), known);
    const drawn = svg("svg", { viewBox: `0 0 700 ${bars.length * 24}`, class: "chart", role: "img", "aria-label": `${number} / ${label}` });
    bars.forEach((row, n) => {
      const name = text(row[label], known), width = (Math.abs(Number(row[number].value)) / most) * 360;
      drawn.append(svg("text", { x: 245, y: n * 24 + 16, class: "end" }, name.length > 36 ? name.slice(0, 35) + "…" : name), svg("rect", { x: 255, y: n * 24 + 4, width: Math.max(width, 1), height: 16, class: colour.of(row) }), svg("text", { x: 262 + width, y: n * 24 + 16 }, Number(row[number].value).toLocaleString(form.dataset.tongue)));
    });
    return make("figure", {}, drawn, colour.legend);
  }

  // A map where two columns are latitude and longitude; land without borders, as on the first page.
  async function map(rows, variables, known) {
    const [lat, long] = [/^lat/i, /^(long?|lng)/i].map((pattern) => variables.find((name) => pattern.test(name)));
    if (!lat || !long) return null;
    const land = await fetch(form.dataset.land).then((sent) => sent.json()).catch(() => null);
    if (!land) return null;
    const label = variables.find((name) => name !== lat && name !== long);
    const colour = coloured(rows, variables.filter((name) => ![lat, long, label].includes(name)), known);
    const size = variables.find((name) => name !== lat && name !== long && rows.some((row) => isNumber(row[name])));
    const most = Math.max(...rows.map((row) => Number(row[size]?.value) || 0), 1e-9);
    const drawn = svg("svg", { viewBox: `0 0 ${land.width} ${land.height}`, role: "group", "aria-label": words.map }, svg("path", { class: "land", d: land.path }));
    for (const row of rows.slice(0, SHOWN)) {
      const x = (Number(row[long]?.value) - land.west) * land.stretch * land.scale, y = (land.north - Number(row[lat]?.value)) * land.scale;
      if (!(x >= 0 && x <= land.width && y >= 0 && y <= land.height)) continue;
      const told = variables.filter((name) => name !== lat && name !== long).map((name) => text(row[name], known)).filter(Boolean).join(" · ");
      const r = size ? 4 + 14 * Math.sqrt(Math.max(Number(row[size]?.value) || 0, 0) / most) : 6;
      const dot = svg("circle", { cx: x, cy: y, r, class: `now ${colour.of(row)}` }, svg("title", {}, told));
      const iri = variables.map((name) => row[name]).find((value) => value?.type === "uri")?.value;
      drawn.append(iri ? svg("a", { href: local(iri) }, dot) : dot);
    }
    return make("figure", { className: "map" }, drawn, colour.legend);
  }

  // A graph: what the first column has is tied to what the second has; a third says how.
  function graph(rows, variables, known) {
    const ends = variables.filter((name) => rows.some((row) => row[name]?.type === "uri"));
    if (ends.length < 2) return null;
    const [from, to] = ends, via = variables.find((name) => name !== from && name !== to && !/^(lat|long?|lng)$/i.test(name));
    return tied(rows.filter((row) => row[from] && row[to]).map((row) => [row[from].value, via ? text(row[via], known) : "", row[to].value]), known);
  }

  // Draws ties between things: boxes of names that push each other away while ties pull, always from the same start.
  function tied(ties, known) {
    const nodes = new Map();
    for (const [a, , b] of ties) for (const iri of [a, b]) if (!nodes.has(iri) && nodes.size < NODES) nodes.set(iri, { iri, tied: 0 });
    const edges = ties.map(([a, how, b]) => ({ a: nodes.get(a), b: nodes.get(b), how })).filter(({ a, b }) => a && b && a !== b);
    if (!edges.length) return null;
    edges.forEach(({ a, b }) => { a.tied += 1; b.tied += 1; });
    const all = [...nodes.values()], W = 900, H = Math.min(1100, 300 + all.length * 12), reach = Math.sqrt((W * H) / all.length) * 0.7;
    all.forEach((node, n) => { const turn = n * 2.39996; node.x = W / 2 + Math.sqrt(n + 1) * 28 * Math.cos(turn); node.y = H / 2 + Math.sqrt(n + 1) * 22 * Math.sin(turn); });
    for (let round = 0; round < 240; round += 1) {
      const heat = 30 * (1 - round / 240);
      all.forEach((node) => { node.dx = (W / 2 - node.x) * 0.08; node.dy = (H / 2 - node.y) * 0.08; });
      const pull = (a, b, force) => {
        const x = b.x - a.x || 0.1, y = b.y - a.y || 0.1, far = Math.hypot(x, y), by = force(far) / far;
        a.dx += x * by; a.dy += y * by; b.dx -= x * by; b.dy -= y * by;
      };
      all.forEach((a, n) => all.slice(n + 1).forEach((b) => pull(a, b, (far) => (far < 2.5 * reach ? -(reach * reach) / far : 0))));
      edges.forEach(({ a, b }) => pull(a, b, (far) => (far * far) / reach));
      all.forEach((node) => {
        const far = Math.hypot(node.dx, node.dy) || 1, step = Math.min(far, heat) / far;
        node.x += node.dx * step; node.y += node.dy * step;
      });
    }
    for (const [axis, size, rim] of [["x", W, 95], ["y", H, 30]]) {
      const places = all.map((node) => node[axis]), low = Math.min(...places), long = Math.max(...places) - low || 1;
      all.forEach((node) => { node[axis] = rim + ((node[axis] - low) / long) * (size - 2 * rim); });
    }
    const called = (iri) => known.get(iri) || brief(iri), short = (name) => (name.length > 28 ? name.slice(0, 27) + "…" : name);
    const drawn = svg("svg", { viewBox: `0 0 ${W} ${H}`, class: "graph", role: "group", "aria-label": words.graph });
    edges.forEach(({ a, b, how }) => {
      const far = Math.hypot(b.x - a.x, b.y - a.y) || 1, x = (b.x - a.x) / far, y = (b.y - a.y) / far, tip = [b.x - x * 9, b.y - y * 9];
      drawn.append(svg("path", { d: `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${tip[0].toFixed(1)} ${tip[1].toFixed(1)}` }, svg("title", {}, `${called(a.iri)} · ${how} · ${called(b.iri)}`)), svg("path", { class: "tip", d: `M${tip[0]} ${tip[1]}l${-x * 8 - y * 4} ${-y * 8 + x * 4}l${y * 8} ${-x * 8}z` }));
    });
    const sources = new Set(edges.map(({ a }) => a.iri));
    all.filter((node) => node.tied).forEach((node) => {
      drawn.append(svg("a", { href: local(node.iri) }, svg("circle", { cx: node.x, cy: node.y, r: Math.min(5 + node.tied, 12), class: sources.has(node.iri) ? "c0" : "c1" }), svg("text", { x: node.x, y: node.y - 14 }, short(called(node.iri))), svg("title", {}, called(node.iri))));
    });
    const cut = new Set(ties.flatMap(([a, , b]) => [a, b])).size > NODES;
    return make("figure", { className: "scroll" }, drawn, cut ? make("figcaption", { textContent: say(words.first, String(NODES)) }) : "");
  }

  // What CONSTRUCT and DESCRIBE answer: the text, and a graph of the ties between things in it.
  window.showTriples = async (turtle, lines, query) => {
    const ties = lines.split("\n").map((line) => /^<([^>]*)> <([^>]*)> <([^>]*)> \.$/.exec(line)).filter((tie) => tie && !tie[2].endsWith("#type")).map(([, a, how, b]) => [a, how, b]).slice(0, SHOWN);
    const cells = ties.map(([a, how, b]) => ({ a: { type: "uri", value: a }, how: { type: "uri", value: how }, b: { type: "uri", value: b } }));
    const known = await names(cells, ["a", "how", "b"]).catch(() => new Map());
    const drawn = tied(ties.map(([a, how, b]) => [a, known.get(how) || brief(how), b]), known);
    shown([["Turtle", make("pre", { textContent: turtle, tabIndex: 0 })], [words.graph, drawn]], query, ["ttl", "nt", "jsonld", "rdf"]);
  };

  function downloads(query, formats) {
    const links = formats.flatMap((format) => [" ", make("a", { href: `${action}?query=${encodeURIComponent(query)}&format=${format}`, textContent: format.toUpperCase(), download: `answer.${format}` })]);
    const share = make("button", { type: "button", className: "plain", textContent: words.share });
    share.addEventListener("click", async () => {
      const address = new URL(`${action}?query=${encodeURIComponent(query)}`, location.href).href;
      try { await navigator.clipboard.writeText(address); share.textContent = words.copied; }
      catch { window.prompt(words.share, address); }
    });
    return make("p", { className: "note" }, words.download, ...links, " · ", share);
  }

  window.showResult = async (result, query) => {
    const rows = result.results.bindings, variables = result.head.vars;
    const known = await names(rows.slice(0, SHOWN), variables).catch(() => new Map());
    if (rows.length > SHOWN) answer.append(make("p", { className: "note", textContent: say(words.first, SHOWN.toLocaleString(form.dataset.tongue)) }));
    shown([[words.table, table(rows, variables, known)], [words.chart, chart(rows, variables, known)], [words.map, await map(rows, variables, known)], [words.graph, graph(rows, variables, known)]], query, ["csv", "tsv", "json", "xml"]);
  };

  function shown(all, query, formats) {
    const views = all.filter(([, view]) => view);
    const holder = make("div", {});
    const buttons = views.map(([name, view]) => {
      const button = make("button", { type: "button", className: "plain", textContent: name });
      button.addEventListener("click", () => {
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        holder.replaceChildren(view);
      });
      return button;
    });
    if (views.length > 1) answer.append(make("p", { className: "views", role: "group", ariaLabel: words.views }, ...buttons));
    answer.append(holder, downloads(query, formats));
    buttons[0].click();
  }
})();
