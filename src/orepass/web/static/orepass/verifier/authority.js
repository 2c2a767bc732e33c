// Who signed: the cryptography, the right of the key to sign, and whether the key is the issuer's, apart.

import { _, failed, passed, undetermined } from "./answers.js";
import { findMethod, mayAssert, split } from "./did.js";
import { UNKNOWN_HERE, ofMethod } from "./keys.js";
import { ASSERTION, issuerOf, signatures } from "./proofs.js";
import { truthy } from "./values.js";

/** Where a document of CID 1.0 would lie; none is read here, and nothing is wrong with it. */
const HTTPS = "https://";
export const [PROOF, AUTHORISED, CONTROLS] = ["proof", "key_authorised", "issuer_controls_key"];

/** Check every signature; of several one good one of the issuer suffices, one bad one spoils all. */
export async function checkSignatures(presented, resolve) {
  let found;
  try {
    found = signatures(presented);
  } catch (bad) {
    if (!bad.said) throw bad;
    return allUndecided(failed(PROOF, bad.said.template, bad.said.params));
  }
  if (!found.length) return allUndecided(failed(PROOF, _("The credential carries no proof.")));
  const issuer = issuerOf(presented.credential);
  const sets = [];
  for (const signature of found) sets.push(await checkOne(signature, issuer, resolve));
  return merged(sets.map((_checks, number) => withEarlier(number, found, sets)));
}

function withEarlier(number, found, sets) {
  const waiting = [...found[number].previous];
  const seen = new Set();
  while (waiting.length) {
    const place = waiting.pop();
    if (!seen.has(place)) waiting.push(...found[place].previous);
    seen.add(place);
  }
  const checks = sets[number];
  if (checks[0].result === "passed" && [...seen].some((place) => sets[place][0].result === "undetermined"))
    return [undetermined(PROOF, _("It builds on a proof that could not be checked.")), ...checks.slice(1)];
  return checks;
}

async function checkOne(signature, issuer, resolve) {
  const { form } = signature;
  if (!signature.understood)
    return allUndecided(undetermined(PROOF, _("Proofs of the form {form} are not checked here."), { form }));
  let did, fragment;
  try {
    [did, fragment] = split(signature.method);
  } catch {
    return allUndecided(unnamed(signature.method));
  }
  const { document, reason, source, isUnknown } = await resolve(did);
  if (isUnknown) return allUndecided(undetermined(PROOF, UNKNOWN_HERE));
  if (!document)
    return allUndecided(undetermined(PROOF, _("The DID {did} could not be resolved: {reason}."), { did, reason }));
  if (document.id !== did)
    return allUndecided(failed(PROOF, _("The document found for {did} belongs to another DID."), { did }));
  const method = findMethod(document, `${did}#${fragment}`);
  if (method === null)
    return [
      undetermined(PROOF, _("The document of {did} names no such key, so nothing could be checked."), { did }),
      failed(AUTHORISED, _("The document of {did} names no such key."), { did }),
      controls(issuer, did, did),
    ];
  return [
    await proof(signature, method),
    authorised(signature, document, did, source),
    controls(issuer, did, method.controller),
  ];
}

/** Say what it means that no DID names the key. */
function unnamed(method) {
  if (method.startsWith(HTTPS))
    return undetermined(PROOF, _("Its key is named by an https address; only keys named by a DID are looked up here."));
  return failed(PROOF, _("The proof does not say by a DID with which key it was made."));
}

async function proof(signature, method) {
  let key;
  try {
    key = ofMethod(method);
  } catch (bad) {
    return undetermined(PROOF, _("The key cannot be read: {reason}"), { reason: bad.said });
  }
  const { holds, reason, params } = await signature.outcome(key);
  const { form } = signature;
  if (holds) {
    const whole = _("The signature fits the content ({form}, {kind}).");
    return passed(PROOF, reason ?? whole, { form, kind: key.kind, ...params });
  }
  return (holds === null ? undetermined : failed)(PROOF, reason);
}

function authorised({ purpose, method }, document, did, source) {
  if (purpose !== ASSERTION)
    return failed(AUTHORISED, _("The proof was made for “{purpose}”, not for assertions."), { purpose });
  if (!mayAssert(document, method))
    return failed(AUTHORISED, _("The document of {did} does not let this key make assertions."), { did });
  const params = { did, source };
  return passed(AUTHORISED, _("The document of {did} lets this key make assertions ({source})."), params);
}

function controls(issuer, did, controller) {
  if (controller === undefined || controller === null)
    return failed(CONTROLS, _("The document of {did} does not say to whom this key belongs."), { did });
  if (controller === did && issuer.startsWith(HTTPS)) {
    const reason = _("Whose keys may sign for {issuer} would stand in a document there; such documents are not read here.");
    return undetermined(CONTROLS, reason, { issuer });
  }
  if (issuer !== did || controller !== did)
    return failed(CONTROLS, _("The issuer is {issuer}, but the key belongs to {did}."), {
      issuer: issuer || "—",
      did: truthy(controller) ? controller : did,
    });
  return passed(CONTROLS, _("The key belongs to the issuer, {issuer}."), { issuer });
}

function allUndecided(first) {
  const reason = _("Without the proof this cannot be decided.");
  return [first, undetermined(AUTHORISED, reason), undetermined(CONTROLS, reason)];
}

/**
 * Return the checks of the proof that decides: one that fails, then one that passes, then the first.
 *
 * One that this browser alone cannot check may be the issuer’s good one: another’s proof does not fail in its place.
 */
function merged(sets) {
  const good = sets.find((checks) => checks.every((check) => check.result === "passed"));
  const unknown = sets.find(([proof]) => proof.template === UNKNOWN_HERE);
  for (const name of good || unknown ? [PROOF, AUTHORISED] : [PROOF, AUTHORISED, CONTROLS])
    for (const checks of sets)
      if (checks.some((check) => check.name === name && check.result === "failed")) return checks;
  if (!good) return unknown ?? sets[0];
  if (sets.length === 1) return good;
  const count = sets.length;
  const held = sets.filter((checks) => checks[0].result === "passed").length;
  const all = passed(PROOF, _("All {count} signatures fit the content, the issuer’s among them."), { count });
  const reason = _("{held} of {count} signatures fit the content, the issuer’s among them; the rest cannot be checked.");
  return [held < count ? passed(PROOF, reason, { held, count }) : all, ...good.slice(1)];
}
