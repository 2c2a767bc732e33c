"""The parts of an account's page: its rules, entries, what expires, closed periods, and its two pictures."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orepass.custody.queries import AccountCard, BalanceCard, CurvePoint, EntryCard
from orepass.custody.queries.bookings import lot_names
from orepass.custody.queries.closing import ClosingCard, Reconciliation, StatementCheck
from orepass.custody.queries.outlook import Outlook
from orepass.custody.rules.accounts import period_ends
from orepass.web import vocabulary
from orepass.web.components import Cell, Column, Mark, Table, day, marked, words
from orepass.web.flows import short_name
from orepass.web.kept_findings import reason_of
from orepass.web.pictures.account import GONE, AccountCurve, Point, account_curve
from orepass.web.pictures.percentages import Claimed, Percentages, Reading, percentages_picture
from orepass.web.pictures.svg import Picture
from orepass.web.words import day_text, kilograms_text, mass_text, percent_text

PPM_PER_PERCENT = 10_000


def account_facts(card: AccountCard, next_one: Reconciliation) -> list[tuple[str, Cell]]:
    """Say the rules that an account is kept by."""
    months = _months(card.life_months) if card.life_months else _("for ever")
    overdraft = _percent(card.overdraft_ppm) if card.overdraft_ppm else _("none")
    condition = _("only with a declared cause") if card.terms.takes_cause else ""
    said = [
        (_("Rules"), words(card.pack)),
        (_("Kept"), words(vocabulary.account_method(card.method))),
        (_("Open since"), day(card.opened_on)),
        (_("Period that is open"), words(f"{day_text(next_one.begins_on)} – {day_text(next_one.last_day)}")),
        (_("To be reconciled by"), _due(next_one)),
        (_("A credit lives"), words(months)),
        (_("Overdraft allowed"), words(overdraft, note=condition)),
        (_("Recovery in it"), words(_percent(card.yield_ppm))),
    ]
    if card.method == "rolling_percentage":
        said.insert(2, (_("Reckoned over"), words(_months(card.rolling_months))))
    return said


def _months(count: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _percent(ppm: int) -> str:
    return percent_text(Fraction(ppm, 100 * PPM_PER_PERCENT))


def _due(next_one: Reconciliation) -> Cell:
    return words(day_text(next_one.due_on), note=vocabulary.period_state(next_one.state))


def due_of(next_one: Reconciliation) -> Mark:
    """Mark where the first open period stands."""
    kinds = {"running": "none", "to_close": "due", "overdue": "failed"}
    said = _("%(state)s, by %(day)s") % {
        "state": vocabulary.period_state(next_one.state),
        "day": day_text(next_one.due_on),
    }
    return Mark(kinds[next_one.state], said)


def closings_table(found: Sequence[ClosingCard]) -> Table:
    """List the periods that are closed, with what each came to."""
    return Table(
        id="closings",
        caption=_("Closed periods"),
        columns=(
            Column(_("Period")),
            Column(_("Opening"), "number"),
            Column(_("Came in"), "number"),
            Column(_("Claimed"), "number"),
            Column(_("Gone"), "number"),
            Column(_("Closing"), "number"),
            Column(_("Counted"), "number"),
            Column(_("State")),
        ),
        rows=tuple(
            (
                words(
                    f"{day_text(each.begins_on)} – {day_text(each.last_day)}",
                    href=reverse("web:statement", args=[each.id]),
                ),
                _kilograms(each.sums.opening_mg),
                _kilograms(each.sums.received_mg + each.sums.moved_in_mg),
                _kilograms(each.sums.claimed_mg + each.sums.moved_out_mg),
                _kilograms(each.sums.expired_mg + each.sums.dropped_mg),
                _kilograms(each.sums.closing_mg),
                _kilograms(each.counted_mg) if each.counted_mg is not None else words(_("not counted")),
                marked(closing_mark(each)),
            )
            for each in found
        ),
        empty=_("No period was closed yet. Each closing leaves a signed statement here."),
    )


def closing_mark(card: ClosingCard) -> Mark:
    """Mark how a period closed."""
    if not card.findings:
        return Mark("verified", _("in order"))
    count = len(card.findings)
    return Mark("failed", ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count})


def _kilograms(amount: int) -> Cell:
    return Cell(kilograms_text(amount), key=amount, raw=str(amount))


def percentages_of(standing: BalanceCard, view: Outlook, today: date) -> Picture | None:
    """Draw what may be claimed of a lot month by month; nothing for an account that works otherwise."""
    known = [month for month in view.months if month.share is not None]
    if not known:
        return None
    title = _("%(share)s of a lot may be claimed this month") % {"share": percent_text(known[-1].share or Fraction(0))}
    return percentages_picture(
        Percentages(
            title=title,
            source=_("Balance account %(account)s, %(day)s") % {"account": standing.account.id, "day": day_text(today)},
            readings=tuple(Reading(month.month, month.share) for month in view.months),
            claims=tuple(Claimed(each.on, each.share) for each in view.claims),
            until=today,
            table_href="#months",
        )
    )


def months_table(view: Outlook) -> Table:
    """List the percentages behind the picture."""
    return Table(
        id="months",
        caption=_("What may be claimed of a lot, by month"),
        columns=(
            Column(_("From"), "day"),
            Column(_("Certified in"), "number"),
            Column(_("All in"), "number"),
            Column(_("Share"), "number"),
        ),
        rows=tuple(
            (
                day(month.month),
                _kilograms(month.certified_mg),
                _kilograms(month.total_mg),
                Cell(percent_text(month.share), key=month.share, raw=str(month.share))
                if month.share is not None
                else words(_("not known")),
            )
            for month in reversed(view.months)
        ),
        empty=_("Nothing came in yet from which a percentage could be reckoned."),
    )


def entries_table(standing: BalanceCard) -> Table:
    """List the entries, each with the lot that caused it."""
    return Table(
        id="entries",
        caption=_("Entries"),
        columns=(
            Column(_("Day"), "day"),
            Column(_("What")),
            Column(_("Amount"), "number"),
            Column(_("Lot")),
            Column(_("Remark")),
        ),
        rows=tuple(
            (
                day(entry.on),
                words(vocabulary.entry_kind(entry.kind)),
                Cell(kilograms_text(entry.amount_mg), key=entry.amount_mg, raw=str(entry.amount_mg)),
                _lot(entry.lot, lots),
                words(entry.note or "–", note=_own_day(entry)),
            )
            for lots in [lot_names(entry.lot for entry in standing.entries)]
            for entry in standing.entries
        ),
        empty=_("No entries yet. Each credit and debit will make a step of the curve."),
    )


def _own_day(entry: EntryCard) -> str:
    if entry.of_on is None:
        return ""
    return _("of %(day)s, heard of late or moved here") % {"day": day_text(entry.of_on)}


def _lot(uri: str, names: dict[str, str]) -> Cell:
    if not uri:
        return words("–")
    return words(short_name(uri), href=reverse("web:lot", args=[names[uri]]) if uri in names else "")


def expiring_table(ahead: Sequence[CurvePoint], until: date) -> Table:
    """List what will be gone by a day if nothing else is booked."""
    gone = [point for point in ahead if point.what in GONE]
    return Table(
        id="expiring",
        caption=_("What will be gone by %(day)s") % {"day": day_text(until)},
        columns=(
            Column(_("Day"), "day"),
            Column(_("What")),
            Column(_("Amount"), "number"),
            Column(_("Left then"), "number"),
        ),
        rows=tuple(
            (
                day(point.on),
                words(vocabulary.entry_kind(point.what)),
                Cell(kilograms_text(point.amount_mg), key=point.amount_mg, raw=str(point.amount_mg)),
                Cell(kilograms_text(point.balance_mg), key=point.balance_mg, raw=str(point.balance_mg)),
            )
            for point in gone
        ),
        empty=_("Nothing expires in the next three months. Credits that do will stand here, with their day."),
        source=_("if nothing else is booked"),
    )


def curve_of(
    standing: BalanceCard, ahead: Sequence[CurvePoint], view: Outlook, closes_by: date, today: date
) -> Picture | None:
    """Draw the account over its zero line."""
    card = standing.account
    lowest = min((point.balance_mg for point in standing.curve), default=0)
    left = mass_text(standing.balance_mg)
    title = (
        _("The account went below zero: %(mass)s were missing at the lowest") % {"mass": mass_text(-lowest)}
        if lowest < 0
        else _("The account never went below zero; %(mass)s may still go out as certified") % {"mass": left}
    )
    points = tuple(Point(point.on, point.balance_mg, point.what) for point in standing.curve)
    return account_curve(
        AccountCurve(
            title=title,
            source=_("Balance account %(account)s, %(day)s; dashed: if nothing else is booked")
            % {"account": card.id, "day": day_text(today)},
            points=points if standing.entries else (),
            ahead=tuple(Point(point.on, point.balance_mg, point.what) for point in ahead if point.what in GONE),
            period_ends=tuple(period_ends(card.terms, opened_on=card.opened_on, until=today)),
            floor_mg=-view.overdraft_mg,
            closes_by=closes_by,
            until=today,
            table_href="#entries",
        )
    )


def statement_lines(card: ClosingCard) -> list[tuple[str, Cell]]:
    """Write the lines of a statement."""
    sums = card.sums
    lines = [
        (_("Opening balance"), sums.opening_mg),
        (_("Received"), sums.received_mg),
        (_("Moved in"), sums.moved_in_mg),
        (_("Corrected"), sums.corrected_mg),
        (_("Claimed"), -sums.claimed_mg),
        (_("Moved out"), -sums.moved_out_mg),
        (_("Expired"), -sums.expired_mg),
        (_("Closing balance"), sums.closing_mg),
        (_("Dropped at the end of the period"), -sums.dropped_mg),
        (_("Carried into the next period"), sums.carried_mg),
    ]
    said = [(name, _kilograms(amount)) for name, amount in lines]
    if card.counted_mg is not None:
        said.append((_("Counted"), _kilograms(card.counted_mg)))
    if card.apart_mg is not None:
        said.append((_("Counted less the book"), _kilograms(card.apart_mg)))
    return said


def statement_checks(found: StatementCheck) -> list[tuple[str, Mark, str, str]]:
    """List what was checked of a signed statement just now, each with its result, its reason and the code of that."""
    kinds = {"passed": "verified", "failed": "failed", "undetermined": "undetermined", "not_checked": "skipped"}
    checks = [
        (
            vocabulary.check(part.name),
            Mark(kinds[part.result], vocabulary.check_result(part.result)),
            reason_of(part),
            part.code,
        )
        for part in found.signature
    ]
    ours = (
        (_("Document kept as it was signed"), found.content_holds),
        (_("Entries still add up to it"), found.ledger_holds),
    )
    said = {True: Mark("verified", _("passed")), False: Mark("failed", _("failed"))}
    return [*checks, *((name, said[holds], "", "") for name, holds in ours)]
