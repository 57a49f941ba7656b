// Bringing the device up to the server: who is signed in, which forms there are, what became of what was sent.

import { snapshotOf, hasSnapshot, keepListing, keepSnapshot, listing, sweepSnapshots } from "../storage/snapshots.js";
import { addresses } from "../words.js";
import { askBlob, askIfChanged, askJson, askText } from "./server.js";

export const askAccount = () => askJson(addresses.account);

const toBase64 = async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters);
};

// Everything that a form needs, or nothing: a form without its list of communes would be no use where there is no line.
// `fetched` holds what this refresh has fetched already: the communes of nine forms are one list, asked for once.
async function fetchForm(told, fetched) {
  const files = {};
  for (const { name, type, url } of told.files) {
    const content = url.slice(url.lastIndexOf("/") + 1);
    if (!fetched.has(content)) {
      const isText = /^text\/|json$|xml$/.test(type);
      fetched.set(content, isText ? { text: await askText(url) } : { base64: await toBase64(await askBlob(url)) });
    }
    files[name] = { type, ...fetched.get(content) };
  }
  const { form_id: formId, version, title, fingerprint } = told;
  return { formId, version, title, fingerprint, xml: await askText(told.url), files };
}

async function keepForm(vault, told, fetched = new Map()) {
  if (!(await hasSnapshot(vault, told.fingerprint))) await keepSnapshot(vault, await fetchForm(told, fetched));
}

export async function refreshForms(vault) {
  const known = await listing(vault, "forms");
  const told = await askIfChanged(addresses.forms, known?.mark);
  const { forms } = told ?? known;
  const fetched = new Map();
  for (const form of forms) await keepForm(vault, form, fetched);
  // Only now does the device offer them: what is on the list can be filled in.
  if (told) await keepListing(vault, "forms", told);
  const held = await vault.names("returned");
  const wanted = await Promise.all(held.map(async (id) => (await vault.value("returned", id)).fingerprint));
  await sweepSnapshots(vault, [...forms.map(({ fingerprint }) => fingerprint), ...wanted]);
}

// What came back is fetched at once with its answers and its photos, so that it can be corrected without a network.
async function keepReturned(vault, record) {
  const kept = await vault.value("returned", record.id);
  if (kept?.mark === record.mark) return;
  const form = await askJson(record.form);
  await keepForm(vault, form);
  const files = [];
  for (const { name, type, url } of record.files) {
    files.push({ name, type, base64: await toBase64(await askBlob(url)) });
  }
  await vault.put("returned", record.id, {
    mark: record.mark, id: record.id, xml: await askText(record.answers), files,
    fingerprint: form.fingerprint,
  });
}

export async function refreshRecords(vault) {
  const known = await listing(vault, "records");
  const told = await askIfChanged(addresses.records, known?.mark);
  const { records } = told ?? known;
  const correctable = records.filter((record) => record.correctable);
  for (const record of correctable) await keepReturned(vault, record);
  if (told) await keepListing(vault, "records", told);
  const wanted = new Set(correctable.map(({ id }) => id));
  const gone = (await vault.names("returned")).filter((id) => !wanted.has(id));
  if (gone.length) await vault.change({ remove: gone.map((id) => ["returned", id]) });
}

export async function returnedAnswers(vault, recordId) {
  const kept = await vault.value("returned", recordId);
  if (!kept) return null;
  const files = kept.files.map(({ name, type, base64 }) =>
    new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name, { type }));
  return { xml: kept.xml, files, snapshot: await snapshotOf(vault, kept.fingerprint) };
}
