"""Which of many credentials of this home are revoked, by one question."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from orepass.credentials.models import StatusFact
from orepass.platform.asked_often import asked_often


def revoked_among(subjects: Iterable[str]) -> set[str]:
    """Return of some credentials those that are revoked."""
    wanted = set(subjects)
    last: dict[str, bool] = dict(_revocations(subjects=wanted)) if wanted else {}
    return {subject for subject, is_set in last.items() if is_set}


@asked_often
def _revocations(subjects: Iterable[str]) -> "QuerySet[StatusFact, Any]":
    facts = StatusFact.objects.filter(entry__subject__among=subjects, entry__status_list__purpose="revocation")
    return facts.order_by("at", "id").values_list("entry__subject", "is_set")
