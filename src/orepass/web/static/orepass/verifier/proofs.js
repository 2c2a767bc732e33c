// Signatures: the enveloping token (vc+jwt), embedded proofs over canonical JSON, sets and chains of them.

import { BadDocument, _ } from "./answers.js";
import { concat, fromBase58, fromBase64url, sha256, sha384, toHex, utf8 } from "./bytes.js";
import { instant, proofsOf } from "./dates.js";
import { canonical, parseObject, same, without } from "./json.js";
import { ALGORITHMS, CannotCheck, ED25519, P256, P384, UNKNOWN_HERE, part } from "./keys.js";
import { given, has, isLonger, isObject, str, strip, truthy } from "./values.js";

const TOKEN_MAX = 4_000_000;
const PROOFS_MAX = 16;
const PRESENTATIONS = ["VerifiablePresentation", "EnvelopedVerifiablePresentation"];
const MEDIA_TYPES = ["application/vc+jwt", "application/vc-ld+jwt", "application/vc+ld+jwt"];
const SD_JWT_TYPES = ["application/vc+sd-jwt", "application/dc+sd-jwt", "application/sd-jwt"];
const TYPES = ["vc+jwt", "application/vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "JWT", ""];
const SUITES = {
  "eddsa-jcs-2022": { kinds: [ED25519], linked: false },
  "ecdsa-jcs-2019": { kinds: [P256, P384], linked: false },
  "eddsa-rdfc-2022": { kinds: [ED25519], linked: true },
  "ecdsa-rdfc-2019": { kinds: [P256, P384], linked: true },
  "ecdsa-sd-2023": { kinds: [P256], linked: true, selective: true },
};
export const ASSERTION = "assertionMethod";

const HELD = { holds: true };
const BROKEN = { holds: false, reason: _("The signature does not fit the content or the kind of key.") };
const MALFORMED = { holds: false, reason: _("The proof says something that no proof of its kind may say.") };
const FIRST_CONTEXTS = _(
  "The signature fits the content ({form}, {kind}) and the first {signed} of its {count} contexts; what follows them is not signed, and may give its names other meanings.",
);
const UNLINKED = {
  holds: null,
  reason: _(
    "Linked data (RDFC-1.0) is not checked of a bundle. Check the credential itself: “orepass verify” does.",
  ),
};

/** Take a credential apart, told by its content: its document, and its token when it came as one. */
export function read(text) {
  if (isLonger(text, TOKEN_MAX)) throw new BadDocument(_("it is larger than two megabytes"));
  const plain = strip(text);
  if (!plain.startsWith("{")) return ofToken(plain);
  const document = credentialIn(parseObject(plain));
  if (typesOf(document).includes("EnvelopedVerifiableCredential")) return ofToken(strip(outOfEnvelope(document.id)));
  return { credential: document, token: null };
}

export const typesOf = (document) => (Array.isArray(document.type) ? document.type : [document.type]);

function credentialIn(document) {
  if (typesOf(document).some((one) => PRESENTATIONS.includes(one)))
    throw new BadDocument(_("it is a presentation; give one of the credentials in it"));
  return document;
}

export function issuerOf(credential) {
  const found = isObject(credential.issuer) ? credential.issuer.id : credential.issuer;
  return typeof found === "string" ? found : "";
}

/** The digest of a credential as a leaf of the log names it: of its canonical form without proofs. */
export const digestOf = async (credential) => toHex(await sha256(canonical(without(credential, "proof"))));

function ofToken(text) {
  const parts = text.split(".");
  if (parts.length !== 3) throw new BadDocument(_("it is neither JSON nor a compact token"));
  const header = parseObject(part(parts[0]));
  if (has(header, "crit") || has(header, "b64"))
    throw new BadDocument(_("its header asks for an extension that is not understood"));
  const payload = parseObject(part(parts[1]));
  const token = { header, payload, signed: utf8(`${parts[0]}.${parts[1]}`), signature: part(parts[2]) };
  return { credential: credentialIn(payload), token };
}

function outOfEnvelope(address) {
  const at = typeof address === "string" ? address.indexOf(",") : -1;
  const head = at < 0 ? "" : address.slice(0, at);
  const mediaType = head.startsWith("data:") ? head.slice(5).split(";")[0] : "";
  if (SD_JWT_TYPES.includes(mediaType))
    throw new BadDocument(_("its envelope holds an SD-JWT, which is checked by itself"));
  if (!MEDIA_TYPES.includes(mediaType))
    throw new BadDocument(_("its envelope holds no token"));
  return address.slice(at + 1);
}

const formOf = (proof) => str(given(proof, "cryptosuite", given(proof, "type", "")));
const algorithmOf = (token) => str(given(token.header, "alg", ""));

/** Name what in a token contradicts the credential in it. */
export function disagreements({ header, payload }) {
  const issuer = isObject(payload.issuer) ? payload.issuer.id : payload.issuer;
  const expected = { iss: issuer ?? null, jti: payload.id ?? null };
  const wrong = Object.keys(expected).filter((name) => has(payload, name) && !same(payload[name], expected[name]));
  if (!TYPES.includes(str(given(header, "typ", "")))) wrong.push("typ");
  return [...wrong, ...["vc", "vp"].filter((name) => has(payload, name))];
}

/** Return every signature: those inside, in their order, then that of the token. */
export function signatures(presented) {
  const proofs = proofsOf(presented.credential);
  if (proofs.length > PROOFS_MAX) throw new BadDocument(_("it has more proofs than anyone needs"));
  const places = predecessors(proofs);
  const embedded = proofs.map((proof, number) => ({
    method: str(given(proof, "verificationMethod", "")),
    purpose: str(given(proof, "proofPurpose", "")),
    form: formOf(proof),
    understood: has(SUITES, formOf(proof)),
    previous: places[number],
    outcome: (key) => proofOutcome(presented.credential, proof, key, places[number].map((place) => proofs[place])),
  }));
  return presented.token ? [...embedded, ofEnvelope(presented)] : embedded;
}

function ofEnvelope({ credential, token }) {
  const { kid } = token.header;
  const method = typeof kid === "string" && kid.startsWith("#") ? issuerOf(credential) + kid : kid;
  return {
    method: truthy(method) ? str(method) : "",
    purpose: ASSERTION,
    form: `vc+jwt ${algorithmOf(token)}`,
    understood: true,
    previous: [],
    outcome: (key) =>
      ALGORITHMS[key.kind].includes(algorithmOf(token)) ? outcome(key, token.signature, token.signed) : BROKEN,
  };
}

async function outcome(key, signature, data) {
  try {
    return (await key.verifies(signature, data)) ? HELD : BROKEN;
  } catch (error) {
    if (error instanceof CannotCheck) return { holds: null, reason: UNKNOWN_HERE };
    throw error;
  }
}

/**
 * Say whether a key made a proof over canonical JSON, and nothing else (histories of DIDs are signed so); null where this
 * browser cannot tell.
 */
export async function jcsProofHolds(document, proof, key) {
  return SUITES[str(proof.cryptosuite)]?.linked === false && (await proofOutcome(document, proof, key, [])).holds;
}

async function proofOutcome(document, proof, key, previous) {
  const suite = typeof proof.cryptosuite === "string" ? given(SUITES, proof.cryptosuite, null) : null;
  if (suite === null || !suite.kinds.includes(key.kind)) return BROKEN;
  const signature = suite.selective ? selectionOf(proof) : signatureOf(proof);
  if (signature === null) return BROKEN;
  const instants = ["created", "expires"].filter((name) => has(proof, name));
  if (proof.type !== "DataIntegrityProof" || instants.some((name) => instant(proof[name]) === null)) return MALFORMED;
  if (suite.linked) return UNLINKED;
  const bare = without(document, "proof");
  let held = HELD;
  if (previous.length) bare.proof = previous;
  if (has(proof, "@context")) {
    const [whole, start] = [listed(document["@context"]), listed(proof["@context"])];
    if (!same(whole.slice(0, start.length), start)) return BROKEN;
    bare["@context"] = proof["@context"];
    if (start.length < whole.length)
      held = { holds: true, reason: FIRST_CONTEXTS, params: { signed: start.length, count: whole.length } };
  }
  const hash = key.kind === P384 ? sha384 : sha256;
  const options = without(proof, "proofValue");
  const found = await outcome(key, signature, concat(await hash(canonical(options)), await hash(canonical(bare))));
  return found.holds ? held : found;
}

const listed = (value) => (Array.isArray(value) ? value : [value ?? null]);

function signatureOf(proof) {
  const value = proof.proofValue;
  if (typeof value !== "string" || !value.startsWith("z") || value.length > 200) return null;
  return fromBase58(value.slice(1));
}

/** Return the bytes of a proof of selected statements: they are opened only where linked data is. */
function selectionOf(proof) {
  const value = proof.proofValue;
  if (typeof value !== "string" || !value.startsWith("u") || value.length > 1_000_000) return null;
  return fromBase64url(value.slice(1));
}

/** Return, for each proof, the places of those it names as earlier. */
function predecessors(proofs) {
  const places = proofs.map((proof) => placesOf(proof, proofs));
  const left = new Set(places.keys());
  while (left.size) {
    const free = [...left].filter((place) => !places[place].some((one) => left.has(one)));
    if (!free.length) throw new BadDocument(_("its proofs build on one another in a circle"));
    for (const place of free) left.delete(place);
  }
  return places;
}

function placesOf(proof, proofs) {
  const named = has(proof, "previousProof") ? listed(proof.previousProof) : [];
  if (!named.every((name) => typeof name === "string") || (has(proof, "previousProof") && !named.length))
    throw new BadDocument(_("a proof does not say on which others it builds"));
  const names = new Set(named);
  const found = [...proofs.keys()].filter((place) => typeof proofs[place].id === "string" && names.has(proofs[place].id));
  if (new Set(found.map((place) => proofs[place].id)).size !== names.size)
    throw new BadDocument(_("a proof builds on another that is not there"));
  if (found.length !== names.size) throw new BadDocument(_("two proofs have the same name"));
  return found;
}
