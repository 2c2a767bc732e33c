"""What no door may choke on: ten-megabyte texts, null characters, halves of surrogates, in every free text."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from orepass.diligence.actions import record_status, record_visit
from orepass.diligence.rules.status import Colour
from orepass.improvement.actions import adopt_plan, adopt_policy, assess_risk, define_indicator
from orepass.improvement.actions.indicators import Target
from orepass.improvement.rules.indicator import Better
from orepass.kernel.refusal import Invalid
from orepass.kernel.verdict import Answer
from orepass.party.actions import (
    accredit_provider,
    correct_site,
    name_organisation,
    register_organisation,
    register_site,
)
from orepass.party.actions.sites import SiteChange, Whereabouts, Work
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.platform.models import Record

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
TODAY = date(2026, 1, 5)
HOSTILE = {"ten megabytes": "x" * 10_000_000, "null": "a\x00b", "half a pair": "a\ud800b"}
STEWARD = Actor("per-STEWARD", "org-HOUSE", frozenset({Role.STEWARD}))


class World:
    """A provider, a site and somebody who runs it."""

    def __init__(self) -> None:
        made = {"kind": OrganisationKind.PROVIDER, "at": AT}
        self.provider = register_organisation(STEWARD, name="Assured", **made).id
        self.site = register_site(STEWARD, name="Pit", at=AT).id
        self.us = Actor("per-US", self.provider, frozenset({Role.OPERATOR}))


Attempt = Callable[[World, str], Any]
ATTEMPTS: dict[str, Attempt] = {
    "organisation name": lambda _, t: register_organisation(STEWARD, name=t, kind=OrganisationKind.OTHER, at=AT),
    "organisation country": lambda _, t: name_organisation(STEWARD, name="A", country=t, at=AT),
    "organisation uri": lambda _, t: register_organisation(
        STEWARD, name="A", kind=OrganisationKind.OTHER, uri=t, at=AT
    ),
    "named uri": lambda _, t: name_organisation(STEWARD, name="A", uri=t, at=AT),
    "site name": lambda _, t: register_site(STEWARD, name=t, at=AT),
    "site region": lambda _, t: register_site(STEWARD, name="A", whereabouts=Whereabouts(region=t), at=AT),
    "site mineral": lambda _, t: register_site(STEWARD, name="A", work=Work(minerals=(t,)), at=AT),
    "site uri": lambda _, t: register_site(STEWARD, name="A", uri=t, at=AT),
    "reason": lambda w, t: correct_site(STEWARD, site=w.site, change=SiteChange(name="B"), reason=t, at=AT),
    "standard": lambda w, t: accredit_provider(
        STEWARD, provider=w.provider, standard=t, accreditor="A", valid_from=TODAY, at=AT
    ),
    "visit note": lambda w, t: record_visit(
        STEWARD, site=w.site, observed_on=TODAY, on_site=True, answers={}, note=t, at=AT
    ),
    "question": lambda w, t: record_visit(
        STEWARD, site=w.site, observed_on=TODAY, on_site=True, answers={t: Answer.YES}, at=AT
    ),
    "authority": lambda w, t: record_status(
        STEWARD, site=w.site, colour=Colour.RED, decided_on=TODAY, authority=t, at=AT
    ),
    "subject": lambda w, t: adopt_policy(w.us, subject=t, title="A", valid_from=TODAY, at=AT),
    "policy": lambda w, t: adopt_policy(w.us, subject="S", title="A", text=t, valid_from=TODAY, at=AT),
    "goals": lambda w, t: adopt_plan(
        w.us, subject="S", goals=t, valid_from=TODAY, valid_before=date(2027, 1, 1), at=AT
    ),
    "hazard": lambda w, t: assess_risk(w.us, subject="S", hazard=t, presence=Answer.NO, assessed_on=TODAY, at=AT),
    "unit": lambda w, t: define_indicator(
        w.us, subject="S", name="A", target=Target(Decimal(1), t, Better.LOWER), started_on=TODAY, at=AT
    ),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_hostile_text_is_refused_and_leaves_nothing(attempt: Attempt, text: str) -> None:
    world = World()
    records = Record.objects.count()
    with pytest.raises(Invalid) as refused:
        attempt(world, text)
    assert refused.value.way_out
    assert len(str(refused.value)) < 500
    assert Record.objects.count() == records
