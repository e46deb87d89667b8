// Seals a text so that only the server can read it: not who shares this computer, nor whoever sealed
// it. The twin of contactreductie/core/sealing.py, which opens it.
//
// A key pair made for this envelope alone (ECDH on P-256), HKDF-SHA-256, AES-256-GCM. No private or
// secret key can be taken out of the browser's own store, and nothing is kept.

const ENVELOPE = new TextEncoder().encode("contactreductie envelope 1");
const EXCHANGE = { name: "ECDH", namedCurve: "P-256" };

/** This page may not encrypt: browsers offer it over https and on localhost only. */
export class SealingUnavailable extends Error {
  name = "SealingUnavailable";
}

/**
 * The envelope `{ v, epk, iv, data }` of `text` for the owner of `publicJwk`; opens only with the
 * same `context`. Throws SealingUnavailable where the caller has to do without.
 */
export async function seal(publicJwk, context, text) {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle) {
    throw new SealingUnavailable("WebCrypto needs https or localhost");
  }
  const server = await subtle.importKey("jwk", publicJwk, EXCHANGE, true, []);
  const own = await subtle.generateKey(EXCHANGE, false, ["deriveKey"]);
  const key = await sharedKey(subtle, own, server);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bound = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(context) };
  const data = await subtle.encrypt(bound, key, new TextEncoder().encode(text));
  const { kty, crv, x, y } = await subtle.exportKey("jwk", own.publicKey);
  return { v: 1, epk: { kty, crv, x, y }, iv: base64url(iv), data: base64url(new Uint8Array(data)) };
}

/** The key that both sides can work out; the salt ties it to both public keys. */
async function sharedKey(subtle, own, server) {
  const points = [own.publicKey, server].map((key) => subtle.exportKey("raw", key));
  const salt = await new Blob(await Promise.all(points)).arrayBuffer();
  const exchange = { name: "ECDH", public: server };
  const shared = await subtle.deriveKey(exchange, own.privateKey, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt, info: ENVELOPE };
  return subtle.deriveKey(derivation, shared, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
}

function base64url(bytes) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
