// The photo of the signed sheet beside its boxes: sent as soon as it is chosen, turned, enlarged and moved without
// leaving the line that is being typed. Without it the photo simply stands there.

const beside = document.querySelector("[data-beside]");
const pane = document.querySelector("[data-photo-pane]");
const frame = pane?.querySelector("[data-photo-frame]");

if (frame) {
  const tools = pane.querySelector("[data-photo-tools]");
  const tool = (name) => tools.querySelector(`[data-photo="${name}"]`);
  const pages = () => [...frame.querySelectorAll(".photo-page")];
  let shown = 0;
  const view = { zoom: 1, quarter: 0 };

  const draw = () => {
    const all = pages();
    all.forEach((page, at) => { page.hidden = at !== shown; });
    tool("next").hidden = all.length < 2;
    tools.querySelector("[data-photo-count]").textContent = all.length > 1 ? `${shown + 1} / ${all.length}` : "";
    const page = all[shown];
    const image = page?.querySelector("img");
    if (!image?.naturalWidth) return;
    const lying = view.quarter % 2 === 1;
    const [wide, high] = lying ? [image.naturalHeight, image.naturalWidth] : [image.naturalWidth, image.naturalHeight];
    const scale = (frame.clientWidth / wide) * view.zoom;
    page.style.width = `${wide * scale}px`;
    page.style.height = `${high * scale}px`;
    image.style.width = `${image.naturalWidth * scale}px`;
    image.style.transformOrigin = "0 0";
    const moved = [[0, 0], [wide * scale, 0], [wide * scale, high * scale], [0, high * scale]][view.quarter];
    image.style.transform = `translate(${moved[0]}px, ${moved[1]}px) rotate(${view.quarter * 90}deg)`;
  };

  const zoom = (times) => {
    const before = view.zoom;
    view.zoom = Math.min(6, Math.max(0.5, view.zoom * times));
    // What was in the middle stays in the middle.
    const middle = [frame.scrollLeft + frame.clientWidth / 2, frame.scrollTop + frame.clientHeight / 2];
    draw();
    frame.scrollLeft = middle[0] * (view.zoom / before) - frame.clientWidth / 2;
    frame.scrollTop = middle[1] * (view.zoom / before) - frame.clientHeight / 2;
  };
  const acts = {
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    fit: () => { view.zoom = 1; draw(); frame.scrollTo(0, 0); },
    turn: () => { view.quarter = (view.quarter + 1) % 4; draw(); },
    next: () => { shown = (shown + 1) % Math.max(1, pages().length); draw(); frame.scrollTo(0, 0); },
    above: () => {
      const above = beside.classList.toggle("photo-above");
      tool("above").setAttribute("aria-pressed", String(above));
      try { localStorage.setItem("toguna:photo-above", above ? "yes" : "no"); } catch { /* no storage, no memory */ }
      draw();
    },
  };
  for (const [name, act] of Object.entries(acts)) tool(name).addEventListener("click", act);
  tools.hidden = false;
  try { if (localStorage.getItem("toguna:photo-above") === "yes") acts.above(); } catch { /* no storage, no memory */ }

  const watch = (image) => { if (image.complete) draw(); else image.addEventListener("load", draw); };
  frame.querySelectorAll("img").forEach(watch);
  new ResizeObserver(draw).observe(frame);
  draw();

  // Dragging moves the photo, as a hand moves paper.
  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
    frame.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  frame.addEventListener("pointermove", (event) => {
    if (held) frame.scrollTo(held.left - (event.clientX - held.x), held.top - (event.clientY - held.y));
  });
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { held = null; });

  const STEP = 90;
  const moves = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };
  const keyed = { "+": "in", "=": "in", "-": "out", 0: "fit", r: "turn", p: "next" };
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || pane.hidden) return;
    const move = moves[event.key];
    const act = keyed[event.key.toLowerCase()];
    if (!move && !act) return;
    event.preventDefault();
    if (move) frame.scrollBy(...move); else acts[act]();
  });

  // A photo is sent as soon as it is chosen: while it travels, the head of the sheet can be typed.
  const field = document.querySelector("[data-photo-upload]");
  const chosen = field?.querySelector("input[type=file]");
  const status = field?.querySelector("[data-photo-status]");
  field?.querySelector("[data-photo-show]")?.setAttribute("hidden", "");
  chosen?.addEventListener("change", async () => {
    if (!chosen.files.length) return;
    const sent = new FormData();
    for (const file of chosen.files) sent.append("photo", file);
    sent.append("csrfmiddlewaretoken", chosen.form.elements.csrfmiddlewaretoken.value);
    status.textContent = status.dataset.sending;
    try {
      const answer = await fetch(field.dataset.photoUpload, { method: "POST", body: sent });
      if (!answer.ok) throw new Error(answer.status);
      const { photos } = await answer.json();
      const address = new URL(location.href);
      for (const photo of photos) {
        const mark = document.createElement("input");
        Object.assign(mark, { type: "hidden", name: "photo_kept", value: photo.mark });
        field.append(mark);
        // The form for another code takes the photo with it, and so does reloading the page.
        const along = mark.cloneNode();
        along.name = "photo";
        document.querySelector(".code-card")?.append(along);
        address.searchParams.append("photo", photo.mark);
        if (!photo.address) continue;
        const page = document.createElement("div");
        page.className = "photo-page";
        const image = document.createElement("img");
        image.alt = status.dataset.alt;
        image.src = photo.address;
        page.append(image);
        frame.append(page);
        shown = pages().length - photos.length;
        pane.hidden = false;
        beside.classList.add("has-photo");
        watch(image);
      }
      shown = Math.max(0, shown);
      history.replaceState(null, "", address);
      chosen.value = "";
      status.textContent = status.dataset.arrived;
      draw();
    } catch {
      status.textContent = status.dataset.failed;
    }
  });
}
