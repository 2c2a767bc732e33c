"""Peer review inside a group: who reviews whom, and what such a review counts for (scenarios B-17, G-03, G-04).

A participatory guarantee may serve as a group's internal control; it never takes the place of the formal audit.
"""

from collections.abc import Sequence
from typing import Final

from orepass.kernel.computed import OWN_CHOICE, Computed, Source, need, not_below_zero, one_of, rule
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _
from orepass.kernel.text import said

PGS: Final = Source(title="IFOAM, Participatory guarantee systems", clause="peer review", verified=False)
PEERS_MIN, OUTSIDERS_MIN, VISITS_A_YEAR = 2, 1, 1

TOO_FEW_PEERS: Final = FindingKind(
    "groups.review.too_few_peers",
    Severity.ERROR,
    _("{count} peers reviewed; at least {least} are needed."),
    what_to_do=_("Send more members of the group."),
)
NO_OUTSIDER: Final = FindingKind(
    "groups.review.no_outsider",
    Severity.ERROR,
    _("{count} people from outside took part; at least {least} are needed."),
    what_to_do=_("Take somebody along from outside: a buyer, a neighbour, a consumer."),
)
OWN_PLOT: Final = FindingKind(
    "groups.review.own_plot",
    Severity.ERROR,
    _("Nobody reviews their own plot ({unit})."),
    what_to_do=_("Let others review it."),
)


def review_findings(
    *,
    reviewers: Sequence[tuple[str, str]],
    outsiders: int,
    member_person: str,
    unit: str,
    peers_min: int = PEERS_MIN,
    outsiders_min: int = OUTSIDERS_MIN,
) -> list[Finding]:
    """Return what is wrong with a peer review.

    Args:
        reviewers: the peers, each as person and unit.
        outsiders: how many people from outside took part.
        member_person: the member reviewed.
        unit: the unit reviewed.
        peers_min: how many peers are needed.
        outsiders_min: how many people from outside are needed.
    """
    people = {person for person, _unit in reviewers}
    own = member_person in people or any(where == unit for _person, where in reviewers)
    findings = [OWN_PLOT.at(unit, unit=unit)] if own else []
    if len(people) < peers_min:
        findings.append(TOO_FEW_PEERS.at(unit, count=len(people), least=peers_min))
    if outsiders < outsiders_min:
        findings.append(NO_OUTSIDER.at(unit, count=outsiders, least=outsiders_min))
    return findings


_PEERS_THERE: Final = _("{peers} peers of {peers_min}, {outsiders} from outside of {outsiders_min}.")
_OWN_PLOT_TOO: Final = _(
    "{peers} peers of {peers_min}, {outsiders} from outside of {outsiders_min}; one of them reviews the own plot."
)


@rule("peer-review-valid", parameters={"peers_min": "group.peers_min", "outsiders_min": "group.outsiders_min"})
def peer_review_valid(
    *,
    peers: int,
    outsiders: int,
    own_plot: bool = False,
    peers_min: int = PEERS_MIN,
    outsiders_min: int = OUTSIDERS_MIN,
) -> Computed[bool]:
    """Whether a peer review counts as internal inspection: enough peers, somebody from outside, no own plot."""
    not_below_zero(peers=peers, outsiders=outsiders, peers_min=peers_min, outsiders_min=outsiders_min)
    value = peers >= peers_min and outsiders >= outsiders_min and not own_plot
    words = said(
        _OWN_PLOT_TOO if own_plot else _PEERS_THERE,
        peers=peers,
        peers_min=peers_min,
        outsiders=outsiders,
        outsiders_min=outsiders_min,
    )
    return Computed(value=value, unit="boolean", explanation=(words,), sources=(PGS, OWN_CHOICE))


@rule("formal-audits-left")
def formal_audits_left(*, planned: int, peer_reviews: int) -> Computed[int]:
    """How many formal audits remain when peer reviews supplement them: fewer, but never none."""
    need(planned >= 1, "planned", planned, "it must be at least one")
    need(peer_reviews >= 0, "peer_reviews", peer_reviews, "it must not be below zero")
    value = max(1, planned - peer_reviews)
    words = said(
        _("{reviews} peer reviews supplement {planned} planned audits; at least one remains."),
        reviews=peer_reviews,
        planned=planned,
    )
    return Computed(value=value, unit="audits", explanation=(words,), sources=(PGS, OWN_CHOICE))


@rule("check-party")
def check_party(*, by: str, accredited: bool = False, independent: bool = False) -> Computed[int]:
    """Whose check it is: 1 of the member itself, 2 of the group, a partner or a buyer, 3 of an accredited stranger."""
    kinds = {"member": 1, "group": 2, "partner": 2, "buyer": 2, "provider": 3}
    need(by in kinds, "by", by, one_of(kinds))
    third = kinds[by] == 3 and accredited and independent  # noqa: PLR2004 - the third party
    value = kinds[by] if third or kinds[by] < 3 else 2  # noqa: PLR2004 - the third party
    words = said(
        _("A check by the {code} is of party {party}; only an accredited and independent provider is the third."),
        code=by,
        party=value,
    )
    return Computed(value=value, unit="party", explanation=(words,), sources=(PGS, OWN_CHOICE))


@rule("trainer-checks")
def trainer_checks(*, trained: bool, checks: bool) -> Computed[str]:
    """Whether the same person trains and checks a producer: flag or none."""
    value = "flag" if trained and checks else "none"
    words = said(_("Whoever taught a producer looks at the own work when checking; somebody else should."))
    return Computed(value=value, unit="code", explanation=(words,), sources=(PGS, OWN_CHOICE))
