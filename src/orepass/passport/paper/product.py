"""A passport on paper: what its version says, and how the certificates beneath it stand on the day of printing."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orepass.kernel.check import Result
from orepass.kernel.period import day_of
from orepass.kernel.quantity import Milligrams, in_unit
from orepass.kernel.text import fill
from orepass.passport import queries
from orepass.passport.issued import issued_at
from orepass.passport.lot_today import standing_at
from orepass.passport.paper.printing import Paper, qr_picture, superseded, written
from orepass.passport.queries import PassportCard
from orepass.passport.rules.content import UNCERTIFIED, UNKNOWN_CLASSES, Certainty, OriginLine, percent
from orepass.passport.rules.lot_standing import WORDS
from orepass.transparency import queries as log

TEMPLATE = "paper/passport.html"


def passport_paper(passport: str, *, at: datetime, version: int | None = None) -> Paper:
    """Write a passport in its newest version, or in one named.

    Raises:
        NotFound: there is no such passport or version.
    """
    card = queries.passport_card(passport, version=version, on=day_of(at))
    return written(TEMPLATE, _context(card, at), made_at=card.credential.issued_at)


def _context(card: PassportCard, at: datetime) -> dict[str, Any]:
    entry = log.entry_of(card.id, content_digest=card.credential.digest)
    words = card.claim.wordings.values()
    language = (get_language() or "en")[:2]
    mass = card.product.mass_mg
    lot = WORDS[standing_at(issued_at([card.credential.url])[card.credential.url], at)]
    return {
        "passport": card,
        "product": card.product,
        "superseded": superseded(card.credential),
        "lot": fill(_(lot.then), {"day": date_format(day_of(at), "j F Y")}),
        "lot_fails": lot.result is Result.FAILED,
        "mass": f"{in_unit(Milligrams(mass)):f} kg" if mass else _("not weighed"),
        "shares": [
            (_("certified where it began"), _share(card.certainty.certified)),
            (_("not certified"), _share(card.certainty.told_from_the_start)),
            *_told_late(card.certainty),
            (_("not known"), _share(card.certainty.unknown)),
        ],
        "origins": [_origin(line) for line in card.origins],
        "certificates": [(state.line, _standing(state.status_now)) for state in card.certificates],
        "claims": [text.get(language) or text["en"] for text in words],
        "on": day_of(at),
        "qr": qr_picture(card.page_url),
        "entry": entry.index if entry else None,
    }


def _told_late(found: Certainty) -> list[tuple[str, str]]:
    late = _("first told of later than the mine: where it began is not known")
    return [(late, _share(found.told_late))] if Fraction(found.told_late) else []


def _standing(status: str) -> str:
    return {
        "active": _("in force"),
        "not_yet_valid": _("not valid yet"),
        "suspended": _("suspended"),
        "withdrawn": _("withdrawn"),
        "terminated": _("ended by its holder"),
        "expired": _("expired"),
    }.get(status, _("not known"))


def _share(exact: str) -> str:
    return f"{percent(exact)} %"


def _origin(line: OriginLine) -> dict[str, str]:
    certainty = _("certified where it began")
    if line.claim_class in UNKNOWN_CLASSES:
        certainty = _("not known")
    elif line.claim_class == UNCERTIFIED:
        late = _("first told of here; where it began is not known")
        certainty = late if line.told_late else _("not certified")
    nobody = _("beyond what went in: nobody told what it is") if line.is_beyond else _("origin not declared")
    return {
        "place": line.site_name or line.origin or nobody,
        "country": line.country,
        "mineral": line.mineral.replace("_", " "),
        "certainty": certainty,
        "share": _share(line.share_exact),
        "exact": str(Fraction(line.share_exact)),
    }
