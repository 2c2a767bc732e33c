"""Recompute claims from what is kept of them: the same inputs under the same edition give the same lines."""

from collections.abc import Iterator, Mapping
from functools import partial

from django.db.models import Q

from orepass.inclusion.recognition.models import Claim
from orepass.inclusion.recognition.queries.claims import RULE, value_of
from orepass.kernel.digest import digest
from orepass.platform.replaying import Replayed, compared, replays


@replays(RULE)
def claims(about: str) -> Iterator[Replayed]:
    """Recompute the claims an identifier is about: the claim's own, its file's or its certificate's; empty for all."""
    found = Q(pk=about) | Q(application=about) | Q(certificate=about) if about else Q()
    for row in Claim.objects.filter(found).select_related("application"):
        stored = {"inputs": row.inputs_digest, "value": row.value_digest, "kept": digest(row.value)}
        readers = (row.application.client_id, row.application.provider_id)
        yield compared(RULE, row.pk, stored, partial(_again, row), readers=readers)


def _again(row: Claim) -> Mapping[str, object]:
    value = digest(value_of(row.inputs))
    return {"inputs": digest(row.inputs), "value": value, "kept": value}
