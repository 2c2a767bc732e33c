"""Bad input at the command line: a value that is none is refused with code and way out, and nothing is written."""

import pytest
from django.apps import apps

from tests.cli.conftest import Run


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.mark.parametrize(
    "arguments",
    [
        ["do", "party.site.register", "name"],
        ["do", "party.site.register", "name=x", "name=["],
        ["do", "party.site.register", "--inputs", "-"],
        ["do", "party.site.register", "name=x", "--as", "per-0000000000000"],
        ["do", "../../etc/passwd"],
        ["passport", "show", "../../etc/passwd"],
        ["passport", "issue", "x" * 10_000],
        ["passport", "issue", "crt-0000000000000", "--as", "per-0"],
        ["verify", "https://127.0.0.1:1/x"],
        ["verify", "file:///etc/passwd"],
        ["recall", "--site", "x", "--since", "yesterday"],
        ["log", "prove", "no-such-subject"],
        ["log", "prove", "--from", "99999999999999999999"],
        ["scheme", "show", "../../../etc"],
        ["export", "no-such-kind"],
        ["backup", "/no/such/folder/x"],
        ["backup", "/"],
    ],
    ids=" ".join,
)
def test_a_value_that_is_none_is_refused(arguments: list[str], run: Run) -> None:
    before = rows()
    ran = run(*arguments, "--json")
    assert ran.code == 2, (ran.out, ran.err)
    assert ran.error["what_to_do"]
    assert rows() == before
