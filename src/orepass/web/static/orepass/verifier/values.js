// JSON values, and how the server's verifier tells them apart and writes them into its reasons.

/** A whole number that was written with a fraction or an exponent: it counts as the same, and prints otherwise. */
export class Float extends Number {}

export const isObject = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Float);
export const isNumber = (value) => typeof value === "number" || value instanceof Float;
export const asList = (value) => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
export const has = (object, name) => Object.hasOwn(object, name);
export const given = (object, name, otherwise) => (has(object, name) ? object[name] : otherwise);

/** Say whether a value is something: not nothing, not zero, and not an empty text, list or object. */
export function truthy(value) {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value?.valueOf());
}

// What the server takes for a blank; JavaScript's own \s differs in five signs.
export const BLANKS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const AROUND = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "g");
const LINES = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Take away the blanks around a text. */
export const strip = (text) => text.replace(AROUND, "");

/** Cut a text where the server sees lines end; an end at the very end begins no further one. */
export function linesOf(text) {
  const lines = text.split(LINES);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Say whether a text has more signs than a number; those beyond U+FFFF count once. */
export const isLonger = (text, most) => text.length > most && Array.from(text).length > most;

/** Put texts into the order of their code points, each once. */
export const sorted = (texts) => [...new Set(texts)].sort((a, b) => (codes(a) < codes(b) ? -1 : 1));
const codes = (text) => Array.from(text, (sign) => sign.codePointAt(0).toString(16).padStart(6, "0")).join("");

/** Write a value as a reason shows it. */
export function str(value) {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Float || (isNumber(value) && !Number.isSafeInteger(value))) return decimal(Number(value));
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.keys(value).map((name) => `${quoted(name)}: ${quoted(value[name])}`).join(", ")}}`;
}

/** Write a number with a fraction or an exponent: the shortest digits, and an exponent below -4 and from 16 on. */
function decimal(value) {
  const [digits, power] = Math.abs(value).toExponential().split("e");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 16))
    return `${sign}${digits}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  const plain = digits.replace(".", "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${plain}`;
  return `${sign}${plain.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${plain.slice(exponent + 1) || "0"}`;
}

const NAMED = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };

/** Write a value as it stands inside another: texts in quotes, and signs that do not show by their numbers. */
function quoted(value) {
  if (typeof value !== "string") return str(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const shown = value.replace(/[\\'"]|[^\P{C}]|[^\P{Z} ]/gu, (sign) => {
    if (sign === quote) return `\\${sign}`;
    if ("'\"".includes(sign)) return sign;
    return NAMED[sign] ?? numbered(sign.codePointAt(0));
  });
  return quote + shown + quote;
}

function numbered(code) {
  const [letter, size] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(size, "0")}`;
}
