"""Editions beside one another: what changed, what was announced, and, for staff, what an edition would do."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from orepass.api.reading.answers import Day, Word, actor_of, answer, day_of, plain
from orepass.assurance.queries.impact import impact_for
from orepass.scheme import queries
from orepass.scheme.rules.comparing.cards import comparison_card
from orepass.scheme.rules.comparing.comparison import compare
from orepass.scheme.rules.model import Pack

router = Router(tags=["scheme"])
From = Annotated[str, Query(alias="from", max_length=30, description="The earlier edition, such as 2026.1.")]
To = Annotated[str, Query(max_length=30, description="The later edition, such as 2027.1.")]
Language = Annotated[str, Query(pattern="^([a-z]{2})?$", description="Only texts of this language; all without one.")]
Show = Annotated[str, Query(pattern="^[a-z]{0,12}$", description="Only what became of this kind: new, gone, moved.")]


@router.get("/standards/{scheme}/changes", operation_id="edition-changes", auth=None)
def changes(
    request: HttpRequest, scheme: str, *, earlier: From, to: To, language: Language = "", show: Show = ""
) -> HttpResponse:
    """Return what changed between two editions, requirement by requirement, with every number and text."""
    found = compare(_edition(scheme, earlier), _edition(scheme, to))
    return answer(comparison_card(found, language, show))


@router.get("/announcements", operation_id="announcements", auth=None)
def announced(request: HttpRequest, *, scheme: Word = "") -> HttpResponse:
    """Return which editions were announced, from when they count, and until when the earlier ones may be used."""
    plain(scheme=scheme)
    return answer({"items": queries.announcements(scheme)})


@router.get("/standards/{scheme}/impact", operation_id="edition-impact")
def impact(request: HttpRequest, scheme: str, *, earlier: From, to: To, on: Day = None) -> HttpResponse:
    """Return what a later edition would do to holders here; their names only where the reader may open the file."""
    old, new = _edition(scheme, earlier), _edition(scheme, to)
    return answer(impact_for(actor_of(request), old=old, new=new, on=day_of(on)))


def _edition(scheme: str, edition: str) -> Pack:
    plain(scheme=scheme, edition=edition)
    return queries.pack(f"{scheme}@{edition}")
