// Instants of XML date-times with time zone, and the period in which a credential is valid.

import { BadDocument, _, failed, passed, undetermined } from "./answers.js";
import { has, isNumber, isObject, str, truthy } from "./values.js";

const INSTANT = /^(-?)(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)$/;
// The years 1 to 9999, which is what the server can reckon with.
const [FIRST_SECOND, END_SECOND] = [-62_135_596_800, 253_402_300_800];
const DAY_MS = 86_400_000;
const SKEW_MS = 5 * 60 * 1000;
export const DATES = "dates";

export const isDate = (value) => typeof value === "string" && INSTANT.test(value);

/**
 * Read an instant as milliseconds since 1970 (with fractions), and as the server's verifier writes it; or null.
 *
 * A leap second (RFC 3339, the last of a day in UTC) is the first of the next day, as clocks count them.
 */
export function instant(value) {
  const found = typeof value === "string" ? INSTANT.exec(value) : null;
  if (!found || found[1] || found[2].length !== 4) return null;
  const [year, month, day, hour, minute, second] = found.slice(2, 8).map(Number);
  const micros = Number((found[8] ?? "").padEnd(6, "0").slice(0, 6));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (year < 1 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || day < 1) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  const zone = found[9] === "Z" ? "+00:00" : found[9];
  const [zoneHours, zoneMinutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4))];
  if (zoneHours > 23 || zoneMinutes > 59) return null;
  const away = (zone[0] === "-" ? -1 : 1) * (zoneHours * 60 + zoneMinutes) * 60000;
  const whole = date.setUTCHours(hour, minute, second);
  const isLast = (whole - away) % DAY_MS === 0 && whole - away > FIRST_SECOND * 1000 && whole < END_SECOND * 1000;
  if (second === 60 && !isLast) return null;
  const fraction = micros ? `.${String(micros).padStart(6, "0")}` : "";
  const written = new Date(whole).toISOString().slice(0, 19);
  return { ms: whole - away + micros / 1000, text: `${written}${fraction}${zone === "-00:00" ? "+00:00" : zone}` };
}

/** Check the period of validity, and that of the proofs; `at` is in milliseconds since 1970. */
export function checkDates(credential, at) {
  const [start, end] = [credential.validFrom, credential.validUntil];
  const [begins, ends] = [instant(start), instant(end)];
  for (const [text, read] of [[start, begins], [end, ends]])
    if (text !== undefined && text !== null && read === null)
      return undetermined(DATES, _("The date “{text}” cannot be read."), { text: Array.from(str(text)).slice(0, 40).join("") });
  if (begins && at < begins.ms - SKEW_MS) return failed(DATES, _("It is not valid before {start}."), { start });
  if (ends && at >= ends.ms + SKEW_MS) return failed(DATES, _("It was valid until {end}."), { end });
  const expired = proofEnds(credential).filter((moment) => moment && at >= moment.ms + SKEW_MS);
  if (expired.length) {
    const first = expired.reduce((a, b) => (b.ms < a.ms ? b : a));
    return failed(DATES, _("Its proof expired on {end}."), { end: first.text });
  }
  const since = truthy(start) ? start : "—";
  if (ends === null) return passed(DATES, _("Valid since {start}, without an end."), { start: since });
  return passed(DATES, _("Valid from {start} until {end}."), { start: since, end });
}

/** Check the period of a credential, and that of the token around it (RFC 7519 §4.1). */
export function checkPeriods(claims, at) {
  const moments = {};
  for (const name of ["nbf", "exp"].filter((one) => has(claims, one))) {
    moments[name] = numericDate(claims[name]);
    const text = Array.from(`${name} ${str(claims[name])}`).slice(0, 40).join("");
    if (moments[name] === null) return failed(DATES, _("The date “{text}” cannot be read."), { text });
  }
  const { nbf: begins, exp: ends } = moments;
  if (begins && at + SKEW_MS < begins.ms)
    return failed(DATES, _("It is not valid before {start}."), { start: begins.text });
  if (ends && at - SKEW_MS >= ends.ms) return failed(DATES, _("It was valid until {end}."), { end: ends.text });
  const whole = checkDates(claims, at);
  if (ends && whole.result === "passed" && !has(claims, "validUntil"))
    return passed(DATES, _("Valid until {end}."), { end: ends.text });
  return whole;
}

/** Read a date as tokens write it, in seconds since 1970 and to the nearest millionth; null otherwise. */
function numericDate(value) {
  const seconds = isNumber(value) ? Number(value) : NaN;
  let whole = Math.trunc(seconds);
  let micros = toEven((seconds - whole) * 1e6);
  if (micros < 0) [whole, micros] = [whole - 1, micros + 1e6];
  if (micros === 1e6) [whole, micros] = [whole + 1, 0];
  if (!(whole >= FIRST_SECOND && whole < END_SECOND)) return null;
  const written = new Date(whole * 1000).toISOString().slice(0, 19);
  const fraction = micros ? `.${String(micros).padStart(6, "0")}` : "";
  return { ms: whole * 1000 + micros / 1000, text: `${written}${fraction}+00:00` };
}

/** Round to a whole number; a half goes to the even one. */
function toEven(value) {
  const near = Math.round(value);
  return Math.abs(value % 1) === 0.5 && near % 2 ? near - 1 : near;
}

function proofEnds(credential) {
  try {
    return proofsOf(credential).filter((proof) => has(proof, "expires")).map((proof) => instant(proof.expires));
  } catch {
    return [];
  }
}

/** Return the proofs inside a document. */
export function proofsOf(document) {
  const found = document.proof;
  const proofs = Array.isArray(found) ? found : found === undefined || found === null ? [] : [found];
  if (!proofs.every(isObject)) throw new BadDocument(_("a proof is not an object"));
  return proofs;
}
