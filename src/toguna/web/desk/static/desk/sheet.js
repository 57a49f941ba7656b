// Adds lines to the entry form as they are needed. Without it, "more lines" is a button that the server answers.

const numbered = /^([pu])\d+-/;

for (const body of document.querySelectorAll("[data-grows]")) {
  const at_most = Number(body.dataset.grows);
  const button = document.querySelector(`[data-grow="${body.id}"]`);

  const add = () => {
    const rows = body.rows.length;
    if (rows >= at_most) return null;
    const row = body.rows[rows - 1].cloneNode(true);
    const number = rows + 1;
    row.id = row.id.replace(/\d+$/, number);
    for (const place of row.querySelectorAll("[data-number]")) place.textContent = number;
    for (const box of row.querySelectorAll("input, select")) {
      box.name = box.name.replace(numbered, `$1${number}-`);
      box.id = box.id.replace(numbered, `$1${number}-`);
      box.removeAttribute("aria-invalid");
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

  // Enter goes down to the next line instead of sending a half-typed sheet; there is always one more line.
  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input, select")) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const next = row.nextElementSibling || add();
    next?.querySelector("input, select").focus();
  });
  body.addEventListener("input", (event) => {
    if (event.target.closest("tr") === body.rows[body.rows.length - 1]) add();
  });
}
