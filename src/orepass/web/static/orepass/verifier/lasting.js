// ML-DSA-44 (FIPS 204), the signatures that hold against quantum computers. Browsers do not check them by themselves yet:
// a library does that lies beside this folder, and it is loaded where a signature asks for it.

import { CannotCheck } from "./keys.js";

/** A public key of ML-DSA-44. */
export class LastingKey {
  constructor(raw) {
    this.raw = raw;
  }

  /** Say whether a signature fits the data, with an empty context. */
  async verifies(signature, data) {
    const { ml_dsa44: algorithm } = await loaded();
    return algorithm.verify(signature, data, this.raw);
  }
}

let failures = 0;

async function loaded() {
  try {
    // A browser remembers an import that failed: asked under another address, it tries again once there is a network.
    return await import(`../noble/ml-dsa-44.js${failures ? `?${failures}` : ""}`);
  } catch {
    failures += 1;
    throw new CannotCheck();
  }
}
