"use strict";
// What a server would do, in the browser: this script alone is on every page, and loads the others when they are needed.
(() => {
  const { root, own = "", words, tongue } = document.body.dataset;
  const spoken = new RegExp("^(?:__SPOKEN__)$");
  const said = JSON.parse(words);

  window.offline = {
    root, own, tongue, words: said,
    say: (text, ...values) => text.replace(/\{(\d)\}/g, (_, n) => values[n]),
    number: (value) => value.toLocaleString(tongue),
    // The address of a page, in the reader's language where the page is there in it.
    address(path) {
      const [before, fragment] = path.replace(/^\//, "").split("#");
      const folder = before && !before.endsWith("/") ? before + "/" : before;
      return root + (spoken.test(folder + "index.html") ? own : "") + folder + (fragment ? "#" + fragment : "");
    },
    make(name, properties, ...children) {
      const element = Object.assign(document.createElement(name), properties);
      element.append(...children);
      return element;
    },
  };

  const load = (name) => import(new URL(`${root}static/${name}`, location.href).href);
  window.offline.load = load;

  const field = document.getElementById("q"), list = document.getElementById("suggestions");
  let last = "";
  field?.addEventListener("input", async () => {
    const text = field.value.trim();
    if (text.length < 2 || text === last) return;
    last = text;
    const { suggest } = await load("finder.js");
    const rows = await suggest(text).catch(() => []);
    if (text === last) list.replaceChildren(...rows.map((row) => window.offline.make("option", { value: row.name, label: row.kind })));
  });
  if (document.getElementById("words")) load("finder.js").then((finder) => finder.show());
  if (document.querySelector("form.narrow[hidden]")) load("lists.js");
  if (document.querySelector("form.asof[hidden]")) load("day.js");
})();
