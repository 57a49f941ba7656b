// Sending what waits. One tab at a time, oldest first, each record by itself, again and again until the server has said
// that it has it. Whatever the line does, the record keeps its instance, so that it arrives once.

import { filesOf, noteSent, REFUSED, saveEntry, unsentEntries, WAITING } from "../storage/entries.js";
import { addresses } from "../words.js";
import { waitAfter } from "./patience.js";
import { handOver, NotForThisAccount, Refused, SignedOut, Unreachable } from "./server.js";

const TURN = "toguna-outbox";

export async function submissionOf(vault, entry) {
  const form = new FormData();
  form.append("xml_submission_file", new File([entry.xml], "submission.xml", { type: "text/xml" }));
  for (const file of await filesOf(vault, entry)) form.append(file.name, file, file.name);
  return form;
}

async function sendOne(vault, entry, token) {
  try {
    const { record, received_at: at } = await handOver(addresses.submission, await submissionOf(vault, entry), token);
    await noteSent(vault, entry, { at, record });
  } catch (problem) {
    if (problem instanceof Refused) {
      Object.assign(entry, { state: REFUSED, problem: problem.message });
    } else if (problem instanceof Unreachable) {
      entry.tries += 1;
      entry.nextTry = Date.now() + waitAfter(entry.tries);
    } else {
      throw problem;
    }
    await saveEntry(vault, entry);
  }
}

// Sends what is due. `sameAccount` asks who is signed in and gives the token, or null when it is not this account.
// Says when to come back, in milliseconds, or null when nothing waits.
export async function sendWaiting(vault, { sameAccount, everything = false, told = () => {} }) {
  const alone = (work) => (navigator.locks ? navigator.locks.request(TURN, { ifAvailable: true }, work) : work(true));
  return alone(async (turn) => {
    if (!turn) return waitAfter(1);
    let waiting = await waitingEntries(vault);
    const due = waiting.filter(({ nextTry }) => everything || nextTry <= Date.now());
    if (due.length) {
      try {
        const token = await sameAccount();
        if (token === null) return null;
        for (const entry of due) {
          told(entry);
          await sendOne(vault, entry, token);
          told(null);
        }
      } catch (problem) {
        told(null);
        if (problem instanceof SignedOut || problem instanceof NotForThisAccount) return null;
        if (!(problem instanceof Unreachable)) throw problem;
        for (const entry of due) {
          entry.tries += 1;
          entry.nextTry = Date.now() + waitAfter(entry.tries);
          await saveEntry(vault, entry);
        }
      }
      waiting = await waitingEntries(vault);
    }
    if (!waiting.length) return null;
    return Math.max(500, Math.min(...waiting.map(({ nextTry }) => nextTry)) - Date.now());
  });
}

async function waitingEntries(vault) {
  const entries = await unsentEntries(vault);
  return entries.filter(({ state }) => state === WAITING).sort((one, other) => one.createdAt.localeCompare(other.createdAt));
}
