"""Every write is an action: one name is the permission, the record's tag, the API operation and the matrix row.

The decorator opens the transaction, checks the policy table, gives the action the server's clock, adds the record, and
lets notices go out after the commit. A refusal leaves nothing behind.
"""

import functools
import inspect
import typing
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Protocol, TypeVar, cast

import msgspec
import structlog
from django.db import DataError, transaction

from orepass.kernel.refusal import Invalid, NotFound, Refusal
from orepass.kernel.text import marked as _
from orepass.platform import clock, policy, records
from orepass.platform.access import Actor, as_recorded, check

INTEGER_MAX: Final = 2**53 - 1
"""The largest whole number that the record, which is canonical JSON, can hold; both databases keep more."""

DIGITS_MAX: Final = 30
"""Digits before or after the point; more than any mass, share or sum needs."""

TEXT_MAX: Final = 100_000
WHOLE_FILES: Final = frozenset({"content_base64", "document"})
"""Inputs that hold a file, as those of imports do; whoever reads them has limits of their own."""

log = structlog.get_logger("orepass.actions")
DEPTH_MAX: Final = 100
"""How deeply inputs may be nested; the deepest real ones, sensor reports in events, reach ten."""

Outcome = TypeVar("Outcome")
F = TypeVar("F", bound=Callable[..., Any])


class Perform(Protocol):
    """How an action is called: the actor, then named inputs."""

    def __call__(self, actor: Actor, /, **inputs: Any) -> Any:  # noqa: ANN401 - as the action declares
        """Perform the action."""


class RegisteredAction(msgspec.Struct, frozen=True):
    """An action as the doors see it."""

    tag: str
    perform: Perform
    summary: str
    inputs: type[msgspec.Struct]
    outcome: Any


Begins = Callable[[Actor, Any, datetime], object]
"""What an action looks at before it looks at anything but the thing it is about: actor, thing, instant."""


class Beginning(msgspec.Struct, frozen=True):
    """How an action begins, and the input that names the thing it is about."""

    check: Begins
    about: str


_registry: dict[str, Callable[[], RegisteredAction]] = {}
_beginnings: dict[str, Beginning] = {}


def action(tag: str, *, begins: Begins | None = None) -> Callable[[F], F]:
    """Register a function as the action ``room.thing.verb``.

    ``begins`` is the function by which it begins, and which a page may ask before it shows a form
    (`refused_beforehand`): it takes the actor, what the action is about (its first input) and the instant, and refuses.
    """
    assert tag.count(".") >= 2, "an action's name reads room.thing.verb"  # noqa: PLR2004 - two dots

    def register(function: F) -> F:
        assert tag not in _registry, f"two actions are called {tag}"
        takes_clock = "at" in inspect.signature(function).parameters
        if begins is not None:
            _beginnings[tag] = Beginning(begins, list(inspect.signature(function).parameters)[1])

        @functools.wraps(function)
        def perform(actor: Actor, /, **inputs: Any) -> Any:  # noqa: ANN401 - as the action declares
            _require_plain(inputs, "")
            for name, value in inputs.items():
                _require_number(value, name)
                if name not in WHOLE_FILES and ".import." not in tag:
                    _require_length(value, name)
            at = inputs.get("at") or clock.now()
            if takes_clock:
                inputs["at"] = at
            try:
                check(actor, tag, policy.rows())
                actor = as_recorded(actor, tag, policy.rows())
                with transaction.atomic():
                    outcome = function(actor, **inputs)
                    records.append(actor, tag, inputs, outcome, at)
            except DataError as error:
                log.info("refused", action=tag, code=Unkept.code, actor=actor.pseudonym, reason=str(error)[:200])
                raise Unkept from None
            except Refusal as refusal:
                log.info("refused", action=tag, code=refusal.code, actor=actor.pseudonym)
                raise
            log.info("done", action=tag, actor=actor.pseudonym)
            return outcome

        _registry[tag] = functools.cache(lambda: _describe(tag, perform, function))
        return cast("F", perform)

    return register


class UnplainText(Invalid):
    """A text holds what no keyboard types and no database keeps."""

    code = "platform.action.text"
    message = _("The text at “{place}” holds a character that cannot be kept.")
    what_to_do = _("Leave out control characters such as U+0000, and send UTF-8.")


