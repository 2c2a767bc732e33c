"""Editions beside one another: what changed between two, and what was announced; for everybody."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.scheme import queries as scheme
from orepass.scheme.queries import AnnouncementCard
from orepass.scheme.rules.cards import PackCard
from orepass.scheme.rules.comparing.cards import is_of
from orepass.scheme.rules.comparing.compared import Change, Comparison, Kind, RequirementChange, SubjectCount
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.editions.choosing import meant
from orepass.scheme.rules.model import Pack
from orepass.web import vocabulary
from orepass.web.act import work_page
from orepass.web.components import Cell, Column, Mark, Table, number, words
from orepass.web.forms.editions import ChangesForm
from orepass.web.pictures.changes import ChangedSubject, changes_picture
from orepass.web.pictures.svg import Picture
from orepass.web.texts import NAMES, kept_query
from orepass.web.views.browsing import paged
from orepass.web.vocabulary import editions as said
from orepass.web.words import day_text, in_language, number_text

PAGE_SIZE: Final = 10
WHOLE: Final = 10_000
REST: Final = "rest"
"""The numbers, and what else changed: shown instead of the requirements, or with them on one page to print."""
UNVERIFIED: Final = ", not verified)"
"""How the comparison of two editions ends such a number."""
DRAWN: Final = ("new", "tightened", "relaxed", "gone")
CASES: Final = "cases."
KIND_MARKS: Final = {
    Kind.TIGHTENED: "due",
    Kind.RELAXED: "verified",
    Kind.CHANGED: "undetermined",
    Kind.REWORDED: "none",
    Kind.MOVED: "none",
    Kind.NEW: "declared",
    Kind.GONE: "missing",
    Kind.UNCHANGED: "none",
}


def changes(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what changed between two editions of a scheme, requirement by requirement."""
    cards = editions_of(ref)
    old, new = _chosen(request, cards)
    found = compare(scheme.pack(old.ref), scheme.pack(new.ref))
    wished = request.GET.get("show", "")
    wished = wished if wished in {*Kind, REST} - {Kind.UNCHANGED} else ""
    everything = bool(request.GET.get("all"))
    listed = [] if wished == REST else [_line(one, new.ref) for one in found.changed if is_of(one, wished)]
    page: dict[str, Any] = {
        "form": ChangesForm(initial={"from": old.edition, "to": new.edition}, editions=edition_choices(cards)),
        "old": old,
        "new": new,
        "statuses": [vocabulary.edition_status(card.status) for card in (old, new)],
        "same": old.ref == new.ref,
        "lead": _lead(found),
        "picture": _picture(found, old, new),
        "tabs": _tabs(request, found, wished),
        "everything": everything,
        "rest": wished == REST,
        "all_href": kept_query(request, all="" if everything else "1", page=""),
        "announced": announced_about(new),
        **paged(request, listed, WHOLE if everything else PAGE_SIZE),
    }
    tables = [_subject_table(found)]
    if everything or wished == REST:
        tables += [_parameter_table(found), _fact_table(found), _language_table(found)]
    return work_page(request, "public/changes.html", page, tables=tables)


def editions_of(ref: str) -> list[PackCard]:
    """Return the editions of a scheme, the earliest first.

    Raises:
        NotFound: there is no such scheme.
    """
    name = ref.partition("@")[0]
    cards = sorted(
        (card for card in scheme.packs() if card.scheme == name), key=lambda card: (card.valid_from, card.ref)
    )
    if not cards:
        raise NotFound(what=ref[:80])
    return cards


def _chosen(request: HttpRequest, cards: list[PackCard]) -> tuple[PackCard, PackCard]:
    """Return the two editions asked for; else the last one beside the one before it, or the one that it follows.

    Raises:
        NotFound: there is no such edition.
    """
    by_name = {name: card for card in cards for name in (card.edition, card.ref)}
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    for name in asked:
        if name and name not in by_name:
            raise NotFound(what=name[:80])
    later = by_name[asked[1]] if asked[1] else cards[-1]
    before = [card for card in cards if (card.valid_from, card.ref) < (later.valid_from, later.ref)]
    in_force = meant([card for card in before if card.status != "draft"] or before, clock.today())
    return by_name[asked[0]] if asked[0] else in_force or later, later


