"""The words for the roles, and which pages each role works with."""

from typing import Final

from django.utils.translation import gettext as _

from orepass.kernel.text import marked
from orepass.party import queries as party
from orepass.platform.access import Role

Pages = tuple[tuple[str, str], ...]

DESK: Final[tuple[str, str]] = (marked("Tasks"), "web:dashboard")

MEMBERS: Final[tuple[str, str]] = (marked("Members"), "web:groups")
PACKS: Final[tuple[str, str]] = (marked("Packs and cases"), "web:packs")
HOLDERS: Final[tuple[str, str]] = (marked("Holders"), "web:holders")
IMPROVEMENT: Final[tuple[str, str]] = (marked("Improvement"), "web:improvement")
PARTIES: Final[tuple[str, str]] = (marked("Parties"), "web:parties")
IDENTITIES: Final[tuple[str, str]] = (marked("Identities"), "web:identities")
TRUSTED: Final[tuple[str, str]] = (marked("Trusted parties"), "web:trusted")
WITNESSES: Final[tuple[str, str]] = (marked("Witnesses"), "web:witnesses")
SITES: Final[tuple[str, str]] = (marked("Your sites"), "web:parties")
RECOGNITION: Final[tuple[str, str]] = (marked("Recognition"), "web:recognition")
DILIGENCE: Final[tuple[str, str]] = (marked("Due diligence"), "web:due-diligence")
LOTS: Final[tuple[str, str]] = (marked("Lots"), "web:lots")
INBOX: Final[tuple[str, str]] = (marked("Open matters"), "web:inbox")
RECALLS: Final[tuple[str, str]] = (marked("Recalls"), "web:recalls")
ACCOUNTS: Final[tuple[str, str]] = (marked("Balance accounts"), "web:accounts")

EVIDENCE: Final[tuple[str, str]] = (marked("Evidence files"), "web:evidence")

PEOPLE: Final[tuple[str, str]] = (marked("Our people"), "web:people")

FEES: Final[tuple[str, str]] = (marked("Fees"), "web:fees")

CASES: Final[tuple[str, str]] = (marked("Complaints and appeals"), "web:cases-heard")
DEVELOPMENTS: Final[tuple[str, str]] = (marked("Standard development"), "web:developments")
ROUNDS: Final[tuple[str, str]] = (marked("Consultations"), "web:rounds")

_PRODUCES: Final[Pages] = (
    *(LOTS, ACCOUNTS, INBOX, RECALLS, SITES, IMPROVEMENT),
    *(RECOGNITION, DILIGENCE, EVIDENCE, CASES, FEES),
)

WORK: Final[dict[Role, Pages]] = {
    Role.OPERATOR: (DESK, *_PRODUCES),
    Role.GROUP_MANAGER: (DESK, MEMBERS, *_PRODUCES),
    Role.INSPECTOR: (DESK, MEMBERS, EVIDENCE),
    Role.AUDITOR: (DESK, PEOPLE, RECOGNITION, EVIDENCE, CASES),
    Role.CERTIFIER: (DESK, PEOPLE, RECOGNITION, DILIGENCE, EVIDENCE, INBOX, RECALLS, CASES),
    Role.SCHEME_STAFF: (
        DESK,
        PACKS,
        HOLDERS,
        PARTIES,
        RECOGNITION,
        DILIGENCE,
        EVIDENCE,
        INBOX,
        RECALLS,
        CASES,
        DEVELOPMENTS,
        ROUNDS,
        FEES,
        TRUSTED,
    ),
    Role.BUYER: (DESK, LOTS, INBOX, RECALLS, DILIGENCE, EVIDENCE, FEES),
    Role.STEWARD: (DESK, LOTS, ACCOUNTS, INBOX, RECALLS, PARTIES, EVIDENCE, IDENTITIES, WITNESSES, TRUSTED),
}
"""Role to the pages of its navigation, in order."""


def role_words(role: Role) -> str:
    """Say a role in the reader's language."""
    return {
        Role.OPERATOR: _("operator"),
        Role.GROUP_MANAGER: _("group manager"),
        Role.INSPECTOR: _("internal inspector"),
        Role.AUDITOR: _("auditor"),
        Role.CERTIFIER: _("certification"),
        Role.SCHEME_STAFF: _("scheme staff"),
        Role.BUYER: _("buyer"),
        Role.STEWARD: _("steward"),
    }[role]


def organisation_name(organisation: str) -> str:
    """Return the name of an organisation as a page shows it."""
    found = party.organisation_cards([organisation]).get(organisation) if organisation else None
    return found.name if found else organisation
