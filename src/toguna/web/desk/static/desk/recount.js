// Numbers written from a pile of papers: Enter goes down to the next sheet instead of sending a half-written page.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[data-recount]")) return;
  event.preventDefault();
  const boxes = [...document.querySelectorAll("[data-recount]")];
  const next = boxes[boxes.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
  if (next) { next.focus(); next.select(); } else document.querySelector("[data-recount-send]")?.focus();
});
