// Decentralised identifiers: what may be done with a key is what its document lists it under, nothing else.

import { BadDocument, _ } from "./answers.js";
import { instant } from "./dates.js";
import { fromMultibase, ofMethod } from "./keys.js";
import { has, isLonger, isObject, str } from "./values.js";

const DID = /^did:([a-z0-9]+):([A-Za-z0-9._%:-]*[A-Za-z0-9._%-])$/;
const SCID = /^[1-9A-HJ-NP-Za-km-z]{46}$/;
const SEGMENT = /^[A-Za-z0-9._~-]+$/;
const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const PORT = /^[1-9][0-9]{0,4}$/;
const DID_MAX = 512;

/** Split a DID URL into the DID and the fragment. */
export function split(didUrl) {
  const wrong = () => new BadDocument(_("a key is not named by a DID"));
  if (typeof didUrl !== "string" || isLonger(didUrl, DID_MAX)) throw wrong();
  const [did, ...rest] = didUrl.split("#");
  if (!DID.test(did)) throw wrong();
  return [did, rest.join("#")];
}

export const methodOf = (did) => DID.exec(did)?.[1] ?? "";

/** Return the self-certifying identifier of a did:webvh, and the did:web of the same host and path. */
export function webvhParts(did) {
  const shape = DID.exec(did);
  const wrong = () => new BadDocument(_("it is not a did:webvh"));
  if (!shape || shape[1] !== "webvh" || did.length > DID_MAX) throw wrong();
  const [scid, ...rest] = shape[2].split(":");
  if (!SCID.test(scid) || !rest.length) throw wrong();
  checkAddress(rest);
  return [scid, `did:web:${rest.join(":")}`];
}

function checkAddress([host, ...path]) {
  const plain = host.replace(/%([0-9A-Fa-f]{2})/g, (_all, code) => String.fromCharCode(parseInt(code, 16)));
  const [name, ...port] = plain.split(":");
  const ported = !port.length || (PORT.test(port.join(":")) && Number(port[0]) <= 65535);
  if (!HOST.test(name) || !ported) throw new BadDocument(_("a did:web names no host"));
  if (path.some((step) => !SEGMENT.test(step) || step === "." || step === ".."))
    throw new BadDocument(_("a did:web has a path that is none"));
}

/** Return the document that a did:key stands for. */
export function expandDidKey(did) {
  const text = did.slice("did:key:".length);
  fromMultibase(text);
  const name = `${did}#${text}`;
  const method = { id: name, controller: did, type: "Multikey", publicKeyMultibase: text };
  return { id: did, verificationMethod: [method], authentication: [name], assertionMethod: [name] };
}

/** Find a verification method; relative names count for the document's own DID. */
export function findMethod(document, didUrl) {
  const methods = [...entries(document, "verificationMethod"), ...entries(document, "assertionMethod")];
  return methods.find((method) => isObject(method) && absolute(document, method.id) === didUrl) ?? null;
}

export function mayAssert(document, didUrl) {
  const names = entries(document, "assertionMethod").map((one) => (isObject(one) ? one.id : one));
  return names.some((name) => absolute(document, name) === didUrl);
}

/** Return the document as it counts at an instant: keys that expired or were revoked by then may do nothing. */
export function inUse(document, at) {
  const methods = [...entries(document, "verificationMethod"), ...entries(document, "assertionMethod")].filter(isObject);
  const isAfter = (value) => (instant(value)?.ms ?? -Infinity) > at;
  const hasEnded = (method) => ["expires", "revoked"].some((name) => has(method, name) && !isAfter(method[name]));
  const ended = new Set(methods.filter(hasEnded).map((method) => absolute(document, method.id)));
  if (!ended.size) return document;
  const kept = entries(document, "assertionMethod").filter(
    (one) => !ended.has(absolute(document, isObject(one) ? one.id : one)),
  );
  return { ...document, verificationMethod: methods, assertionMethod: kept };
}

/** Return every key that a document names, as Multikeys. */
export function keysOf(document) {
  const methods = [...entries(document, "verificationMethod"), ...entries(document, "assertionMethod")];
  return methods.filter(isObject).map((method) => ofMethod(method).multibase);
}

const entries = (document, name) => (Array.isArray(document[name]) ? document[name] : []);

function absolute(document, name) {
  const text = typeof name === "string" ? name : "";
  return text.startsWith("#") ? `${str(document.id)}${text}` : text;
}
