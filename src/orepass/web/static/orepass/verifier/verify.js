// Check a bundle by itself: the same checks, in the same words, as the server's own verifier makes of it.

import { _, failed, notChecked, passed, said, undetermined, verified } from "./answers.js";
import { AUTHORISED, CONTROLS, checkSignatures } from "./authority.js";
import { concat, toBase58, utf8 } from "./bytes.js";
import { readBundle } from "./bundle.js";
import { checkDates, checkPeriods, instant } from "./dates.js";
import { expandDidKey, inUse, keysOf, methodOf } from "./did.js";
import { parseObject } from "./json.js";
import { CannotCheck } from "./keys.js";
import { LOG, checkEntry, readInclusion, readLeaf } from "./log.js";
import { toldOfLot } from "./lot.js";
import { checkNumbers } from "./numbers.js";
import { digestOf, disagreements, issuerOf, read } from "./proofs.js";
import { checkRelated } from "./related.js";
import { schemaFaults } from "./schema.js";
import { STATUS, checkStatus } from "./status.js";
import { faults } from "./structure.js";
import { given, isObject, str } from "./values.js";
import { resolve as resolveHistory, webDocument } from "./webvh.js";
import { WITNESSES, witnessed } from "./witnesses.js";

const [SCHEMA, UNDERLYING] = ["schema", "underlying"];
const HERE = _("the bundle");
const ABSENT = _("it is not in the bundle");
const LEFT_OUT = _("it was left out of the bundle as too large");
const HISTORY = _("its own history, in the bundle");
const UNVOUCHED = _(
  "The document of {did} came with the bundle, and none of the issuers relied upon here vouches for it.",
);
const OF_UNKNOWN_LENGTH = _(
  "The history of {did} in the bundle holds, but nobody here knows whether it is whole: a later version may have taken the key away.",
);
const NAMELESS = _("It names no issuer by an identifier, so that nobody vouches for who signed it.");
const IN_TIME = _("The document of {did} let this key make assertions until {day}, and the log took this up before.");
const TOO_LATE = _("The log took this up when {did} had been ended already, on {day}.");
const NOT_IN_TIME = _(
  "{did} was ended on {day}, and no log that is relied upon here shows that this was signed before.",
);
const LINKS_MAX = 50;
/** Checks that nothing in a bundle can answer. */
const UNASKED = [
  notChecked(
    "terms",
    _(
      "Not asked of a bundle: whether its contexts give every term a meaning, for they are not in it. The credential itself is asked.",
    ),
  ),
  notChecked("version", _("Only its issuer knows whether there is a newer one.")),
  notChecked(
    "identity",
    _(
      "Not asked of a bundle: who is behind the issuer, who admitted it, whether its scheme is recognised, and whether certificates cover its claims.",
    ),
  ),
];

/**
 * Check the first credential of a bundle, and those beneath it, as of an instant (milliseconds since 1970).
 *
 * Throws BadDocument when the bundle or its first credential cannot be read at all.
 */
export async function verifyBundle(text, anchors, at, described = null) {
  const bundle = readBundle(text);
  const desk = new Desk(bundle, anchors, at, described);
  const found = await desk.about(bundle.credentials[0], true);
  const ended = anchors.issuers.get(issuerOf(found.credential))?.numbersEnded ?? new Set();
  const numbers = checkNumbers(found.credential, ended);
  const checks = [...found.checks, ...(await desk.told(found.credential)), ...numbers, ...UNASKED];
  return { ...found, checks, verified: verified(checks), madeAt: bundle.madeAt };
}

/** What a DID gives whose document or history cannot be read. */
function refused(bad) {
  if (bad instanceof CannotCheck) return { isUnknown: true, doubt: UNVOUCHED };
  if (!bad.said) throw bad;
  return { reason: bad.said, doubt: UNVOUCHED };
}

/** One bundle being checked: every DID is looked at once. */
class Desk {
  constructor(bundle, anchors, at, described) {
    Object.assign(this, { bundle, anchors, at, described });
    this.issuers = new Map(bundle.issuers.map((one) => [one.did, one]));
    this.lists = new Map(bundle.lists.map((one) => [one.url, one.text]));
    this.resolved = new Map();
    this.resolve = (did) => {
      if (!this.resolved.has(did)) this.resolved.set(did, this.lookedUp(did).catch(refused));
      return this.resolved.get(did);
    };
  }

