"""The cards of fees; amounts are whole minor units with their currency."""

from datetime import date, datetime

import msgspec

from orepass.inclusion.fees.rules.ledger import Standing
from orepass.kernel.computed import Source
from orepass.kernel.finding import Finding
from orepass.kernel.identifier import Identifier
from orepass.kernel.kept import Kept
from orepass.kernel.money import Money


class StepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a reckoning: what is kept of it, and its explanation as the rule gives it."""

    kept: Kept
    explanation: tuple[str, ...]
    sources: tuple[Source, ...]


class QuoteLine(msgspec.Struct, frozen=True, kw_only=True):
    """One fee of a quote; ``confirmed``: each number of the edition behind it was compared with its source."""

    fee: str
    amount: Money
    confirmed: bool
    steps: tuple[StepCard, ...]


class QuoteCard(msgspec.Struct, frozen=True, kw_only=True):
    """What certification would cost; nothing is owed by it."""

    id: Identifier
    organisation: Identifier
    pack: str
    pack_digest: str
    standard: str
    total: Money
    lines: tuple[QuoteLine, ...]
    made_at: datetime


class EntryCard(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an account; one that a later entry corrects no longer counts."""

    id: Identifier
    kind: str
    amount: Money
    on: date
    party: str
    note: str
    details: dict[str, str]
    corrects: Identifier | None
    corrected_by: Identifier | None
    recorded_for: Identifier
    steps: tuple[StepCard, ...]


class SignatureCard(msgspec.Struct, frozen=True, kw_only=True):
    """One signatory of an agreement to pay from sales: the share carried at most, and what was taken so far."""

    signatory: str
    signed_on: date
    left_on: date | None
    share: Money | None
    taken: Money


class PlanStepCard(msgspec.Struct, frozen=True, kw_only=True):
    """One step of keeping to a plan of payment."""

    id: Identifier
    kind: str
    on: date
    signatory: str
    note: str
    excused: bool


class PlanCard(msgspec.Struct, frozen=True, kw_only=True):
    """How a client who is certified elsewhere keeps to the plan of payment, and from when the certificate is given.

    ``complete_on`` is nothing while nobody has a signed agreement; ``confirmed_on`` once the scheme has handed it over.
    """

    started_on: date
    certified_by: str
    number: str
    valid_before: date
    complete_on: date | None
    confirmed_on: date | None
    steps: tuple[PlanStepCard, ...]


class AccountCard(msgspec.Struct, frozen=True, kw_only=True):
    """An account as of one day: what it comes to, whether it is in default, and every entry behind it.

    ``inspection_opens`` says what the scheme's start condition comes to; those who assess and decide cannot see it.
    """

    id: Identifier
    kind: str
    owner: Identifier
    counterparty: Identifier | None
    purpose: str
    currency: str
    pack: str
    standard: str
    application: str
    due_on: date | None
    on: date
    standing: Standing
    open: Money
    in_hand: Money
    in_default: bool
    inspection_opens: bool | None
    plan: PlanCard | None
    why: tuple[StepCard, ...]
    findings: tuple[Finding, ...]
    signatures: tuple[SignatureCard, ...]
    entries: tuple[EntryCard, ...]
    details: dict[str, str]


class CostSheetCard(msgspec.Struct, frozen=True, kw_only=True):
    """What certification cost an organisation in a year, complying included, and the benefit it names."""

    id: Identifier
    organisation: Identifier
    year: int
    total: Money
    costs: dict[str, Money]
    benefit: str
    note: str
    why: StepCard
    findings: tuple[Finding, ...]
    corrects: Identifier | None
    corrected_by: Identifier | None
    at: datetime


class AccountPage(msgspec.Struct, frozen=True):
    """A page of accounts; ``after`` is the key of the next page, or empty at the end."""

    items: tuple[AccountCard, ...]
    after: str


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """One number of a schedule with its source."""

    path: str
    value: str
    unit: str
    source: str
    clause: str
    verified: bool


class ScheduleCard(msgspec.Struct, frozen=True, kw_only=True):
    """The schedule of fees of a standard, as its edition carries it."""

    pack: str
    standard: str
    currency: str
    fees: tuple[str, ...]
    waivers: tuple[str, ...]
    numbers: tuple[Offered, ...]
