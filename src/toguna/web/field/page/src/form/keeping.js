// Keeps what is written, a moment after it was written, one save after the other. A form that was only looked at leaves
// nothing behind.

import { saveAnswers } from "../storage/entries.js";
import { answersOf } from "./engine.js";

const PAUSE = 600;

export class Keeping {
  // `told` hears when something was kept, `failed` when the device could not.
  constructor(vault, entry, root, { told, failed }) {
    Object.assign(this, { vault, entry, root, told, failed, timer: null, last: Promise.resolve(), touched: false, kept: "" });
  }

  changed() {
    this.touched = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  now() {
    clearTimeout(this.timer);
    if (!this.touched) return this.last;
    this.last = this.last.then(() => this.save()).catch((problem) => {
      console.error(problem);
      this.failed();
    });
    return this.last;
  }

  async save() {
    const answers = await answersOf(this.root, this.entry.replaces);
    const look = `${answers.xml}${answers.files.map(({ name, size }) => `${name}:${size}`).join()}`;
    if (look === this.kept) return;
    await saveAnswers(this.vault, this.entry, answers);
    this.kept = look;
    this.told(this.entry.changedAt);
  }

  // The last save and the entry's new state are one: it is either a draft or on its way, never in between.
  async finish(changes) {
    clearTimeout(this.timer);
    this.touched = true;
    await this.last;
    const before = { ...this.entry };
    Object.assign(this.entry, changes);
    try {
      await saveAnswers(this.vault, this.entry, await answersOf(this.root, this.entry.replaces));
    } catch (problem) {
      Object.assign(this.entry, before);
      throw problem;
    }
  }
}
