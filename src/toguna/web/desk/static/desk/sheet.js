// Makes the lines of the entry form quick to fill in: more of them as they are needed, and keys that save typing.
// Without it, "more lines" is a button that the server answers, and Tab goes from box to box.

const numbered = /^([pu])\d+-/;
const boxNamed = (row, name) => row.querySelector(`[name$="-${name}"]`);
// Where somebody comes from is what neighbours on a list share; a name, an age or a consent is nobody else's.
const SHARED = ["organisation", "village", "commune", "stakeholder_group"];

const copyInto = (box, above) => {
  if (!above || !above.value) return;
  box.value = above.value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
};

for (const body of document.querySelectorAll("[data-grows]")) {
  const at_most = Number(body.dataset.grows);
  const button = document.querySelector(`[data-grow="${body.id}"]`);

  const add = () => {
    const rows = body.rows.length;
    if (rows >= at_most) return null;
    const last = body.rows[rows - 1];
    const row = last.cloneNode(true);
    const number = Number(last.id.replace(/\D/g, "")) + 1;
    row.id = row.id.replace(/\d+$/, number);
    row.classList.remove("current");
    for (const place of row.querySelectorAll("[data-number]")) place.textContent = number;
    for (const box of row.querySelectorAll("input, select")) {
      box.name = box.name.replace(numbered, `$1${number}-`);
      box.id = box.id.replace(numbered, `$1${number}-`);
      for (const state of ["aria-invalid", "aria-expanded", "aria-activedescendant", "aria-controls"]) box.removeAttribute(state);
      if (box.hasAttribute("aria-label")) box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+/, number));
      if (box.tagName === "SELECT") box.selectedIndex = 0; else box.value = "";
    }
    body.append(row);
    return row;
  };

  button?.addEventListener("click", (event) => {
    event.preventDefault();
    let first = null;
    for (let count = 0; count < 10; count += 1) first = first || add();
    first?.querySelector("input, select").focus();
  });

  body.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || !event.target.matches("input, select")) return;
    const row = event.target.closest("tr");
    // Enter goes down to the next line instead of sending a half-typed sheet; there is always one more line.
    if (event.key === "Enter") {
      event.preventDefault();
      const next = row.nextElementSibling || add();
      next?.querySelector("input, select").focus();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      const above = row.previousElementSibling;
      if (!above) return;
      const field = event.target.name.replace(numbered, "");
      if (event.shiftKey) for (const name of SHARED) { const box = boxNamed(row, name); if (box && !box.value) copyInto(box, boxNamed(above, name)); }
      else copyInto(event.target, boxNamed(above, field));
      return;
    }
    // A sheet says M as often as H.
    if (event.target.name.endsWith("-sex") && event.target.tagName === "SELECT" && event.key.toLowerCase() === "m" && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      event.target.value = "male";
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  body.addEventListener("input", (event) => {
    if (event.target.closest("tr") === body.rows[body.rows.length - 1]) add();
  });
  body.addEventListener("change", (event) => {
    // Age and year of birth are one column on paper.
    if (!event.target.name.endsWith("-age") || !/^(19|20)\d\d$/.test(event.target.value.trim())) return;
    const year = boxNamed(event.target.closest("tr"), "birth_year");
    if (!year || year.value) return;
    year.value = event.target.value.trim();
    event.target.value = "";
  });
  body.addEventListener("focusin", (event) => {
    for (const row of body.querySelectorAll("tr.current")) row.classList.remove("current");
    event.target.closest("tr")?.classList.add("current");
  });
}

// Boxes to count in: Enter goes down the column, as one reads the page.
document.getElementById("count-boxes")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const cell = event.target.closest("td");
  const row = cell.closest("tr");
  const below = row.nextElementSibling?.cells[cell.cellIndex] || row.parentElement.rows[0].cells[cell.cellIndex + 1];
  below?.querySelector("input").focus();
});

// The notice about a sensitive subject comes as soon as its activity is chosen.
const activity = document.getElementById("activity_code");
const sensitive = document.querySelector("[data-sensitive]");
if (activity && sensitive) {
  activity.addEventListener("input", () => {
    const typed = activity.value.trim().toLowerCase();
    sensitive.hidden = ![...document.querySelectorAll("#activities [data-is-sensitive]")].some((one) => one.value.toLowerCase() === typed);
  });
}

// The keys of this page stand in the same list as those of every page, and a button opens it.
const list = document.querySelector("#shortcuts [data-shortcut-list]");
const keys = document.getElementById("sheet-shortcuts");
if (list && keys) {
  list.prepend(keys.content.cloneNode(true));
  for (const button of document.querySelectorAll("[data-open-shortcuts]")) {
    button.addEventListener("click", () => document.getElementById("shortcuts").showModal());
  }
}
