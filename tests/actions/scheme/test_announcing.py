from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from orepass.kernel.refusal import Denied, NotFound, Refusal
from orepass.platform.access import Actor, Role
from orepass.scheme import actions, queries
from orepass.scheme.actions import NotTheOwner
from orepass.scheme.models import Announcement
from orepass.scheme.queries import AnnouncementCard, announcement_card, announcements, publisher_of
from orepass.scheme.rules.editions.announcing import AnnouncedBefore, DatesCrossed, NothingReplaced, TextUnfit
from orepass.scheme.rules.editions.transition import Phase
from orepass.scheme.rules.load import PackMissing, PackRefused
from orepass.transparency.models import Entry
from tests.rules.scheme.packs import PACK, write_pack
from tests.untouched import refusing

pytestmark = pytest.mark.django_db
STAFF = Actor(pseudonym="per-staff", organisation="org-owner", roles=frozenset({Role.SCHEME_STAFF}))
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEXT = PACK.replace('"2026.1"', '"2027.1"').replace("2026-01-01", "2027-01-01")
TEXTS = {"en": "From January on.", "sw": "  "}


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    write_pack(tmp_path / "tiny" / "2026.1")
    actions.publish_edition(STAFF, pack="tiny@2026.1", at=AT)
    write_pack(tmp_path / "tiny" / "2027.1", {"pack.yaml": NEXT.replace("status: released", "status: draft")})
    return tmp_path


def announced(actor: Actor = STAFF, **changes: Any) -> AnnouncementCard:
    inputs: dict[str, Any] = {"pack": "tiny@2027.1", "replaces": "tiny@2026.1", "texts": TEXTS, "at": AT} | changes
    return actions.announce_edition(actor, **inputs)


def refused(kind: type[Refusal], **changes: Any) -> Refusal:
    with refusing(kind, "scheme", "transparency", "platform") as refusal:
        announced(**changes)
    return refusal.value


def test_an_announcement_tells_the_days_and_is_on_the_public_log() -> None:
    card = announced()
    assert (card.ref, card.replaces_ref, card.from_on) == ("tiny@2027.1", "tiny@2026.1", date(2027, 1, 1))
    assert (card.months, card.ends_before, card.last_day) == (12, date(2028, 1, 1), date(2027, 12, 31))
    assert (card.texts, card.announced_by, card.published_on) == ({"en": "From January on."}, "org-owner", None)
    assert announcements("tiny") == announcements() == [card]
    assert (announcement_card(card.id), announcements("other")) == (card, [])
    assert Entry.objects.get(kind="scheme.edition.announce").subject == "tiny@2027.1"
    assert publisher_of("tiny") == "org-owner"


def test_a_later_day_than_the_editions_first_moves_the_end_with_it() -> None:
    card = announced(from_on=date(2027, 3, 31))
    assert (card.from_on, card.last_day) == (date(2027, 3, 31), date(2028, 3, 30))


def test_until_the_new_edition_is_published_the_old_one_holds_alone(standards: Path) -> None:
    card = announced()
    assert (card.phase(date(2028, 6, 1)), card.is_late(date(2026, 12, 31)), card.is_late(date(2027, 1, 1))) == (
        Phase.BEFORE,
        False,
        True,
    )
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": NEXT})
    actions.publish_edition(STAFF, pack="tiny@2027.1", at=datetime(2027, 2, 1, 9, tzinfo=UTC))
    late = announcement_card(card.id)
    assert (late.begins_on, late.last_day, late.is_late(date(2027, 2, 1))) == (
        date(2027, 2, 1),
        date(2028, 1, 31),
        False,
    )
    days = [date(2027, 1, 31), date(2027, 2, 1), date(2028, 1, 31), date(2028, 2, 1)]
    assert [late.phase(day) for day in days] == [Phase.BEFORE, Phase.BOTH, Phase.BOTH, Phase.OVER]


