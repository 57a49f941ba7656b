// How long to wait before trying again: longer each time, and never all phones at the same moment.

const FIRST = 2000;
const LONGEST = 300_000;

export function waitAfter(tries, random = Math.random) {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(tries - 1, 20));
  return Math.round(full * (0.5 + random() / 2));
}
