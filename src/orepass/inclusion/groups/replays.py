"""Recompute every draw, from the committed list to who was drawn, how far register and field differed, and more."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from orepass.inclusion.groups.models import Draw, Group, MemberList, MemberStep, OutgrowerYear, RegisterCheck
from orepass.inclusion.groups.queries.drawing import committed_of, draw_card_of, entry_of_draw
from orepass.inclusion.groups.queries.reading import terms_of
from orepass.inclusion.groups.rules.drawing import seed_of
from orepass.inclusion.groups.rules.proving import COMMIT
from orepass.platform.replaying import Replayed, Result, compared, replay_kept, replays
from orepass.scheme.queries import parameters_by_digest
from orepass.transparency.queries import entry_of, first_beacon


@replays("groups.draw")
def replay_draws(about: str) -> Iterator[Replayed]:
    """Recompute draws."""
    rows = Draw.objects.select_related("member_list", "group", "application")
    if about:
        rows = rows.filter(Q(pk=about) | Q(application=about) | Q(group=about) | Q(member_list=about))
    for row in rows:
        readers = (row.application.client_id, row.application.provider_id)
        if row.member_list is None:
            reason = "drawn before lists were committed on the log"
            yield Replayed(id=row.pk, kind="groups.draw", result=Result.UNDETERMINABLE, reason=reason, readers=readers)
            continue
        listed = row.member_list
        yield compared(
            "groups.draw",
            row.pk,
            _stored(row, listed),
            lambda row=row, listed=listed: _again(row, listed),  # type: ignore[misc]
            readers=readers,
        )


@replays("groups.register.drift")
def replay_drifts(about: str) -> Iterator[Replayed]:
    """Recompute how far register and field differed at each comparison that had a base."""
    rows = RegisterCheck.objects.select_related("group")
    if about:
        rows = rows.filter(Q(pk=about) | Q(application=about) | Q(group=about))
    for row in rows:
        if row.computed:
            readers = (row.group.organisation_id,)
            yield replay_kept("groups.register.drift", row.pk, row.computed, readers=readers)


@replays("groups.member.near")
def replay_distances(about: str) -> Iterator[Replayed]:
    """Recompute what the distance of a member came to when the group took it in, by the member or its group."""
    rows = MemberStep.objects.select_related("member__group")
    if about:
        rows = rows.filter(Q(member=about) | Q(member__group=about))
    for row in rows:
        if row.computed:
            yield _kept("groups.member.near", row.member_id, row.computed, row.member.group)


@replays("groups.outgrowers")
def replay_outgrowers(about: str) -> Iterator[Replayed]:
    """Recompute whether enough was bought from outgrowers in each declared year."""
    rows = OutgrowerYear.objects.select_related("group")
    for row in rows.filter(Q(pk=about) | Q(group=about)) if about else rows:
        yield _kept("groups.outgrowers", row.pk, row.computed, row.group)


def _kept(kind: str, identifier: str, computed: dict[str, object], group: Group) -> Replayed:
    readers = (group.organisation_id,)
    return replay_kept(kind, identifier, computed, pack_values=parameters_by_digest, readers=readers)


def _stored(row: Draw, listed: MemberList) -> Mapping[str, object]:
    committed = committed_of(listed)
    return {
        "list": listed.content_digest,
        "list_on_the_log": listed.content_digest,
        "pack_digest": committed.pack_digest,
        "rule": committed.rule,
        "multiplier": committed.multiplier,
        "random_share": committed.random_share,
        "beacon": row.beacon,
        "seed": row.seed,
        "population": row.population,
        "random_size": row.random_size,
        "drawn": row.drawn,
        "draw_on_the_log": draw_card_of(row).digest,
    }


def _again(row: Draw, listed: MemberList) -> Mapping[str, object]:
    committed, terms = committed_of(listed), terms_of(row.group)
    leaf = entry_of(listed.pk, kind=COMMIT)
    beacon = first_beacon(listed.pk, kind=COMMIT, content_digest=leaf.content_digest if leaf else "")
    members = {entry["alias"]: entry["member"] for entry in listed.entries}
    return {
        "list": committed.digest,
        "list_on_the_log": leaf.content_digest if leaf else "",
        "pack_digest": row.group.pack_digest,
        "rule": terms.sample_rule,
        "multiplier": str(terms.risk.get(committed.risk, "")),
        "random_share": str(terms.random_share),
        "beacon": beacon,
        "seed": seed_of(committed.digest, beacon),
        "population": sorted(members.values()),
        "random_size": committed.plan.random,
        "drawn": [
            {"member": members.get(one.member, one.member), "chosen": one.chosen} for one in committed.drawn(beacon)
        ],
        "draw_on_the_log": entry_of_draw(row.pk),
    }
