"""A passport for everyone: what is in it, where it came from, under which certificates, and every check made."""

from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.custody.queries.origins import NOT_CERTIFIED
from orepass.kernel.check import Check, Result
from orepass.kernel.text import fill
from orepass.party.queries import SiteCard, site_cards
from orepass.passport import checking
from orepass.passport import queries as passports
from orepass.passport.queries import CertificateState, PassportCard
from orepass.passport.rules.content import OriginLine
from orepass.passport.rules.lot_standing import LOT
from orepass.platform import clock
from orepass.transparency import queries as transparency
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.claiming import claim_of_passport
from orepass.web.components import Cell, Column, Mark, Table, marked, mass, words
from orepass.web.flows import flow_of_passport, place_of, told_late
from orepass.web.marks import class_mark
from orepass.web.pictures.qr import qr_code
from orepass.web.words import country_text, mass_text, percent_text, translated

CHECK_MARKS = {
    "passed": "verified",
    "failed": "failed",
    "undetermined": "undetermined",
    "not_checked": "skipped",
}

LATE = 2
"""The line of the key that stands only where there is something to say."""


def passport(request: HttpRequest, identifier: str) -> HttpResponse:
    """Show a passport to anyone."""
    card = passports.passport_card(identifier)
    result = checking.check_own(card.credential.id, at=clock.now())
    page = {
        "passport": card,
        "product": card.product,
        "mass": mass_text(card.product.mass_mg) if card.product.mass_mg else "",
        "country": country_text(card.product.country) if card.product.country else "",
        "certainty": _certainty(card),
        "claim": claim_of_passport(card.claim, card.origins, card.issued_on),
        "flow": flow_of_passport(card, table_href="#origins"),
        "checks": [_check(check) for check in result.checks],
        "warnings": [_check(check) for check in result.checks if check.name == LOT and check.result != Result.PASSED],
        "verdict": verdict_mark(result.verified),
        "entry": transparency.entry_of(card.id),
        "qr": qr_code(card.page_url),
        "today": clock.today(),
    }
    return work_page(request, "public/passport.html", page, tables=[_origins(card), _certificates(card)])


def _certainty(card: PassportCard) -> list[tuple[Mark, str]]:
    found = card.certainty
    late = _("first told of later than the mine: where it began is not known")
    from_shares = [
        (Mark("verified", _("certified where it began")), Fraction(found.certified)),
        (Mark("declared", _("not certified")), Fraction(found.told_from_the_start)),
        (Mark("missing", late), Fraction(found.told_late)),
        (Mark("missing", _("not known")), Fraction(found.unknown)),
    ]
    return [(mark, percent_text(share)) for at, (mark, share) in enumerate(from_shares) if share or at != LATE]


def verdict_mark(verified: bool | None) -> Mark:  # noqa: FBT001 - three-valued, as the checks say
    """Mark the sum of all checks."""
    if verified is None:
        return Mark("undetermined", _("Not everything that must be checked could be checked"))
    return Mark("verified", _("Every required check passed")) if verified else Mark("failed", _("A check failed"))


def _check(check: Check) -> tuple[Mark, str, str, str]:
    kind = CHECK_MARKS[str(check.result)]
    params = {name: translated(value) for name, value in check.params.items()}
    said = fill(translated(check.template), params)
    return Mark(kind, vocabulary.check_result(str(check.result))), vocabulary.check(check.name), said, check.code


def _origins(card: PassportCard) -> Table:
    sites = site_cards(line.site for line in card.origins if line.site)
    return Table(
        id="origins",
        caption=_("Where it came from"),
        columns=(
            Column(_("Origin")),
            Column(_("Mineral")),
            Column(_("Certainty")),
            Column(_("Share"), "number"),
            Column(_("Mass"), "number"),
        ),
        rows=tuple(_origin_row(line, sites.get(line.site)) for line in card.origins),
        empty=_("No origin is known. Unknown is not clean."),
    )


def _origin_row(line: OriginLine, site: SiteCard | None) -> tuple[Cell, ...]:
    late = _("first told of here; where it began is not known") if told_late(site) else ""
    place = place_of(line)
    certified = line.claim_class not in NOT_CERTIFIED
    return (
        words(place, note=", ".join(filter(None, [country_text(line.country) if line.country else "", late]))),
        words(vocabulary.mineral(line.mineral)),
        marked(class_mark(line.claim_class, certified=certified)),
        Cell(percent_text(line.share), key=line.share, raw=line.share_exact),
        mass(line.mass_mg) if line.mass_mg is not None else words(_("not weighed")),
    )


def _certificates(card: PassportCard) -> Table:
    return Table(
        id="certificates",
        caption=_("Certificates behind it"),
        columns=(
            Column(_("Certificate")),
            Column(_("Holder")),
            Column(_("Standard")),
            Column(_("Then")),
            Column(_("Now")),
        ),
        rows=tuple(_certificate_row(state) for state in card.certificates),
        empty=_("No certificate stands behind this product."),
    )


def _certificate_row(state: CertificateState) -> tuple[Cell, ...]:
    line = state.line
    return (
        words(line.certificate, href=reverse("web:certificate", args=[line.certificate])),
        words(line.holder_name),
        words(line.standard),
        marked(status_mark(state.status_then)),
        marked(status_mark(state.status_now)),
    )


def status_mark(status: str) -> Mark:
    """Mark the status of a certificate given as a word."""
    kinds = {"active": "active", "not_yet_valid": "due", "suspended": "suspended", "expired": "expired"}
    kinds |= {"withdrawn": "failed", "terminated": "failed"}
    return Mark(kinds.get(status, "undetermined"), vocabulary.certificate_status(status))