  /** Check one credential; of the first one, what it rests on too. */
  async about(held, isFirst) {
    const presented = read(held.text);
    const { credential } = presented;
    const fetch = (url) => (this.lists.has(url) ? { body: this.lists.get(url), source: HERE } : { reason: ABSENT });
    const status = await checkStatus(presented, fetch, this.resolve, this.at);
    const checks = [
      ...(await checkSignatures(presented, this.resolve)),
      (presented.token ? checkPeriods : checkDates)(credential, this.at),
      status,
      schema(presented, this.described),
      await this.logged(presented, held.proof),
    ];
    const beneath = [];
    for (const link of isFirst ? linksOf(credential) : []) beneath.push(await this.beneath(link));
    const none = notChecked(UNDERLYING, _("The credential rests on no other that could be checked."));
    checks.push(...(beneath.length ? beneath : [none]));
    checks.push(...(await checkRelated(credential, (url) => this.atHand(url))));
    checks.push(...(await this.witnessed(held.proof)));
    const issuer = issuerOf(credential);
    const { doubt, ended } = issuer ? await this.resolve(issuer) : { doubt: NAMELESS };
    const dated = ended ? inTime(checks, issuer, ended, held.proof) : checks;
    const answers = doubt ? dated.map((one) => unvouched(one, doubt, issuer)) : dated;
    return { checks: answers, verified: verified(answers), credential };
  }

  /** Say what the issuer's statement tells of the lot; it is worth no more than what is known of who signed it. */
  async told(credential) {
    const issuer = issuerOf(credential);
    const isExpected = this.anchors.issuers.has(issuer);
    const checks = toldOfLot(credential, await this.statement(issuer), isExpected);
    const doubt = issuer ? (await this.resolve(issuer)).doubt : NAMELESS;
    return doubt ? checks.map((one) => leftOpen(one, doubt, issuer)) : checks;
  }

  /** Return what the bundle holds under an address, byte by byte as it was issued. */
  atHand(url) {
    const { credentials, files } = this.bundle;
    const held = credentials.slice(1).filter((one) => addressOf(one) === url);
    const found = [...held.map((one) => one.text), files.get(url)].filter(Boolean);
    return found.length ? found.map(utf8) : files.has(url) ? LEFT_OUT : ABSENT;
  }

  async statement(issuer) {
    if (!this.bundle.statement) return null;
    let presented;
    try {
      presented = read(this.bundle.statement);
    } catch (bad) {
      if (!bad.said) throw bad;
      return { unreadable: bad.said };
    }
    const { credential } = presented;
    const isSigned = verified(await checkSignatures(presented, this.resolve)) === true;
    const period = (presented.token ? checkPeriods : checkDates)(credential, this.at);
    return { credential, isByIssuer: isSigned && issuerOf(credential) === issuer, period };
  }

  /** Return what is known of a DID, and as its doubt why nobody but the bundle vouches for that, if so. */
  async lookedUp(did) {
    const method = methodOf(did);
    if (method === "key") return { document: expandDidKey(did), source: "did:key" };
    const issuer = this.issuers.get(did);
    const trusted = this.anchors.issuers.get(did) ?? { keys: new Set(), history: "", version: "", ended: "" };
    if (!issuer) return { reason: ABSENT, doubt: UNVOUCHED };
    const known = await this.ofIssuer(did, method, issuer, trusted);
    return trusted.ended ? { ...known, ended: instant(trusted.ended) } : known;
  }

  async ofIssuer(did, method, issuer, trusted) {
    if (method === "webvh") return this.newest(did, issuer, trusted);
    if (issuer.history && trusted.history) {
      const found = await this.newest(trusted.history, issuer, trusted);
      return found.document ? { ...found, document: webDocument(found.document) } : found;
    }
    const document = parseObject(issuer.document);
    const doubt = areKnown(document, trusted) ? null : UNVOUCHED;
    return { document: inUse(document, this.at), source: HERE, doubt };
  }

  /**
   * Return the newest document of a history that proves itself, unless it was cut short.
   *
   * Of one that was ended, the document before its end: what it may confirm is asked of the log.
   */
  async newest(did, issuer, trusted) {
    const versions = await resolveHistory(did, issuer.history, issuer.witnesses, this.at);
    const ended = versions.at(-1).terms.deactivated ? versions.at(-1).moment : null;
    const last = (ended && versions.at(-2)) || versions.at(-1);
    const found = { document: inUse(last.document, this.at), source: HISTORY, ended };
    // An older history says nothing wrong where all its keys are known to be the issuer's still.
    if (versions.some((one) => one.id === trusted.version) || areKnown(last.document, trusted)) return found;
    if (trusted.version) return { reason: _("its history lacks a version that is known here") };
    return { ...found, doubt: OF_UNKNOWN_LENGTH };
  }

  async logged(presented, proof) {
    if (!proof) {
      if (this.anchors.issuers.has(issuerOf(presented.credential)))
        return undetermined(LOG, _("Its issuer has a public log, and the bundle holds no proof of its entry."));
      return notChecked(LOG, _("The bundle holds no proof of an entry in a log."));
    }
    let read;
    try {
      read = readInclusion(proof);
    } catch (bad) {
      return failed(LOG, _("The proof in the bundle cannot be read: {reason}"), { reason: bad.said });
    }
    const trusted = this.anchors.logs.get(read.head.origin);
    return checkEntry(await digestOf(presented.credential), read, trusted?.key, trusted?.checkpoint);
  }

