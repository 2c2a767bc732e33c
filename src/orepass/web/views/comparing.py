"""Two standards side by side for everyone: what a second certificate would still ask of whoever holds the first."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from orepass.inclusion.recognition.rules.comparing import Basis, Standing
from orepass.kernel.refusal import Refusal
from orepass.platform import clock
from orepass.register.comparing import Comparison, Row, comparison
from orepass.scheme import queries as scheme
from orepass.web.components import Mark
from orepass.web.forms.comparing import CompareForm
from orepass.web.texts import kept_query
from orepass.web.views.applying import effort_page
from orepass.web.views.browsing import paged
from orepass.web.vocabulary import standards as said
from orepass.web.words import in_language, language, number_text, translated

ORDER: Final = (Standing.OPEN, Standing.TOUCHES, Standing.PARTLY, Standing.COVERED, Standing.APART)
MARKS: Final = {
    Standing.COVERED: "verified",
    Standing.PARTLY: "due",
    Standing.TOUCHES: "declared",
    Standing.OPEN: "missing",
    Standing.APART: "undetermined",
}
PAGE_SIZE: Final = 12


def compare(request: HttpRequest) -> HttpResponse:
    """Show the choice of two standards and, once they are chosen, the comparison."""
    bound = "a" in request.GET and "b" in request.GET
    offered = _offered()
    initial = {name: request.GET.get(name, "") for name in ("a", "b")}
    form = CompareForm(_whole(request, offered) if bound else None, initial=initial, offered=offered)
    found = _found(form) if bound and form.is_valid() else None
    page: dict[str, Any] = {"form": form, "found": found}
    if found:
        page |= _compared(request, found)
    return render(request, "public/compare.html", page, status=422 if bound and found is None else 200)


def _whole(request: HttpRequest, offered: Sequence[tuple[str, list[tuple[str, str]]]]) -> dict[str, str]:
    """Return what was asked with whole names, so that a pack may be named without its edition: what is in force."""
    given = {name: str(request.GET.get(name, "")) for name in ("a", "b", "size")}
    names = [name for _pack, standards in offered for name, _title in standards]
    for key in ("a", "b"):
        ref, _colon, code = given[key].partition(":")
        alike = [name for name in names if name.startswith(f"{ref}@") and name.endswith(f":{code}")]
        if given[key] not in names and alike:
            meant = f"{scheme.pack(ref).ref}:{code}"
            given[key] = meant if meant in alike else alike[-1]
    return given


def _offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """Offer every standard under the title of its pack."""
    packs = scheme.usable_packs()
    return [
        (
            pack.ref,
            [(f"{pack.ref}:{one.code}", f"{one.code} – {in_language(one.title)}") for one in pack.standards],
        )
        for pack in packs
    ]


def _found(form: CompareForm) -> Comparison | None:
    given = form.cleaned_data
    try:
        return comparison(given["a"], given["b"], clock.today(), language(), given["size"])
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _compared(request: HttpRequest, found: Comparison) -> dict[str, Any]:
    rows = {standing: [row for row in found.rows if row.standing is standing] for standing in ORDER}
    order = [standing for standing in ORDER if rows[standing]]
    wished = request.GET.get("show", "")
    shown = next((standing for standing in order if standing == wished), order[0])
    return {
        "effort": effort_page(found.effort),
        "tabled": found.basis is not Basis.TOPICS,
        "decided": found.basis is Basis.AGREEMENT,
        "weakest": [translated(words) for words in found.weakest],
        "match": _match_text(found),
        "kept": number_text(found.counts[Standing.COVERED]),
        "tabs": [
            (standing is shown, said.standing(standing), number_text(len(rows[standing])), _tab(request, standing))
            for standing in order
        ],
        "back_way": f"?a={found.ours.name}&b={found.theirs.name}",
        **paged(request, [_line(found, row) for row in rows[shown]], PAGE_SIZE),
    }


def _match_text(found: Comparison) -> str:
    """Write the match index of a table; nothing where there is none."""
    return f"{number_text(found.match.percent)} %" if found.match else ""


def _tab(request: HttpRequest, standing: Standing) -> str:
    return kept_query(request, show=standing, page="") + "#list"


def _line(found: Comparison, row: Row) -> dict[str, Any]:
    theirs = found.theirs
    return {
        "row": row,
        "mark": Mark(MARKS[row.standing], said.standing(row.standing)),
        "href": f"{reverse('web:subject', args=[found.ours.pack.ref, found.ours.code, row.subject])}#{row.id}",
        "theirs": row.theirs,
        "home": reverse("web:standard", args=[theirs.pack.ref, theirs.code]),
        "topics": [said.topic(code) for code in row.topics],
    }
