// The bundle's file and the file of what a reader relies upon, read as strictly as the server reads them.

import { BadDocument, BadNote, _ } from "./answers.js";
import { toBase64url, utf8 } from "./bytes.js";
import { instant } from "./dates.js";
import { parseObject } from "./json.js";
import { parseCheckpoint, parseVerifierKey } from "./log.js";
import { given, has, isNumber, isObject } from "./values.js";
import { parsePolicy } from "./witnesses.js";

const ITEMS_MAX = 64;
const ANCHORS_MAX = 10_000;

const bad = (reason) => {
  throw new BadDocument(reason);
};
const isText = (value) => typeof value === "string";
const isFirst = (version) => isNumber(version) && Number(version) === 1;
const notTaken = () => bad(_("a part of the bundle cannot be taken"));
const notTrusted = () => bad(_("a trusted issuer or log cannot be taken"));

/** Read the file of a bundle; what is in it is not checked yet. */
export function readBundle(text) {
  const document = parseObject(text);
  if (document.format !== "orepass-bundle") bad(_("it is not a bundle"));
  if (!isFirst(document.version)) bad(_("it is a bundle of a version that is not known here"));
  if (instant(document.made_at) === null) bad(_("the bundle does not say when it was made"));
  const credentials = items(document, "credentials").map((one) => ({ text: secured(one), proof: field(one, "proof") }));
  if (!credentials.length) bad(_("there is no credential in the bundle"));
  const issuers = items(document, "issuers").map((one) => ({
    did: named(one, "did"),
    document: field(one, "document"),
    history: field(one, "history"),
    witnesses: field(one, "witnesses"),
  }));
  const lists = items(document, "status_lists").map((one) => ({ url: named(one, "url"), text: secured(one) }));
  const files = items(document, "files").map((one) => [named(one, "url"), field(one, "text")]);
  once(issuers.map((one) => one.did));
  once(lists.map((one) => one.url));
  once(files.map(([url]) => url));
  if (has(document, "statement") && !isObject(document.statement)) notTaken();
  const statement = has(document, "statement") ? secured(document.statement) : "";
  return { madeAt: document.made_at, credentials, issuers, lists, statement, files: new Map(files) };
}

/** Read a file of trusted issuers and logs. */
export async function readAnchors(input) {
  const document = parseObject(input);
  if (document.format !== "orepass-anchors" || !isFirst(document.version))
    bad(_("it is not a file of trusted issuers and logs"));
  const logs = new Map();
  for (const one of listOf(document, "logs", ANCHORS_MAX, notTrusted)) {
    const log = await trustedLog(one);
    logs.set(log.key.name, log);
  }
  const { policy: text = "" } = document;
  const policy = typeof text === "string" && text ? await parsePolicy(text) : null;
  if (text !== "" && policy === null) notTrusted();
  // Nothing here asks for recognised schemes; a file is taken or refused as a whole, by the server and here alike.
  listOf(document, "schemes", ANCHORS_MAX, notTrusted, isText);
  return { logs, issuers: new Map(listOf(document, "issuers", ANCHORS_MAX, notTrusted).map(trustedIssuer)), policy };
}

/** Add further anchors; what was there before stays. */
export const joined = (first, more) => ({
  logs: new Map([...more.logs, ...first.logs]),
  issuers: new Map([...more.issuers, ...first.issuers]),
  policy: first.policy ?? more.policy,
});

async function trustedLog({ key: text, checkpoint }) {
  if (typeof text !== "string" || !(checkpoint === undefined || checkpoint === null || typeof checkpoint === "string"))
    notTrusted();
  try {
    if (typeof checkpoint === "string") parseCheckpoint(checkpoint);
  } catch (error) {
    if (error instanceof BadNote) notTrusted();
    throw error;
  }
  const key = await parseVerifierKey(text);
  return key ? { key, checkpoint } : notTrusted();
}

function trustedIssuer(item) {
  const { did, keys = [], history = "", version = "", ended = "" } = item;
  const texts = [did, history, version, ended, ...(Array.isArray(keys) ? keys : [null])];
  if (!texts.every((text) => typeof text === "string")) notTrusted();
  if (ended && instant(ended) === null) notTrusted();
  const numbers = listOf(item, "numbers_ended", ANCHORS_MAX, notTrusted, isText);
  return [did, { keys: new Set(keys), history, version, ended, numbersEnded: new Set(numbers) }];
}

/** Return a credential as it was issued: a token is put together again, byte by byte. */
function secured(item) {
  if (!has(item, "token")) return named(item, "document");
  const parts = item.token;
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((one) => typeof one === "string")) notTaken();
  return `${toBase64url(utf8(parts[0]))}.${toBase64url(utf8(parts[1]))}.${parts[2]}`;
}

const items = (document, name) => listOf(document, name, ITEMS_MAX, notTaken);

function listOf(document, name, most, refuse, isItem = isObject) {
  const found = given(document, name, []);
  if (!Array.isArray(found) || found.length > most || !found.every((one) => isItem(one))) refuse();
  return found;
}

function field(item, name) {
  const found = given(item, name, "");
  return typeof found === "string" ? found : notTaken();
}

const named = (item, name) => field(item, name) || notTaken();

function once(names) {
  if (new Set(names).size !== names.length) bad(_("the bundle holds two answers to one question"));
}
