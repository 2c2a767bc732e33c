import shutil
from datetime import date
from pathlib import Path

import pytest

from orepass.kernel.refusal import Denied
from orepass.platform.access import Actor, Role
from orepass.scheme import actions, queries
from orepass.scheme.actions import AlreadyPublished, CasesFail, CasesMissing, NotTheOwner
from orepass.scheme.models import Edition
from orepass.scheme.rules.editions.archive import ArchiveDamaged
from orepass.scheme.rules.load import PackMissing, PackRefused
from orepass.transparency.models import Entry
from tests.rules.scheme.packs import CASE, FILES, PACK, write_pack

pytestmark = pytest.mark.django_db
STAFF = Actor(pseudonym="per-staff", organisation="org-owner", roles=frozenset({Role.SCHEME_STAFF}))


@pytest.fixture(autouse=True)
def standards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    write_pack(tmp_path / "tiny" / "2026.1")
    return tmp_path


def test_a_published_edition_is_kept_listed_and_queued_for_the_public_log() -> None:
    card = actions.publish_edition(STAFF, pack="tiny@2026.1")
    assert (card.ref, card.published_by, card.valid_from) == ("tiny@2026.1", "org-owner", date(2026, 1, 1))
    assert [one.digest for one in queries.editions("tiny")] == [card.digest]
    entry = Entry.objects.get(kind="scheme.edition.publish")
    assert (entry.subject, entry.content_digest) == ("tiny@2026.1", card.digest)


def test_a_published_edition_stays_readable_after_the_files_change_or_go(standards: Path) -> None:
    card = actions.publish_edition(STAFF, pack="tiny@2026.1")
    write_pack(standards / "tiny" / "2026.1", {"TST/standard.yaml": FILES["TST/standard.yaml"].replace("Test s", "S")})
    assert queries.pack_from_files("tiny").digest != card.digest
    assert queries.pack("tiny@2026.1").digest == card.digest
    shutil.rmtree(standards / "tiny")
    queries.forget_archived()
    assert queries.pack("tiny").standard("TST").title["fr"] == "Norme d’essai"
    assert queries.pack_by_digest(card.digest).ref == "tiny@2026.1"


def test_an_archive_that_was_tampered_with_is_refused() -> None:
    card = actions.publish_edition(STAFF, pack="tiny@2026.1")
    data = bytes(Edition.objects.get().archive)
    Edition.objects.update(archive=data[:-9] + b"\x00" * 9)
    queries.forget_archived()
    with pytest.raises(ArchiveDamaged):
        queries.pack_by_digest(card.digest)


def test_what_a_client_may_apply_under_is_told_by_the_day(standards: Path) -> None:
    actions.publish_edition(STAFF, pack="tiny@2026.1")
    second = PACK.replace('"2026.1"', '"2027.1"').replace("2026-01-01", "2027-01-01")
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": second})
    actions.publish_edition(STAFF, pack="tiny@2027.1")
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [[pack.ref for pack, _standard in queries.open_standards(day)] for day in days] == [
        [],
        ["tiny@2026.1"],
        ["tiny@2026.1"],
        ["tiny@2026.1", "tiny@2027.1"],
    ]


def refused(standards: Path, changes: dict[str, str | bytes | None], refusal: type[Exception]) -> None:
    write_pack(standards / "tiny" / "2026.1", changes)
    with pytest.raises(refusal):
        actions.publish_edition(STAFF, pack="tiny@2026.1")
    assert not Edition.objects.exists()
    assert not Entry.objects.exists()


def test_a_pack_with_an_error_is_not_published(standards: Path) -> None:
    refused(standards, {"pack.yaml": PACK + "extra: 1\n"}, PackRefused)


def test_a_pack_whose_case_fails_is_not_published(standards: Path) -> None:
    refused(standards, {"cases/all-full.yaml": CASE.replace("outcome: conforms", "outcome: candidate")}, CasesFail)


def test_a_standard_that_was_never_tried_is_not_published(standards: Path) -> None:
    refused(standards, {"cases/all-full.yaml": CASE + "waiting: not built yet\n"}, CasesMissing)


@pytest.mark.parametrize("ref", ["tiny@2026.2", "tiny", "../tiny/2026.1", "/etc", "", "x" * 5000])
def test_only_editions_in_the_standards_folder_are_published(ref: str) -> None:
    with pytest.raises(PackMissing):
        actions.publish_edition(STAFF, pack=ref)
    assert not Edition.objects.exists()


