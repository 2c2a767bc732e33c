"""A register that was fixed on the log can be opened later: by the group's managers alone, and only as it was."""

import msgspec
import pytest

from orepass.inclusion.groups.actions import register, sanction
from orepass.inclusion.groups.models import Group, RegisterCommitment
from orepass.inclusion.groups.queries import RegisterCard, commitments_for, opening_for
from orepass.inclusion.groups.queries.commitments import COMMIT, bound
from orepass.inclusion.groups.queries.register import counted_on
from orepass.kernel.check import verified
from orepass.kernel.digest import digest_bytes
from orepass.kernel.refusal import NotFound
from orepass.platform.access import Actor, Role
from orepass.transparency.actions import place_queued, queue_leaf
from orepass.transparency.queries import NotYetLogged, head
from orepass.transparency.rules.note import parse_verifier_key
from orepass.transparency.rules.opening import write_opening
from orepass.transparency.rules.verification import verify_file
from tests.beginnings import Teller, Told
from tests.cooperative import Cooperative


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: Cooperative(members=3))


@pytest.fixture
def coop(told: Told[Cooperative], db: None) -> Cooperative:
    return told.again()


def fixed(coop: Cooperative) -> RegisterCard:
    card = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    place_queued()
    return card


def holds(text: str) -> bool | None:
    return verified(verify_file(text, key=parse_verifier_key(head().verifier_key)))


def test_manager_opens_what_was_fixed_and_the_auditor_checks_it_from_the_file(coop: Cooperative) -> None:
    card = fixed(coop)
    opening = opening_for(coop.operator, coop.group.id, card.digest)
    assert (opening.digest, opening.said["salt"], len(opening.said["members"])) == (card.digest, card.salt, 3)
    assert holds(write_opening(opening)) is True
    fewer = msgspec.structs.replace(opening, said=opening.said | {"members": opening.said["members"][1:]})
    assert holds(write_opening(fewer)) is False


def test_what_changed_since_on_the_same_day_changes_nothing_of_what_was_bound(coop: Cooperative) -> None:
    before = fixed(coop)
    sanction.suspend_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    after = fixed(coop)
    states = [
        {state for _member, state, _right in opening_for(coop.operator, coop.group.id, card.digest).said["members"]}
        for card in (before, after)
    ]
    assert states == [{"approved"}, {"approved", "suspended"}]
    assert holds(write_opening(opening_for(coop.operator, coop.group.id, before.digest))) is True


def test_each_commitment_has_a_salt_of_its_own(coop: Cooperative) -> None:
    assert fixed(coop).salt != fixed(coop).salt


def test_commitments_are_listed_for_the_group_and_its_auditors_without_what_they_bound(coop: Cooperative) -> None:
    coop.submitted()
    card = fixed(coop)
    register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    for reader in (coop.operator, coop.inspector, coop.auditor):
        listed = commitments_for(reader, coop.group.id)
        assert [one.index is None for one in listed] == [False, True]
        assert (listed[0].digest, listed[0].members, listed[0].on) == (card.digest, 3, coop.at.date())
        assert card.salt.encode() not in msgspec.json.encode(listed)
    with pytest.raises(NotFound):
        commitments_for(coop.outsider, coop.group.id)


def test_nobody_but_the_managers_of_the_group_is_shown_what_was_bound(coop: Cooperative) -> None:
    coop.draft()
    digest = fixed(coop).digest
    elsewhere = Actor("per-x", coop.stranger, frozenset({Role.GROUP_MANAGER}))
    own_people = [Actor("per-x", coop.client, frozenset({role})) for role in Role if role is not Role.GROUP_MANAGER]
    readers = [coop.inspector, coop.auditor, coop.certifier, coop.outsider, elsewhere, *own_people, Actor.anonymous()]
    for reader in readers:
        with pytest.raises(NotFound):
            opening_for(reader, coop.group.id, digest)
    assert opening_for(Actor("per-x", coop.client, frozenset({Role.GROUP_MANAGER})), coop.group.id, digest)


def test_what_was_never_fixed_and_what_waits_cannot_be_opened(coop: Cooperative) -> None:
    for group, digest in ((coop.group.id, "0" * 64), ("grp-none", "0" * 64)):
        with pytest.raises(NotFound):
            opening_for(coop.operator, group, digest)
    waiting = register.commit_register(coop.operator, group=coop.group.id, at=coop.at)
    with pytest.raises(NotYetLogged):
        opening_for(coop.operator, coop.group.id, waiting.digest)


def test_commitment_from_before_they_were_kept_opens_while_the_register_of_its_day_says_the_same(
    coop: Cooperative,
) -> None:
    group = Group.objects.get(pk=coop.group.id)
    said = bound(group, counted_on(group, coop.at.date()), group.salt)
    queue_leaf(kind=COMMIT, subject=group.pk, content_digest=digest_bytes(said), at=coop.at)
    place_queued()
    assert not RegisterCommitment.objects.exists()
    opening = opening_for(coop.operator, group.pk, digest_bytes(said))
    assert (opening.said["salt"], holds(write_opening(opening))) == (group.salt, True)
    sanction.suspend_member(coop.operator, member=coop.members[0], note="x", at=coop.at)
    with pytest.raises(NotFound):
        opening_for(coop.operator, group.pk, digest_bytes(said))