def test_after_the_transition_nobody_may_apply_under_the_old_edition(standards: Path) -> None:
    announced()
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": NEXT})
    actions.publish_edition(STAFF, pack="tiny@2027.1", at=AT)
    open_ones = [
        [pack.ref for pack, _standard in queries.open_standards(day)] for day in (date(2027, 12, 31), date(2028, 1, 1))
    ]
    assert open_ones == [["tiny@2026.1", "tiny@2027.1"], ["tiny@2027.1"]]
    old = queries.editions("tiny")[0]
    standard = queries.pack_by_digest(old.digest).standards[0]
    assert queries.why_closed(old, standard, date(2027, 12, 31)) == ""
    assert queries.why_closed(old, standard, date(2028, 1, 1)) == "tiny@2027.1 has replaced it"


def test_an_edition_is_announced_once() -> None:
    card = announced()
    refusal = refused(AnnouncedBefore)
    assert refusal.params["from_on"] == card.from_on


@pytest.mark.parametrize("ref", ["tiny@2029.1", "tiny", "../tiny/2027.1", "", "x" * 500])
def test_what_is_not_there_is_not_announced(ref: str) -> None:
    refused(PackMissing, pack=ref)


def test_a_draft_that_is_refused_is_not_announced(standards: Path) -> None:
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": NEXT + "extra: 1\n"})
    refused(PackRefused)


@pytest.mark.parametrize(
    ("replaces", "problem"),
    [
        ("other@2026.1", "another scheme"),
        ("tiny@2025.1", "not published here"),
        ("tiny@2027.1", "replaces itself"),
        ("", "not published here"),
    ],
)
def test_only_a_published_edition_of_the_same_scheme_is_replaced(replaces: str, problem: str) -> None:
    assert problem in str(refused(NothingReplaced, replaces=replaces))


def test_an_edition_that_names_another_one_replaces_no_third(standards: Path) -> None:
    named = NEXT.replace("transition_months", 'supersedes: "2025.9"\ntransition_months')
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": named})
    assert "2025.9" in str(refused(NothingReplaced))
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": named.replace("2025.9", "2026.1")})
    assert announced(replaces="2026.1").replaces == "2026.1"


@pytest.mark.parametrize("from_on", [date(2026, 11, 21), date(2026, 12, 31)])
def test_a_day_that_is_past_or_before_the_edition_is_refused(from_on: date) -> None:
    refused(DatesCrossed, from_on=from_on)


def test_crossed_days_of_the_two_editions_are_refused(standards: Path) -> None:
    early = PACK.replace('"2026.1"', '"2027.1"')
    write_pack(
        standards / "tiny" / "2027.1",
        {"pack.yaml": early.replace("2026-01-01", "2026-01-01\nvalid_before: 2027-06-01")},
    )
    refused(DatesCrossed, from_on=date(2027, 6, 1))
    assert announced(from_on=date(2027, 5, 31)).from_on == date(2027, 5, 31)


def test_an_edition_that_begins_no_later_replaces_nothing(standards: Path) -> None:
    write_pack(standards / "tiny" / "2028.1", {"pack.yaml": NEXT.replace('"2027.1"', '"2028.1"')})
    actions.publish_edition(STAFF, pack="tiny@2028.1", at=AT)
    refused(DatesCrossed, replaces="tiny@2028.1")
    assert announced(replaces="tiny@2028.1", from_on=date(2027, 1, 2)).replaces == "2028.1"


@pytest.mark.parametrize("texts", [{}, {"en": " "}, {"fr": "Dès janvier."}, {"en": "A", "de": "B"}, {"en": "x" * 2001}])
def test_an_announcement_is_told_in_the_languages_of_the_edition(texts: dict[str, str]) -> None:
    refused(TextUnfit, texts=texts)


def test_a_text_as_long_as_is_allowed_is_taken() -> None:
    assert len(announced(texts={"en": "x" * 2000}).texts["en"]) == 2000


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SCHEME_STAFF])
def test_nobody_but_the_schemes_staff_announces(role: Role) -> None:
    refused(Denied, actor=Actor(pseudonym="per-x", organisation="org-owner", roles=frozenset({role})))


def test_another_schemes_staff_announces_nothing_here() -> None:
    stranger = Actor(pseudonym="per-y", organisation="org-other", roles=frozenset({Role.SCHEME_STAFF}))
    refused(NotTheOwner, actor=stranger)


def test_an_announcement_that_is_not_there_is_not_found() -> None:
    assert not Announcement.objects.exists()
    with pytest.raises(NotFound):
        announcement_card("ann-nothing")
