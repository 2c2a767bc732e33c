"""Offer what this room computed and keeps: how far a group's register and the field differed."""

from collections.abc import Iterator

from django.db.models import Q

from orepass.inclusion.groups.models import RegisterCheck
from orepass.platform.replaying import Replayed, replay_kept, replays


@replays("groups.register.drift")
def drifts(about: str) -> Iterator[Replayed]:
    """Recompute how far register and field differed at each comparison that had a base."""
    rows = RegisterCheck.objects.select_related("group").filter(Q(pk=about) | Q(group=about) if about else Q())
    for row in rows:
        if row.computed:
            readers = (row.group.organisation_id,)
            yield replay_kept("groups.register.drift", row.pk, row.computed, readers=readers)
