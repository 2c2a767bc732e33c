// Answers and refusals: a text with named places, so that a page can say it in its reader's language.

import { str } from "./values.js";

/** Mark a text for translation; the server puts the translation of every marked text into the page. */
export const _ = (text) => text;

/** A text with its values, to be said in the reader's language. */
class Said {
  constructor(template, params) {
    this.template = template;
    this.params = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [name, value instanceof Said ? value : str(value)]),
    );
  }
}

/** A document that cannot be read; the message is that of the server's own verifier. */
export class BadDocument extends Error {
  constructor(reason) {
    super();
    this.said = said(_("This is not a credential that can be read: {reason}."), { reason });
    this.message = inEnglish(this.said);
  }
}

/** A text that is no signed note, checkpoint or proof file. */
export class BadNote extends Error {
  constructor(reason) {
    super();
    this.said = said(_("This is not a signed note: {reason}."), { reason });
    this.message = inEnglish(this.said);
  }
}

export const said = (template, params = {}) => new Said(template, params);

/** Fill the places of a text, in the reader's language where `translated` knows it. */
export function tell(what, translated = (text) => text) {
  if (what instanceof Error) return tell(what.said, translated);
  if (typeof what === "string") return translated(what);
  return translated(what.template).replace(/\{(\w+)\}/g, (_all, name) =>
    Object.hasOwn(what.params, name) ? tell(what.params[name], translated) : "…",
  );
}

export const inEnglish = (what) => tell(what);

function check(name, result, template, params, required = true) {
  const reason = said(template, params);
  return { name, result, template, params: reason.params, required, reason: inEnglish(reason) };
}

export const passed = (name, template, params = {}) => check(name, "passed", template, params);
export const failed = (name, template, params = {}) => check(name, "failed", template, params);
export const undetermined = (name, template, params = {}) => check(name, "undetermined", template, params);
export const unneeded = (name, template, params = {}) => check(name, "undetermined", template, params, false);
export const notChecked = (name, template, params = {}) => check(name, "not_checked", template, params, false);

/** False when any check failed, else null when a required one is undetermined, else true. */
export function verified(checks) {
  if (checks.some((one) => one.result === "failed")) return false;
  return checks.some((one) => one.result === "undetermined" && one.required) ? null : true;
}
