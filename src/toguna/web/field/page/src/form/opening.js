// From an address of the page to a record that can be written in: a new one, a draft, or one that came back.

import { newEntry, entryOf, filesOf, DRAFT, SENT } from "../storage/entries.js";
import { hasSnapshot, snapshotOf } from "../storage/snapshots.js";
import { returnedAnswers } from "../exchange/refresh.js";
import { t } from "../words.js";
import { beginInstance, correctInstance, instanceOf, resumeInstance } from "./engine.js";
import { locateOnce } from "./places.js";

class CannotOpen extends Error {
  constructor(words) {
    super(words);
    this.words = words;
  }
}

const nameOf = ({ formId, version, title, fingerprint }) => ({ formId, version, title, fingerprint });

async function resume(vault, entry, options) {
  const snapshot = await snapshotOf(vault, entry.form.fingerprint);
  if (!snapshot) throw new CannotOpen(t("form-not-here"));
  const answers = { xml: entry.xml, files: await filesOf(vault, entry) };
  return { entry, snapshot, ...(await resumeInstance(snapshot, answers, options)) };
}

async function begin(vault, forms, formId, options) {
  const listed = forms.find((form) => form.form_id === formId);
  if (!listed || !(await hasSnapshot(vault, listed.fingerprint))) throw new CannotOpen(t("form-not-here"));
  const snapshot = await snapshotOf(vault, listed.fingerprint);
  return { entry: newEntry(nameOf(snapshot)), snapshot, ...(await beginInstance(snapshot, options)) };
}

// A correction that was begun already goes on; a second one of the same record would contradict it.
async function correct(vault, state, recordId, options) {
  const begun = state.entries.find((entry) => entry.corrects === recordId && entry.state !== SENT);
  if (begun) return resume(vault, await entryOf(vault, begun.id), options);
  const answers = await returnedAnswers(vault, recordId);
  if (!answers?.snapshot) throw new CannotOpen(t("form-not-here"));
  const { snapshot } = answers;
  const entry = newEntry(nameOf(snapshot), { corrects: recordId, replaces: instanceOf(answers.xml) });
  return { entry, snapshot, ...(await correctInstance(snapshot, answers, options)) };
}

export async function openEntry(vault, state, { way, what }) {
  const options = { account: state.account, locate: locateOnce };
  if (way === "new") return begin(vault, state.forms, what, options);
  if (way === "correct") return correct(vault, state, what, options);
  const entry = await entryOf(vault, what);
  // Being sent or sent already: the server may have it, and it does not change under its instance any more.
  if (!entry || entry.state !== DRAFT) throw new CannotOpen(t("entry-gone"));
  return resume(vault, entry, options);
}
