"""Whether whoever keeps an account may take something out of it by hand: not while its certificate gives no right."""

from collections.abc import Iterable
from datetime import date

from orepass.assurance.queries import chain_right, delivery_rights
from orepass.custody.queries.accounts import AccountCard
from orepass.custody.queries.following import asks_custodians
from orepass.custody.rules.accounts import Method
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _


class NotCovered(Conflict):
    """What stands in an account is claimed while the certificate gives a right, and waits while it gives none."""

    code = "custody.account.not_covered"
    message = _("No certificate of {scheme} gave whoever keeps the account a right at its site on {day}.")
    what_to_do = _("Wait until the certificate is valid again; what stands in the account stays there until then.")


def require_covered(card: AccountCard, days: Iterable[date]) -> None:
    """Refuse to take something out of an account unless its keeper had a right on each of some days.

    Credits are issued under the certificate for what is won at the site; the other methods claim under that of custody,
    where the scheme asks for one.
    """
    for day in days:
        if not (_may_issue(card, day) if card.method == Method.BOOK else _may_claim(card, day)):
            raise NotCovered(where="on", state="not covered", scheme=card.scheme, day=day)


def _may_issue(card: AccountCard, on: date) -> bool:
    rights = delivery_rights(card.site, on)
    return any(right.verdict.is_yes and right.pack.partition("@")[0] == card.scheme for right in rights)


def _may_claim(card: AccountCard, on: date) -> bool:
    return not asks_custodians(card.pack) or card.scheme in chain_right(card.site, on).schemes
