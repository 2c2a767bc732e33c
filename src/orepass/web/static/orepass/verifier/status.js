// Is it revoked or suspended: the status lists a credential names, each checked as the credential it is.

import { BadDocument, _, failed, notChecked, passed, undetermined, verified } from "./answers.js";
import { checkSignatures } from "./authority.js";
import { gunzip } from "./bytes.js";
import { checkDates } from "./dates.js";
import { same } from "./json.js";
import { part } from "./keys.js";
import { issuerOf, read, typesOf } from "./proofs.js";
import { asList, given, isObject, sorted, str } from "./values.js";

export const STATUS = "status";
const LENGTH_MIN = 131_072;
const UNPACKED_MAX = 2_097_152;
const ENTRIES_MAX = 8;
const SIZE_MAX = 8;
const TEXT_MAX = 200;

/** Check every status entry: one that is set fails, one that is unknown leaves it open. */
export async function checkStatus(presented, fetch, resolve, at) {
  const entries = asList(presented.credential.credentialStatus);
  if (!entries.length) return notChecked(STATUS, _("The credential names no status list."));
  if (entries.length > ENTRIES_MAX)
    return failed(STATUS, _("The credential names more status entries than anyone needs."));
  const issuer = issuerOf(presented.credential);
  const checks = [];
  for (const entry of entries) checks.push(await checkEntry(entry, issuer, fetch, resolve, at));
  for (const result of ["failed", "undetermined"]) {
    const found = checks.find((check) => check.result === result);
    if (found) return found;
  }
  const source = sorted(checks.map((check) => check.params.source)).join(", ");
  const text = checks.map((check) => check.params.text).filter((one) => one !== undefined).join(" ");
  if (text) {
    const reason = _("Neither revoked nor suspended ({source}). The issuer says: {text}");
    return passed(STATUS, reason, { source, text });
  }
  return passed(STATUS, _("Neither revoked nor suspended ({source})."), { source });
}

async function checkEntry(entry, issuer, fetch, resolve, at) {
  if (!isObject(entry) || entry.type !== "BitstringStatusListEntry" || sizeOf(entry) === null)
    return undetermined(STATUS, _("A status entry is of a kind that is not understood."));
  const url = entry.statusListCredential;
  if (typeof url !== "string") return failed(STATUS, _("A status entry names no list."));
  const { body, source, reason } = fetch(url);
  if (body === undefined)
    return undetermined(STATUS, _("The status list {url} could not be fetched: {reason}."), { url, reason });
  let listing;
  try {
    listing = read(body);
  } catch (bad) {
    return undetermined(STATUS, _("The status list cannot be read: {reason}"), { reason: bad.said });
  }
  return otherList(listing, url) ?? (await doubt(listing, issuer, resolve, at)) ?? readBit(entry, listing, source);
}

/** Say why what came from an address is no status list, or not the one that was asked for there; else null. */
function otherList({ credential }, url) {
  const other = given(credential, "id", url);
  if (other !== url) return undetermined(STATUS, _("The status list at {url} calls itself {other}."), { url, other });
  const subject = credential.credentialSubject;
  const listed = isObject(subject) && typesOf(subject).includes("BitstringStatusList");
  if (!listed || !typesOf(credential).includes("BitstringStatusListCredential"))
    return undetermined(STATUS, _("What lies at {url} is no status list by its types."), { url });
  return null;
}

/** Say why a list decides nothing; null when it may be relied upon. */
async function doubt(listing, issuer, resolve, at) {
  const other = issuerOf(listing.credential);
  if (other !== issuer)
    return undetermined(STATUS, _("The status list is issued by {other}, not by the issuer."), { other });
  if (verified(await checkSignatures(listing, resolve)) !== true)
    return undetermined(STATUS, _("The signature of the status list could not be confirmed."));
  if (checkDates(listing.credential, at).result !== "passed")
    return undetermined(STATUS, _("The status list is not valid at this time."));
  return null;
}

async function readBit(entry, listing, source) {
  const subject = listing.credential.credentialSubject;
  const purpose = entry.statusPurpose ?? null;
  const purposes = subject.statusPurpose ?? null;
  if (!(Array.isArray(purposes) ? purposes : [purposes]).some((one) => same(one, purpose)))
    return undetermined(STATUS, _("The status list serves another purpose than the entry names."));
  let bits;
  try {
    bits = await decode(subject.encodedList);
  } catch (bad) {
    return undetermined(STATUS, _("The status list cannot be read: {reason}"), { reason: bad.said });
  }
  try {
    const value = valueAt(bits, entry.statusListIndex, sizeOf(entry));
    return purpose === "message" ? message(entry, value, source) : meaning(str(purpose), value > 0, source);
  } catch (bad) {
    return failed(STATUS, _("The status entry is defective: {reason}"), { reason: bad.said });
  }
}

async function decode(text) {
  if (typeof text !== "string") throw new BadDocument(_("a status list is not a text"));
  const bits = await gunzip(part(text.replace(/^u/, "")), UNPACKED_MAX);
  if (bits === "bad") throw new BadDocument(_("a status list is not gzip"));
  if (bits === "bomb") throw new BadDocument(_("a status list unpacks to more than two megabytes"));
  if (bits.length * 8 < LENGTH_MIN) throw new BadDocument(_("a status list is shorter than 131,072 entries"));
  return bits;
}

/** Return how many bits an entry has; several only tell a message. Null when it is not understood. */
function sizeOf(entry) {
  const size = given(entry, "statusSize", 1);
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > SIZE_MAX) return null;
  return size === 1 || entry.statusPurpose === "message" ? size : null;
}

function valueAt(bits, index, size) {
  const plain = typeof index === "string" || typeof index === "number";
  if (!plain || !/^[0-9]{1,8}$/.test(String(index)))
    throw new BadDocument(_("a status index is not a decimal number"));
  const first = Number(index) * size;
  if (Math.floor((bits.length * 8) / size) < LENGTH_MIN)
    throw new BadDocument(_("a status list is shorter than 131,072 entries"));
  if (first + size > bits.length * 8) throw new BadDocument(_("a status index is beyond its list"));
  let value = 0;
  for (let at = first; at < first + size; at++) value = (value << 1) | ((bits[at >> 3] >> (7 - (at & 7))) & 1);
  return value;
}

function message(entry, value, source) {
  if (value === 0) return passed(STATUS, _("Not set for {purpose} ({source})."), { purpose: "message", source });
  const code = `0x${value.toString(16)}`;
  const listed = Array.isArray(entry.statusMessage) ? entry.statusMessage : [];
  const found = listed.find((one) => isObject(one) && one.status === code);
  const text = found ? Array.from(str(found.message)).slice(0, TEXT_MAX).join("") : code;
  return passed(STATUS, _("The issuer says: {text} ({source})."), { text, source });
}

function meaning(purpose, isSet, source) {
  if (!isSet) return passed(STATUS, _("Not set for {purpose} ({source})."), { purpose, source });
  if (purpose === "revocation") return failed(STATUS, _("The issuer has revoked the credential ({source})."), { source });
  if (purpose === "suspension")
    return failed(
      STATUS,
      _("The issuer has suspended or withdrawn the credential ({source}): its own register says which."),
      { source },
    );
  return passed(STATUS, _("Set for {purpose} ({source})."), { purpose, source });
}
