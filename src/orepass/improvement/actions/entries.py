"""What every entry of this room checks before it is written: whose it is, and that its evidence is stored."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from orepass.kernel.identifier import mint
from orepass.kernel.refusal import Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import organisation_card
from orepass.party.rules.text import fitting
from orepass.platform.access import Actor
from orepass.platform.files import require_evidence


class TextMissing(Invalid):
    """An entry says something."""

    code = "improvement.entry.text_missing"
    message = _("“{field}” is empty.")
    what_to_do = _("Write one to {limit} characters.")


class DaysBackwards(Invalid):
    """Days follow each other."""

    code = "improvement.entry.days"
    message = _("{later} does not come after {earlier}.")
    what_to_do = _("Give days in their order; nothing is reported before it happened.")


def own_entry(actor: Actor, kind: str, subject: str, evidence: Sequence[str], at: datetime) -> dict[str, Any]:
    """Return what every entry starts with; it belongs to the organisation the actor acts for.

    Raises:
        NotFound: the actor acts for no organisation, or evidence was never stored.
        TextMissing: no subject.
    """
    organisation = organisation_card(actor.organisation)
    check_text("subject", subject, 80)
    require_evidence(list(evidence))
    return {
        "id": mint(kind),
        "organisation_id": organisation.id,
        "subject": subject,
        "evidence": list(evidence),
        "recorded_by": actor.pseudonym,
        "recorded_at": at,
    }


def check_text(field: str, text: str, limit: int) -> None:
    """Refuse an empty or unusable text.

    Raises:
        TextMissing: it is empty.
        TextUnusable: it is too long or no text.
    """
    if not text.strip():
        raise TextMissing(where=field, field=field, limit=limit)
    fitting(field, text, limit)


def check_order(earlier: date, later: date, *, where: str) -> None:
    """Refuse days in the wrong order.

    Raises:
        DaysBackwards: the later day lies before the earlier.
    """
    if later < earlier:
        raise DaysBackwards(where=where, earlier=earlier, later=later)
