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

/** Write a value as a reason shows it. */
export function str(value) {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value instanceof Float) return Number.isSafeInteger(Number(value)) ? `${Number(value)}.0` : String(Number(value));
  if (Array.isArray(value)) return `[${value.map(quoted).join(", ")}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.keys(value).map((name) => `${quoted(name)}: ${quoted(value[name])}`).join(", ")}}`;
}

const quoted = (value) => (typeof value === "string" ? `'${value}'` : str(value));
