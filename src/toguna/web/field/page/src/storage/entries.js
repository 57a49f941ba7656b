// What somebody fills in on this device: a draft, then a record waiting to be sent, then a line that says when it was.
//
// An entry keeps the name of the very form that it was begun with, so that a newer version changes nothing in it. Its
// instance never changes, so that sending it twice makes one record.

export const DRAFT = "draft";
export const WAITING = "waiting";
export const REFUSED = "refused";
export const SENT = "sent";

const ENTRY = "entry";
const GONE = "gone";
const FILE = "file";
const KEPT_SENT = 60;

const fileName = (entry, name) => `${entry.id}/${name}`;

// `corrects` is the record that came back, `replaces` the instance under which it was sent.
export function newEntry(form, { corrects = null, replaces = "" } = {}) {
  const now = new Date().toISOString();
  return {
    id: crypto.randomUUID(), form, corrects, replaces, state: DRAFT, label: "", instance: "", xml: "", files: [],
    violations: 0, createdAt: now, changedAt: now, sentAt: null, tries: 0, nextTry: 0, problem: "",
  };
}

export const unsentEntries = (vault) => vault.all(ENTRY);

export const allEntries = async (vault) => (await Promise.all([vault.all(ENTRY), vault.all(GONE)])).flat();

export const entryOf = (vault, id) => vault.value(ENTRY, id);

export const saveEntry = (vault, entry) => vault.put(ENTRY, entry.id, entry);

// Keeps the answers and the files as they are now; a file that is kept already is not written again.
export async function saveAnswers(vault, entry, { xml, instance, label, files, violations }) {
  const kept = new Map(entry.files.map((file) => [file.name, file]));
  const put = [];
  for (const file of files) {
    const known = kept.get(file.name);
    if (known && known.size === file.size) continue;
    put.push(vault.row(FILE, fileName(entry, file.name), new Uint8Array(await file.arrayBuffer())));
  }
  const gone = entry.files.filter(({ name }) => !files.some((file) => file.name === name));
  Object.assign(entry, {
    xml, instance, label, violations, changedAt: new Date().toISOString(),
    files: files.map(({ name, type, size }) => ({ name, type, size })),
  });
  put.push(vault.rowOf(ENTRY, entry.id, entry));
  await vault.change({ put, remove: gone.map(({ name }) => [FILE, fileName(entry, name)]) });
}

export async function filesOf(vault, entry) {
  return Promise.all(entry.files.map(async ({ name, type }) =>
    new File([await vault.bytes(FILE, fileName(entry, name))], name, { type })));
}

// The server has it now: of what was filled in, only that it was sent and when stays here.
export async function noteSent(vault, entry, { at, record }) {
  const files = entry.files;
  Object.assign(entry, { state: SENT, sentAt: at, record, xml: "", files: [], problem: "" });
  await vault.change({
    put: [vault.rowOf(GONE, entry.id, entry)],
    remove: [[ENTRY, entry.id], ...files.map(({ name }) => [FILE, fileName(entry, name)])],
  });
}

export async function dropEntry(vault, entry) {
  await vault.change({
    remove: [[ENTRY, entry.id], [GONE, entry.id], ...entry.files.map(({ name }) => [FILE, fileName(entry, name)])],
  });
}

// The oldest of what was sent makes room; what was not sent never does.
export function tooOld(entries) {
  return entries.filter(({ state }) => state === SENT)
    .sort((one, other) => other.sentAt.localeCompare(one.sentAt)).slice(KEPT_SENT);
}
