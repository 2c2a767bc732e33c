"""Chapter seven: who is heard. A complaint of the village, an appeal that waits, a round before a standard changes."""

from datetime import timedelta

from orepass.cli.story.teller import Strand, Teller
from orepass.platform.access import Actor

HEARD = 118
"""Days before the story's end on which the complaint arrives."""
APPEALED, ASKED = 39, 40
ANYBODY = Actor.anonymous()


def hear_the_village(teller: Teller) -> Strand[None]:
    """Let a neighbour complain without an account; nobody at the provider is impartial, so the scheme's staff look."""
    yield HEARD
    teller.act(
        "steward",
        "party.person.declare_interest",
        person=teller.people["scheme"],
        client=teller.organisation("mine"),
        kind="none",
        valid_from=teller.today.isoformat(),
    )
    receipt = teller.act_as(
        ANYBODY,
        "engagement.complaint.lodge",
        about="site",
        subject=teller.things["certificate.mine.CPS"],
        statement="At the east gate the guards take money from those who carry water past at night.",
        language="en",
    )
    complaint = receipt["id"]
    teller.act("certifier", "engagement.complaint.assign", complaint=complaint, handler=teller.people["scheme"])
    yield HEARD - 3
    for step, words in (
        ("acknowledge", {"told": "Your complaint has arrived; somebody who took no part looks into it."}),
        ("assess", {"told": "Security is a subject of the standard.", "admissible": True}),
    ):
        teller.act("scheme", f"engagement.complaint.{step}", complaint=complaint, **words)
    yield HEARD - 20
    teller.act("scheme", "engagement.complaint.investigate", complaint=complaint, note="Spoke with five neighbours.")
    told = "Guards at the east gate are said to take money at night."
    teller.act("scheme", "engagement.complaint.put", complaint=complaint, told=told)
    yield HEARD - 26
    answer = "Two guards were dismissed; the gate has a camera since last week."
    teller.act("mine", "engagement.complaint.respond", complaint=complaint, statement=answer)
    yield HEARD - 30
    told = "It happened and was not ordered; it must not happen again."
    teller.act("scheme", "engagement.complaint.conclude", complaint=complaint, outcome="partly", told=told)
    told = "The money is paid back at the village office; passing at night is free."
    due = (teller.today + timedelta(days=14)).isoformat()
    teller.act("scheme", "engagement.complaint.remedy", complaint=complaint, told=told, due_on=due)
    yield HEARD - 45
    teller.act("scheme", "engagement.complaint.close", complaint=complaint, told="Paid back and seen.")


def appeal(teller: Teller) -> Strand[None]:
    """Let the suspended mine appeal; the suspension stands while nobody has decided."""
    yield APPEALED
    teller.act(
        "west",
        "engagement.appeal.file",
        subject=teller.things["certificate.west.CPS"],
        grounds="The visits were refused because the road was closed by the flood; the province can confirm it.",
    )


def ask_before_changing(teller: Teller) -> Strand[None]:
    """Let the scheme ask miners and neighbours about the next edition; one comment is answered, one still waits."""
    yield ASKED
    consultation = teller.act(
        "scheme",
        "engagement.consultation.open",
        title="Next edition of the entry set for artisanal mines",
        about="cera-4in1",
        asked={
            "kind": "participation",
            "audience": "producers",
            "methods": ["face_to_face", "telephone"],
            "local_language": True,
            "wanted": {"groups": 3, "people": 60},
        },
        documents={"summary": "https://scheme.example/summary", "terms": "https://scheme.example/terms"},
        closes_on=(teller.today + timedelta(days=60)).isoformat(),
    )["id"]
    first = teller.act_as(
        ANYBODY,
        "engagement.consultation.comment",
        consultation=consultation,
        statement="Photographs should count as evidence for the whole first year.",
        side="miners",
    )["id"]
    teller.act_as(
        ANYBODY,
        "engagement.consultation.comment",
        consultation=consultation,
        statement="Ask the women who wash the ore; nobody has asked them yet.",
        side="neighbours",
    )
    yield ASKED - 12
    teller.act(
        "scheme",
        "engagement.consultation.answer",
        comment=first,
        answer="Agreed: the draft accepts photographs until the first anniversary.",
        change="ASM, evidence of the first year",
    )
