// Is what a credential is related to still what it names: each related resource, by the digest beside its address.

import { _, failed, notChecked, passed, unneeded } from "./answers.js";
import { concat, sha256, sha384, sha512, toBase58, toBase64, toBase64url } from "./bytes.js";
import { isObject } from "./values.js";

const RELATED = "related";
const COMPARED_MAX = 20;
const MULTIHASH = Uint8Array.of(0x12, 0x20);
const BASE58 = /^zQm[1-9A-HJ-NP-Za-km-z]{44}$/;
const BASE64URL = /^uEi[A-D][A-Za-z0-9_-]{43}$/;
/** Forms of integrity metadata, the strongest first: of several kinds only the strongest counts. */
const INTEGRITY = [
  ["sha512", /^sha512-[A-Za-z0-9+/]{86}==$/, sha512],
  ["sha384", /^sha384-[A-Za-z0-9+/]{64}$/, sha384],
  ["sha256", /^sha256-[A-Za-z0-9+/]{43}=$/, sha256],
];

/** Say it of a credential that names any; `find` gives the bytes that are at hand of an address, or why none are. */
export async function checkRelated({ relatedResource: named = null }, find) {
  const listed = (Array.isArray(named) ? named : [named]).filter((one) => isObject(one) && typeof one.id === "string");
  if (!listed.length) return [];
  let [unknown, absent, count] = [null, null, 0];
  for (const one of listed.slice(0, COMPARED_MAX)) {
    const found = find(one.id);
    if (!Array.isArray(found)) {
      absent ??= { url: one.id, reason: found };
      continue;
    }
    const agrees = await compared(one, found);
    if (agrees === false) {
      const reason = _("The related resource at {url} is not the one that it names: its digest differs.");
      return [failed(RELATED, reason, { url: one.id })];
    }
    if (agrees === null) unknown ??= one.id;
    else count += 1;
  }
  return [told(listed.length, count, unknown, absent)];
}

function told(all, count, unknown, absent) {
  if (unknown !== null)
    return unneeded(RELATED, _("The digest of the related resource at {url} is of a form that is not known here."), {
      url: unknown,
    });
  if (absent) {
    const reason = _("{count} of {all} related resources were compared: that at {url} is not at hand ({reason}).");
    return notChecked(RELATED, reason, { count, all, ...absent });
  }
  if (count < all) {
    const reason = _("{count} of {all} related resources were compared: it names more than anyone needs.");
    return notChecked(RELATED, reason, { count, all });
  }
  return passed(RELATED, _("Each of {count} related resources is the one that it names, by digest."), { count });
}

/** True where something at hand agrees, false where nothing does, null where no digest is of a known form. */
async function compared(resource, bodies) {
  const expected = [multibase(resource), integrity(resource)].filter(Boolean);
  if (!expected.length) return null;
  for (const body of bodies) {
    const answers = await Promise.all(expected.map((fits) => fits(body)));
    if (answers.every(Boolean)) return true;
  }
  return false;
}

function multibase({ digestMultibase: text }) {
  if (typeof text !== "string") return null;
  const hashed = async (body) => concat(MULTIHASH, await sha256(body));
  if (BASE58.test(text)) return async (body) => `z${toBase58(await hashed(body))}` === text;
  if (BASE64URL.test(text)) return async (body) => `u${toBase64url(await hashed(body))}` === text;
  return null;
}

function integrity({ digestSRI: text }) {
  const words = typeof text === "string" ? text.split(/[\t\n\f\r ]+/) : [];
  for (const [name, form, digest] of INTEGRITY) {
    const known = words.filter((word) => form.test(word));
    if (known.length) return async (body) => known.includes(`${name}-${toBase64(await digest(body))}`);
  }
  return null;
}
