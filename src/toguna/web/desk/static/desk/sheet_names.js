// Offers people who are already known while a name is typed; taking one fills the boxes that are still empty.
// The letters go out in the body of a request, so that no name stands in an address or a log.

const lines = document.querySelector("[data-known-names]");

if (lines) {
  const form = lines.closest("form");
  const list = document.createElement("ul");
  list.id = "known-names";
  list.className = "known-names";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  document.body.append(list);
  const FILLED = ["sex", "birth_year", "function", "organisation", "village", "commune", "phone", "stakeholder_group"];
  let box = null;
  let people = [];
  let at = -1;
  let asked = 0;
  let waiting;

  const close = () => {
    list.hidden = true;
    at = -1;
    box?.setAttribute("aria-expanded", "false");
    box?.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = to;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant"); else box.setAttribute("aria-activedescendant", `known-${at}`);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const take = (person) => {
    const row = box.closest("tr");
    box.value = person.name;
    for (const field of FILLED) {
      const other = row.querySelector(`[name$="-${field}"]`);
      const age = row.querySelector('[name$="-age"]');
      if (!other || other.value || !person[field] || (field === "birth_year" && age?.value)) continue;
      other.value = field === "stakeholder_group" ? person.group : person[field];
    }
    box.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(waiting);
    close();
    // What is left to ask of somebody known is whether they agree this time.
    row.querySelector('[name$="-consent"]')?.focus();
  };
  const show = () => {
    list.replaceChildren(...people.map((person, place) => {
      const option = document.createElement("li");
      option.id = `known-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("strong");
      name.textContent = person.name;
      const words = document.createElement("span");
      words.textContent = person.words;
      option.append(name, words);
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(person); });
      return option;
    }));
    if (!people.length) { close(); return; }
    const place = box.getBoundingClientRect();
    const width = Math.min(Math.max(place.width, 320), document.documentElement.clientWidth - 16);
    list.style.width = `${width}px`;
    list.style.left = `${Math.max(8, Math.min(place.left, document.documentElement.clientWidth - width - 8))}px`;
    const under = window.innerHeight - place.bottom;
    list.style.top = under > 220 ? `${place.bottom + 2}px` : "";
    list.style.bottom = under > 220 ? "" : `${window.innerHeight - place.top + 2}px`;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    point(-1);
  };
  const ask = async () => {
    const number = asked += 1;
    const sent = new URLSearchParams({
      q: box.value, activity: form.elements.activity_code.value, sheet: form.dataset.sheet,
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
    });
    try {
      const answer = await fetch(lines.dataset.knownNames, { method: "POST", body: sent });
      const found = answer.ok ? (await answer.json()).people : [];
      if (number !== asked || document.activeElement !== box) return;
      people = found;
      show();
    } catch {
      // No network: one types the whole name.
    }
  };

  lines.addEventListener("focusin", (event) => {
    close();
    if (!event.target.name?.endsWith("-name")) { box = null; return; }
    box = event.target;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) {
      box.setAttribute(name, value);
    }
  });
  lines.addEventListener("focusout", close);
  lines.addEventListener("input", (event) => {
    if (event.target !== box || !event.isTrusted) return;
    clearTimeout(waiting);
    if (box.value.trim().length < 2) { close(); return; }
    waiting = setTimeout(ask, 180);
  });
  // Before the keys of the lines: Enter takes the person who is pointed at, and goes down only when nobody is.
  lines.addEventListener("keydown", (event) => {
    if (event.target !== box || list.hidden || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point((at + step + people.length + (at < 0 && step < 0 ? 1 : 0)) % people.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(people[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  }, true);
  for (const moved of ["scroll", "resize"]) window.addEventListener(moved, close, { capture: true, passive: true });
}
