// did:webvh 1.0: a DID whose whole history is a log that proves itself, entry by entry, witnesses included.

import { BadDocument, _ } from "./answers.js";
import { concat, sha256, toBase58, utf8 } from "./bytes.js";
import { instant, proofsOf } from "./dates.js";
import { webvhParts } from "./did.js";
import { canonical, canonicalText, parse, parseObject, without } from "./json.js";
import { CannotCheck, fromMultibase } from "./keys.js";
import { jcsProofHolds } from "./proofs.js";
import { given, has, isNumber, isObject, linesOf, str } from "./values.js";

const WRITTEN = "did:webvh:1.0";
const PLACEHOLDER = "{SCID}";
const ENTRIES_MAX = 10_000;
const NOBODY = { keys: new Set(), threshold: 0 };

const bad = (reason) => {
  throw new BadDocument(reason);
};
const hashed = async (bytes) => toBase58(concat(Uint8Array.of(0x12, 0x20), await sha256(bytes)));

/**
 * Return all versions of a DID, oldest first; the last one is its document now.
 *
 * Throws CannotCheck when nothing is wrong but this browser cannot check all signatures.
 */
export async function resolve(did, log, witnessFile, at) {
  const [scid] = webvhParts(did);
  const lines = linesOf(log);
  if (!lines.length || lines.length > ENTRIES_MAX) bad(_("the log of the DID is empty or too long"));
  const versions = [];
  const asked = [];
  for (const line of lines) {
    const before = versions.at(-1) ?? null;
    versions.push(await version(parseObject(line), scid, before, at));
    asked.push((before ?? versions.at(-1)).terms.witnesses);
  }
  if (versions.at(-1).document.id !== did) bad(_("the log belongs to another DID"));
  await checkWitnesses(versions, asked, witnessFile);
  if (!versions.every((one) => one.isChecked)) throw new CannotCheck();
  return versions;
}

async function version(entry, scid, before, at) {
  const { versionId, parameters, state } = entry;
  if (typeof versionId !== "string" || !isObject(parameters) || !isObject(state))
    bad(_("an entry of the log is incomplete"));
  if (before?.terms.deactivated) bad(_("the DID was ended, and the log goes on"));
  checkIdentifier(state, parameters, scid, before);
  await checkHash(entry, versionId, scid, before);
  const moment = instant(entry.versionTime);
  if (moment === null) bad(_("a time of the log cannot be read"));
  if (moment.ms > at || (before && moment.ms <= before.at)) bad(_("the times of the log do not go forward"));
  const terms = termsOf(parameters, before?.terms ?? null);
  const isChecked = await checkSigned(entry, await writers(parameters, terms, before));
  return { id: versionId, at: moment.ms, moment, document: state, terms, isChecked };
}

function checkIdentifier(state, parameters, scid, before) {
  const [own] = webvhParts(typeof state.id === "string" ? state.id : "");
  const named = has(parameters, "scid") ? parameters.scid : scid;
  if (own !== scid || named !== scid || (!before && !has(parameters, "scid")))
    bad(_("the identifier is not that of the log's first entry"));
  if (!before || state.id === before.document.id) return;
  const also = state.alsoKnownAs;
  if (!before.terms.portable || !Array.isArray(also) || !also.includes(before.document.id))
    bad(_("the DID moved, and was not allowed to"));
}

async function checkHash(entry, versionId, scid, before) {
  const at = versionId.indexOf("-");
  const number = at < 0 ? versionId : versionId.slice(0, at);
  const place = before ? Number(before.id.split("-")[0]) + 1 : 1;
  if (number !== String(place)) bad(_("the entries of the log are not numbered one after the other"));
  const bare = without(entry, "proof");
  bare.versionId = before ? before.id : scid;
  if ((at < 0 ? "" : versionId.slice(at + 1)) !== (await hashed(canonical(bare))))
    bad(_("an entry of the log was changed"));
  if (before) return;
  bare.versionId = PLACEHOLDER;
  if (scid !== (await hashed(utf8(canonicalText(bare).replaceAll(scid, PLACEHOLDER)))))
    bad(_("the identifier is not that of the log's first entry"));
}

function termsOf(parameters, before) {
  const method = has(parameters, "method") ? parameters.method : before ? WRITTEN : null;
  if (method !== WRITTEN) bad(_("the log is of a version of did:webvh that is not known here"));
  const old = before ?? { updateKeys: [], nextKeyHashes: [], witnesses: NOBODY, portable: false, deactivated: false };
  const portable = given(parameters, "portable", old.portable);
  const deactivated = given(parameters, "deactivated", old.deactivated);
  const flags = typeof portable === "boolean" && typeof deactivated === "boolean";
  if (!flags || (portable && before && !old.portable)) bad(_("a parameter of the log cannot be taken"));
  return {
    updateKeys: texts(given(parameters, "updateKeys", old.updateKeys)),
    nextKeyHashes: texts(given(parameters, "nextKeyHashes", old.nextKeyHashes)),
    witnesses: has(parameters, "witness") ? witnessesOf(parameters.witness) : old.witnesses,
    portable,
    deactivated,
  };
}

