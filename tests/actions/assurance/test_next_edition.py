"""The next edition: who is told, until when a holder may stay, and what it would do, named only to those allowed."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from orepass.assurance.queries import tasks_for
from orepass.assurance.queries.impact import concerned, impact_for
from orepass.cli.mounting import build
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.notices import notices_for
from orepass.scheme.actions import announce_edition
from orepass.scheme.models import Edition
from orepass.scheme.queries import announcements, pack, standards_root
from orepass.scheme.rules.comparing.impact import Effect
from orepass.scheme.rules.model import Pack
from tests.beginnings import Teller, Told
from tests.certification import PACK, STEWARD, World

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]  # reckoned from packs; test_announcing keeps it
NEXT = "cera-4in1@2027.1"
STAFF = Actor("per-STAFF", "org-owner", frozenset({Role.SCHEME_STAFF}))
SYSTEM = Actor.system("test")


@pytest.fixture(scope="module")
def certified(tell: Teller) -> Told[World]:
    return tell(made)


def made() -> World:
    """Certify the cooperative."""
    world = World()
    world.certified()
    return world


@pytest.fixture(scope="module")
def standards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the next edition is drafted: what was progress is core, and nobody has time to move."""
    root = tmp_path_factory.mktemp("standards")
    shutil.copytree(standards_root() / "cera-4in1", root / "cera-4in1")
    new = root / "cera-4in1" / "2027.1"
    shutil.copytree(root / "cera-4in1" / "2026.1", new)
    shutil.rmtree(new / "cases")
    for name in (new / "ASM").rglob("03-children.yaml"):
        name.write_text(name.read_text(encoding="utf-8").replace("criticality: progress", "criticality: core"))
    head = (new / "pack.yaml").read_text(encoding="utf-8")
    head = head.replace('edition: "2026.1"', 'edition: "2027.1"').replace("2025-01-01", "2027-01-01", 1)
    (new / "pack.yaml").write_text(head.replace("status: released", "status: draft", 1), encoding="utf-8")
    rules = (new / "rules.yaml").read_text(encoding="utf-8")
    assert "transition_months: {value: 12" in rules
    at_once = rules.replace("transition_months: {value: 12", "transition_months: {value: 0")
    (new / "rules.yaml").write_text(at_once, encoding="utf-8")
    return root


@pytest.fixture
def there(certified: Told[World], db: None, standards: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world with the next edition."""
    world = certified.again()
    Edition.objects.update(published_by=STAFF.organisation)
    monkeypatch.setenv("OREPASS_STANDARDS", str(standards))
    return world


def announce(world: World) -> None:
    announce_edition(
        STAFF, pack=NEXT, replaces=PACK, texts={"en": "From January on.", "fr": "Dès janvier."}, at=world.at
    )


def both() -> tuple[Pack, Pack]:
    return pack(PACK), pack(NEXT)


def test_holder_and_provider_are_told_and_the_holder_sees_until_when_it_may_stay(there: World) -> None:
    world = there
    digest = pack(PACK).digest
    assert concerned(digest, world.at.date()) == {world.client, world.provider}
    announce(world)
    (card,) = announcements()
    for actor in (world.operator, world.certifier):
        told = [notice for notice in notices_for(actor) if notice.kind == "scheme.edition.announced"]
        assert [(notice.subject, notice.due_on) for notice in told] == [(card.id, card.last_day)]
    assert not [one for one in notices_for(world.outsider) if one.kind == "scheme.edition.announced"]
    tasks = [task for task in tasks_for(world.operator, world.at.date()) if "next edition" in task.title]
    assert [(task.due_on, task.organisation) for task in tasks] == [(date(2026, 12, 31), world.client)]
    assert not [task for task in tasks_for(world.certifier, world.at.date()) if "next edition" in task.title]


def test_who_holds_no_certificate_any_more_by_then_need_not_move(there: World) -> None:
    announce_edition(
        STAFF, pack=NEXT, replaces=PACK, texts={"en": "A", "fr": "B"}, from_on=date(2027, 7, 1), at=there.at
    )
    assert not [task for task in tasks_for(there.operator, there.at.date()) if "next edition" in task.title]


def test_before_an_announcement_nobody_has_to_move(there: World) -> None:
    assert not [task for task in tasks_for(there.operator, there.at.date()) if "next edition" in task.title]


def test_the_system_and_the_steward_see_names_and_digests(there: World) -> None:
    old, new = both()
    for actor in (SYSTEM, STEWARD):
        found = impact_for(actor, old=old, new=new, on=there.at.date())
        (one,) = found.holders
        assert (one.client, one.name, one.standing, one.size) == (
            there.client,
            "Coopérative de Kolwezi",
            "certificate",
            "asm",
        )
        assert len(one.answers_digest) == len(one.before.inputs_digest) == 64
        assert (one.before.outcome, found.small, found.ends_before) == ("conforms", 1, date(2027, 1, 1))
        assert one.duties
        assert one.effect is Effect.STAYS


def test_staff_of_the_scheme_see_what_happens_and_not_to_whom(there: World) -> None:
    old, new = both()
    found = impact_for(STAFF, old=old, new=new, on=there.at.date())
    (one,) = found.holders
    assert (one.holder, one.client, one.name, one.answers_digest, one.before.inputs_digest) == ("", "", "", "", "")
    assert one.after is not None
    assert (one.after.inputs_digest, one.effect, one.size) == ("", Effect.STAYS, "asm")
    assert found.effects["stays"] == 1


def test_staff_who_are_party_to_a_file_see_its_name(there: World) -> None:
    old, new = both()
    actor = Actor(there.certifier.pseudonym, there.provider, frozenset({Role.SCHEME_STAFF}))
    with pytest.raises(NotFound):
        impact_for(Actor("per-x", "org-x", frozenset({Role.OPERATOR})), old=old, new=new, on=there.at.date())
    Edition.objects.update(published_by=there.provider)
    found = impact_for(actor, old=old, new=new, on=there.at.date())
    assert [one.name for one in found.holders] == ["Coopérative de Kolwezi"]


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SCHEME_STAFF, Role.STEWARD}])
def test_nobody_else_may_ask(there: World, role: Role) -> None:
    old, new = both()
    with pytest.raises(NotFound):
        impact_for(Actor("per-x", there.client, frozenset({role})), old=old, new=new, on=there.at.date())


def test_the_end_of_an_announced_transition_is_the_announced_one(there: World) -> None:
    old, new = both()
    announce_edition(
        STAFF,
        pack=NEXT,
        replaces=PACK,
        texts={"en": "Later.", "fr": "Plus tard."},
        from_on=date(2027, 7, 1),
        at=there.at,
    )
    assert impact_for(SYSTEM, old=old, new=new, on=there.at.date()).ends_before == date(2027, 7, 1)


def test_an_ended_certificate_concerns_nobody(there: World) -> None:
    old, new = both()
    later = date(2040, 1, 1)
    assert concerned(old.digest, later) == set()
    assert impact_for(SYSTEM, old=old, new=new, on=later).holders == ()


def test_the_command_names_the_holders_and_says_why(
    there: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("orepass.cli.editions.ensure_home", lambda: None)  # the test's database is already there
    with clock.frozen_at(there.at):
        build()(args=["scheme", "impact", PACK, NEXT], standalone_mode=False)
    told = capsys.readouterr().out
    assert f"{PACK} → {NEXT}, looked at on {there.at.date()}" in told
    assert "stays: Coopérative de Kolwezi (ASM, asm, certificate)" in told
    assert "tightened: ASM." in told
