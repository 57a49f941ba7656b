// What makes the desk quicker. Every page works without it: it only adds to controls that are already there.

const KEPT = "toguna:kept:";
const KEPT_DAYS = 3;
const SENT = "toguna:sent";

// --- choose all the rows of a table ------------------------------------------------------------------------------

for (const all of document.querySelectorAll("[data-select-all]")) {
  const form = all.closest("form");
  const picks = [...form.querySelectorAll("tbody input[type=checkbox]")];
  const count = form.querySelector("[data-selected-count]");
  const tell = () => {
    const chosen = picks.filter((pick) => pick.checked);
    all.checked = chosen.length > 0 && chosen.length === picks.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
    picks.forEach((pick) => pick.closest("tr").classList.toggle("selected", pick.checked));
    if (count) count.textContent = chosen.length ? `${chosen.length} / ${picks.length}` : "";
  };
  let last = null;
  picks.forEach((pick, place) => pick.addEventListener("click", (event) => {
    if (event.shiftKey && last !== null) {
      picks.slice(Math.min(last, place), Math.max(last, place) + 1).forEach((each) => { each.checked = pick.checked; });
    }
    last = place;
    tell();
  }));
  all.addEventListener("change", () => { picks.forEach((pick) => { pick.checked = all.checked; }); tell(); });
  tell();
}

// --- keep what was typed until it has arrived ---------------------------------------------------------------------

const store = (() => { try { localStorage.getItem(SENT); return localStorage; } catch { return null; } })();
const keptKeys = () => Object.keys(store).filter((key) => key.startsWith(KEPT));
const worthKeeping = (field) =>
  field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !("keepNot" in field.dataset);

function keep(form) {
  const key = KEPT + form.dataset.keep;
  const notice = form.querySelector("[data-kept]");
  const fields = () => [...form.elements].filter(worthKeeping);
  const read = () => fields().map((field) =>
    [field.name, field.value, ["checkbox", "radio"].includes(field.type) ? field.checked : null]);
  const untouched = JSON.stringify(read());
  const kept = JSON.parse(store.getItem(key) || "null");

  // After a refused submission the server shows what was sent; only a page as it was first served is filled again.
  if (kept && !form.querySelector("[aria-invalid]") && JSON.stringify(kept.values) !== untouched) {
    const left = [...kept.values];
    for (const field of fields()) {
      const choice = ["checkbox", "radio"].includes(field.type);
      const found = left.findIndex(([name, value]) => name === field.name && (!choice || value === field.value));
      if (found < 0) continue;
      const [[, value, checked]] = left.splice(found, 1);
      if (choice) field.checked = checked; else field.value = value;
    }
    if (notice) notice.hidden = false;
  }
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => store.setItem(key, JSON.stringify({ at: Date.now(), values: read() })), 300);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    store.setItem(key, JSON.stringify({ at: Date.now(), values: read() }));
    sessionStorage.setItem(SENT, key);
  });
  form.querySelector("[data-forget]")?.addEventListener("click", () => { store.removeItem(key); location.reload(); });
}

if (store) {
  const oldest = Date.now() - KEPT_DAYS * 86400000;
  for (const key of keptKeys()) {
    if ((JSON.parse(store.getItem(key) || "{}").at || 0) < oldest) store.removeItem(key);
  }
  const forms = [...document.querySelectorAll("form[data-keep]")];
  // Arriving on a desk page without the form that was sent means that the server took it.
  const sent = sessionStorage.getItem(SENT);
  if (sent) {
    if (!forms.some((form) => KEPT + form.dataset.keep === sent)) store.removeItem(sent);
    sessionStorage.removeItem(SENT);
  }
  forms.forEach(keep);
  // What was typed may hold names: nothing stays on a shared computer after signing out.
  for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
    form.addEventListener("submit", () => {
      keptKeys().forEach((key) => store.removeItem(key));
      // The page of offline forms keeps its drafts sealed; it throws the key away when it finds this.
      store.setItem("toguna:signed-out", String(Date.now()));
      indexedDB.deleteDatabase("toguna-keeper");
    });
  }
}

// --- a figure goes into the text where the cursor was last ---------------------------------------------------------

const takers = [...document.querySelectorAll("[data-takes-figures]")];
let taker = takers[0];
takers.forEach((box) => box.addEventListener("focus", () => { taker = box; }));
for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = !taker;
  button.addEventListener("click", () => {
    taker.setRangeText(button.dataset.insert, taker.selectionStart, taker.selectionEnd, "end");
    taker.dispatchEvent(new Event("input", { bubbles: true }));
    taker.focus();
  });
}

// --- one-key shortcuts: a link is followed, a button or a field only gets the focus --------------------------------

const dialog = document.getElementById("shortcuts");
const keyed = [...document.querySelectorAll("[data-key]")];
if (dialog && keyed.length && store) {
  const SWITCH = "toguna:shortcuts";
  const list = dialog.querySelector("[data-shortcut-list]");
  const on = dialog.querySelector("[data-shortcut-switch]");
  on.checked = store.getItem(SWITCH) !== "off";
  on.addEventListener("change", () => store.setItem(SWITCH, on.checked ? "on" : "off"));
  for (const target of keyed) {
    const row = list.appendChild(document.createElement("div"));
    row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd")).textContent = target.dataset.key;
    row.appendChild(document.createElement("dd")).textContent = target.dataset.keyLabel || target.textContent.trim();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable]")) return;
    if (event.key === "?") { dialog.showModal(); return; }
    if (!on.checked) return;
    const target = keyed.find((each) => each.dataset.key === event.key && !each.disabled);
    if (!target) return;
    event.preventDefault();
    if (target.matches("a[href]")) target.click();
    else { target.focus(); target.scrollIntoView({ block: "nearest" }); }
  });
}
