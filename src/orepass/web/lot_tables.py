"""What a lot is made of, and which entries of accounts it caused, as tables."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.assurance.queries import CertificateCard
from orepass.custody.queries import OriginShare
from orepass.custody.queries.bookings import Booking
from orepass.custody.queries.journey import DeliveryDays, Origin, origin_of
from orepass.custody.queries.product_words import WordsCard
from orepass.party.queries import SiteCard
from orepass.web import vocabulary
from orepass.web.components import Cell, Column, Table, day, marked, mass, words
from orepass.web.flows import told_late
from orepass.web.marks import certificate_mark, class_mark, since_when
from orepass.web.words import country_text, day_text, kilograms_text, percent_text


def composition_table(
    parts: Sequence[OriginShare],
    *,
    days: Mapping[Origin, DeliveryDays],
    certificates: Mapping[str, CertificateCard],
    sites: Mapping[str, SiteCard],
    today: date,
) -> Table:
    """List what a lot is made of: by origin, with what was so on the day of delivery and what is so today."""
    return Table(
        id="composition",
        caption=_("What it is made of"),
        columns=(
            Column(_("Origin")),
            Column(_("Share"), "number"),
            Column(_("Mass"), "number"),
            Column(_("Delivered"), "day"),
            Column(_("On that day")),
            Column(_("Certificate today")),
        ),
        rows=tuple(
            (
                _origin(part, sites),
                Cell(percent_text(part.share), key=part.share, raw=part.share_exact),
                mass(part.mass_mg) if part.mass_mg is not None else words(_("not weighed")),
                _delivered(days.get(origin_of(part))),
                _then(part, certificates.get(part.certificate), days.get(origin_of(part))),
                _now(part, certificates.get(part.certificate), today),
            )
            for part in parts
        ),
        empty=_("No event says what this is made of."),
    )


def _origin(part: OriginShare, sites: Mapping[str, SiteCard]) -> Cell:
    known = sites.get(part.site)
    said = known.name if known else part.origin or _("origin not declared")
    country = country_text(known.country) if known and known.country else ""
    late = _("first told of here; where it began is not known") if told_late(known) else ""
    return words(said, note=", ".join(filter(None, [country, vocabulary.mineral(part.mineral), late])))


def _delivered(found: DeliveryDays | None) -> Cell:
    if found is None:
        return day(None)
    if found.first == found.last:
        return day(found.first)
    shown = f"{day_text(found.first)} – {day_text(found.last)}"
    return Cell(shown, key=found.first.isoformat(), raw=f"{found.first}/{found.last}")


def _then(part: OriginShare, card: CertificateCard | None, found: DeliveryDays | None) -> Cell:
    status = class_mark(part.claim_class, certified=part.certified)
    if card is None or found is None:
        return marked(status)
    said = list(dict.fromkeys(certificate_mark(card.status(on)).word for on in (found.first, found.last)))
    note = _("certificate: %(status)s") % {"status": ", ".join(said)}
    return Cell(status.word, mark=status.kind, note=note, key=status.word.casefold(), raw=f"{status.word}; {note}")


def _now(part: OriginShare, card: CertificateCard | None, today: date) -> Cell:
    if card is None:
        said = _("not one of this register") if part.certificate else _("none was claimed")
        return words(said, note=part.certificate)
    status = certificate_mark(card.status(today))
    return Cell(
        status.word,
        href=reverse("web:certificate", args=[card.id]),
        mark=status.kind,
        note=f"{since_when(card, today)} · {card.id}",
        key=status.word.casefold(),
        raw=f"{status.word}; {card.id}",
    )


def bookings_table(found: Sequence[Booking]) -> Table:
    """List the entries that a lot caused in the accounts of the reader."""
    return Table(
        id="bookings",
        caption=_("Entries in balance accounts"),
        columns=(Column(_("Day"), "day"), Column(_("What")), Column(_("Amount"), "number"), Column(_("Account"))),
        rows=tuple(
            (
                day(each.entry.on),
                words(vocabulary.entry_kind(each.entry.kind), note=each.entry.note),
                Cell(kilograms_text(each.entry.amount_mg), key=each.entry.amount_mg, raw=str(each.entry.amount_mg)),
                words(
                    f"{each.element} · {vocabulary.custody_model(each.model)}",
                    href=reverse("web:account", args=[each.account]),
                    note=each.account,
                ),
            )
            for each in found
        ),
        empty=_("No account of yours was credited or debited for this lot."),
    )


def words_table(found: Sequence[WordsCard]) -> Table:
    """List the words for the product that the reader's organisation keeps for a lot."""
    return Table(
        id="words",
        caption=_("Words kept for the product"),
        columns=(Column(_("Day"), "day"), Column(_("Words")), Column(_("What they are")), Column(_("Market"))),
        rows=tuple(
            (
                day(each.kept_on),
                words(each.text),
                words(vocabulary.words_kind(each.kind, each.claim), note=each.pack or vocabulary.ruling(each.ruling)),
                words(country_text(each.market)),
            )
            for each in found
        ),
        empty=_("No words are kept for this lot. Only your organisation and stewards read them."),
    )
