// What the page knows at this moment, and the few things that change it. Everything lasting is in the vault.

import { computed, reactive } from "vue";
import { askAccount, refreshForms, refreshRecords } from "./exchange/refresh.js";
import { sendWaiting } from "./exchange/outbox.js";
import { NotForThisAccount, Refused, SignedOut, Unreachable } from "./exchange/server.js";
import { allEntries, dropEntry, tooOld, WAITING } from "./storage/entries.js";
import { forget, onSignedOutElsewhere, welcome, whoIsHere } from "./storage/keeper.js";
import { listedForms, listing } from "./storage/snapshots.js";
import { unsentOfAnybody, Vault } from "./storage/vault.js";
import { addresses, speak } from "./words.js";

// The line as the page has found it: not asked yet, there, or not there.
export const state = reactive({
  opened: false, account: null, token: "", locked: "", line: "unknown", signedOut: false, refused: "",
  forms: [], entries: [], records: [], sheets: [], sending: null, problem: "", asleep: 0,
});

export const unsent = computed(() => state.entries.filter((entry) => entry.state !== "sent").length);

let vault = null;
let timer = null;

export const openVault = () => vault;

async function enter(who) {
  vault = new Vault(who);
  speak(who.account.language);
  // First what is kept, then the page: it must not say that all is sent before it has looked.
  await look();
  state.account = who.account;
  state.locked = "";
}

// Shows nothing of anybody's any more; what is kept stays sealed.
async function close(why) {
  vault = null;
  clearTimeout(timer);
  Object.assign(state, { account: null, token: "", locked: why, forms: [], entries: [], records: [], sheets: [], sending: null });
  state.asleep = await unsentOfAnybody();
}

export async function look() {
  if (!vault) return;
  const entries = await allEntries(vault);
  for (const old of tooOld(entries)) await dropEntry(vault, old);
  state.entries = entries.sort((one, other) => other.changedAt.localeCompare(one.changedAt));
  state.forms = await listedForms(vault);
  const told = await listing(vault, "records");
  state.records = told?.records ?? [];
  state.sheets = told?.sheets ?? [];
}

// Who the server says is there. Somebody else than this browser remembers takes the place over, with their own drafts.
async function askWho() {
  const told = await askAccount();
  state.line = "there";
  Object.assign(state, { signedOut: false, refused: "", token: told.token });
  if (!vault || told.account.id !== state.account?.id) await enter(await welcome(told.account, told.keys));
  return told;
}

function note(problem) {
  if (problem instanceof Unreachable) state.line = "gone";
  else if (problem instanceof SignedOut) Object.assign(state, { line: "there", signedOut: true });
  else if (problem instanceof NotForThisAccount) Object.assign(state, { line: "there", refused: problem.message });
  else if (problem instanceof Refused) state.problem = problem.message;
  else throw problem;
}

export async function start() {
  // Without https a browser gives no keys, so that nothing could be kept sealed; then nothing is kept at all.
  if (!globalThis.isSecureContext || !crypto.subtle) {
    Object.assign(state, { locked: "insecure", opened: true });
    return;
  }
  const who = await whoIsHere();
  if (who) await enter(who);
  let told = null;
  try {
    told = await askWho();
  } catch (problem) {
    note(problem);
  }
  // Opened where the server can be asked and knows nobody: whoever this is, they sign in before they see anything.
  if (state.signedOut) await close("signed-out");
  else if (state.refused) await close("refused");
  else if (!vault) await close("nobody");
  state.opened = true;
  if (told) await refresh({ asked: true });
  addEventListener("online", () => { refresh({ everything: true }); });
  addEventListener("offline", () => { state.line = "gone"; });
  addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  onSignedOutElsewhere(() => close("signed-out"));
}

export async function refresh({ everything = false, asked = false } = {}) {
  if (!vault) return;
  try {
    if (!asked) await askWho();
    await refreshForms(vault);
    await refreshRecords(vault);
    state.problem = "";
  } catch (problem) {
    note(problem);
  }
  await look();
  await send({ everything });
}

// Sends what is due and comes back by itself for the rest.
export async function send({ everything = false } = {}) {
  clearTimeout(timer);
  if (!vault) return;
  const mine = vault;
  const account = state.account;
  const sameAccount = async () => {
    try {
      const told = await askAccount();
      Object.assign(state, { line: "there", signedOut: false, refused: "", token: told.token });
      return told.account.id === account.id ? told.token : null;
    } catch (problem) {
      note(problem);
      throw problem;
    }
  };
  const told = (entry) => { state.sending = entry?.id ?? null; };
  const before = state.entries.filter((entry) => entry.state === WAITING).length;
  const wait = await sendWaiting(mine, { sameAccount, everything, told });
  await look();
  const after = state.entries.filter((entry) => entry.state === WAITING).length;
  if (wait !== null && vault === mine) timer = setTimeout(() => send(), wait);
  if (after < before && after === 0) await refreshRecordsQuietly(mine);
}

async function refreshRecordsQuietly(mine) {
  try {
    await refreshRecords(mine);
    await look();
  } catch (problem) {
    note(problem);
  }
}

export async function signOut() {
  let token = "";
  try {
    ({ token } = await askAccount());
  } catch (problem) {
    note(problem);
  }
  await forget();
  await close("signed-out");
  if (!token) return;
  const form = new URLSearchParams({ csrfmiddlewaretoken: token });
  await fetch(addresses.logout, { method: "POST", body: form, redirect: "manual" });
  location.assign("/");
}
