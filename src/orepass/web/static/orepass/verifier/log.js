// The public log: signed notes, checkpoints, Merkle proofs and the files that carry them (C2SP, RFC 6962, RFC 9162).

import { BadNote, _, failed, passed, undetermined } from "./answers.js";
import { concat, equal, fromBase64, fromUtf8, sha256, toHex, utf8 } from "./bytes.js";
import { instant } from "./dates.js";
import { canonical, parse } from "./json.js";
import { CannotCheck, ED25519, PublicKey, UNKNOWN_HERE } from "./keys.js";
import { LastingKey } from "./lasting.js";
import { BLANKS, isLonger, isObject, strip } from "./values.js";

export const LOG = "log";
const NUMBER = /^(0|[1-9][0-9]{0,18})$/;
const SIZE_MAX = 2n ** 63n - 1n;
const EMPTY = [];
const NO_NAME = new RegExp(`[+${BLANKS}\\x00-\\x1f]`);
const LEAF = ["kind", "subject", "content_digest", "at"];
const LEAF_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;

/** Kinds of keys by their first byte. */
export const [COSIGNATURE, ML_DSA_44] = [4, 6];
/** Lengths of public keys by their kind: of logs, and of witnesses. */
export const OF_LOGS = { 1: 32 };
export const OF_WITNESSES = { [COSIGNATURE]: 32, [ML_DSA_44]: 1312 };

/** Read a public key, name+id+key; null when it is none of the kinds asked for. */
export async function parseVerifierKey(text, kinds = OF_LOGS) {
  const [name, identifier, ...rest] = strip(text).split("+");
  const key = fromBase64(rest.join("+"));
  if (!key || key.length !== 1 + kinds[key[0]] || !isKeyName(name)) return null;
  const hash = await sha256(concat(utf8(`${name}\n`), key));
  if (toHex(hash.subarray(0, 4)) !== identifier) return null;
  const raw = key.subarray(1);
  const read = key[0] === ML_DSA_44 ? new LastingKey(raw) : new PublicKey(ED25519, raw);
  return { name, identifier: hash.subarray(0, 4), kind: key[0], public: read };
}

export function parseNote(note) {
  if (isLonger(note, 1_000_000)) throw new BadNote("it is larger than a megabyte");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) throw new BadNote("it has control characters");
  const at = note.lastIndexOf("\n\n");
  const lines = note.slice(at + 2);
  if (at < 0 || !lines.endsWith("\n")) throw new BadNote("it has no signature block");
  const rows = lines.slice(0, -1).split("\n");
  if (rows.length > 100) throw new BadNote("it has too many signatures");
  return { text: note.slice(0, at + 1), signatures: rows.map(signature) };
}

function signature(row) {
  const [dash, name, ...rest] = row.split(" ");
  const data = fromBase64(rest.join(" "));
  if (data === null) throw new BadNote("a signature is not base64");
  if (dash !== "—" || !isKeyName(name ?? "") || data.length <= 4) throw new BadNote("a signature line is malformed");
  return { name, identifier: data.subarray(0, 4), bytes: data.subarray(4) };
}

const isKeyName = (name) => Boolean(name) && !NO_NAME.test(name);

/** Read what a checkpoint says, without asking who signed it. */
export const parseCheckpoint = (note) => readCheckpoint(parseNote(note).text);

/** Read the text of a checkpoint, without its signatures. */
export function readCheckpoint(text) {
  const lines = text.slice(0, -1).split("\n");
  if (lines.length < 3 || !lines.every(Boolean))
    throw new BadNote("a checkpoint has at least three lines, none of them empty");
  return { origin: lines[0], size: number(lines[1]), root: hash(lines[2]) };
}

/** Return the signatures that a note carries under the name and identifier of a key, unverified. */
export const signaturesUnder = (note, key) =>
  note.signatures.filter((one) => one.name === key.name && equal(one.identifier, key.identifier));

async function checkpointHolds(note, key) {
  const parsed = parseNote(note);
  const own = signaturesUnder(parsed, key);
  for (const one of own) if (!(await key.public.verifies(one.bytes, utf8(parsed.text)))) return false;
  return own.length > 0 && parseCheckpoint(note).origin === key.name;
}

function number(text) {
  if (!NUMBER.test(text) || BigInt(text) > SIZE_MAX) throw new BadNote("a size or index is not a plain decimal number");
  return BigInt(text);
}

function hash(line) {
  const value = fromBase64(line);
  if (value === null) throw new BadNote("a hash is not base64");
  if (value.length !== 32) throw new BadNote("a hash has not 32 bytes");
  return value;
}

