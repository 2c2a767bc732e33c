"""Draw from a group that is larger than its sample: chance, additions, and the proof that anybody can make."""

import msgspec
import pytest

from orepass.assurance.queries import case_for
from orepass.inclusion.groups.actions import sample, sanction
from orepass.inclusion.groups.actions.sample import AdditionUnusable
from orepass.inclusion.groups.queries import draws_for, member_lists_for, public_draw, public_draws
from orepass.inclusion.groups.rules.drawing import ranked, seed_of
from orepass.inclusion.groups.rules.proving import prove, read_document
from orepass.kernel.check import verified
from orepass.kernel.identifier import Identifier
from orepass.transparency.actions import sequence
from orepass.transparency.models import Checkpoint, Entry
from orepass.transparency.queries import head
from orepass.transparency.rules.note import parse_verifier_key
from tests.beginnings import Teller, Told
from tests.certification import refuses
from tests.cooperative import SEQUENCER, Cooperative

pytestmark = pytest.mark.any_database  # a draw is reckoned from a list; test_sampling keeps it


@pytest.fixture(scope="module")
def told(tell: Teller) -> Told[Cooperative]:
    return tell(lambda: Cooperative(members=40))


def test_ten_of_forty_are_drawn_and_a_quarter_by_chance(coop: Cooperative) -> None:
    file = coop.assessed()
    worst = coop.members[7]
    sanction.suspend_member(coop.operator, member=worst, note="x", at=coop.at)
    card = coop.drawn(file)
    assert (len(card.population), len(card.drawn), card.random_size) == (40, 10, 3)
    (listed,) = member_lists_for(coop.auditor, file)
    assert (listed.members, listed.covered, listed.draw) == (40, True, card.id)
    assert card.seed == seed_of(listed.digest, card.beacon)
    assert card.beacon == Checkpoint.objects.filter(size__gt=0).earliest("size").root
    by_chance = [one.member for one in public_draw(card.id).document.drawn if one.chosen == "random"]
    aliases = [member.alias for member in public_draw(card.id).document.committed.members]
    assert by_chance == ranked(aliases, card.seed)[:3]
    assert worst in {drawn.member for drawn in card.drawn}
    assert Entry.objects.filter(kind="groups.sample.draw", content_digest=card.digest).count() == 1
    assert draws_for(coop.operator, coop.group.id) == [card]


def test_auditors_add_members_with_a_reason_before_and_after_the_plan(coop: Cooperative) -> None:
    card = coop.drawn(coop.assessed())
    left = [member for member in coop.members if member not in {drawn.member for drawn in card.drawn}]
    grown = sample.add_to_draw(coop.auditor, draw=card.id, member=left[0], reason="A report of mercury.", at=coop.at)
    assert [(one.member, one.reason) for one in grown.added] == [(left[0], "A report of mercury.")]
    assert grown.drawn == card.drawn
    assert grown.digest == card.digest
    visit = coop.planned_from(card)
    assert [one.subject for one in visit.subjects if one.chosen == "added"] == [left[0]]
    sample.add_to_draw(coop.auditor, draw=card.id, member=left[1], reason="Met on the way.", at=coop.at)
    found = case_for(coop.auditor, card.application).audits[-1]
    assert {one.subject for one in found.subjects} == {*(one.member for one in card.drawn), *left[:2]}


def test_an_addition_needs_a_reason_a_member_and_nobody_twice(coop: Cooperative) -> None:
    card = coop.drawn(coop.assessed())
    outside = next(member for member in coop.members if member not in {drawn.member for drawn in card.drawn})
    for member, reason in ((outside, " "), ("mem-STRANGER", "x"), (card.drawn[0].member, "x")):
        with refuses(AdditionUnusable):
            sample.add_to_draw(coop.auditor, draw=card.id, member=Identifier(member), reason=reason, at=coop.at)
    with refuses(AdditionUnusable):
        coop.planned_from(card, also=(outside,))


def test_everybody_may_see_a_draw_under_aliases_and_prove_it(coop: Cooperative) -> None:
    card = coop.drawn(coop.assessed())
    sequence(SEQUENCER, at=coop.at)
    found = public_draw(card.id)
    written = msgspec.json.encode(found.document)
    assert not any(member.encode() in written for member in coop.members)
    assert b"per-" not in written
    key = parse_verifier_key(head().verifier_key)
    checks = prove(read_document(written), key=key)
    assert verified(checks) is True
    assert [check.name for check in checks] == ["commitment", "signature", "beacon", "size", "random", "risk", "entry"]
    assert public_draws(card.application) == [card.id]
