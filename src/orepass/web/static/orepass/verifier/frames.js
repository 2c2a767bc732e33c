// A bundle as a chain of QR codes: the texts of its frames, put together again in whatever order they come.

import { BadDocument, _ } from "./answers.js";
import { fromBase45, fromUtf8, gunzip, sha256, toHex } from "./bytes.js";
import { linesOf, strip } from "./values.js";

const FRAME = /^OREPASS1\/([1-9][0-9]{0,2})\/([1-9][0-9]{0,2})\/([0-9A-F]{8})\/([0-9A-Z $%*+\-./:]+)$/;
const TEXT_MAX = 2_000_000;

export const isFrames = (text) => strip(text).startsWith("OREPASS1/");

/** Return the text of a bundle from its frames, one to a line. */
export async function joined(text) {
  const found = new Map();
  const wholes = new Set();
  for (const line of linesOf(text).map(strip).filter(Boolean)) {
    const shape = FRAME.exec(line);
    if (!shape) throw new BadDocument(_("a line is not a frame of a bundle"));
    const [number, count, name, piece] = [Number(shape[1]), shape[2], shape[3], shape[4]];
    wholes.add(`${count}/${name}`);
    if (wholes.size > 1 || number > Number(count) || (found.get(number) ?? piece) !== piece)
      throw new BadDocument(_("the frames are not of one bundle"));
    found.set(number, piece);
  }
  if (!wholes.size) throw new BadDocument(_("a line is not a frame of a bundle"));
  const [count, name] = [...wholes][0].split("/");
  const numbers = Array.from({ length: Number(count) }, (_one, at) => at + 1);
  const missing = numbers.filter((number) => !found.has(number));
  if (missing.length) {
    const bad = new BadDocument(_("frames are missing"));
    bad.where = missing.join(", ");
    throw bad;
  }
  return unpacked(numbers.map((number) => found.get(number)).join(""), name);
}

async function unpacked(written, name) {
  const damaged = () => new BadDocument(_("the frames do not make up the bundle they name"));
  const packed = fromBase45(written);
  if (packed === null || toHex((await sha256(packed)).subarray(0, 4)).toUpperCase() !== name) throw damaged();
  const text = await gunzip(packed, TEXT_MAX);
  if (text === "bomb") throw new BadDocument(_("it is larger than two megabytes"));
  const plain = text === "bad" ? null : fromUtf8(text);
  if (plain === null) throw damaged();
  return plain;
}
