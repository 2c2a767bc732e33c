// JSON as signatures need it: I-JSON in (RFC 7493), canonical JSON out (RFC 8785).

import { BadDocument, _ } from "./answers.js";
import { fromUtf8, utf8 } from "./bytes.js";
import { Float, has, isLonger, isObject } from "./values.js";

const BYTES_MAX = 2_000_000;
const DEPTH_MAX = 64;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
/** Code points that never stand for a character (RFC 7493 §2.1). */
const NONCHARACTER = /\p{Noncharacter_Code_Point}/u;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Read I-JSON, from a text or from bytes. */
export function parse(input) {
  if (isLonger(input, BYTES_MAX)) throw new BadDocument(_("it is larger than two megabytes"));
  const text = typeof input === "string" ? input : fromUtf8(input);
  if (text === null || !text.isWellFormed()) throw new BadDocument(_("it is not UTF-8"));
  if (utf8(text).length > BYTES_MAX) throw new BadDocument(_("it is larger than two megabytes"));
  return new Reader(text).whole();
}

export function parseObject(input) {
  const value = parse(input);
  if (!isObject(value)) throw new BadDocument(_("it is not a JSON object"));
  return value;
}

/** Write canonical JSON as a text; numbers and strings of JavaScript are those of RFC 8785. */
export function canonicalText(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`).join(",")}}`;
}

export const canonical = (value) => utf8(canonicalText(value));
export const same = (a, b) => canonicalText(a) === canonicalText(b);

/** A copy without some names. */
export function without(object, ...names) {
  const rest = Object.assign(Object.create(null), object);
  for (const name of names) delete rest[name];
  return rest;
}

/** A number as its digits and the place of the point, so that two ways of writing one number are equal. */
function decimal(text) {
  const [, sign, whole, part = "", exponent = "0"] = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/.exec(text);
  const digits = `${whole}${part}`.replace(/^0+/, "");
  const short = digits.replace(/0+$/, "");
  return `${sign}${short}e${Number(exponent) - part.length + digits.length - short.length}`;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.deep = false;
  }

  whole() {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.bad();
    if (this.deep) throw new BadDocument(_("it is nested too deeply"));
    return value;
  }

  bad() {
    throw new BadDocument(_("it is not JSON"));
  }

  space() {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at++;
  }

  take(letters) {
    if (!this.text.startsWith(letters, this.at)) return false;
    this.at += letters.length;
    return true;
  }

  value(depth) {
    if (depth > DEPTH_MAX) this.deep = true;
    // Beyond this nobody's reader goes on, and ours would run out of its stack.
    if (depth > 900) throw new BadDocument(_("it is nested too deeply"));
    this.space();
    if (this.take("{")) return this.object(depth + 1);
    if (this.take("[")) return this.array(depth + 1);
    if (this.take('"')) return this.string();
    if (this.take("true")) return true;
    if (this.take("false")) return false;
    if (this.take("null")) return null;
    if (this.take("NaN") || this.take("Infinity") || this.take("-Infinity"))
      throw new BadDocument(_("it has numbers that are none"));
    return this.number();
  }

  object(depth) {
    const built = Object.create(null);
    let [repeated, some] = [false, false];
    for (this.space(); !this.take("}"); some = true) {
      if (some && !this.take(",")) this.bad();
      this.space();
      if (!this.take('"')) this.bad();
      const name = this.string();
      if (depth > DEPTH_MAX) this.deep = true;
      this.space();
      if (!this.take(":")) this.bad();
      repeated ||= has(built, name);
      built[name] = this.value(depth);
      this.space();
    }
    if (repeated) throw new BadDocument(_("a name is repeated in an object"));
    return built;
  }

  array(depth) {
    const built = [];
    for (this.space(); !this.take("]"); this.space()) {
      if (built.length && !this.take(",")) this.bad();
      built.push(this.value(depth));
    }
    return built;
  }

  string() {
    let built = "";
    for (;;) {
      PLAIN.lastIndex = this.at;
      built += PLAIN.exec(this.text)[0];
      this.at = PLAIN.lastIndex;
      if (this.take('"')) break;
      if (!this.take("\\")) this.bad();
      built += this.escape();
    }
    if (!built.isWellFormed()) throw new BadDocument(_("a text has half a character"));
    if (NONCHARACTER.test(built)) throw new BadDocument(_("a text has a sign that is no character"));
    return built;
  }

  escape() {
    const letter = this.text[this.at++];
    if (letter in ESCAPES) return ESCAPES[letter];
    const digits = this.text.slice(this.at, this.at + 4);
    if (letter !== "u" || !/^[0-9a-fA-F]{4}$/.test(digits)) this.bad();
    this.at += 4;
    return String.fromCharCode(parseInt(digits, 16));
  }

  number() {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (!found) this.bad();
    this.at = NUMBER.lastIndex;
    const value = Number(found[0]);
    if (found[1] === undefined && found[2] === undefined) {
      if (!Number.isSafeInteger(value)) throw new BadDocument(_("an integer is beyond 2^53 - 1"));
      return value;
    }
    if (!Number.isFinite(value)) throw new BadDocument(_("a number is too large"));
    // However it is written, a whole number that would become another one is no number of I-JSON.
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && decimal(found[0]) !== decimal(String(value)))
      throw new BadDocument(_("an integer is beyond 2^53 - 1"));
    return Number.isInteger(value) ? new Float(value) : value;
  }
}
