"""What may be said of a product: which claims a custody model bears, in which words, and resting on what."""

import re
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, names_in, need, rule
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.scheme.rules.worded import among

MODELS: Final = Source(
    title="ISO 22095", clause="claims follow the model; which ones is a scheme's choice", verified=False
)
APART: Final = Source(
    title="https://coppermark.org/zh/assurance/the-copper-mark/",
    clause="a site's claim and a product's claim are kept apart",
    verified=True,
)
FORBIDDEN: Final = "guarantee,guaranteed,impact-free,conflict-free,sustainable"


@rule("claim-allowed")
def claim_allowed(*, claim: str, allowed: str) -> Computed[bool]:
    """Whether a custody model bears a claim; a scheme lists them per model, as ``claims.segregated``."""
    known = names_in(allowed)
    words = among(claim, known)
    return Computed(value=claim in known, unit="boolean", explanation=(words,), sources=(MODELS, OWN_CHOICE))


@rule("claim-wording", parameters={"forbidden": "claims.forbidden_words"})
def claim_wording(*, text: str, forbidden: str = FORBIDDEN) -> Computed[str]:
    """The forbidden words that a claim uses, separated by commas; nothing where it uses none."""
    need(bool(text.strip()), "text", text, "write the claim")
    used = set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold()))
    found = [word for word in names_in(forbidden) if word.casefold() in used]
    words = (
        said(_("It says {codes}, which a certificate does not show."), codes=tuple(found))
        if found
        else said(_("It uses no forbidden word."))
    )
    return Computed(value=",".join(found), unit="text", explanation=(words,), sources=(OWN_CHOICE,))


@rule("product-claim-stands", parameters={"alone": "claims.certificate_alone_is_product_claim"})
def product_claim_stands(*, site_certified: bool, custody: bool, alone: bool = False) -> Computed[bool]:
    """Whether a product may bear a claim: its material is accounted for, or the scheme lets a site's certificate do."""
    value = site_certified and (custody or alone)
    words = said(
        _("{site}; {material}; {certificate}."),
        site=_("The site is certified") if site_certified else _("The site is not certified"),
        material=_("the material is accounted for") if custody else _("the material is not accounted for"),
        certificate=_("a certificate alone is enough") if alone else _("a certificate alone is not enough"),
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(APART,))
