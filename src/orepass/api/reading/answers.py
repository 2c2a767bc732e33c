"""How cards are answered: JSON by msgspec, pages with the key of the next one."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Final, Protocol

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Query

from orepass.api.parameters import others
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.kernel.text import plain as plain_text
from orepass.platform import clock
from orepass.platform.access import Actor

PAGE_MAX = 200

Limit = Annotated[int, Query(ge=1, le=PAGE_MAX, description="At most so many.")]
After = Annotated[str, Query(max_length=64, description="The `next` of the page before.")]
Word = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(ge=0, le=2**53 - 1, description="The `next` of the page before; 0 for the first.")]
Day = Annotated[
    date | None,
    Query(ge=date(1900, 1, 1), lt=date(2200, 1, 1), description="As of the end of this day; today by default."),
]

SAID: Final = others(
    "What a site is: `stage`, `activities`, `minerals`, `size`, `country`, `people`, `flags.<name>`.", repeated=True
)


class Identified(Protocol):
    """A card with an identifier."""

    @property
    def id(self) -> str:
        """The identifier, which is the key of the page."""


class HostileText(Invalid):
    """A text holds a character that no name has."""

    code = "api.text"
    message = _("“{name}” holds a character that cannot be looked for.")
    what_to_do = _("Leave out control characters.")


def plain(**texts: str) -> None:
    """Refuse control characters in what a reader asks for.

    Raises:
        HostileText: a text holds one.
    """
    for name, text in texts.items():
        if any(ord(character) < ord(" ") or 0xD800 <= ord(character) <= 0xDFFF for character in text):  # noqa: PLR2004 - surrogates
            raise HostileText(where=name, name=name)


def answer(cards: object) -> HttpResponse:
    """Answer cards as JSON."""
    return HttpResponse(msgspec.json.encode(cards, enc_hook=_exact), content_type="application/json")


def _exact(value: object) -> str:
    """Write an exact share as ``a/b``, and a sentence without the template that it remembers."""
    return str(value) if isinstance(value, Fraction) else plain_text(value)


def page(cards: Sequence[Identified], limit: int) -> HttpResponse:
    """Answer a page whose query was asked for one card more than fits."""
    shown = cards[:limit]
    more = len(cards) > limit
    body: dict[str, Any] = {"items": list(shown), "next": shown[-1].id if more else ""}
    return answer(body)


def actor_of(request: HttpRequest) -> Actor:
    """Return the actor behind the token."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # set by ninja
    return actor


def day_of(on: date | None) -> date:
    """Return the day asked for, today when none is."""
    return on or clock.today()