def edition_choices(cards: list[PackCard]) -> list[tuple[str, str]]:
    """Offer editions with their status."""
    return [(card.edition, f"{card.edition} ({vocabulary.edition_status(card.status)})") for card in cards]


def _lead(found: Comparison) -> str:
    counts = {kind: number_text(count) for kind, count in found.counts.items()}
    return _(
        "%(new)s new, %(tightened)s tightened, %(relaxed)s relaxed, %(gone)s gone, %(reworded)s in other words; "
        "%(unchanged)s as before."
    ) % {name: counts[name] for name in ("new", "tightened", "relaxed", "gone", "reworded", "unchanged")}


def _picture(found: Comparison, old: PackCard, new: PackCard) -> Picture | None:
    touched = [one for one in found.subjects if _touched(one)]
    return changes_picture(
        [ChangedSubject(in_language(one.title), one.counts) for one in touched],
        title=_most(touched),
        source=f"{old.ref} → {new.ref}, {day_text(clock.today())}",
        heads={kind: said.change_kind(kind) for kind in DRAWN},
        table_href="#subjects",
    )


def _most(touched: Sequence[SubjectCount]) -> str:
    """Say in which subject most changes, as the title of the picture."""
    found = max(touched, key=_touched, default=None)
    if found is None:
        return ""
    many = {"count": number_text(_touched(found)), "subject": in_language(found.title)}
    return _("Most changes in “%(subject)s”: %(count)s new, tightened, relaxed or gone.") % many


def _touched(one: SubjectCount) -> int:
    return sum(one.counts[kind] for kind in DRAWN)


def _tabs(request: HttpRequest, found: Comparison, wished: str) -> list[tuple[bool, str, str, str]]:
    moved = sum(one.moved for one in found.requirements)
    counts = {**found.counts, Kind.MOVED: moved}
    kinds = [kind for kind in Kind if kind is not Kind.UNCHANGED and counts[kind]]
    first = (not wished, _("everything that changed"), number_text(len(found.changed)), _tab(request, ""))
    rest = number_text(len(found.parameters) + len(_beside(found)))
    return [
        first,
        *((kind == wished, said.change_kind(kind), number_text(counts[kind]), _tab(request, kind)) for kind in kinds),
        (wished == REST, _("numbers, and what else"), rest, _tab(request, REST)),
    ]


def _tab(request: HttpRequest, kind: str) -> str:
    return kept_query(request, show=kind, page="") + "#list"


def _line(one: RequirementChange, ref: str) -> dict[str, Any]:
    href = reverse("web:subject", args=[ref, one.standard, one.subject]) if one.new_id else ""
    return {
        "id": one.id,
        "old_id": one.old_id if one.moved else "",
        "href": href,
        "statement": in_language(one.statement),
        "core": one.core,
        "mark": Mark(KIND_MARKS[one.kind], said.change_kind(one.kind)),
        "changes": [_told(change) for change in one.changes if change.part != "id"],
    }


def _told(change: Change) -> dict[str, str]:
    """Say one change in the reader's words: the part, the language of a text, how it changed, old and new."""
    part = said.part(change.part)
    way = said.reach(change.reach) if change.reach else said.change_way(change.way)
    named = f"{part} ({NAMES.get(change.language, change.language)})" if change.language else part
    old, new = (said_value(change.part, value) for value in (change.old, change.new))
    return {"part": named, "way": way, "old": old, "new": new, "language": change.language}


def said_value(part: str, value: str) -> str:
    """Say a value of a part: evidence and phases in the reader's words, the rest as it is written."""
    if part == "accepts":
        return ", ".join(vocabulary.evidence_class(word) for word in value.split(", ") if word)
    if part == "core":
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    readers: dict[str, Any] = {
        "phase": vocabulary.phase,
        "dimension": vocabulary.dimension,
        "status": vocabulary.edition_status,
    }
    return str(readers[part](value)) if part in readers and value else _number(value)


