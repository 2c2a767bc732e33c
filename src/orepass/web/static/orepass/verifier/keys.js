// Public keys: Multikey and JWK in, signatures checked by the browser's own cryptography. The key decides the algorithm.

import { BadDocument, _ } from "./answers.js";
import { concat, equal, fromBase58, fromBase64url, startsWith, toBase58 } from "./bytes.js";
import { has, isObject } from "./values.js";

export const ED25519 = "Ed25519";
export const P256 = "P-256";
export const P384 = "P-384";
const PREFIXES = { [ED25519]: [0xed, 0x01], [P256]: [0x80, 0x24], [P384]: [0x81, 0x24] };
const HASHES = { [P256]: "SHA-256", [P384]: "SHA-384" };
const SIZES = { [P256]: 32, [P384]: 48 };
const CURVES = {
  [P256]: {
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  [P384]: {
    p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
};
/** JOSE algorithms by kind of key: the allow-list. */
export const ALGORITHMS = { [ED25519]: ["EdDSA", "Ed25519"], [P256]: ["ES256"], [P384]: ["ES384"] };

/** This browser's cryptography does not know a kind of key: then nothing signed with it is decided. */
export class CannotCheck extends Error {}
export const UNKNOWN_HERE = _("This browser cannot check signatures of this kind of key.");

/** A public key: its kind and its bytes; a point of a curve is kept compressed. */
export class PublicKey {
  constructor(kind, raw) {
    this.kind = kind;
    this.raw = raw;
  }

  get multibase() {
    return "z" + toBase58(concat(Uint8Array.from(PREFIXES[this.kind]), this.raw));
  }

  async verifies(signature, data) {
    const edwards = this.kind === ED25519;
    if (signature.length !== (edwards ? 64 : 2 * SIZES[this.kind])) return false;
    const algorithm = edwards ? { name: ED25519 } : { name: "ECDSA", namedCurve: this.kind, hash: HASHES[this.kind] };
    const raw = edwards ? this.raw : uncompressed(this.kind, this.raw);
    if (!globalThis.crypto?.subtle) throw new CannotCheck();
    try {
      const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["verify"]);
      return await crypto.subtle.verify(algorithm, key, signature, data);
    } catch (error) {
      if (error.name === "NotSupportedError") throw new CannotCheck();
      return false;
    }
  }
}

export function fromMultibase(text) {
  const wrong = () => new BadDocument(_("a public key is not in base58btc"));
  if (typeof text !== "string" || !text.startsWith("z") || text.length > 200) throw wrong();
  const data = fromBase58(text.slice(1));
  if (data === null) throw wrong();
  for (const [kind, prefix] of Object.entries(PREFIXES))
    if (startsWith(data, prefix)) return checked(kind, data.subarray(2));
  throw new BadDocument(_("a public key is of an unknown kind"));
}

export function fromJwk(jwk) {
  if (!isObject(jwk)) throw new BadDocument(_("a public key is not a JSON Web Key"));
  if (jwk.kty === "OKP" && jwk.crv === ED25519) return checked(ED25519, part(jwk.x));
  if (jwk.kty === "EC" && typeof jwk.crv === "string" && has(SIZES, jwk.crv)) {
    const [x, y] = [jwk.x, jwk.y].every((one) => typeof one === "string") ? [jwk.x, jwk.y].map(part) : [null, null];
    if (x?.length === SIZES[jwk.crv] && y?.length === x.length)
      return checked(jwk.crv, concat(Uint8Array.of(4), x, y));
  }
  throw new BadDocument(_("a public key is of an unknown kind"));
}

export const ofMethod = (method) =>
  has(method, "publicKeyMultibase") ? fromMultibase(method.publicKeyMultibase) : fromJwk(method.publicKeyJwk);

/** Decode a part of a token or key that must be base64url. */
export function part(text) {
  const bytes = fromBase64url(text);
  if (bytes === null) throw new BadDocument(_("a part is not base64url"));
  return bytes;
}

function checked(kind, raw) {
  const point = kind === ED25519 ? (raw.length === 32 ? raw : null) : compressed(kind, raw);
  if (point === null) throw new BadDocument(_("a public key is not a point of its curve"));
  return new PublicKey(kind, point);
}

/** Return a point compressed, or null when it is none of the curve. */
function compressed(kind, raw) {
  const size = SIZES[kind];
  if (raw.length === 1 + size && (raw[0] === 2 || raw[0] === 3)) return uncompressed(kind, raw) && raw;
  if (raw.length !== 1 + 2 * size || raw[0] !== 4) return null;
  const short = concat(Uint8Array.of(2 + (raw[2 * size] & 1)), raw.subarray(1, 1 + size));
  const whole = uncompressed(kind, short);
  return whole !== null && equal(whole, raw) ? short : null;
}

/** Return a compressed point with both coordinates (SEC 1, 2.3.4), or null when there is no such point. */
function uncompressed(kind, raw) {
  const { p, b } = CURVES[kind];
  const x = number(raw.subarray(1));
  if (x >= p) return null;
  const square = (x ** 3n - 3n * x + b) % p;
  const wanted = (square + p) % p;
  let y = power(wanted, (p + 1n) / 4n, p);
  if ((y * y) % p !== wanted) return null;
  if (Number(y & 1n) !== (raw[0] & 1)) y = (p - y) % p;
  return concat(Uint8Array.of(4), raw.subarray(1), bytesOf(y, SIZES[kind]));
}

const number = (bytes) => bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
const bytesOf = (value, size) =>
  Uint8Array.from({ length: size }, (_one, at) => Number((value >> BigInt(8 * (size - 1 - at))) & 255n));

function power(base, exponent, modulus) {
  let result = 1n;
  for (let factor = base; exponent; exponent >>= 1n, factor = (factor * factor) % modulus)
    if (exponent & 1n) result = (result * factor) % modulus;
  return result;
}