function texts(value) {
  const found = value ?? [];
  if (!Array.isArray(found) || !found.every((one) => typeof one === "string"))
    bad(_("a parameter of the log cannot be taken"));
  return found;
}

function witnessesOf(value) {
  const isNothing = (Array.isArray(value) || isObject(value)) && Object.keys(value).length === 0;
  if (value === null || isNothing) return NOBODY;
  const listed = isObject(value) && Array.isArray(value.witnesses) ? value.witnesses : [];
  // Some write the key alone, where the text asks for its did:key.
  const names = listed.map((one) => str(isObject(one) ? one.id : null).replace(/^did:key:/, ""));
  const threshold = isObject(value) ? value.threshold : null;
  const enough = isNumber(threshold) && Number.isInteger(threshold) && threshold >= 1 && threshold <= names.length;
  if (!enough || new Set(names).size !== names.length) bad(_("the witnesses of the log cannot be taken"));
  for (const name of names) fromMultibase(name);
  return { keys: new Set(names), threshold };
}

/** Return the keys that may sign an entry. */
async function writers(parameters, terms, before) {
  if (!before) return terms.updateKeys;
  const committed = before.terms.nextKeyHashes;
  if (!committed.length) return before.terms.updateKeys;
  const hashes = await Promise.all(terms.updateKeys.map((key) => hashed(utf8(key))));
  if (!has(parameters, "updateKeys") || !hashes.every((hash) => committed.includes(hash)))
    bad(_("a key writes the log that was not committed to before"));
  return terms.updateKeys;
}

/** Say whether every signature of an entry was checked; one that does not hold is refused. */
async function checkSigned(entry, keys) {
  const proofs = proofsOf(entry);
  const answers = [];
  for (const proof of proofs) {
    answers.push(keys.includes(signer(proof)) && (await holds(entry, proof)));
    if (answers.at(-1) === false) break;
  }
  if (!answers.length || answers.includes(false)) bad(_("an entry of the log is not signed by a key that may write it"));
  return !answers.includes(null);
}

/** Return the key a proof was made with, when the DID and the fragment name the same one. */
function signer(proof) {
  const [name, ...rest] = str(proof.verificationMethod).split("#");
  const fragment = rest.join("#");
  return name === `did:key:${fragment}` ? fragment : "";
}

async function holds(document, proof) {
  const right = proof.cryptosuite === "eddsa-jcs-2022" && proof.type === "DataIntegrityProof";
  if (!right || proof.proofPurpose !== "assertionMethod") return false;
  return jcsProofHolds(document, proof, fromMultibase(signer(proof)));
}

async function checkWitnesses(versions, asked, file) {
  if (!asked.some((one) => one.threshold)) return;
  const seen = await witnessed(versions.map((one) => one.id), file);
  const enough = (one, place) =>
    [...one.keys].filter((name) => (seen.get(name) ?? -1) >= place).length >= one.threshold;
  if (!asked.every(enough)) bad(_("too few witnesses have signed the log"));
}

/** Return how far each witness has signed: a later version stands for those before it. */
async function witnessed(ids, file) {
  const listed = file ? parse(file) : [];
  if (!Array.isArray(listed) || !listed.every(isObject)) bad(_("the witnesses' proofs cannot be read"));
  const seen = new Map();
  for (const one of listed) {
    const place = ids.indexOf(one.versionId);
    if (place < 0) continue;
    for (const proof of proofsOf(one)) {
      const key = signer(proof);
      // One that cannot be checked may be right: where that is so, no entry of the log could be checked either.
      if (key && (await holds({ versionId: one.versionId }, proof)) !== false)
        seen.set(key, Math.max(seen.get(key) ?? -1, place));
    }
  }
  return seen;
}

/** Return the did:web document that mirrors the state of a did:webvh. */
export function webDocument(state) {
  const [scid, web] = webvhParts(str(state.id));
  const mirrored = parseObject(canonicalText(state).replaceAll(`did:webvh:${scid}:`, "did:web:"));
  const also = Array.isArray(state.alsoKnownAs) ? state.alsoKnownAs : [];
  mirrored.alsoKnownAs = [...also.filter((one) => typeof one === "string" && one !== web), state.id];
  return mirrored;
}
