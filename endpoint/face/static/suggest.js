// Names while typing; without scripts the search form works as it is.
(() => {
  const field = document.getElementById("q"), list = document.getElementById("suggestions");
  let waiting = 0, last = "";
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const text = field.value.trim();
      if (text.length < 2 || text === last) return;
      last = text;
      const answer = await fetch(field.form.getAttribute("action").replace(/search$/, "suggest") + "?q=" + encodeURIComponent(text));
      if (!answer.ok) return;
      const [, names, kinds] = await answer.json();
      list.replaceChildren(...names.map((name, n) => Object.assign(document.createElement("option"), { value: name, label: kinds[n] })));
    }, 150);
  });
})();
