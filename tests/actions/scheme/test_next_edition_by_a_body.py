"""Where an edition says who decides about the next one, the next one is not published past that body."""

from pathlib import Path

import pytest

from orepass.platform.access import Actor, Role
from orepass.scheme import actions
from orepass.scheme.models import Edition
from orepass.scheme.queries import last_edition
from tests.rules.scheme.packs import PACK, RULES, write_pack

pytestmark = pytest.mark.django_db
STAFF = Actor(pseudonym="per-staff", organisation="org-owner", roles=frozenset({Role.SCHEME_STAFF}))
ASKS = (
    "development:\n"
    "  experts_min: {value: {artisanal_mining: 1}, unit: map, source: own choice, clause: none, verified: false}\n"
)
SECOND = PACK.replace('"2026.1"', '"2027.1"').replace("2026-01-01", "2027-01-01")


def test_the_next_edition_waits_for_the_body_that_the_last_one_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    write_pack(tmp_path / "tiny" / "2026.1", {"rules.yaml": RULES + ASKS})
    write_pack(tmp_path / "tiny" / "2027.1", {"pack.yaml": SECOND})
    actions.publish_edition(STAFF, pack="tiny@2026.1")
    with pytest.raises(actions.NotDeveloped) as caught:
        actions.publish_edition(STAFF, pack="tiny@2027.1")
    assert caught.value.params["before"] == "tiny@2026.1"
    assert [row.edition for row in Edition.objects.all()] == ["2026.1"]


def test_the_last_edition_is_the_one_in_force_last_and_of_one_day_the_one_published_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OREPASS_STANDARDS", str(tmp_path))
    for edition in ("2026.1", "2025.9"):
        write_pack(tmp_path / "tiny" / edition, {"pack.yaml": PACK.replace('"2026.1"', f'"{edition}"')})
    write_pack(tmp_path / "tiny" / "2027.1", {"pack.yaml": SECOND})
    assert last_edition("tiny") is None
    found = []
    for edition in ("2026.1", "2025.9", "2027.1"):
        actions.publish_edition(STAFF, pack=f"tiny@{edition}")
        found.append(getattr(last_edition("tiny"), "edition", ""))
    assert found == ["2026.1", "2025.9", "2027.1"]
