"""Log-ins, roles, invitations and tokens; signing in itself is django-allauth's work."""

import hashlib
from datetime import date, datetime, timedelta

import msgspec
from django.contrib.auth.hashers import make_password
from django.db import transaction

from orepass.kernel.identifier import mint, random_bits
from orepass.kernel.refusal import Conflict, Denied, Invalid, NotFound
from orepass.kernel.text import marked as _
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.actions import action
from orepass.platform.mail import post
from orepass.platform.models import ApiToken, Invitation, Membership, Person, User
from orepass.platform.people import PseudonymCard, actor_for, memberships_of

INVITATION_LIFE = timedelta(days=14)
TOKEN_LIFE_DAYS_MAX = 366
SECRET_BITS = 200


class MembershipCard(msgspec.Struct, frozen=True):
    """A role held in an organisation."""

    id: str
    organisation: str
    role: Role


class InvitationCard(msgspec.Struct, frozen=True):
    """An invitation; its code is in the letter only."""

    id: str
    organisation: str
    role: Role


class TokenCard(msgspec.Struct, frozen=True):
    """A token; ``secret`` is shown once, when it is made, and kept nowhere."""

    id: str
    organisation: str
    scopes: list[str]
    valid_before: datetime
    secret: str = ""


class AddressTaken(Conflict):
    """There is a log-in with this address."""

    code = "platform.account.address_taken"
    message = _("There is already a log-in with this address.")
    what_to_do = _("Sign in with it, or ask for a new password.")


class InvitationUnusable(Invalid):
    """The code fits no open invitation."""

    code = "platform.invitation.unusable"
    message = _("This invitation is unknown, used or out of date.")
    what_to_do = _("Ask for a new letter from the person who invited you.")


class RoleNotYours(Denied):
    """Nobody gives away a role they do not hold."""

    code = "platform.invitation.role_not_yours"
    message = _("You can invite into a role that you hold yourself; “{role}” is not one.")
    what_to_do = _("Ask a colleague who holds the role, or a steward, to send the invitation.")


class TokenScope(Invalid):
    """A token needs scopes and an end."""

    code = "platform.token.scope"
    message = _("A token needs at least one scope and lives at most {days} days.")
    what_to_do = _("Name the actions it is for, for example custody.events.capture or custody.*.")


def code_hash(code: str) -> str:
    """Return what is kept of a code or secret (200 random bits need no slow hash)."""
    return hashlib.sha256(code.encode()).hexdigest()


@action("platform.account.create")
def create_account(actor: Actor, *, person: str, email: str, password: str = "") -> PseudonymCard:  # noqa: ARG001
    """Give a person a log-in; without a password they set one through the reset letter."""
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(where="email")
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise NotFound(what=person)
    User.objects.create(email=email.lower(), person=found, password=make_password(password or None))
    return PseudonymCard(person)


@action("platform.membership.grant")
def grant_membership(
    actor: Actor,  # noqa: ARG001 - the policy row decides
    *,
    person: str,
    organisation: str,
    role: Role,
    valid_from: date | None = None,
    at: datetime,
) -> MembershipCard:
    """Let a person hold a role in an organisation from a day on."""
    if not Person.objects.filter(pk=person).exists():
        raise NotFound(what=person)
    return _join(person, organisation, role, valid_from or at.date())


@action("platform.membership.end")
def end_membership(actor: Actor, *, person: str, organisation: str, role: Role, at: datetime) -> MembershipCard:  # noqa: ARG001
    """End a role from today on."""
    open_rows = Membership.objects.filter(person=person, organisation=organisation, role=role, valid_before=None)
    if not open_rows.update(valid_before=at.date()):
        raise NotFound(what=f"{person} {role}")
    return MembershipCard(person, organisation, role)


@action("platform.invitation.send")
def send_invitation(actor: Actor, *, organisation: str, role: Role, email: str, at: datetime) -> InvitationCard:
    """Invite an address into an organisation, in a role; the letter holds the code."""
    actor.must_be_in(organisation)
    if role not in actor.roles and Role.STEWARD not in actor.roles:
        raise RoleNotYours(role=role)
    code = f"{random_bits(SECRET_BITS):050x}"
    invitation = Invitation.objects.create(
        id=mint("inv"),
        organisation=organisation,
        role=role,
        email=email,
        code_hash=code_hash(code),
        sent_by=actor.pseudonym,
        sent_at=at,
        valid_before=at + INVITATION_LIFE,
    )
    body = f"{organisation}\n{role}\n/invitation/{code}/\n"
    transaction.on_commit(lambda: post("orepass", body, [email]))
    return InvitationCard(invitation.id, organisation, role)


@action("platform.invitation.accept")
def accept_invitation(actor: Actor, *, code: str, at: datetime) -> MembershipCard:
    """Join the organisation that sent the letter."""
    invitation = Invitation.objects.select_for_update().filter(code_hash=code_hash(code), accepted_at=None).first()
    if invitation is None or at >= invitation.valid_before or actor.is_system:
        raise InvitationUnusable
    invitation.accepted_at, invitation.accepted_by = at, actor.pseudonym
    invitation.save()
    return _join(actor.pseudonym, invitation.organisation, Role(invitation.role), at.date())


def _join(person: str, organisation: str, role: Role, valid_from: date) -> MembershipCard:
    if role not in memberships_of(person, valid_from).get(organisation, frozenset()):
        Membership.objects.create(person_id=person, organisation=organisation, role=role, valid_from=valid_from)
    return MembershipCard(person, organisation, role)


@action("platform.token.create")
def create_token(actor: Actor, *, scopes: list[str], days: int = 90, at: datetime) -> TokenCard:
    """Make a token for programs that act as this person for this organisation."""
    if not scopes or not 0 < days <= TOKEN_LIFE_DAYS_MAX or actor.is_system:
        raise TokenScope(days=TOKEN_LIFE_DAYS_MAX)
    secret = f"orp_{random_bits(SECRET_BITS):050x}"
    token = ApiToken.objects.create(
        id=mint("tok"),
        person_id=actor.pseudonym,
        organisation=actor.organisation,
        scopes=scopes,
        secret_hash=code_hash(secret),
        created_at=at,
        valid_before=at + timedelta(days=days),
    )
    return TokenCard(token.id, token.organisation, scopes, token.valid_before, secret)


@action("platform.token.revoke")
def revoke_token(actor: Actor, *, token: str, at: datetime) -> TokenCard:
    """End one of one's own tokens at once."""
    found = ApiToken.objects.filter(pk=token, person=actor.pseudonym).first()
    if found is None:
        raise NotFound(what=token)
    found.revoked_at = found.revoked_at or at
    found.save(update_fields=["revoked_at"])
    return TokenCard(found.id, found.organisation, found.scopes, found.valid_before)


def actor_for_token(secret: str) -> Actor | None:
    """Return whoever a token acts for, or nobody when it is unknown, revoked or out of date."""
    token = ApiToken.objects.filter(secret_hash=code_hash(secret), revoked_at=None).first()
    if token is None or clock.now() >= token.valid_before:
        return None
    actor = actor_for(token.person_id, token.organisation, tuple(token.scopes))
    return actor if actor.organisation == token.organisation else None


def tokens_of(actor: Actor) -> list[TokenCard]:
    """Return the actor's live tokens, newest first."""
    found = ApiToken.objects.filter(person=actor.pseudonym, revoked_at=None, valid_before__gt=clock.now())
    return [
        TokenCard(token.id, token.organisation, token.scopes, token.valid_before)
        for token in found.order_by("-created_at")
    ]
