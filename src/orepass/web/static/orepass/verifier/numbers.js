// Under which numbers an issuer says it is known elsewhere, and whether its register stands for them still.

import { _, undetermined } from "./answers.js";
import { isObject } from "./values.js";

const NUMBERS = "numbers";
const NAMES_MAX = 100;
const ENDED = _("The issuer names itself by {number}, and its register does not stand for that number any more.");

function numbersNamed({ issuer }) {
  const { issuerAlsoKnownAs: listed = null } = isObject(issuer) ? issuer : {};
  const names = (Array.isArray(listed) ? listed : [listed]).filter(isObject).map((one) => one.id);
  return [...new Set(names.filter((name) => typeof name === "string"))].slice(0, NAMES_MAX);
}

/** Leave a credential open whose issuer names itself by a number that was ended; say nothing of others. */
export function checkNumbers(credential, ended) {
  const number = numbersNamed(credential).find((name) => ended.has(name));
  return number === undefined ? [] : [undetermined(NUMBERS, ENDED, { number })];
}
