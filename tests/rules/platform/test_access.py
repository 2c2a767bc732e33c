"""The policy table: no row, no access; and why."""

import pytest

from orepass.kernel.refusal import Denied, NotFound
from orepass.platform.access import Actor, OutOfScope, Role, Row, check, explain

ROWS = {"custody.events.capture": Row(Role.OPERATOR), "assurance.decision.take": Row(Role.CERTIFIER)}
OPERATOR = Actor(pseudonym="per-A", organisation="org-MINE", roles=frozenset({Role.OPERATOR}))


def test_an_action_without_a_row_is_denied_even_to_the_system() -> None:
    with pytest.raises(Denied):
        check(Actor.system("clock"), "party.site.erase", ROWS)


def test_a_role_in_the_row_may_act() -> None:
    check(OPERATOR, "custody.events.capture", ROWS)
    assert explain(OPERATOR, "custody.events.capture", ROWS).because == ["operator is one of: operator"]


def test_another_role_may_not_and_is_told_who_may() -> None:
    with pytest.raises(Denied) as refusal:
        check(OPERATOR, "assurance.decision.take", ROWS)
    assert "certifier" in refusal.value.way_out


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [
        (("custody.*",), True),
        (("custody.events.capture",), True),
        (("*",), True),
        (("custody.events",), False),
        (("assurance.*",), False),
        (("cust.*",), False),
        ((), False),
    ],
)
def test_a_token_is_limited_to_its_scopes(scopes: tuple[str, ...], allowed: bool) -> None:
    actor = Actor(OPERATOR.pseudonym, OPERATOR.organisation, OPERATOR.roles, scopes)
    assert explain(actor, "custody.events.capture", ROWS).allowed is allowed
    if not allowed:
        with pytest.raises(OutOfScope):
            check(actor, "custody.events.capture", ROWS)


def test_a_stranger_learns_nothing() -> None:
    with pytest.raises(NotFound):
        OPERATOR.must_be_in("org-OTHER", "lot-1")
    with pytest.raises(NotFound):
        OPERATOR.must_be_in(None, "lot-1")
    OPERATOR.must_be_in("org-MINE")


def test_acting_for_nobody_is_not_being_in_the_nameless_organisation() -> None:
    with pytest.raises(NotFound):
        Actor(pseudonym="per-A").must_be_in("")
