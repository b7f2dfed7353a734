"use strict";
// What an answer looks like: a table with names and local links, a chart where there are numbers, a map where there are places.
(() => {
  const SHOWN = 1000, BARS = 40;
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

  // A bar for each row: the last number against the first column that is none.
  function chart(rows, variables, known) {
    const number = variables.findLast((name) => !/^(lat|long?$|lng)/i.test(name) && rows.some((row) => isNumber(row[name])));
    const label = variables.find((name) => name !== number && rows.some((row) => row[name] && !isNumber(row[name])));
    if (!number || !label) return null;
    const bars = rows.filter((row) => isNumber(row[number])).slice(0, BARS);
    const most = Math.max(...bars.map((row) => Math.abs(Number(row[number].value))), 1e-9);
    const drawn = svg("svg", { viewBox: `0 0 700 ${bars.length * 24}`, class: "chart", role: "img", "aria-label": `${number} / ${label}` });
    bars.forEach((row, n) => {
      const name = text(row[label], known), width = (Math.abs(Number(row[number].value)) / most) * 360;
      drawn.append(svg("text", { x: 245, y: n * 24 + 16, class: "end" }, name.length > 36 ? name.slice(0, 35) + "…" : name), svg("rect", { x: 255, y: n * 24 + 4, width: Math.max(width, 1), height: 16 }), svg("text", { x: 262 + width, y: n * 24 + 16 }, Number(row[number].value).toLocaleString(form.dataset.tongue)));
    });
    return drawn;
  }

  // A map where two columns are latitude and longitude; land without borders, as on the first page.
  async function map(rows, variables, known) {
    const [lat, long] = [/^lat/i, /^(long?|lng)/i].map((pattern) => variables.find((name) => pattern.test(name)));
    if (!lat || !long) return null;
    const land = await fetch(form.dataset.land).then((sent) => sent.json()).catch(() => null);
    if (!land) return null;
    const label = variables.find((name) => name !== lat && name !== long);
    const drawn = svg("svg", { viewBox: `0 0 ${land.width} ${land.height}`, role: "group", "aria-label": words.map }, svg("path", { class: "land", d: land.path }));
    for (const row of rows.slice(0, SHOWN)) {
      const x = (Number(row[long]?.value) - land.west) * land.stretch * land.scale, y = (land.north - Number(row[lat]?.value)) * land.scale;
      if (!(x >= 0 && x <= land.width && y >= 0 && y <= land.height)) continue;
      const dot = svg("circle", { cx: x, cy: y, r: 6, class: "now" }, svg("title", {}, label ? text(row[label], known) : ""));
      const iri = variables.map((name) => row[name]).find((value) => value?.type === "uri")?.value;
      drawn.append(iri ? svg("a", { href: local(iri) }, dot) : dot);
    }
    return make("figure", { className: "map" }, drawn);
  }

  function downloads(query) {
    const links = ["csv", "tsv", "json", "xml"].flatMap((format) => [" ", make("a", { href: `${action}?query=${encodeURIComponent(query)}&format=${format}`, textContent: format.toUpperCase(), download: `answer.${format}` })]);
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
    const views = [[words.table, table(rows, variables, known)], [words.chart, chart(rows, variables, known)], [words.map, await map(rows, variables, known)]].filter(([, view]) => view);
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
    if (rows.length > SHOWN) answer.append(make("p", { className: "note", textContent: say(words.first, SHOWN.toLocaleString(form.dataset.tongue)) }));
    answer.append(holder, downloads(query));
    buttons[0].click();
  };
})();
