"""The public log: head, entries, proofs and tiles; no token is ever needed."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from orepass.api.reading.answers import Limit, Word, answer, plain
from orepass.transparency import queries

router = Router(tags=["log"])
SIZE_MAX = 2**53 - 1
Size = Annotated[int, Query(ge=0, le=SIZE_MAX)]
SizeOrNewest = Annotated[int | None, Query(ge=0, le=SIZE_MAX)]


@router.get("/log", operation_id="log", auth=None)
def head(request: HttpRequest) -> HttpResponse:
    """Return the newest signed checkpoint."""
    return answer(queries.head())


@router.get("/log/entries", operation_id="log-entries", auth=None)
def entries(
    request: HttpRequest,
    *,
    subject: Word = "",
    before: SizeOrNewest = None,
    limit: Limit = 50,
) -> HttpResponse:
    """Return entries, newest first, before an index."""
    plain(subject=subject)
    return answer({"items": queries.entries(subject=subject, before=before, limit=limit)})


@router.get("/log/witnesses", operation_id="log-witnesses", auth=None)
def witnesses(request: HttpRequest) -> HttpResponse:
    """Return the witnesses that are asked, with the largest checkpoint that each cosigned."""
    return answer({"items": queries.witnesses()})


@router.get("/log/inclusion/{subject}", operation_id="log-inclusion", auth=None)
def inclusion(request: HttpRequest, subject: str) -> HttpResponse:
    """Return a proof file that the newest entry of a subject is on the log."""
    plain(subject=subject)
    return HttpResponse(queries.proof_file(subject), content_type="text/plain; charset=utf-8")


@router.get("/log/consistency", operation_id="log-consistency", auth=None)
def consistency(request: HttpRequest, *, old: Size, new: SizeOrNewest = None) -> HttpResponse:
    """Return a proof file that the log only grew from one signed size to another."""
    return HttpResponse(queries.consistency_file(old, new), content_type="text/plain; charset=utf-8")


@router.get("/log/checkpoint/{size}", operation_id="log-checkpoint", auth=None)
def checkpoint(request: HttpRequest, size: Annotated[int, Path(ge=0, le=SIZE_MAX)]) -> HttpResponse:
    """Return the checkpoint signed at a size."""
    return HttpResponse(queries.checkpoint_at(size), content_type="text/plain; charset=utf-8")
