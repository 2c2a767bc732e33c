"""A number of an edition reaches a rule as the rule takes it, in per cent or as a share, however it is written."""

from types import SimpleNamespace
from typing import Any

import pytest

from orepass.register.calculating import answer, scheme_numbers
from orepass.scheme.rules.parameters import Parameter, Rules


def edition(path: str, value: object, unit: str) -> Any:
    found = Parameter(path=path, value=value, unit=unit, source="Scheme", clause="7", verified=True)
    return SimpleNamespace(ref="scheme@1", rules=Rules({path: found}))


@pytest.mark.parametrize(
    ("rule", "path", "value", "unit", "text"),
    [
        ("group-keeps-right", "group.member_compliance_share", 80, "%", "80"),
        ("group-keeps-right", "group.member_compliance_share", "0.8", "share", "80"),
        ("group-keeps-right", "group.member_compliance_share", "0.805", "share", "161/2"),
        ("sample-random-part", "sampling.random_share", "0.25", "share", "1/4"),
        ("sample-random-part", "sampling.random_share", 25, "%", "1/4"),
        ("remote-share", "audit_time.remote_share_max_percent", 20, "%", "20"),
        ("certificate-valid-to", "lifecycle.cycle_months", 36, "months", "36"),
    ],
)
def test_a_share_is_written_as_the_input_takes_it(rule: str, path: str, value: object, unit: str, text: str) -> None:
    assert {key: one.text for key, one in scheme_numbers(edition(path, value, unit), "", rule).items()} == {path: text}


@pytest.mark.parametrize(("value", "unit"), [(80, "%"), ("0.8", "share")])
def test_a_group_needs_as_many_compliant_members_however_the_share_is_written(value: object, unit: str) -> None:
    pack = edition("group.member_compliance_share", value, unit)
    assert answer("group-compliant-needed", {"members": "40"}, pack=pack).value == 32
    assert answer("group-keeps-right", {"members": "40", "compliant": "31"}, pack=pack).value is False
    assert answer("group-keeps-right", {"members": "40", "compliant": "32"}, pack=pack).value is True
