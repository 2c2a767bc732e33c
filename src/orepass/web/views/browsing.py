"""One standard for everybody: its subjects, what is looked for in it, and each requirement with why and how."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.kernel.refusal import NotFound
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.browsing import Wanted, found
from orepass.scheme.rules.cards import PHASES, RequirementCard, SubjectCard, pack_card, requirement_card, standard_card
from orepass.scheme.rules.model import Pack
from orepass.web import vocabulary
from orepass.web.forms.browsing import StandardFilter
from orepass.web.texts import kept_query, pack_texts
from orepass.web.vocabulary import standards as said
from orepass.web.words import number_text

PAGE_SIZE: Final = 30
BY: Final = ("dimension", "phase")


def standard(request: HttpRequest, ref: str, code: str) -> HttpResponse:
    """Show one standard: its subjects, or the requirements that are looked for."""
    pack = scheme.pack(ref)
    chosen = pack.standard(code)
    texts = pack_texts(request, pack, chosen.requirements)
    card = standard_card(pack, code, texts.code)
    form = StandardFilter(request.GET, pack=pack, standard=chosen)
    wanted = form.wanted
    shown = [requirement_card(each, texts.code) for each in found(chosen, wanted, texts.code)]
    by = request.GET.get("by", "")
    by = by if by in BY else BY[0]
    page: dict[str, Any] = {
        "card": card,
        "pack": pack_card(pack, texts.code),
        "texts": texts,
        "form": form,
        "filtered": wanted != Wanted(),
        "by": by,
        "by_hrefs": [(name, kept_query(request, by=name, page=""), _by_words(name)) for name in BY],
        "count": number_text(len(shown)),
        "all": len(chosen.requirements),
        "clear": reverse("web:standard", args=[pack.ref, code]) + _shown_as(request),
    }
    groups = _listed(request, card.subjects, shown, by) if page["filtered"] else _tiles(pack, code, card.subjects, by)
    return render(request, "public/standard.html", {**page, **groups})


def _shown_as(request: HttpRequest) -> str:
    """Keep only how the texts are shown."""
    kept = {name: request.GET[name] for name in ("by", "in") if name in request.GET}
    return "?" + "&".join(f"{name}={value}" for name, value in kept.items() if value.isalpha()) if kept else ""


def _by_words(name: str) -> str:
    return {"dimension": _("by dimension"), "phase": _("by phase")}[name]


def _tiles(pack: Pack, code: str, subjects: Sequence[SubjectCard], by: str) -> dict[str, Any]:
    """Group the subjects by their dimension, or by the phases in which they ask for something."""
    groups: dict[str, list[dict[str, Any]]] = {}
    if by == "phase":
        groups = {vocabulary.phase(phase): [] for phase in PHASES}
    for subject in subjects:
        href = reverse("web:subject", args=[pack.ref, code, subject.code])
        if by == "phase":
            for phase, listed in subject.phases.items():
                entry = {"card": subject, "href": f"{href}#{phase}", "count": len(listed)}
                groups[vocabulary.phase(phase)] += [entry] if listed else []
        else:
            count = sum(len(listed) for listed in subject.phases.values())
            entry = {"card": subject, "href": href, "count": count}
            groups.setdefault(vocabulary.dimension(subject.dimension), []).append(entry)
    return {"groups": groups.items()}


def _listed(
    request: HttpRequest, subjects: Sequence[SubjectCard], shown: Sequence[RequirementCard], by: str
) -> dict[str, Any]:
    """Cut the page out of what was found, in the order that the reader wants, under the headings of that order."""
    titles = {subject.code: subject.title for subject in subjects}
    ordered = sorted(shown, key=lambda each: PHASES.index(each.phase)) if by == "phase" else list(shown)
    cut = paged(request, ordered)
    headed: dict[str, list[RequirementCard]] = {}
    for each in cut["items"]:
        heading = vocabulary.phase(each.phase) if by == "phase" else titles[each.subject]
        headed.setdefault(heading, []).append(each)
    return {"headed": headed.items(), "titles": titles, **cut}


def paged(request: HttpRequest, items: Sequence[Any], size: int = PAGE_SIZE) -> dict[str, Any]:
    """Cut the page that was asked for; a broken wish falls back to the first."""
    pages = max(1, -(-len(items) // size))
    wished = request.GET.get("page", "1")
    page = min(max(int(wished), 1), pages) if wished.isdecimal() and len(wished) < len("1000000") else 1
    first = (page - 1) * size
    return {
        "items": items[first : first + size],
        "first": first + 1 if items else 0,
        "last": min(first + size, len(items)),
        "total": len(items),
        "previous": kept_query(request, page=page - 1) if page > 1 else "",
        "next": kept_query(request, page=page + 1) if page < pages else "",
    }


def subject(request: HttpRequest, ref: str, code: str, name: str) -> HttpResponse:
    """Show one subject: why it matters and what is required in each phase."""
    pack = scheme.pack(ref)
    texts = pack_texts(request, pack, tuple(one for one in pack.standard(code).requirements if one.subject == name))
    card = standard_card(pack, code, texts.code)
    chosen = next((listed for listed in card.subjects if listed.code == name), None)
    if chosen is None:
        raise NotFound(what=name)
    page = {
        "subject": chosen,
        "standard": card,
        "pack": pack_card(pack, texts.code),
        "texts": texts,
        "dimension": vocabulary.dimension(chosen.dimension),
        "phases": [
            (phase, vocabulary.phase(phase), [told_fully(pack, each) for each in listed])
            for phase, listed in chosen.phases.items()
        ],
    }
    return render(request, "public/subject.html", page)


def told_fully(pack: Pack, card: RequirementCard) -> dict[str, Any]:
    """Put a requirement beside the words for its codes."""
    return {
        "card": card,
        "why": said.condition(pack, card.applies_when),
        "accepts": [vocabulary.evidence_accepted(kind) for kind in card.accepts],
        "topics": [said.topic(code) for code in card.maps_to],
    }
