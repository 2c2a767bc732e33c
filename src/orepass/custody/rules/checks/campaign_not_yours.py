"""Several events make up a step only if one party tells them all: nobody takes out what another put in."""

from collections.abc import Iterator

from orepass.custody.rules.case import Case
from orepass.kernel.finding import Finding, FindingKind, Severity
from orepass.kernel.text import marked as _

NOT_YOURS = FindingKind(
    "custody.campaign.not_yours",
    Severity.ERROR,
    _("The transformation “{campaign}” was begun by somebody else."),
    what_to_do=_("Give your own transformation a name of its own."),
)


def check(case: Case) -> Iterator[Finding]:
    """Compare who acts with who told the earlier events of the campaign."""
    told_by = case.history.told_by.get(case.event.campaign, set())
    if case.setting.actor and told_by - {case.setting.actor}:
        yield NOT_YOURS.at(case.event.where, campaign=case.event.campaign)
