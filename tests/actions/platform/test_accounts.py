"""Log-ins, invitations, tokens and people's data."""

from datetime import UTC, date, datetime, timedelta

import pytest

from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import Actor, Role
from orepass.platform.accounts import (
    AddressTaken,
    InvitationUnusable,
    RoleNotYours,
    TokenScope,
    accept_invitation,
    actor_for_token,
    create_account,
    create_token,
    grant_membership,
    revoke_token,
    send_invitation,
)
from orepass.platform.models import ApiToken, Invitation, Membership, Person, RecordSalt, User
from orepass.platform.people import actor_for, erase_person, memberships_of, person_for, register_person

pytestmark = pytest.mark.django_db

STEWARD = Actor(pseudonym="per-STEWARD", organisation="org-HOUSE", roles=frozenset({Role.STEWARD}))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def amina() -> str:
    with clock.frozen_at(NOON):
        person = register_person(STEWARD, name="Amina K.", purpose="member", email="amina@example.org").id
        create_account(STEWARD, person=person, email="amina@example.org", password="a long pass phrase")
        grant_membership(STEWARD, person=person, organisation="org-COOP", role=Role.GROUP_MANAGER)
        grant_membership(STEWARD, person=person, organisation="org-NGO", role=Role.INSPECTOR)
    return person


def test_one_person_acts_for_several_organisations_with_the_roles_held_there(amina: str) -> None:
    assert actor_for(amina, "org-COOP").roles == {Role.GROUP_MANAGER}
    assert actor_for(amina, "org-NGO").roles == {Role.INSPECTOR}
    assert actor_for(amina, "org-ELSE").organisation == "org-COOP"


def test_a_role_is_held_from_its_first_day_until_before_its_last() -> None:
    person = register_person(STEWARD, name="B", purpose="x").id
    Membership.objects.create(
        person_id=person,
        organisation="org-A",
        role="auditor",
        valid_from=date(2026, 1, 1),
        valid_before=date(2026, 2, 1),
    )
    assert [
        bool(memberships_of(person, day))
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1))
    ] == [False, True, True, False]


def test_an_address_has_one_log_in(amina: str) -> None:
    with pytest.raises(AddressTaken):
        create_account(STEWARD, person=amina, email="AMINA@example.org")
    assert User.objects.count() == 1


def test_an_invited_person_joins_once(
    amina: str, mailoutbox: list[object], django_capture_on_commit_callbacks: object
) -> None:
    guest = register_person(STEWARD, name="Guest", purpose="x").id
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        send_invitation(
            actor_for(amina, "org-COOP"), organisation="org-COOP", role=Role.GROUP_MANAGER, email="g@example.org"
        )
    body = str(mailoutbox[0].body)  # type: ignore[attr-defined]
    code = body.split("/invitation/")[1].split("/", maxsplit=1)[0]
    assert code not in str(list(Invitation.objects.values()))
    accept_invitation(actor_for(guest), code=code)
    assert memberships_of(guest) == {"org-COOP": {Role.GROUP_MANAGER}}
    with pytest.raises(InvitationUnusable):
        accept_invitation(actor_for(guest), code=code)


def test_nobody_gives_away_a_role_they_do_not_hold(amina: str) -> None:
    with pytest.raises(RoleNotYours):
        send_invitation(
            actor_for(amina, "org-COOP"), organisation="org-COOP", role=Role.CERTIFIER, email="x@example.org"
        )
    assert Invitation.objects.count() == 0


def test_nobody_invites_into_another_organisation(amina: str) -> None:
    with pytest.raises(NotFound):
        send_invitation(
            actor_for(amina, "org-COOP"), organisation="org-NGO", role=Role.GROUP_MANAGER, email="x@example.org"
        )
    assert Invitation.objects.count() == 0


def test_a_token_acts_until_it_is_revoked_or_out_of_date(amina: str) -> None:
    with clock.frozen_at(NOON):
        card = create_token(actor_for(amina, "org-COOP"), scopes=["custody.*"], days=10)
        actor = actor_for_token(card.secret)
    assert actor is not None
    assert (actor.organisation, actor.scopes) == ("org-COOP", ("custody.*",))
    assert card.secret not in str(list(ApiToken.objects.values()))
    with clock.frozen_at(NOON + timedelta(days=10)):
        assert actor_for_token(card.secret) is None
    with clock.frozen_at(NOON):
        revoke_token(actor_for(amina, "org-COOP"), token=card.id)
        assert actor_for_token(card.secret) is None


@pytest.mark.parametrize(("scopes", "days"), [([], 10), (["*"], 0), (["*"], 367)])
def test_a_token_without_scope_or_end_is_refused(amina: str, scopes: list[str], days: int) -> None:
    with pytest.raises(TokenScope):
        create_token(actor_for(amina, "org-COOP"), scopes=scopes, days=days)
    assert ApiToken.objects.count() == 0


def test_a_token_of_someone_else_cannot_be_revoked(amina: str) -> None:
    card = create_token(actor_for(amina, "org-COOP"), scopes=["*"])
    with pytest.raises(NotFound):
        revoke_token(STEWARD, token=card.id)
    assert ApiToken.objects.get().revoked_at is None


def test_erasing_a_person_blanks_the_data_and_the_salts_and_keeps_the_pseudonym(amina: str) -> None:
    assert RecordSalt.objects.filter(record__subject=amina).exists()
    erase_person(STEWARD, person=amina)
    person = Person.objects.get(pk=amina)
    assert (person.name, person.email, person.phone) == ("", "", "")
    assert not RecordSalt.objects.filter(record__subject=amina, record__action="platform.person.register").exists()
    assert not User.objects.get(person=person).is_active
    assert person_for(STEWARD, amina).erased


def test_a_person_s_data_is_not_for_strangers(amina: str) -> None:
    stranger = Actor(pseudonym="per-X", organisation="org-X", roles=frozenset({Role.BUYER}))
    with pytest.raises(NotFound):
        person_for(stranger, amina)
    with pytest.raises(NotFound):
        erase_person(stranger, person=amina)
    assert person_for(actor_for(amina), amina).name == "Amina K."
