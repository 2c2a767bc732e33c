// Witnesses: which of them must have cosigned a checkpoint, and whether they did (C2SP tlog-policy, tlog-cosignature).

import { BadNote, _, failed, notChecked, passed, undetermined } from "./answers.js";
import { concat, utf8 } from "./bytes.js";
import { CannotCheck, UNKNOWN_HERE } from "./keys.js";
import { COSIGNATURE, OF_WITNESSES, parseNote, parseVerifierKey, readCheckpoint, signaturesUnder } from "./log.js";
import { sorted } from "./values.js";

export const WITNESSES = "witnesses";
const NONE = "none";
const INSTANT_MAX = 2n ** 63n - 1n;
const NAME_BYTES_MAX = 255;
const SUBTREE_LABEL = utf8("subtree/v1\n\0");

/** Read a policy; null when it is none. */
export async function parsePolicy(text) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "" };
  const lines = text.split("\n");
  if (lines.length > 1000) return null;
  const used = new Set();
  for (const line of lines) {
    const words = line.split(/[ \t]+/).filter(Boolean);
    if (!words.length || words[0].startsWith("#")) continue;
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line) || !(await taken(words, policy, used))) return null;
  }
  return policy.quorum ? policy : null;
}

async function taken([kind, name, ...rest], policy, used) {
  const isDefined = (one) => policy.witnesses.has(one) || policy.groups.has(one);
  const isNew = name !== undefined && name !== NONE && !isDefined(name);
  if (kind === "log") {
    const key = name !== undefined && rest.length < 2 ? await parseVerifierKey(name) : null;
    if (!key || policy.logs.includes(key.public.multibase)) return false;
    return policy.logs.push(key.public.multibase);
  }
  if (kind === "witness") {
    const key = isNew && rest.length && rest.length < 3 ? await parseVerifierKey(rest[0], OF_WITNESSES) : null;
    const known = [...policy.witnesses.values()].some((one) => key && String(one.public.raw) === String(key.public.raw));
    return key && !known && policy.witnesses.set(name, key);
  }
  if (kind === "group") {
    const members = rest.slice(1);
    const count = { any: "1", all: String(members.length) }[rest[0]] ?? rest[0] ?? "";
    if (!isNew || !/^[1-9][0-9]{0,3}$/.test(count) || Number(count) > members.length) return false;
    for (const member of members) {
      if (used.has(member) || !isDefined(member)) return false;
      used.add(member);
    }
    return policy.groups.set(name, { needed: Number(count), members });
  }
  if (kind !== "quorum" || policy.quorum || rest.length || !(name === NONE || isDefined(name))) return false;
  policy.quorum = name;
  return true;
}

/** Check that the witnesses of a policy cosigned a checkpoint; a wrong cosignature of one of them spoils it. */
export async function witnessed(note, policy) {
  if (policy.quorum === NONE) return notChecked(WITNESSES, _("The policy asks for no witness."));
  const [cosigned, unchecked] = [new Set(), new Set()];
  try {
    for (const [name, key] of policy.witnesses) {
      const found = await hasCosigned(parseNote(note), key);
      if (found === null) unchecked.add(name);
      else if (found) cosigned.add(name);
    }
  } catch (bad) {
    if (!(bad instanceof BadNote)) throw bad;
    return failed(WITNESSES, _("A cosignature is wrong: {reason}."), { reason: bad.said.params.reason });
  }
  const witnesses = sorted(cosigned).join(", ") || "—";
  // One that cannot be checked may be wrong, and would spoil it: the others do not make up for it.
  if (unchecked.size && counts(policy, policy.quorum, new Set([...cosigned, ...unchecked])))
    return undetermined(WITNESSES, UNKNOWN_HERE);
  if (counts(policy, policy.quorum, cosigned)) return passed(WITNESSES, _("Cosigned by {witnesses}."), { witnesses });
  return undetermined(WITNESSES, _("Cosigned by {witnesses}: not as many as the policy asks for."), { witnesses });
}

function counts(policy, name, cosigned) {
  if (name === NONE || cosigned.has(name)) return true;
  const group = policy.groups.get(name);
  return group !== undefined && group.members.filter((one) => counts(policy, one, cosigned)).length >= group.needed;
}

/** Say whether a witness cosigned; null where it did with a kind of key that this browser cannot check. */
async function hasCosigned(note, key) {
  let answer = false;
  for (const { bytes } of signaturesUnder(note, key)) {
    const at = bytes.subarray(0, 8).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    if (bytes.length <= 8 || at > INSTANT_MAX) throw new BadNote("a cosignature has no instant");
    const holds = await cosignatureHolds(bytes.subarray(8), messageOf(note, key, at), key);
    if (holds === false) throw new BadNote(`the cosignature of ${key.name} does not belong to this checkpoint`);
    answer = answer === null ? null : holds;
  }
  return answer;
}

async function cosignatureHolds(signature, message, key) {
  try {
    return await key.public.verifies(signature, message);
  } catch (error) {
    if (error instanceof CannotCheck) return null;
    throw error;
  }
}

/** Return what a witness signs: the text of the checkpoint, or of ML-DSA-44 the whole tree as bytes. */
function messageOf(note, key, at) {
  if (key.kind === COSIGNATURE) return utf8(`cosignature/v1\ntime ${at}\n${note.text}`);
  const { origin, size, root } = readCheckpoint(note.text);
  return concat(SUBTREE_LABEL, short(key.name), u64(at), short(origin), u64(0n), u64(size), root);
}

function short(text) {
  const data = utf8(text);
  if (!data.length || data.length > NAME_BYTES_MAX)
    throw new BadNote("the name of the log or of the witness is too long to be cosigned");
  return concat(Uint8Array.of(data.length), data);
}

function u64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
