"""Chapter one: the installation, the parties, their sites and their people."""

from typing import Any

from orepass.cli.story.teller import Strand, Teller
from orepass.platform.access import Actor

FIRST_DAY = 420
SYSTEM = Actor.system("installation")


def install(teller: Teller) -> Strand[None]:
    """Make the desk and its steward, as ``orepass steward`` does on a new machine."""
    yield FIRST_DAY
    desk = teller.cast["organisations"]["desk"]
    teller.things["organisation.desk"] = teller.act_as(SYSTEM, "party.organisation.register", **desk)["id"]
    _admit(teller, SYSTEM, "steward")


def gather(teller: Teller) -> Strand[None]:
    """Register every organisation, site and person of the cast."""
    yield FIRST_DAY
    for name, organisation in teller.cast["organisations"].items():
        if name != "desk":
            registered = teller.act("steward", "party.organisation.register", **organisation)
            teller.things[f"organisation.{name}"] = registered["id"]
    for name, site in teller.cast["sites"].items():
        teller.things[f"site.{name}"] = teller.act("steward", "party.site.register", **_site(teller, site))["id"]
    steward = teller.actor("steward")
    for name in teller.cast["people"]:
        if name != "steward":
            _admit(teller, steward, name)


def _site(teller: Teller, site: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": site["name"],
        "organisation": teller.organisation(site["organisation"]),
        "whereabouts": {key: site[key] for key in ("country", "region", "latitude", "longitude")},
        "work": {key: site[key] for key in ("activities", "minerals", "size") if key in site},
    }


def _admit(teller: Teller, by: Actor, name: str) -> None:
    person = teller.cast["people"][name]
    registered = teller.act_as(
        by,
        "platform.person.register",
        name=person["name"],
        purpose="log-in of the demonstration",
        consented_on=teller.day(FIRST_DAY).isoformat(),
        email=person["email"],
    )
    pseudonym = teller.people[name] = registered["id"]
    teller.act_as(
        by, "platform.account.create", person=pseudonym, email=person["email"], password=teller.cast["pass_phrase"]
    )
    for role in person["roles"]:
        teller.act_as(
            by,
            "platform.membership.grant",
            person=pseudonym,
            organisation=teller.organisation(person["organisation"]),
            role=role,
        )
