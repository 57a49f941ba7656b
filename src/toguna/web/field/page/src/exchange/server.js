// Asking the server. Every way in which it may not answer as hoped has a name, because each leads to something else.

export class Unreachable extends Error {}
export class SignedOut extends Error {}
export class NotForThisAccount extends Error {}
export class Refused extends Error {}

const ANSWERS_WITHIN = 60_000;
const TAKES_WITHIN = 300_000;
const AT_ONCE = 400;
const OFFERS_WITHIN = 5000;

const fetchOnce = (address, options, within) => fetch(address, {
  cache: "no-store", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(within), ...options,
});

// On a line that breaks now and then the second attempt mostly gets through; on one that is gone it costs nothing.
async function fetchTwice(address, options, within) {
  try {
    return await fetchOnce(address, options, within);
  } catch (problem) {
    if (problem.name === "TimeoutError" || !navigator.onLine) throw problem;
    await new Promise((resolve) => { setTimeout(resolve, AT_ONCE); });
    return fetchOnce(address, options, within);
  }
}

async function ask(address, options, within) {
  let answer;
  try {
    answer = await fetchTwice(address, options, within);
  } catch (problem) {
    throw new Unreachable(address, { cause: problem });
  }
  // A page of sign-in, a hotel's portal and a broken proxy all answer, and none of them is the server.
  if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 429) throw new Unreachable(address);
  return answer;
}

async function read(answer, how) {
  try {
    return await answer[how]();
  } catch (problem) {
    throw new Unreachable(answer.url, { cause: problem });
  }
}

const isJson = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

async function mustBeOurs(answer) {
  if (answer.ok) return answer;
  if (!isJson(answer)) throw new Unreachable(answer.url);
  const { message } = await read(answer, "json");
  if (answer.status === 401) throw new SignedOut(message);
  if (answer.status === 403) throw new NotForThisAccount(message);
  throw new Refused(message);
}

export async function askJson(address) {
  const answer = await mustBeOurs(await ask(address, {}, ANSWERS_WITHIN));
  if (!isJson(answer)) throw new Unreachable(address);
  return read(answer, "json");
}

// Null where nothing has changed since the answer that carries this mark.
export async function askIfChanged(address, mark) {
  const answer = await ask(address, mark ? { headers: { "If-None-Match": mark } } : {}, ANSWERS_WITHIN);
  if (answer.status === 304) return null;
  await mustBeOurs(answer);
  if (!isJson(answer)) throw new Unreachable(address);
  return { mark: answer.headers.get("X-Mark"), ...(await read(answer, "json")) };
}

export async function askText(address) {
  return read(await mustBeOurs(await ask(address, {}, ANSWERS_WITHIN)), "text");
}

export async function askBlob(address) {
  return read(await mustBeOurs(await ask(address, {}, ANSWERS_WITHIN)), "blob");
}

// Asked once, without patience: an offer that comes late is none.
export async function askPeople(address, about, token) {
  const answer = await fetch(address, {
    method: "POST", body: new URLSearchParams(about), headers: { "X-CSRFToken": token }, cache: "no-store",
    credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(OFFERS_WITHIN),
  });
  await mustBeOurs(answer);
  return (await read(answer, "json")).people;
}

// Hands over one submission and says what became of it; anything but a word of the server's own is no answer at all.
export async function handOver(address, form, token) {
  const headers = { "X-CSRFToken": token };
  const answer = await ask(address, { method: "POST", body: form, headers }, TAKES_WITHIN);
  // An incomplete arrival and a token that has changed are settled by sending once more.
  if (answer.status === 400 || (answer.status === 403 && !isJson(answer))) throw new Unreachable(address);
  await mustBeOurs(answer);
  if (!isJson(answer)) throw new Unreachable(address);
  const told = await read(answer, "json");
  if (!told.record) throw new Unreachable(address);
  return told;
}
