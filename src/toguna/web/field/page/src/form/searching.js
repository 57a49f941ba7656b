// Finding a name in a long list as it is typed: accents, capitals and hyphens do not matter, and a name that begins with
// what was typed comes before one that only contains it.

export const plain = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

export function found(options, typed, most) {
  const wanted = plain(typed);
  if (!wanted) return { shown: options.slice(0, most), more: Math.max(0, options.length - most) };
  const first = [];
  const then = [];
  for (const option of options) {
    const at = ` ${option.plain}`.indexOf(` ${wanted}`);
    if (option.plain.startsWith(wanted)) first.push(option);
    else if (at >= 0 || wanted.split(" ").every((word) => option.plain.includes(word))) then.push(option);
  }
  const all = [...first, ...then];
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
}
