// Keeps the page and its built files, so that it opens without a network. KEPT stands above this line: the version, the
// page's address and the list of files. Nothing about anybody is kept here: what the page asks of the server passes by.

const NAME = `toguna-field-${KEPT.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    if (!KEPT.version) return;
    const cache = await caches.open(NAME);
    const missing = [];
    for (const address of KEPT.files) {
      // A built file never changes under its name, so the one that an earlier version kept is as good.
      const known = await caches.match(address);
      if (known) await cache.put(address, known);
      else missing.push(address);
    }
    await cache.addAll(missing);
    const page = await fetch(KEPT.page, { cache: "no-cache", redirect: "error" });
    if (!page.ok) throw new Error(`the page answered ${page.status}`);
    await cache.put(KEPT.page, page);
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("toguna-field-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  const wanted = request.mode === "navigate" && address.pathname === KEPT.page ? KEPT.page : address.pathname;
  if (wanted !== KEPT.page && !KEPT.files.includes(wanted)) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME);
    return (await cache.match(wanted)) ?? fetch(request);
  })());
});
