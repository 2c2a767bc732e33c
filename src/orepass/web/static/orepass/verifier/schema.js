// The schema of UNTP 0.7.0 credentials, held against the description that the server writes of its own models.

import { Float, has, isNumber, isObject } from "./values.js";

/** Return where a credential first breaks the schema of its type; null when the type is not described. */
export function schemaFaults(credential, described) {
  const { "@context": contexts, type: types } = credential;
  if (!described || !Array.isArray(contexts) || !Array.isArray(types) || !contexts.includes(described.context)) return null;
  const kind = types.find((one) => typeof one === "string" && has(described.roots, one));
  if (kind === undefined) return null;
  const place = faultOf(credential, { part: described.roots[kind] }, "", described.parts);
  return place === null ? [] : [`/${place.replace(/^\.+/, "").replaceAll(".", "/")}`];
}

/** Return the place of the first fault of a value, in the order in which it is written; null when there is none. */
function faultOf(value, kind, place, parts) {
  if (kind.part) return isObject(value) ? faultOfPart(value, parts[kind.part], place, parts) : place;
  if (kind.list) return Array.isArray(value) ? faultOfList(value, kind.list, place, parts) : place;
  return isOf(value, kind) ? null : place;
}

function faultOfList(values, kind, place, parts) {
  for (const [at, value] of values.entries()) {
    const found = faultOf(value, kind, `${place}[${at}]`, parts);
    if (found !== null) return found;
  }
  return null;
}

function faultOfPart(value, part, place, parts) {
  for (const name of Object.keys(value)) {
    if (!has(part.fields, name)) {
      if (part.closed) return place;
      continue;
    }
    const found = faultOf(value[name], part.fields[name], `${place}.${name}`, parts);
    if (found !== null) return found;
  }
  return part.required.every((name) => has(value, name)) && rulesHold(value, part) ? null : place;
}

function rulesHold(value, { wanted, together, contexts }) {
  if (wanted && has(value, "type") && !wanted.every((name) => value.type.includes(name))) return false;
  if (together && has(value, together[0]) && !has(value, together[1])) return false;
  if (!contexts) return true;
  const named = value["@context"];
  return contexts.every((context, at) => named[at] === context) && new Set(named).size === named.length;
}

function isOf(value, kind) {
  if (kind === "any") return true;
  if (kind === "bool") return typeof value === "boolean";
  if (kind === "object") return isObject(value);
  if (kind === "text") return typeof value === "string";
  if (kind.one_of) return kind.one_of.includes(value);
  if (kind.text) return typeof value === "string" && new RegExp(kind.text).test(value);
  if (!isNumber(value) || (!kind.number && (value instanceof Float || !Number.isInteger(value)))) return false;
  return !(value < kind.ge) && !(value > kind.le);
}
