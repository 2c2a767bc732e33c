"""Who may do what: roles, the policy table, and why an answer was given.

One table (``platform/policy``) has one row per action. No row, no access. A row says which roles may act; whether the
*thing* acted on is the actor's own is checked by the action with :meth:`Actor.must_be_in`, and a stranger is told that
there is no such thing (law 11).
"""

from enum import StrEnum
from typing import Final

import msgspec

from orepass.kernel.refusal import Denied, NotFound
from orepass.kernel.text import marked as _


class Role(StrEnum):
    """The roles a person can hold in an organisation."""

    OPERATOR = "operator"
    GROUP_MANAGER = "group_manager"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    CERTIFIER = "certifier"
    SCHEME_STAFF = "scheme_staff"
    BUYER = "buyer"
    STEWARD = "steward"


ANONYMOUS: Final = "anonymous"


class Actor(msgspec.Struct, frozen=True):
    """Whoever acts: a person under a pseudonym, in one organisation, with the roles held there.

    Attributes:
        pseudonym: the person's pseudonym (``per-…``), ``system:<name>`` for the system itself, ``anonymous`` for
            whoever has not signed in.
        organisation: the organisation the person acts for; empty when acting for none.
        roles: the roles held in that organisation on the day.
        scopes: the action names an API token is limited to (``assurance.*`` allowed); ``None`` means all.
    """

    pseudonym: str
    organisation: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: tuple[str, ...] | None = None

    @classmethod
    def system(cls, name: str) -> "Actor":
        """Return the system itself acting (sequencer, clock, import)."""
        return cls(pseudonym=f"system:{name}")

    @classmethod
    def anonymous(cls) -> "Actor":
        """Return whoever has not signed in: in no organisation, with no role, the same for everybody."""
        return cls(pseudonym=ANONYMOUS)

    @property
    def is_anonymous(self) -> bool:
        """Say whether nobody signed in."""
        return self.pseudonym in {"", ANONYMOUS}

    @property
    def is_system(self) -> bool:
        """Say whether the system itself acts."""
        return self.pseudonym.startswith("system:")

    def is_in(self, organisation: str | None) -> bool:
        """Say whether the actor acts for an organisation (the system and stewards stand in for all)."""
        return self.is_system or Role.STEWARD in self.roles or bool(organisation and organisation == self.organisation)

    def must_be_in(self, organisation: str | None, what: str = "") -> None:
        """Refuse strangers as if the thing did not exist.

        Raises:
            NotFound: the actor does not act for the organisation.
        """
        if not self.is_in(organisation):
            raise NotFound(what=what or organisation or "")


STRANGER = Actor.anonymous()
"""Whoever reads, complains or comments without signing in."""


class Row:
    """One row of the policy table: the roles that may perform an action, and a remark for readers."""

    __slots__ = ("anybody", "everyone", "remark", "roles")

    def __init__(self, *roles: Role, everyone: bool = False, anybody: bool = False, remark: str = "") -> None:
        """List the roles; none at all means the system only.

        ``everyone`` is any person who signed in, ``anybody`` also whoever did not; an action open to anybody is done
        by nobody: not even the record says who (docs/decisions/0009-without-an-account.md).
        """
        self.roles = frozenset(roles)
        self.everyone = everyone
        self.anybody = anybody
        self.remark = remark


class OutOfScope(Denied):
    """The token may not do this, although its owner may."""

    code = "platform.access.scope"
    message = _("This token is not meant for {action}.")
    what_to_do = _("Make a token whose scopes include it.")


class Explanation(msgspec.Struct, frozen=True):
    """Why an action is allowed or not, line by line."""

    action: str
    allowed: bool
    because: list[str]


def as_recorded(actor: Actor, action: str, rows: dict[str, Row]) -> Actor:
    """Return who acts as far as anyone may know: nobody, where the action is open to anybody."""
    return STRANGER if rows[action].anybody and not actor.is_system else actor


def explain(actor: Actor, action: str, rows: dict[str, Row]) -> Explanation:
    """Say whether the policy table lets an actor perform an action, and why."""
    row = rows.get(action)
    if row is None:
        return Explanation(action, allowed=False, because=[f"no row for {action} in the policy table"])
    if actor.is_system:
        return Explanation(action, allowed=True, because=["the system itself acts"])
    if actor.scopes is not None and not any(_covers(scope, action) for scope in actor.scopes):
        return Explanation(action, allowed=False, because=[f"the token's scopes {list(actor.scopes)} leave it out"])
    return _by_row(actor, action, row)


def _by_row(actor: Actor, action: str, row: Row) -> Explanation:
    if row.anybody:
        return Explanation(action, allowed=True, because=[f"open to anybody, without an account: {row.remark}"])
    if actor.is_anonymous:
        return Explanation(action, allowed=False, because=["nobody has signed in"])
    if row.everyone:
        return Explanation(action, allowed=True, because=[f"open to everyone who signed in: {row.remark}"])
    needed = ", ".join(sorted(row.roles)) or "the system only"
    held = sorted(actor.roles & row.roles)
    if held:
        return Explanation(action, allowed=True, because=[f"{held[0]} is one of: {needed}"])
    mine = ", ".join(sorted(actor.roles)) or "none"
    return Explanation(action, allowed=False, because=[f"needs one of: {needed}", f"roles held here: {mine}"])


def _covers(scope: str, action: str) -> bool:
    return scope in {"*", action} or (scope.endswith(".*") and action.startswith(scope[:-1]))


def check(actor: Actor, action: str, rows: dict[str, Row]) -> None:
    """Refuse what the policy table does not allow.

    Raises:
        Denied: no row, or none of the roles.
        OutOfScope: the token's scopes leave the action out.
    """
    if explain(actor, action, rows).allowed:
        return
    row = rows.get(action)
    signed_in = not actor.is_anonymous
    if row is not None and signed_in and (row.anybody or row.everyone or actor.roles & row.roles):
        raise OutOfScope(action=action)
    raise Denied(action=action, roles=", ".join(sorted(row.roles)) if row and row.roles else "—")