/** Read a proof file: a leaf, its place, the hashes up to the root, and the checkpoint with that root. */
export function readInclusion(text) {
  const at = text.indexOf("\n\n");
  const lines = (at < 0 ? text : text.slice(0, at)).split("\n");
  if (lines[0] !== "c2sp.org/tlog-proof@v1" || lines.length < 3) throw new BadNote("it is not a proof file");
  const [leaf, index] = [field(lines[1], "extra"), field(lines[2], "index")];
  const data = fromBase64(leaf);
  if (data === null) throw new BadNote("the leaf is not base64");
  const checkpoint = at < 0 ? "" : text.slice(at + 2);
  const head = parseCheckpoint(checkpoint);
  const place = number(index);
  if (lines.length - 3 > 63) throw new BadNote("it has more hashes than any tree needs");
  return { leaf: data, index: place, hashes: lines.slice(3).map(hash), checkpoint, head };
}

function field(line, name) {
  const at = line.indexOf(" ");
  if (at < 0 || line.slice(0, at) !== name || at + 1 === line.length)
    throw new BadNote(`the line “${name}” is missing`);
  return line.slice(at + 1);
}

const leafHash = (data) => sha256(concat(Uint8Array.of(0), data));
const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));

/** Say whether the hashes lead from the leaf to the root (RFC 9162 §2.1.3.2). */
async function inclusionHolds({ leaf, index, hashes, head }) {
  if (index >= head.size) return false;
  let [position, last, computed] = [index, head.size - 1n, await leafHash(leaf)];
  for (const sibling of hashes) {
    if (last === 0n) return false;
    if (position & 1n || position === last) {
      computed = await nodeHash(sibling, computed);
      while (position && !(position & 1n)) [position, last] = [position >> 1n, last >> 1n];
    } else computed = await nodeHash(computed, sibling);
    [position, last] = [position >> 1n, last >> 1n];
  }
  return last === 0n && equal(computed, head.root);
}

/** Read a leaf back; null when it is not a leaf of this kind of log, in its one spelling. */
export function readLeaf(data) {
  try {
    const leaf = parse(fromUtf8(data) ?? "");
    const whole = isObject(leaf) && Object.keys(leaf).length === LEAF.length;
    if (!whole || !LEAF.every((name) => typeof leaf[name] === "string")) return null;
    const dated = LEAF_INSTANT.test(leaf.at) && !leaf.at.includes(":60.") && instant(leaf.at) !== null;
    return dated && equal(canonical(leaf), data) ? leaf : null;
  } catch {
    return null;
  }
}

/** Check a proof against a credential's digest, with the log's key and a checkpoint kept from before, if any. */
export async function checkEntry(digest, proof, key, older) {
  const leaf = readLeaf(proof.leaf);
  if (leaf === null || leaf.content_digest !== digest) return failed(LOG, _("The proof is for another credential."));
  const checks = [
    (await inclusionHolds(proof))
      ? passed(LOG, "")
      : failed(LOG, _("The hashes do not lead from the leaf to the root of the checkpoint.")),
    await signed(proof.checkpoint, key),
    ...(await sameHistory(proof.head, key, older)),
  ];
  for (const result of ["failed", "undetermined"]) {
    const found = checks.find((one) => one.result === result);
    if (found) return found;
  }
  const { index } = proof;
  const kept = older ? parseCheckpoint(older) : proof.head;
  const reason = _("Entry {index} of the log. Not compared with the checkpoint of {size} entries that is known here.");
  if (!isComparable(kept, proof.head)) return passed(LOG, reason, { index, size: kept.size });
  return passed(LOG, _("Entry {index} of the log."), { index });
}

async function signed(note, key) {
  if (!key)
    return undetermined(LOG, _("Give the public key of the log; the key in the home was not asked."));
  try {
    if (await checkpointHolds(note, key)) return passed(LOG, "");
  } catch (error) {
    if (error instanceof CannotCheck) return undetermined(LOG, UNKNOWN_HERE);
    throw error;
  }
  return failed(LOG, _("The checkpoint is not signed by {log} with this key."), { log: key.name });
}

/** Say whether two checkpoints are of one log at one size: others would need a proof that it only grew. */
const isComparable = (one, other) => one.origin === other.origin && one.size === other.size;

async function sameHistory(head, key, older) {
  if (!older) return EMPTY;
  const other = parseCheckpoint(older);
  if (!isComparable(other, head)) return EMPTY;
  if (!equal(other.root, head.root)) return [failed(LOG, _("The log signed two different trees of the same size."))];
  return [await signed(older, key)];
}
