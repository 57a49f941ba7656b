// IndexedDB with promises: the few verbs that the page needs, and nothing about what is kept.

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = () => resolve();
  transaction.onerror = transaction.onabort = () => reject(transaction.error);
});

export class Shelf {
  constructor(name) {
    this.name = name;
    this.opening = null;
  }

  open() {
    this.opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "id" });
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        // Another tab that empties the shelf must not wait for this one.
        database.onversionchange = () => { database.close(); this.opening = null; };
        database.onclose = () => { this.opening = null; };
        resolve(database);
      };
    });
    return this.opening;
  }

  async get(id) {
    const database = await this.open();
    return asked(database.transaction("kept").objectStore("kept").get(id));
  }

  async startingWith(prefix) {
    const database = await this.open();
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return asked(database.transaction("kept").objectStore("kept").getAll(range));
  }

  async idsStartingWith(prefix) {
    const database = await this.open();
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    return asked(database.transaction("kept").objectStore("kept").getAllKeys(range));
  }

  // All of the rows or none: a draft and its photos are one thing.
  async change({ put = [], remove = [] }) {
    const database = await this.open();
    const transaction = database.transaction("kept", "readwrite", { durability: "strict" });
    const store = transaction.objectStore("kept");
    put.forEach((row) => store.put(row));
    remove.forEach((id) => store.delete(id));
    await finished(transaction);
  }
}
