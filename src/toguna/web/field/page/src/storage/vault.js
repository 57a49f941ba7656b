// One account's own part of what this browser keeps. Everything in it is sealed with the account's key; another account
// on the same laptop sees neither titles nor how long a text is, only that something is there.

import { Shelf } from "./database.js";
import { seal, unseal } from "./sealing.js";

const shelf = new Shelf("toguna-field");
const text = new TextEncoder();
const reader = new TextDecoder();

// How many drafts and unsent records of anybody there are, which is all that may be told to somebody not signed in.
export async function unsentOfAnybody() {
  const ids = await shelf.idsStartingWith("");
  return ids.filter((id) => id.includes("/entry/")).length;
}

export class Vault {
  constructor({ account, keys }) {
    this.home = `${account.id}/`;
    this.keys = keys;
  }

  id(kind, name) {
    return `${this.home}${kind}/${name}`;
  }

  row(kind, name, bytes) {
    return seal(this.id(kind, name), bytes, this.keys[0]);
  }

  rowOf(kind, name, value) {
    return this.row(kind, name, text.encode(JSON.stringify(value)));
  }

  async bytes(kind, name) {
    const row = await shelf.get(this.id(kind, name));
    return row ? unseal(row, this.keys) : null;
  }

  async value(kind, name) {
    const bytes = await this.bytes(kind, name);
    return bytes ? JSON.parse(reader.decode(bytes)) : null;
  }

  async put(kind, name, value) {
    await shelf.change({ put: [await this.rowOf(kind, name, value)] });
  }

  async change({ put = [], remove = [] }) {
    await shelf.change({ put: await Promise.all(put), remove: remove.map(([kind, name]) => this.id(kind, name)) });
  }

  async names(kind) {
    const prefix = this.id(kind, "");
    return (await shelf.idsStartingWith(prefix)).map((id) => id.slice(prefix.length));
  }

  // One row that does not open, from a key that this installation has lost, must not hide the others.
  async all(kind) {
    const rows = await shelf.startingWith(this.id(kind, ""));
    const opened = await Promise.all(rows.map(async (row) => {
      try {
        return JSON.parse(reader.decode(await unseal(row, this.keys)));
      } catch (problem) {
        console.warn(`${row.id} does not open`, problem);
        return null;
      }
    }));
    return opened.filter((value) => value !== null);
  }
}
