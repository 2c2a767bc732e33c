// Keeps the page, so that it works without a network. The server writes two lines before this one: the digest of the
// files and their addresses; a change of any of them makes this another worker, with another cache.

/* global VERSION, FILES */
const CACHE = `orepass-verifier-${VERSION}`;
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      // Without cookies: what is kept is the page of anybody, whoever was logged in.
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { credentials: "omit", cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith("orepass-verifier-") && name !== CACHE).map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  const file = event.request.mode === "navigate" && url.pathname === new URL(FILES[0], url).pathname ? FILES[0] : url.pathname;
  if (FILES.includes(file)) event.respondWith(answered(event.request, file));
});

/** Ask the network first; without an answer in time, give what was kept. */
async function answered(request, file) {
  const kept = await (await caches.open(CACHE)).match(file);
  const timeout = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  try {
    const fresh = await Promise.race([fetch(request), timeout]);
    if (fresh?.ok || !kept) return fresh ?? fetch(request);
  } catch (error) {
    if (!kept) throw error;
  }
  return kept;
}
