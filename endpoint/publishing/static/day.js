// Shows a page as of a day as far as the page itself says when things held: rows of other times are hidden.
const { words, say, make, tongue } = window.offline;
const form = document.querySelector("form.asof"), field = form.querySelector('input[type="date"]');

// As the server decides: by the precision that both have; an end that is not known does not end anything.
const holds = (begin, end, day) => Boolean(begin || end) && day.slice(0, begin.length) >= begin && (!end || day.slice(0, end.length) <= end);

function show(day) {
  document.querySelector("p.asof")?.remove();
  for (const row of document.querySelectorAll("tr[data-begin]")) {
    row.hidden = Boolean(day) && !holds(row.dataset.begin, row.dataset.end, day);
    if (row.nextElementSibling?.matches("tr.words")) row.nextElementSibling.hidden = row.hidden;
  }
  if (!day) return;
  const written = new Date(day + "T12:00:00Z").toLocaleDateString(tongue === "en" ? "en-GB" : tongue, { dateStyle: "long", timeZone: "UTC" });
  const note = make("p", { className: "asof" }, say(words.day, written), " ", make("a", { href: location.pathname, textContent: words.allTimes }));
  note.setAttribute("role", "status");
  document.querySelector("h1").after(note);
}

// A page without such rows is the same on every day.
form.hidden = !document.querySelector("tr[data-begin]");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.replaceState(null, "", "?on=" + field.value);
  show(field.value);
});
const asked = new URLSearchParams(location.search).get("on") || "";
if (/^\d{4}-\d\d-\d\d$/.test(asked)) { field.value = asked; show(asked); }
