"""Whatever a door sends, an action of these rooms answers with its outcome or a refusal, and every page can be read."""

import random
import types
import typing
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import msgspec
import pytest

from orepass.diligence.queries import site_risk, status_history
from orepass.improvement.queries import due_measures, subject_card, subjects_of
from orepass.kernel.refusal import Refusal
from orepass.party.actions import register_organisation, register_site
from orepass.party.queries import accreditation_of, consulted_within
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.actions import registry
from orepass.register.queries import places, site_page

pytestmark = pytest.mark.django_db

ROOMS = ("party.", "diligence.", "improvement.")
ATTEMPTS = 30
DAYS = (date(1, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(9999, 12, 31))
READ_ON = (date(1, 1, 1), date(2026, 1, 1), date(9900, 1, 1))
PLAIN: dict[object, tuple[Any, ...]] = {
    str: ("", "A", "CD", "x" * 9000, "urn:x", "forced_labour", "'; DROP TABLE party_site; --"),
    bool: (True, False),
    int: (0, 1, -1, 12, 10**30),
    Decimal: tuple(map(Decimal, ("0", "1", "-91", "NaN", "sNaN", "Infinity", "1e999", "1e-999", "12.345678901234567"))),
    date: DAYS,
    type(None): (None,),
}


class Guess:
    """Makes inputs of any declared type, from a seed, out of edges and of identifiers that exist."""

    def __init__(self, seed: int, known: list[str]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - guesses from a seed, no secret
        self.known = known

    def of(self, kind: Any) -> Any:
        origin, parts = typing.get_origin(kind), [part for part in typing.get_args(kind) if part is not Ellipsis]
        if kind in PLAIN or hasattr(kind, "__supertype__"):
            return self.random.choice([*PLAIN.get(kind, PLAIN[str]), *(self.known if kind not in PLAIN else ())])
        if origin in (typing.Union, types.UnionType):
            return self.of(self.random.choice(parts))
        if origin is dict:
            return {self.of(parts[0]): self.of(parts[1]) for _ in range(self.random.randint(0, 2))}
        if origin in (tuple, list):
            return origin(self.of(parts[0]) for _ in range(self.random.randint(0, 2)))
        if issubclass(kind, Enum):
            return self.random.choice(list(kind))
        assert issubclass(kind, msgspec.Struct)
        return kind(**self.fields(kind))

    def fields(self, struct: type[msgspec.Struct]) -> dict[str, Any]:
        hints = typing.get_type_hints(struct)
        return {field: self.of(hints[field]) for field in struct.__struct_fields__}


def unexpected(perform: Callable[[], Any], known: list[str]) -> str:
    try:
        outcome = perform()
    except Refusal as refusal:
        return "" if refusal.code and refusal.way_out else f"{refusal.code} has no way out"
    known += [outcome.id] if hasattr(outcome, "id") else []
    return ""


def test_every_action_answers_any_input_and_every_page_stays_readable() -> None:
    steward = Actor("per-S", roles=frozenset(Role))
    provider = register_organisation(steward, name="P", kind=OrganisationKind.PROVIDER).id
    site = register_site(steward, name="X", organisation=provider).id
    actor = Actor("per-S", provider, frozenset(Role))
    known = [provider, site, "per-S"]
    guess = Guess(5, known)
    actions = [action for tag, action in registry().items() if tag.startswith(ROOMS)]
    assert len(actions) > 15
    for action in actions:
        for _ in range(ATTEMPTS):
            inputs = guess.fields(action.inputs)
            assert unexpected(lambda run=action, given=inputs: run.perform(actor, **given), known) == ""
    for on in READ_ON:
        assert all(subject_card(provider, subject, on).on == on for subject in subjects_of(provider))
        assert site_page(actor, site, on).on == on
        assert site_risk(site, on).on == on
        read = [due_measures(provider, on), status_history(site, on), places(on)]
        assert len(read) == 3
        assert consulted_within("per-S", provider, on).answer
        assert accreditation_of(provider, "A", on).answer
