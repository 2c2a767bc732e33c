"""Look anything public up by words or by an identifier."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import After, Limit, Word, answer, plain
from orepass.register import queries

router = Router(tags=["register"])


@router.get("/search", operation_id="search", auth=None)
def search(
    request: HttpRequest,
    *,
    text: Word = "",
    after_site: After = "",
    after_organisation: After = "",
    limit: Limit = 20,
) -> HttpResponse:
    """Find certificates, public sites and public organisations."""
    plain(text=text, after_site=after_site, after_organisation=after_organisation)
    return answer(queries.search(text, after_site=after_site, after_organisation=after_organisation, limit=limit))
