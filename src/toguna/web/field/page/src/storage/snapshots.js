// The forms on this device, each with its files, under its fingerprint. A draft holds on to the one it was begun with.

import { unsentEntries } from "./entries.js";

const FORM = "form";
const LISTING = "listing";

export const snapshotOf = (vault, fingerprint) => vault.value(FORM, fingerprint);

export const listedForms = async (vault) => (await vault.value(LISTING, "forms"))?.forms ?? [];

export const keepListing = (vault, name, told) => vault.put(LISTING, name, told);

export const listing = (vault, name) => vault.value(LISTING, name);

export const hasSnapshot = async (vault, fingerprint) => (await vault.names(FORM)).includes(fingerprint);

export const keepSnapshot = (vault, snapshot) => vault.put(FORM, snapshot.fingerprint, snapshot);

// A form that is neither offered any more nor held by a draft leaves the device.
export async function sweepSnapshots(vault, stillWanted) {
  const held = (await unsentEntries(vault)).map(({ form }) => form.fingerprint);
  const kept = new Set([...stillWanted, ...held]);
  const gone = (await vault.names(FORM)).filter((name) => !kept.has(name));
  if (gone.length) await vault.change({ remove: gone.map((name) => [FORM, name]) });
}
