"""What stands against a choice of what a report says in public, and how a choice stands on the log."""

from datetime import date

import pytest

from orepass.assurance.rules.report import choice_digest, taken_away
from orepass.assurance.rules.status import CertificateStatus

BEFORE = ("scope", "level", "plan")


@pytest.mark.parametrize("status", CertificateStatus)
def test_what_is_public_is_taken_back_only_while_a_certificate_is_in_no_trouble(status: CertificateStatus) -> None:
    free = status in {CertificateStatus.ACTIVE, CertificateStatus.NOT_YET_VALID}
    assert taken_away(BEFORE, ["scope"], status) == (() if free else ("level", "plan"))
    assert taken_away(BEFORE, BEFORE, status) == ()


def test_a_choice_on_the_log_changes_with_each_thing_it_says() -> None:
    def said(**other: str) -> str:
        inputs = {"certificate": "crt-1", "part": "scope", "reason": "safety", "day": "2026-06-01", **other}
        day = date.fromisoformat(inputs["day"])
        return choice_digest(inputs["certificate"], on=day, parts=[inputs["part"]], reason=inputs["reason"])

    others = [{"certificate": "crt-2"}, {"part": "level"}, {"reason": "law"}, {"day": "2026-06-02"}]
    assert len({said(), *(said(**other) for other in others)}) == 1 + len(others)
    assert said() == said()
