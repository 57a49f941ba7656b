// Sealing and opening with AES-GCM. What is sealed says under which key, and opens nowhere but in its own place.

const ALGORITHM = "AES-GCM";
const text = new TextEncoder();

const fromBase64 = (encoded) => Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));

const inHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// The key cannot be read out of the browser again; its mark says which one sealed a row and gives nothing away.
export async function keyFrom(encoded) {
  const raw = fromBase64(encoded);
  const mark = inHex(new Uint8Array(await crypto.subtle.digest("SHA-256", raw)).slice(0, 6));
  return { mark, key: await crypto.subtle.importKey("raw", raw, ALGORITHM, false, ["encrypt", "decrypt"]) };
}

export async function seal(id, bytes, { mark, key }) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: ALGORITHM, iv, additionalData: text.encode(id) }, key, bytes);
  return { id, mark, iv, sealed };
}

export async function unseal(row, keys) {
  const found = keys.find(({ mark }) => mark === row.mark);
  if (!found) throw new Error(`no key for ${row.id}`);
  const opening = { name: ALGORITHM, iv: row.iv, additionalData: text.encode(row.id) };
  return new Uint8Array(await crypto.subtle.decrypt(opening, found.key, row.sealed));
}
