"""``orepass verify`` of a presentation: its holder, the occasion, and each credential in it."""

from pathlib import Path

from tests.cli.conftest import Run
from tests.rules.credentials.test_proof_of_presentations import embedded, token


def test_a_presentation_is_verified_with_the_credentials_in_it(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "presentation.jwt"
    file.write_text(token())
    good = run("verify", str(file), "--offline", "--challenge", "c-1", "--json")
    assert (good.code, good.document["verified"]) == (0, True)
    assert [one["verified"] for one in good.document["credentials"]] == [True, True]
    assert {one["name"] for one in good.document["checks"]} >= {"proof", "holder_controls_key", "occasion"}
    old = run("verify", str(file), "--offline", "--challenge", "c-2")
    assert old.code == 1
    assert "shown again" in old.out


def test_a_presentation_of_another_verifies_as_far_as_can_be_said(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "presentation.json"
    file.write_text(embedded())
    found = run("verify", str(file), "--offline")
    assert found.code == 0
    assert "No challenge was given" in found.out
