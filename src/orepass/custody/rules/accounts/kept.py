"""An account put down after the entries up to a day, and taken up again: it need not be told from its first day on.

What is put down is derived. It is thrown away when something before its day is added or taken back, a test tells each
account from its first entry and compares, and nothing else leans on it.
"""

from collections import deque
from collections.abc import Callable
from datetime import date
from typing import Final

import msgspec

from orepass.custody.rules.accounts.credit import Credit
from orepass.custody.rules.accounts.inputs import Inputs
from orepass.custody.rules.accounts.rolling import Rolling
from orepass.custody.rules.accounts.terms import Entry, Method, Terms

type Keeping = Credit | Rolling | Inputs
"""An account of one method after the entries so far."""


class Start(msgspec.Struct, frozen=True):
    """Where an account goes on from.

    Attributes:
        through: the last day whose entries are in it, those that were known then.
        text: the account after them.
        whole: loads every entry, for when one of them lies before.
    """

    through: date
    text: str
    whole: Callable[[], list[Entry]]

    def goes_before(self, entry: Entry) -> bool:
        """Say whether an entry has its place among those that are in already."""
        return goes_before(entry, self.through)


def goes_before(entry: Entry, through: date) -> bool:
    """Say whether an entry has its place among those up to a day.

    On the day itself order does not matter, unless a credit is older than the day: a claim of that day takes it first,
    or it is over before the claim.
    """
    return entry.on < through or (entry.on == through and entry.of_on is not None)


class _Credit(msgspec.Struct):
    came_in: int
    cause: bool
    number: int
    ends: date
    balance_mg: int
    parts: list[tuple[date, date, int]]


class _Rolling(msgspec.Struct):
    sums: _Credit
    certified: dict[int, int]
    total: dict[int, int]
    unmeasured: set[int]


class _Inputs(msgspec.Struct):
    number: int
    ends: date
    layers: list[int]
    debt: int
    certified: int
    total: int
    out: int
    claimed: int
    moved: int
    cause: bool
    unmeasured: bool


_JSON: Final = msgspec.json.Encoder()


def keeping(terms: Terms, opened_on: date) -> Keeping:
    """Begin an account by the method of its terms."""
    match terms.method:
        case Method.ROLLING:
            return Rolling(terms, opened_on)
        case Method.INPUT:
            return Inputs(terms, opened_on)
        case _:
            return Credit(terms, opened_on)


def put_down(account: Keeping) -> str:
    """Write an account down as it is."""
    match account:
        case Credit():
            written: msgspec.Struct = _credit(account)
        case Rolling():
            written = _Rolling(_credit(account.sums), account.certified, account.total, account.unmeasured)
        case _:
            values = {name: getattr(account, name) for name in _Inputs.__struct_fields__}
            written = _Inputs(**(values | {"layers": list(account.layers)}))
    return _JSON.encode(written).decode()


def taken_up(text: str, terms: Terms, opened_on: date) -> Keeping:
    """Return the account that was written down."""
    account = keeping(terms, opened_on)
    match account:
        case Credit():
            _resume(account, msgspec.json.decode(text, type=_Credit))
        case Rolling():
            rolling = msgspec.json.decode(text, type=_Rolling)
            _resume(account.sums, rolling.sums)
            account.certified, account.total = rolling.certified, rolling.total
            account.unmeasured = rolling.unmeasured
        case _:
            inputs = msgspec.json.decode(text, type=_Inputs)
            for name in _Inputs.__struct_fields__:
                setattr(account, name, getattr(inputs, name))
            account.layers = deque(inputs.layers)
    return account


def _credit(account: Credit) -> _Credit:
    standing = account.standing
    return _Credit(
        account.came_in, account.cause, account.number, account.ends, standing.balance_mg, standing.put_down()
    )


def _resume(account: Credit, written: _Credit) -> None:
    account.came_in, account.cause = written.came_in, written.cause
    account.number, account.ends = written.number, written.ends
    account.standing.take_up(written.parts, written.balance_mg)