def _require_plain(value: object, place: str, depth: int = 0) -> None:
    """Refuse texts with U+0000 or half a surrogate pair, which nothing can hold, and nesting without an end."""
    if depth > DEPTH_MAX:
        raise InvalidInputs(where=place[:80], reason=_("it is nested too deeply"))
    if isinstance(value, str):
        if "\0" in value or (not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value)):
            raise UnplainText(where=place, place=place)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _require_plain(name, place, depth + 1)
            _require_plain(part, f"{place}/{name}" if place else str(name), depth + 1)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            _require_plain(part, f"{place}/{at}", depth + 1)
    elif isinstance(value, msgspec.Struct):
        _require_plain(msgspec.structs.asdict(value), place, depth + 1)


def _require_length(value: object, place: str) -> None:
    """Refuse texts that nobody writes by hand, except where a whole file is expected."""
    if isinstance(value, str):
        if len(value) > TEXT_MAX:
            raise Unkept(where=place)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            _require_length(part, f"{place}/{at}")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _require_length(getattr(value, name), f"{place}/{name}")


class Unkept(Invalid):
    """One of the values is larger than there is room for."""

    code = "platform.action.unkept"
    message = _("One of the inputs is longer or larger than can be kept.")
    what_to_do = _("Shorten the longest text and send it again.")


class UnusableNumber(Invalid):
    """A number is no number, or so large or so fine that reckoning with it would take minutes."""

    code = "platform.action.number"
    message = _("The number at “{place}” cannot be used.")
    what_to_do = _("Send a number of ordinary size, without an exponent.")


def _require_number(value: object, place: str) -> None:
    """Refuse infinities and giants among the typed inputs; free JSON documents are judged by those who read them."""
    if isinstance(value, Decimal):
        digits = value.as_tuple()
        if not isinstance(digits.exponent, int) or max(abs(value.adjusted()), -digits.exponent) > DIGITS_MAX:
            raise UnusableNumber(where=place, place=place)
    elif isinstance(value, int):
        if abs(value) > INTEGER_MAX:
            raise UnusableNumber(where=place, place=place)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            _require_number(part, f"{place}/{at}")
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _require_number(getattr(value, name), f"{place}/{name}")


def _describe(tag: str, perform: Perform, function: Callable[..., Any]) -> RegisteredAction:
    hints = typing.get_type_hints(function, include_extras=True)
    outcome = hints.pop("return", None)
    fields: list[Any] = []
    for name, parameter in inspect.signature(function).parameters.items():
        if name in {"actor", "at"}:
            continue
        field = (name, hints[name])
        fields.append(field if parameter.default is parameter.empty else (*field, parameter.default))
    name = "".join(part.capitalize() for part in tag.replace("_", ".").split("."))
    inputs = msgspec.defstruct(name, fields, kw_only=True, frozen=True, forbid_unknown_fields=True)
    summary = (function.__doc__ or "").strip().splitlines()[0]
    return RegisteredAction(tag=tag, perform=perform, summary=summary, inputs=inputs, outcome=outcome)


def registry() -> dict[str, RegisteredAction]:
    """Return every registered action by name, in order."""
    return {tag: _registry[tag]() for tag in sorted(_registry)}


def registered(tag: str) -> RegisteredAction:
    """Return one action.

    Raises:
        NotFound: there is no action of that name.
    """
    if tag not in _registry:
        raise NotFound(what=tag)
    return _registry[tag]()


def beginnings() -> dict[str, Beginning]:
    """Return how actions begin, of those that say so, by name."""
    return dict(sorted(_beginnings.items()))


def refused_beforehand(actor: Actor, tag: str, known: Mapping[str, Any]) -> Refusal | None:
    """Return what an action would refuse whatever else is said, by the check that it begins with; else nothing.

    That an action is refused to the actor by the policy table is not asked here, nor is anything locked.
    """
    found = _beginnings.get(tag)
    if found is None or found.about not in known:
        return None
    try:
        found.check(as_recorded(actor, tag, policy.rows()), known[found.about], clock.now())
    except Refusal as refusal:
        return refusal
    return None


class InvalidInputs(Refusal):
    """The inputs are not what the action takes."""

    code = "platform.action.inputs"
    message = _("The inputs do not fit: {reason}.")
    what_to_do = _("Compare with the action's description; dates read 2026-11-22, masses are decimal texts.")


def perform_from_json(actor: Actor, tag: str, inputs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the action says
    """Perform an action whose inputs came through a door as JSON.

    Raises:
        InvalidInputs: a field is missing, unknown or of the wrong type.
    """
    found = registered(tag)
    try:
        struct = msgspec.convert(inputs, found.inputs)
    except msgspec.ValidationError as error:
        raise InvalidInputs(where=str(error).rpartition("`")[0].rpartition("`")[2], reason=str(error)) from None
    return found.perform(actor, **{name: getattr(struct, name) for name in struct.__struct_fields__})
