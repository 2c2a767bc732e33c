// What the statement in a bundle tells of the lot behind a passport, as of when the bundle was made.

import { _, failed, notChecked, passed, undetermined, unneeded } from "./answers.js";
import { instant } from "./dates.js";
import { same } from "./json.js";
import { typesOf } from "./proofs.js";
import { has, isObject } from "./values.js";

const LOT = "lot";
const TYPES = ["VerifiableCredential", "LotStanding"];
const CONTEXT = [
  "https://www.w3.org/ns/credentials/v2",
  { LotStanding: "https://orepass.example/ns/passport/LotStanding" },
];
const DAY_MS = 86_400_000;
const WORDS = {
  well: [
    passed,
    _("On {day} the lot was neither on hold nor recalled, and nothing of it had been claimed elsewhere."),
  ],
  nothing_left: [passed, _("On {day} nothing was left of the lot. The passport tells of it as it was.")],
  claimed_elsewhere: [failed, _("By {day} a part of what it claims had been claimed elsewhere.")],
  claim_fell: [
    failed,
    _("On {day} less of the lot could be claimed than the passport says: what was told of it had changed."),
  ],
  part_fell: [
    undetermined,
    _("On {day} less could be claimed of a part of the lot than the passport says. Ask whoever offers it."),
  ],
  claim_ended: [
    undetermined,
    _(
      "By {day} the claim of the lot or a part of it had ended with somebody without a custody certificate. Ask.",
    ),
  ],
  recalled: [
    undetermined,
    _("On {day} the lot was recalled, and the recall was open. Ask how it ended before you rely on the passport."),
  ],
  on_hold: [
    undetermined,
    _("On {day} the lot was on hold: somebody had to decide about it. Ask whoever issued the passport."),
  ],
  in_account: [unneeded, _("By {day} its claim had gone over to an account. What may be claimed is told there; ask.")],
  unknown: [undetermined, _("On {day} no event of the issuer's register named the lot any more.")],
};

/** Say it of a passport; of other credentials nothing. Without a statement it stays open where one is expected. */
export function toldOfLot(credential, statement, isExpected) {
  if (!typesOf(credential).includes("DigitalProductPassport")) return [];
  if (statement === null)
    return [
      isExpected
        ? undetermined(LOT, _("The bundle does not say how the lot stood when it was made."))
        : notChecked(LOT, _("Only its issuer knows what became of the lot.")),
    ];
  const { unreadable: reason } = statement;
  if (reason) return [undetermined(LOT, _("What the bundle says of the lot cannot be read: {reason}"), { reason })];
  return [told(credential, statement)];
}

function told(credential, { credential: said, isByIssuer, period }) {
  const { credentialSubject: subject, validFrom: start } = said;
  if (!isByIssuer)
    return undetermined(LOT, _("What the bundle says of the lot is not signed by the issuer of the passport."));
  if (!isOfItsKind(said))
    return undetermined(LOT, _("What the bundle says of the lot is no statement of how a lot stands."));
  if (!isObject(subject) || typeof subject.id !== "string" || subject.id !== credential.id || instant(start) === null)
    return undetermined(LOT, _("What the bundle says of the lot is said of another passport, or on no day."));
  if (period.result !== "passed")
    return undetermined(LOT, _("What the bundle says of the lot was said for another time, from {start} on."), { start });
  if (!isForADay(said))
    return undetermined(LOT, _("What the bundle says of the lot is said for longer than a day, or without an end."));
  const { name: word } = subject;
  if (typeof word !== "string" || !has(WORDS, word))
    return undetermined(LOT, _("What the bundle says of the lot is not understood."));
  const [say, sentence] = WORDS[word];
  return say(LOT, sentence, { day: start.slice(0, 10) });
}

/** It is what a register signs of a lot; nobody asks here for the status of a statement, so it has none. */
function isOfItsKind(said) {
  const { "@context": context = null } = said;
  const types = typesOf(said);
  const isTyped = types.length === TYPES.length && TYPES.every((one, place) => types[place] === one);
  return isTyped && same(context, CONTEXT) && !has(said, "credentialStatus");
}

/** It ends as soon as a status list does; what was said without an end could be shown for ever. */
function isForADay(said) {
  const [begins, ends] = [instant(said.validFrom), instant(said.validUntil)];
  return begins !== null && ends !== null && ends.ms - begins.ms <= DAY_MS;
}
