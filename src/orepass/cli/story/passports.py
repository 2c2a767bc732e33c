"""Chapter five: certificates become credentials, batteries get their passports, and one hand-over is disputed."""

from orepass.cli.story import holders
from orepass.cli.story.chain import BATTERIES
from orepass.cli.story.teller import Strand, Teller
from orepass.custody.queries.journal import events

CERTIFIED = (("mine", "CPS"), ("coop", "ASM"))
CREDENTIALS, DISPUTED, ISSUED = 112, 100, 14
HEADING = "850760"


def credentials(teller: Teller) -> Strand[None]:
    """Let the provider sign every certificate in force as a credential."""
    yield CREDENTIALS
    for client, standard in (*CERTIFIED, *holders.certified()):
        certificate = teller.things[f"certificate.{client}.{standard}"]
        teller.act("certifier", "passport.certificate.issue_credential", certificate=certificate)
    teller.act_as(teller.system, "transparency.log.sequence")


def dispute(teller: Teller) -> Strand[None]:
    """Let the precursor maker dispute the weight of a receipt."""
    yield DISPUTED
    received = events(teller.actor("precursor")).items[-1]
    teller.act(
        "precursor",
        "custody.dispute.raise",
        event=received.event_id,
        reason="Our weighbridge shows 12 kg less than the dispatch note.",
    )


def issue(teller: Teller) -> Strand[None]:
    """Issue the passports of the numbered batteries, each a leaf on the log."""
    yield ISSUED
    for number in range(1, BATTERIES + 1):
        passport = teller.act(
            "battery",
            "passport.product.issue",
            lot=f"https://norrland-battery.example/battery/NB-{number:04}",
            product={
                "name": "Norrland traction battery 60 kWh",
                "category_code": HEADING,
                "category_name": "Lithium-ion accumulators",
                "granularity": "item",
                "number": f"NB-{number:04}",
                "description": "Demonstration: an invented product of invented companies.",
            },
        )
        teller.things[f"passport.{number}"] = passport["id"]
    teller.act_as(teller.system, "transparency.log.sequence")
