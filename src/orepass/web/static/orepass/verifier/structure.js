// Is it a credential at all: the structure that VCDM 2.0 demands. Each fault is named by its JSON pointer.

import { instant, isDate } from "./dates.js";
import { BLANKS, asList, has, isObject, truthy } from "./values.js";

const BASE_CONTEXT = "https://www.w3.org/ns/credentials/v2";
const BASE_TYPES = [
  "VerifiableCredential",
  "VerifiablePresentation",
  "EnvelopedVerifiableCredential",
  "EnvelopedVerifiablePresentation",
  "BitstringStatusList",
  "BitstringStatusListCredential",
  "BitstringStatusListEntry",
  "DataIntegrityProof",
  "JsonSchema",
  "JsonSchemaCredential",
];
const PROTECTED = [
  ...BASE_TYPES,
  ...["id", "type", "issuer", "credentialSubject", "validFrom", "validUntil", "proof"],
].sort();
const TYPED = ["credentialStatus", "credentialSchema", "refreshService", "termsOfUse", "evidence"];
const URL_SHAPE = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:[^${BLANKS}<>"{}|\\\\^\`]+$`);

export const isUrl = (value) => typeof value === "string" && URL_SHAPE.test(value);

/** Return the place of every fault. */
export const faults = (document) => [
  ...context(document),
  ...type(document, "VerifiableCredential"),
  ...id(document),
  ...issuer(document),
  ...subject(document),
  ...dates(document),
  ...texts(document),
  ...TYPED.flatMap((name) => typed(document, name)),
  ...related(document),
];

function context(document) {
  const contexts = asList(document["@context"]);
  if (contexts[0] !== BASE_CONTEXT) return ["/@context"];
  return contexts.slice(1).flatMap((one, at) => {
    if (isObject(one)) return PROTECTED.filter((term) => has(one, term)).map(() => `/@context/${at + 1}`);
    return isUrl(one) ? [] : [`/@context/${at + 1}`];
  });
}

function type(document, wanted) {
  const types = asList(document.type);
  return types.includes(wanted) && types.every((one) => mapped(one, document)) ? [] : ["/type"];
}

function mapped(name, document) {
  if (typeof name !== "string") return false;
  const contexts = asList(document["@context"]).slice(1);
  const inline = contexts.filter(isObject);
  const elsewhere = inline.length < contexts.length;
  return BASE_TYPES.includes(name) || isUrl(name) || elsewhere || inline.some((one) => has(one, name) && truthy(one[name]));
}

const id = (document, where = "") => (!has(document, "id") || isUrl(document.id) ? [] : [`${where}/id`]);

function issuer({ issuer: named }) {
  if (!isObject(named)) return isUrl(named) ? [] : ["/issuer"];
  return [...(isUrl(named.id) ? [] : ["/issuer/id"]), ...texts(named, "/issuer")];
}

function subject(document) {
  const subjects = has(document, "credentialSubject") ? asList(document.credentialSubject) : [];
  if (!subjects.length) return ["/credentialSubject"];
  return subjects.flatMap((one, at) => {
    const where = Array.isArray(document.credentialSubject) ? `/credentialSubject/${at}` : "/credentialSubject";
    return !isObject(one) || !Object.keys(one).length ? [where] : id(one, where);
  });
}

function dates(document) {
  const names = ["validFrom", "validUntil"].filter((name) => has(document, name) && !isDate(document[name]));
  const [start, end] = [instant(document.validFrom), instant(document.validUntil)];
  return [...names.map((name) => `/${name}`), ...(start && end && end.ms < start.ms ? ["/validUntil"] : [])];
}

const texts = (document, where = "") =>
  ["name", "description"]
    .filter((name) => has(document, name) && !asList(document[name]).every(isText))
    .map((name) => `${where}/${name}`);

function isText(value) {
  if (!isObject(value)) return typeof value === "string";
  const known = ["@value", "@language", "@direction"];
  return Object.keys(value).every((key) => known.includes(key)) && typeof value["@value"] === "string";
}

function typed(document, name) {
  if (!has(document, name)) return [];
  return asList(document[name]).flatMap((one, at) => {
    const where = Array.isArray(document[name]) ? `/${name}/${at}` : `/${name}`;
    const types = isObject(one) ? asList(one.type) : [];
    if (!types.length || !types.every((each) => mapped(each, document))) return [`${where}/type`];
    if (name === "credentialSchema") return isUrl(one.id) ? [] : [`${where}/id`];
    return id(one, where);
  });
}

function related({ relatedResource: named }) {
  const seen = new Set();
  return asList(named).flatMap((one, at) => {
    const isGood = isRelated(one) && !seen.has(one.id);
    if (isGood) seen.add(one.id);
    return isGood ? [] : [Array.isArray(named) ? `/relatedResource/${at}` : "/relatedResource"];
  });
}

function isRelated(one) {
  if (!isObject(one) || !isUrl(one.id)) return false;
  const digests = ["digestMultibase", "digestSRI"].filter((name) => has(one, name));
  const named = has(one, "mediaType") ? [...digests, "mediaType"] : digests;
  return digests.length > 0 && named.every((name) => typeof one[name] === "string" && one[name] !== "");
}