def _number(value: str) -> str:
    """Say of a number that nobody compared it with its source; where it comes from is told as the pack writes it."""
    plain = value.removesuffix(UNVERIFIED)
    return value if plain == value else f"{plain}, {_('not compared with the source')})"


def _subject_table(found: Comparison) -> Table:
    kinds = [kind for kind in Kind if any(one.counts[kind] for one in found.subjects)]
    return Table(
        id="subjects",
        caption=_("Changes by subject"),
        columns=(Column(_("Subject")), *(Column(said.change_kind(kind), "number") for kind in kinds)),
        rows=tuple(_subject_row(one, kinds) for one in found.subjects),
        empty=_("Neither edition has a subject."),
    )


def _subject_row(one: SubjectCount, kinds: Sequence[Kind]) -> tuple[Cell, ...]:
    note = f"{one.standard} · {vocabulary.dimension(one.dimension)}"
    return (words(in_language(one.title), note=note), *(number(one.counts[kind]) for kind in kinds))


def _parameter_table(found: Comparison) -> Table:
    return _change_table("numbers", _("Numbers that changed"), found.parameters, _("No number changed."))


def _fact_table(found: Comparison) -> Table:
    return _change_table("facts", _("What else changed"), _beside(found), _("Nothing else changed."))


def _beside(found: Comparison) -> list[Change]:
    """Return what changed beside requirements and numbers; worked cases are for those who write standards."""
    return [one for one in found.facts if not one.part.startswith(CASES)]


def _change_table(name: str, caption: str, changed: Sequence[Change], empty: str) -> Table:
    return Table(
        id=name,
        caption=caption,
        columns=(Column(_("What")), Column(_("How")), Column(_("Before")), Column(_("Now"))),
        rows=tuple(
            (
                words(told["part"], note=change.where),
                words(told["way"]),
                words(told["old"] or "–"),
                words(told["new"] or "–"),
            )
            for change, told in ((change, _told(change)) for change in changed)
        ),
        empty=empty,
    )


def _language_table(found: Comparison) -> Table:
    return Table(
        id="languages",
        caption=_("Texts by language"),
        columns=(
            Column(_("Language")),
            Column(_("Changed"), "number"),
            Column(_("New"), "number"),
            Column(_("Gone"), "number"),
        ),
        rows=tuple(
            (
                words(NAMES.get(one.language, one.language)),
                number(len(one.changed)),
                number(len(one.new)),
                number(len(one.gone)),
            )
            for one in found.languages
        ),
        empty=_("No text changed in any language."),
    )


def announced(request: HttpRequest) -> HttpResponse:
    """Show what was announced: which edition comes when, and until when the earlier one may be used."""
    return render(
        request, "public/announcements.html", {"announced": [_announced_page(card) for card in scheme.announcements()]}
    )


def announced_about(edition: PackCard | Pack) -> list[dict[str, Any]]:
    """Tell what was announced about the coming of one edition."""
    cards = scheme.announcements(edition.scheme)
    return [_announced_page(card) for card in cards if card.edition == edition.edition]


def _announced_page(card: AnnouncementCard) -> dict[str, Any]:
    """Tell an announcement with its days, and where one stands between the two editions."""
    today = clock.today()
    late = card.is_late(today)
    mark = Mark("expired", _("announced for a day that has come; not published yet")) if late else None
    kinds = {"before": "due", "both": "verified", "over": "expired"}
    phase = card.phase(today)
    return {
        "card": card,
        "text": in_language(card.texts),
        "mark": mark or Mark(kinds[phase], said.transition_phase(phase)),
        "from_on": day_text(card.begins_on),
        "last_day": day_text(card.last_day),
        "announced_on": day_text(card.announced_at.date()),
        "changes_href": reverse("web:edition-changes", args=[card.scheme]) + f"?from={card.replaces}&to={card.edition}",
    }
