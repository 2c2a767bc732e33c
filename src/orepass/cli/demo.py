"""``orepass demo``: the whole main job on a believable chain, from a seed, labelled as a demonstration.

In a home with real data it is refused; in a home that holds the demonstration it only counts and checks again.
"""

from typing import Annotated, Final

import msgspec
import typer
from django.db import transaction

from orepass.assurance.queries import certificates_count
from orepass.cli.output import emit, finish, progress
from orepass.cli.story import telling
from orepass.cli.story.teller import Teller
from orepass.custody.queries.journal import events_count
from orepass.custody.queries.lots import lots_count
from orepass.kernel.identifier import minted_from
from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.passport.checking import check_own
from orepass.passport.queries import passports, passports_count
from orepass.platform import clock
from orepass.platform.home import is_demonstration, mark_as_demonstration
from orepass.platform.records import check_chain, is_empty
from orepass.platform.schema import ensure_home

app = typer.Typer()
SEED: Final = "orepass"
STEPS: Final = 895


class HomeInUse(Conflict):
    """The home holds real data."""

    code = "cli.demo.home_in_use"
    message = _("This home holds data that is not a demonstration.")
    what_to_do = _("Set OREPASS_HOME to an empty directory.")


class Login(msgspec.Struct, frozen=True):
    """How to sign in as somebody of the cast."""

    role: str
    organisation: str
    email: str
    pass_phrase: str


class DemoCard(msgspec.Struct, frozen=True, kw_only=True):
    """What the demonstration holds, and whether everything in it checks."""

    certificates: int
    events: int
    lots: int
    passports: int
    verified: bool | None
    logins: list[Login]


@app.command("demo")
def demo(
    seed: Annotated[str, typer.Option(help="Everything but the dates follows from it.")] = SEED,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell the demonstration in this home, or count and check it again."""
    ensure_home()
    with minted_from(seed), progress("telling the story", STEPS) as told:
        teller = Teller(clock.today(), seed, told=told)
        if is_empty():
            mark_as_demonstration(seed)
            with transaction.atomic():
                telling.begin(teller)
                telling.tell(teller)
        elif not is_demonstration():
            raise HomeInUse(state="in use")
    card = _card(teller)
    emit(card, as_json=as_json, human=lambda: _print(card))
    finish(failed=card.verified is not True)


def _card(teller: Teller) -> DemoCard:
    people = teller.cast["people"].values()
    organisations = teller.cast["organisations"]
    logins = [
        Login(", ".join(person["roles"]), organisations[person["organisation"]]["name"], person["email"], phrase)
        for person in people
        if (phrase := teller.cast["pass_phrase"])
    ]
    return DemoCard(
        certificates=certificates_count(),
        events=events_count(),
        lots=lots_count(),
        passports=passports_count(),
        verified=_verified(),
        logins=logins,
    )


def _verified() -> bool | None:
    """Say whether the record holds and every passport checks: false if one fails, null if one cannot be told."""
    answers = [not check_chain(), *(check_own(line.id, at=clock.now()).verified for line in passports())]
    if False in answers:
        return False
    return None if None in answers else True


def _print(card: DemoCard) -> None:
    print(f"{card.certificates} certificates, {card.events} events, {card.lots} lots, {card.passports} passports")
    print(f"everything checked: {'yes' if card.verified else 'no'}")
    print(f"pass phrase of every log-in: {card.logins[0].pass_phrase}")
    for login in card.logins:
        print(f"  {login.email:32} {login.role:26} {login.organisation}")
