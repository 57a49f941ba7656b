// Draws what belongs together while a figure has the pointer or the focus. Without it every figure is still a link.
"use strict";
for (const report of document.querySelectorAll(".figures-report")) {
  const text = report.querySelector(".text");
  const rows = new Map();
  for (const row of report.querySelectorAll("[data-stated]")) rows.set(row.id, row);
  const ties = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  ties.setAttribute("class", "ties");
  ties.setAttribute("aria-hidden", "true");
  text.prepend(ties);
  const told = document.createElement("p");
  told.className = "told";
  told.hidden = true;
  told.setAttribute("aria-hidden", "true");
  report.append(told);
  const MOST = 12;
  let shown = null;

  const sides = (row) => [row.dataset.stated, row.dataset.other].map((side) =>
    side.split(" ").map((id) => document.getElementById(id)).filter(Boolean));

  function box(figure) {
    const frame = text.getBoundingClientRect();
    const first = figure.getClientRects()[0] || figure.getBoundingClientRect();
    return { x: first.left - frame.left + first.width / 2, y: first.bottom - frame.top };
  }

  function tie(from, to, row) {
    const a = box(from), b = box(to);
    const dip = Math.min(26, 10 + Math.abs(b.x - a.x) / 14);
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${a.x} ${a.y} C${a.x} ${a.y + dip} ${b.x} ${b.y + dip} ${b.x} ${b.y}`);
    path.setAttribute("class", row.dataset.how);
    ties.append(path);
  }

  function clear() {
    ties.replaceChildren();
    text.classList.remove("tied");
    told.hidden = true;
    for (const figure of report.querySelectorAll(".related")) figure.classList.remove("related");
    shown = null;
  }

  function show(element) {
    if (shown === element) return;
    clear();
    shown = element;
    const lines = [];
    for (const id of element.dataset.r.split(" ").slice(0, MOST)) {
      const row = rows.get(id);
      if (!row) continue;
      const [stated, other] = sides(row);
      const all = [...stated, ...other];
      const hub = all.includes(element) ? element : stated[0] || other[0];
      for (const figure of all) {
        figure.classList.add("related");
        if (figure !== hub) tie(hub, figure, row);
      }
      lines[row.dataset.how === "fails" ? "unshift" : "push"](row.dataset.told);
    }
    told.replaceChildren(...lines.map((line) => {
      const span = document.createElement("span");
      span.textContent = line;
      return span;
    }));
    told.hidden = !lines.length;
    text.classList.toggle("tied", lines.length > 0);
  }

  const near = (event) => event.target.closest && event.target.closest("[data-r]");
  report.addEventListener("pointerover", (event) => { const found = near(event); if (found) show(found); else clear(); });
  report.addEventListener("pointerleave", clear);
  report.addEventListener("focusin", (event) => { const found = near(event); if (found) show(found); });
  report.addEventListener("focusout", clear);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  addEventListener("resize", clear);
}
