"""The self-assessment on paper: what applies to a reader, with boxes for the answers, to print or to take along.

The page comes in parts of whole subjects, so that none is too heavy for a telephone; the file holds all of it.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from orepass.kernel.refusal import NotFound
from orepass.scheme import queries as scheme
from orepass.scheme.rules.asking.applying import Applied, When, fitting
from orepass.scheme.rules.asking.saying import profile_said
from orepass.scheme.rules.cards import RequirementCard, pack_card, requirement_card, standard_card
from orepass.scheme.rules.judgement import NOT_RELEVANT, UNKNOWN
from orepass.scheme.rules.model import Pack, Standard, told
from orepass.scheme.rules.rating import rating_of
from orepass.web import vocabulary
from orepass.web.texts import kept_query, pack_texts
from orepass.web.views.applying import Said, address, answer_words, said_in, steps_for

PART_WEIGHT: Final = 22_000
"""About so many characters make a part: a page with all that it needs stays below a hundred kilobytes."""
BARE_WEIGHT: Final = 800
SHEET: Final = "public/self_assessment.css"
EXAMPLES: Final = {"asm": ("small",), "small": ("small",), "large": ("large",)}


def sheet(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one part of the sheet, ready to print."""
    page = _sheet(request, ref)
    parts = page["parts"]
    wished = request.GET.get("part", "1")
    at = min(max(int(wished), 1), len(parts)) if wished.isdecimal() and len(wished) < len("1000") else 1
    page |= {
        "subjects": parts[at - 1],
        "part": at,
        "hrefs": [
            (number, kept_query(request, part=number), [subject["title"] for subject in part])
            for number, part in enumerate(parts, start=1)
        ],
    }
    return render(request, "public/self_assessment.html", page)


def file(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand over the whole sheet as one file that needs nothing else."""
    page = _sheet(request, ref)
    subjects = [subject for part in page["parts"] for subject in part]
    printed = b64encode(render_to_string(SHEET, {"foot": page["foot"]}).encode()).decode()
    whole = {**page, "subjects": subjects, "sheet": f"data:text/css;base64,{printed}"}
    answer = render(request, "public/self_assessment_file.html", whole)
    name = f"{page['pack'].scheme}-{page['pack'].edition}-{page['standard'].code}-{page['texts'].code}.html"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def style(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer with how the sheet is printed; its foot names the edition on every page."""
    del request
    pack = scheme.pack(ref)
    return HttpResponse(render_to_string(SHEET, {"foot": _foot(pack)}), content_type="text/css")


def _foot(pack: Pack) -> str:
    return f"{pack.ref} · {pack.digest}"


def _sheet(request: HttpRequest, ref: str) -> dict[str, Any]:
    pack = scheme.pack(ref)
    given = said_in(request, pack)
    standard = _chosen(pack, request.GET.get("standard", ""))
    texts = pack_texts(request, pack, standard.requirements)
    profile = profile_said(pack, given)
    fits = fitting(pack, standard.code, profile)
    asked = [each for each in fits.requirements if each.when is not When.NOT]
    words = rating_of(standard.rules)
    kinds = EXAMPLES.get(profile.size or "", ("small", "large"))
    subjects = [
        {
            "title": told(subject.title, texts.code),
            "requirements": [
                _entry(standard, each, kinds, texts.code) | {"boxes": _boxes(words.words_for(subject.code))}
                for each in asked
                if each.subject == subject.code
            ],
        }
        for subject in standard.subjects
    ]
    return {
        "pack": pack_card(pack, texts.code),
        "standard": standard_card(pack, standard.code, texts.code),
        "texts": texts,
        "language": get_language(),
        "facts": [(step.title, answer_words(pack, step, given)) for step in steps_for(pack, given)],
        "count": len(asked),
        "open": sum(each.when is When.UNKNOWN for each in asked),
        "parts": list(_parts([subject for subject in subjects if subject["requirements"]])) or [[]],
        "foot": _foot(pack),
        "back": _back(pack, standard, given),
        "file": reverse("web:self-assessment-file", args=[pack.ref]) + kept_query(request, part=""),
        "style": reverse("web:self-assessment-style", args=[pack.ref]),
    }


def _chosen(pack: Pack, code: str) -> Standard:
    if not code:
        raise NotFound(where="standard", what=_("a standard that is not named"))
    return pack.standard(code)


def _back(pack: Pack, standard: Standard, given: Said) -> str:
    return reverse("web:what-applies", args=[pack.ref]) + address(given, standard=standard.code)


def _boxes(words: Iterable[str]) -> list[str]:
    return [vocabulary.rating(word) for word in (*words, NOT_RELEVANT, UNKNOWN)]


def _entry(standard: Standard, each: Applied, kinds: Sequence[str], language: str) -> dict[str, Any]:
    card = requirement_card(standard.requirement(each.requirement), language)
    return {
        "card": card,
        "core": each.core,
        "year": each.due_year,
        "unknown": each.when is When.UNKNOWN,
        "evidence": [_evidence(card, kind, alone=len(kinds) == 1) for kind in kinds],
        "accepts": [vocabulary.evidence_accepted(kind) for kind in card.accepts],
    }


def _evidence(card: RequirementCard, kind: str, *, alone: bool) -> tuple[str, str]:
    names = {"small": _("At a small site:"), "large": _("At a large site:")}
    texts = {"small": card.evidence_small, "large": card.evidence_large}
    return (_("For example:") if alone else names[kind], texts[kind])


def _parts(subjects: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """Cut the subjects into parts that are light enough; a subject stays whole."""
    part: list[dict[str, Any]] = []
    held = 0
    for subject in subjects:
        weight = sum(_weight(each) for each in subject["requirements"])
        if part and held + weight > PART_WEIGHT:
            yield part
            part, held = [], 0
        part.append(subject)
        held += weight
    if part:
        yield part


def _weight(entry: dict[str, Any]) -> int:
    """Estimate how many characters a requirement takes on the page, boxes and drawing included."""
    card: RequirementCard = entry["card"]
    texts = (card.statement, card.fails_when, card.pictogram, card.spoken, *(text for _name, text in entry["evidence"]))
    return BARE_WEIGHT + sum(map(len, texts))
