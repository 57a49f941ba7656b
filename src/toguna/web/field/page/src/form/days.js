// Between what a browser's calendar writes and what a form keeps. An hour is kept with the place's distance from UTC.

const two = (number) => String(number).padStart(2, "0");

export function offset(when = new Date()) {
  const minutes = -when.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

export function toBox(kept, kind, precision = "") {
  if (!kept) return "";
  if (kind === "date") return kept.slice(0, precision === "year" ? 4 : precision ? 7 : 10);
  if (kind === "time") return kept.slice(0, 5);
  const when = new Date(kept);
  if (Number.isNaN(when.getTime())) return "";
  const day = `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
  return `${day}T${two(when.getHours())}:${two(when.getMinutes())}`;
}

export function fromBox(typed, kind, precision = "") {
  if (!typed) return "";
  if (kind === "date") {
    if (precision === "year") return /^\d{4}$/.test(typed) ? `${typed}-01-01` : "";
    return precision ? `${typed}-01` : typed;
  }
  if (kind === "time") return `${typed.slice(0, 5)}:00.000${offset()}`;
  return `${typed.slice(0, 16)}:00.000${offset(new Date(typed))}`;
}