  /** Check who cosigned the checkpoint, where the reader relies upon witnesses. */
  async witnessed(proof) {
    if (!this.anchors.policy) return [];
    try {
      return [await witnessed(readInclusion(proof).checkpoint, this.anchors.policy)];
    } catch (bad) {
      if (!bad.said) throw bad;
      return [undetermined(WITNESSES, _("There is no checkpoint to be cosigned: {reason}"), { reason: bad.said })];
    }
  }

  async beneath({ url, digest }) {
    const held = this.bundle.credentials.slice(1).find((one) => addressOf(one) === url);
    if (!held) {
      const reason = _("The certificate at {url} could not be fetched: {reason}.");
      return undetermined(UNDERLYING, reason, { url, reason: ABSENT });
    }
    if (digest !== null && digest !== (await multibase(read(held.text))))
      return failed(UNDERLYING, _("The certificate at {url} is not the one that was linked."), { url });
    return takenOver(await this.about(held, false), url);
  }
}

/** Let a DID that was ended confirm what its log took up before: by a log that is relied upon, by no other date. */
function inTime(checks, did, ended, proof) {
  const told = { did, day: ended.text.slice(0, 10) };
  const answer = () => {
    if (checks.find((one) => one.name === LOG).result !== "passed")
      return undetermined(AUTHORISED, NOT_IN_TIME, told);
    const leaf = readLeaf(readInclusion(proof).leaf);
    const isBefore = leaf !== null && instant(leaf.at).ms < ended.ms;
    return isBefore ? passed(AUTHORISED, IN_TIME, told) : failed(AUTHORISED, TOO_LATE, told);
  };
  return checks.map((one) => (one.name === AUTHORISED && one.result === "passed" ? answer() : one));
}

function areKnown(document, trusted) {
  if (!trusted.keys.size) return false;
  const keys = keysOf(document);
  return keys.length > 0 && keys.every((key) => trusted.keys.has(key));
}

/** Name the credentials that a passport rests on: the evidence of its claims. */
function linksOf(credential) {
  const claims = isObject(credential.credentialSubject) ? credential.credentialSubject.performanceClaim : null;
  const evidence = (Array.isArray(claims) ? claims : []).flatMap((claim) =>
    isObject(claim) && Array.isArray(claim.evidence) ? claim.evidence.filter(isObject) : [],
  );
  return evidence
    .slice(0, LINKS_MAX)
    .map((link) => ({ url: str(given(link, "linkURL", "")), digest: digestIn(link) }));
}

function digestIn({ digestMultibase: named = null }) {
  return named === null ? null : str(named);
}

function addressOf(held) {
  try {
    return str(given(read(held.text).credential, "id", ""));
  } catch {
    return "";
  }
}

async function multibase({ credential }) {
  const digest = await digestOf(credential);
  const bytes = Uint8Array.from(digest.match(/../g), (pair) => parseInt(pair, 16));
  return "z" + toBase58(concat(Uint8Array.of(0x12, 0x20), bytes));
}

/** Leave open who signed it, and its status list, where the only answer to that came with the bundle itself. */
function unvouched(one, doubt, did) {
  return [AUTHORISED, CONTROLS, STATUS].includes(one.name) ? leftOpen(one, doubt, did) : one;
}

const leftOpen = (one, doubt, did) => (one.result === "passed" ? undetermined(one.name, doubt, { did }) : one);

/** Take over the answer of a certificate beneath, with the first reason against it. */
function takenOver(inner, url) {
  for (const [result, say] of [["failed", failed], ["undetermined", undetermined]]) {
    const found = inner.checks.find((one) => one.result === result && one.required);
    if (found)
      return say(UNDERLYING, _("The certificate at {url}: {reason}"), {
        url,
        reason: said(found.template, found.params),
      });
  }
  return passed(UNDERLYING, _("The certificate at {url} holds."), { url });
}

function schema(presented, described) {
  const found = faults(presented.credential);
  const wrong = presented.token ? disagreements(presented.token) : [];
  if (wrong.length)
    return failed(SCHEMA, _("The token contradicts the credential in it: {names}."), { names: wrong.join(", ") });
  const special = schemaFaults(presented.credential, described);
  const all = [...found, ...(special ?? [])];
  if (all.length) {
    const places = all.slice(0, 5).map((place) => place || "/").join(", ");
    return failed(SCHEMA, _("{count} faults, at {places}."), { count: all.length, places });
  }
  if (special === null)
    return passed(
      SCHEMA,
      _("The structure of W3C credentials 2.0 is kept; the type's own schema is not known here."),
    );
  return passed(SCHEMA, _("The structure of W3C credentials 2.0 and the schema of its type are kept."));
}