def test_an_edition_is_published_once_changed_or_not(standards: Path) -> None:
    card = actions.publish_edition(STAFF, pack="tiny@2026.1")
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK.replace("The owner", "Another owner")})
    with pytest.raises(AlreadyPublished):
        actions.publish_edition(STAFF, pack="tiny@2026.1")
    assert [edition.digest for edition in Edition.objects.all()] == [card.digest]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SCHEME_STAFF])
def test_nobody_but_the_schemes_staff_publishes(role: Role) -> None:
    with pytest.raises(Denied):
        actions.publish_edition(Actor(pseudonym="per-x", organisation="o", roles=frozenset({role})), pack="tiny@2026.1")
    assert not Edition.objects.exists()


def test_a_scheme_belongs_to_the_organisation_that_published_it_first(standards: Path) -> None:
    actions.publish_edition(STAFF, pack="tiny@2026.1")
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": PACK.replace('"2026.1"', '"2027.1"')})
    stranger = Actor(pseudonym="per-other", organisation="org-other", roles=frozenset({Role.SCHEME_STAFF}))
    with pytest.raises(NotTheOwner):
        actions.publish_edition(stranger, pack="tiny@2027.1")
    assert Edition.objects.count() == 1
    assert actions.publish_edition(STAFF, pack="tiny@2027.1").edition == "2027.1"


def test_before_publication_a_pack_is_read_from_its_files(standards: Path) -> None:
    before = queries.pack("tiny")
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK.replace("The owner", "Somebody else")})
    assert (before.owner, queries.pack("tiny").owner) == ("The owner", "Somebody else")


@pytest.mark.parametrize("ref", ["nothing", "tiny@9", "../../etc", "a/b", "", "tiny@2026.1@x", "a\0b", "x" * 9000])
def test_a_pack_that_is_not_there_is_refused_with_those_that_are(ref: str) -> None:
    with pytest.raises(PackMissing) as refusal:
        queries.pack(ref)
    assert "tiny@2026.1" in refusal.value.way_out

    with pytest.raises(PackMissing):
        queries.pack_from_files(ref)


def test_commands_also_read_a_pack_by_its_path_and_other_doors_do_not(
    standards: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = standards / "tiny" / "2026.1"
    monkeypatch.chdir(standards / "tiny")
    assert queries.pack_from_files(str(path)).ref == "tiny@2026.1"
    assert queries.pack_from_files("2026.1").ref == "tiny@2026.1"
    for ref in (str(path), "2026.1", "../tiny/2026.1"):
        with pytest.raises(PackMissing):
            queries.pack(ref)


def test_a_digest_that_was_never_published_is_refused() -> None:
    with pytest.raises(PackMissing):
        queries.pack_by_digest("0" * 64)


def test_packs_are_listed_with_what_they_hold() -> None:
    (card,) = queries.packs()
    assert (card.ref, card.standards, card.requirements, card.cases) == ("tiny@2026.1", ("TST",), 8, 1)


def test_a_broken_pack_is_told_apart_and_does_not_hide_the_others(standards: Path) -> None:
    write_pack(standards / "tiny" / "2027.1", {"pack.yaml": PACK + "extra: 1\n"})
    assert [card.ref for card in queries.packs()] == ["tiny@2026.1"]
    (refused_card,) = queries.refused_packs()
    assert (refused_card.ref, refused_card.errors[0].code) == ("tiny@2027.1", "scheme.key.unknown")


def test_a_published_edition_is_listed_after_its_files_broke_or_went(standards: Path) -> None:
    actions.publish_edition(STAFF, pack="tiny@2026.1")
    write_pack(standards / "tiny" / "2026.1", {"pack.yaml": PACK + "extra: 1\n"})
    assert (len(queries.packs()), queries.refused_packs()) == (1, [])
    shutil.rmtree(standards / "tiny")
    assert [card.ref for card in queries.packs()] == ["tiny@2026.1"]


def test_an_evaluation_takes_the_name_of_a_pack() -> None:
    outcome = queries.evaluate("tiny", "TST", {"activities": ("smelting",)}, {}, date(2026, 6, 1))
    assert outcome.outcome == "does_not_conform"
