"""The card of what may be said of a lot: the claim in a line, its wordings, and why others are not offered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

import msgspec
from django.utils.translation import gettext as _

from orepass.custody.queries import OriginShare
from orepass.custody.queries.claims import LotClaim, RefusedClaim
from orepass.custody.rules.case import UNKNOWN
from orepass.custody.rules.claims.covered import covered_by_account
from orepass.custody.rules.claims.offering import REASONS
from orepass.passport.rules.content import ClaimLine, OriginLine, counted_share
from orepass.web import vocabulary
from orepass.web.components import Mark
from orepass.web.words import day_text, language, mass_text, percent_text, translated


class ClaimView(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as the page shows it: wordings with the language they are in, lost parts, and refused claims.

    ``covered``: the share for which an account stands in, where there is one. Of a lot that is stopped altogether one
    reason is said once, and not for each claim.
    """

    mark: Mark
    said: str
    covered: str = ""
    offered: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    source: str
    labels: tuple[str, ...] = ()
    sold: str = ""


def claim_view(claim: LotClaim, parts: Iterable[OriginShare]) -> ClaimView:
    """Say a claim in the reader's language; a wording without that language comes in English."""
    return ClaimView(
        mark=_mark(claim),
        said=_said(claim),
        covered=_covered(claim.model, parts, {part.reason: part.share_exact for part in claim.lost}),
        offered=tuple(_wording(offer.wording) for offer in claim.offered),
        lost=tuple((percent_text(Fraction(part.share_exact)), translated(part.why)) for part in claim.lost),
        refused=() if claim.stopped else tuple(map(_refused, claim.not_offered)),
        source=_("As of %(day)s; shares are rounded down") % {"day": day_text(claim.on)},
        labels=tuple(label.text for label in claim.labels),
        sold=_("sold on %(day)s") % {"day": day_text(claim.sold_on)} if claim.sold_on else _("not sold yet"),
    )


def claim_of_passport(claim: ClaimLine, origins: Sequence[OriginLine], issued_on: date) -> ClaimView:
    """Say the claim of a passport as it stood when it was issued."""
    share = _("%(percent)s %% of it, %(pack)s") % {"percent": claim.percent, "pack": claim.pack}
    level = _("level %(level)s") % {"level": vocabulary.level(claim.level)} if claim.level else ""
    whole = "" if claim.mass_mg is msgspec.UNSET else mass_text(claim.mass_mg)
    counted = counted_share(origins)
    if counted < 1:
        whole += _("; it is said of %(share)s of the mass, and where the rest is from nobody told") % {
            "share": percent_text(counted)
        }
    return ClaimView(
        mark=_mark(claim),
        said=" · ".join(filter(None, (share, level, whole))) if claim.stands else "",
        covered=_covered(claim.model, _counted(origins, counted), dict(claim.lost)),
        offered=tuple(_wording(words) for words in claim.wordings.values()),
        lost=tuple(
            (percent_text(Fraction(part)), translated(REASONS.get(reason, reason))) for reason, part in claim.lost
        ),
        refused=(),
        source=_("As of %(day)s; shares are rounded down") % {"day": day_text(issued_on)},
    )


def _counted(origins: Iterable[OriginLine], counted: Fraction) -> Iterable[OriginLine]:
    """Return the origins that were told, as shares of what counts: of that the claim is made."""
    told = (line for line in origins if line.claim_class and counted)
    return (msgspec.structs.replace(line, share_exact=str(line.share / counted)) for line in told)


def _covered(model: str, parts: Iterable[OriginShare | OriginLine], lost: Mapping[str, str]) -> str:
    """Say which share an account covers, so that what was certified and what is claimed add up."""
    begun: dict[str, Fraction] = {}
    for part in parts:
        name = part.claim_class or UNKNOWN
        begun[name] = begun.get(name, Fraction(0)) + part.share
    share = covered_by_account(model, begun, {why: Fraction(exact) for why, exact in lost.items()})
    return percent_text(share) if share else ""


def _refused(offer: RefusedClaim) -> tuple[str, str]:
    return vocabulary.claim(offer.claim), translated(offer.why)


def _mark(claim: LotClaim | ClaimLine) -> Mark:
    if not claim.model:
        return Mark("missing", _("no claim"))
    return Mark("verified", vocabulary.custody_model(claim.model))


def _said(claim: LotClaim) -> str:
    if not claim.model:
        return ""
    whole = _("%(percent)s %% of it, %(pack)s") % {"percent": claim.percent, "pack": claim.pack}
    said = [whole]
    if claim.level:
        said.append(_("level %(level)s") % {"level": vocabulary.level(claim.level)})
    if claim.mass_mg is not None:
        said.append(mass_text(claim.mass_mg))
    return " · ".join(said)


def _wording(wording: Mapping[str, str]) -> tuple[str, str]:
    asked = language()
    return (wording[asked], asked) if wording.get(asked) else (wording["en"], "en")
