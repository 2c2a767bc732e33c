"""Why a claim cannot be made: it ended on the way, its share is smaller, or the scheme has no such model."""

from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import marked as _

LOST = FindingKind(
    "custody.claim.lost",
    Severity.ERROR,
    _("“{model}” is claimed, but {lot} lost its claim on the way: {reason}."),
    what_to_do=_("Hand it on without the claim; a hop without a custody certificate ends a claim for good."),
)
ABOVE_SHARE = FindingKind(
    "custody.claim.above_share",
    Severity.ERROR,
    _("{claimed} % is claimed for {lot}, but {share} % is certified at most."),
    what_to_do=_("Claim the certified share or less; a share is rounded down."),
)
NOT_ALLOWED = FindingKind(
    "custody.model.not_allowed",
    Severity.ERROR,
    _("“{model}” is claimed, but the scheme of the claim ({scheme}) does not know this model."),
    what_to_do=_("Claim a model that the scheme allows: {allowed}."),
)
