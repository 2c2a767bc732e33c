"""Draws for anyone to prove, the lists behind them for the provider, and decisions recomputed for their parties."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import actor_of, answer, plain
from orepass.inclusion.groups import queries as groups
from orepass.platform import replaying

router = Router(tags=["inclusion"])


@router.get("/draws/{draw}", operation_id="draw", auth=None)
def draw(request: HttpRequest, draw: str) -> HttpResponse:
    """Return a draw under aliases with its proofs; `document` is the file that `orepass calc draw --verify` takes."""
    plain(draw=draw)
    return answer(groups.public_draw(draw))


@router.get("/applications/{application}/member-lists", operation_id="member-lists")
def member_lists(request: HttpRequest, application: str) -> HttpResponse:
    """Return the lists that were committed for a file, to its parties."""
    plain(application=application)
    return answer({"items": groups.member_lists_for(actor_of(request), application)})


@router.get("/replay/{identifier}", operation_id="replay")
def replay(request: HttpRequest, identifier: str) -> HttpResponse:
    """Recompute what was decided about a file, certificate, draw, plan or fee; equal, or where it differs."""
    plain(identifier=identifier)
    found = replaying.replay_for(actor_of(request), identifier)
    equal = all(one.result is replaying.Result.EQUAL for one in found)
    return answer({"equal": equal, "items": [replaying.shown(one) for one in found]})
