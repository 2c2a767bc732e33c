"""Chapter four, at the pits: forty members under one certificate; bags are filled, weighed and tagged, and bought."""

from orepass.cli.story import certification
from orepass.cli.story.certification import PACK
from orepass.cli.story.chain import ORE
from orepass.cli.story.events import ID, Event, bag, capture, deliver, made
from orepass.cli.story.holders import read_case
from orepass.cli.story.teller import Strand, Teller

BAG_KG = 50
FILLED = 170
GROUPED, INSPECTED, APPROVED = 411, 408, 406
"""Days before the story's end on which the group was registered, its members inspected and approved."""
PLANNED, INSPECTED_AGAIN, REPORTED = 300, 75, 60
"""Days before the story's end of the progress plan, the second inspections and the first step reported."""
SUSPENDED_MEMBER = 17
SUSPENDED = 90


def form_group(teller: Teller) -> Strand[None]:
    """Register the group and its members, inspect each, and approve each by somebody else."""
    yield GROUPED
    group: str = teller.act(
        "manager",
        "groups.group.register",
        pack=PACK,
        standard="ASM",
        holder_type="group",
        accountability="shares",
        representative=teller.people["manager"],
        area="Mwangaza, Lualaba",
    )["id"]
    teller.things["group"] = group
    teller.act("manager", "groups.inspector.appoint", group=group, person=teller.people["inspector"])
    for number, name in enumerate(teller.cast["members"]):
        _enter(teller, group, number, name)
    members = [teller.things[f"member.{number}"] for number in range(len(teller.cast["members"]))]
    yield INSPECTED
    day = teller.today
    for member in members:
        teller.act("inspector", "groups.inspection.record", member=member, inspected_on=day.isoformat())
    yield APPROVED
    for member in members:
        teller.act("manager", "groups.member.approve", member=member)


def _enter(teller: Teller, group: str, number: int, name: str) -> None:
    person = teller.act(
        "manager",
        "platform.person.register",
        name=name,
        purpose="member register of the cooperative (demonstration)",
        consented_on=teller.day(GROUPED).isoformat(),
    )
    member = teller.act(
        "inspector",
        "groups.member.apply",
        group=group,
        person=person["id"],
        unit=f"Pit {number % 6 + 1}",
        site=teller.site("coop"),
    )
    teller.things[f"member.{number}"] = member["id"]
    teller.act("manager", "groups.member.register", member=member["id"])
    teller.act("manager", "groups.estimate.record", member=member["id"], mineral="cobalt", value="600")


def certify_group(teller: Teller) -> Strand[None]:
    """Certify the cooperative by a visit to members drawn from the log's next checkpoint after the list was fixed."""
    case = read_case(teller, "coop")
    application = yield from certification.apply_and_agree(teller, case)
    yield from certification.answer(teller, case, application)
    yield case.begun - certification.PLANNED
    teller.act("manager", "groups.register.commit", group=teller.things["group"])
    teller.act_as(teller.system, "transparency.log.sequence")
    visit, team = certification.visit_of(teller, case)
    listed = teller.act(
        "certifier_2",
        "groups.sample.commit",
        group=teller.things["group"],
        application=application,
        kind="initial",
        visit_on=visit["planned_from"],
    )
    teller.act_as(teller.system, "transparency.log.sequence")
    draw = teller.act("certifier_2", "groups.sample.draw", member_list=listed["id"])
    teller.act("certifier_2", "groups.audit.plan", draw=draw["id"], visit=visit, team=team)
    yield from certification.verify(teller, case, application)
    yield from certification.conclude(teller, case, teller.newest_audit(application))
    yield from certification.decide(teller, case, application, decided=case.begun - 75)
    yield PLANNED
    plan = teller.act("manager", "stages.plan.open", application=application)
    yield REPORTED
    teller.act(
        "manager",
        "stages.step.report",
        plan=plan["id"],
        requirement=plan["steps"][0]["requirement"],
        note="Done with all teams; the list is signed.",
    )


def suspend_member(teller: Teller) -> Strand[None]:
    """Suspend one member; the group keeps its certificate, the member may not deliver."""
    yield SUSPENDED
    teller.act(
        "manager",
        "groups.member.suspend",
        member=teller.things[f"member.{SUSPENDED_MEMBER}"],
        note="Ore from outside of the pits was found among the bags.",
    )


def inspect_again(teller: Teller) -> Strand[None]:
    """Inspect every member again within the year; the suspended one waits until its case is settled."""
    yield INSPECTED_AGAIN
    day = teller.today.isoformat()
    for number in range(len(teller.cast["members"])):
        if number != SUSPENDED_MEMBER:
            member = teller.things[f"member.{number}"]
            teller.act("inspector", "groups.inspection.record", member=member, inspected_on=day)


def fill_bags(teller: Teller) -> Strand[None]:
    """Let every member fill a bag, and the depot make one lot of them."""
    count = len(teller.cast["members"])
    uris = [f"https://mwangaza.example/bag/{number:04}" for number in range(1, count + 1)]
    yield FILLED
    events = [bag(teller, "coop", uri, _facts(teller, number)) for number, uri in enumerate(uris)]
    capture(teller, "coop", "Logbook of tags", events)
    yield from deliver(teller, ("coop", "trader"), uris, before=FILLED - 3)
    yield FILLED - 14
    capture(teller, "trader", "Mixing log", [made(teller, "trader", uris, [ORE], model="segregated")])
    yield from deliver(teller, ("trader", "smelter"), [ORE.quantity()], before=FILLED - 28)


def _facts(teller: Teller, number: int) -> Event:
    return {
        "ore:material": "cobalt_ore",
        "ore:mass_kg": BAG_KG,
        "ore:grade_pct": 4,
        "ore:moisture_pct": 6,
        "ore:tag": f"MWZ-{number + 1:04}",
        "ore:member": f"{ID}{teller.things[f'member.{number}']}",
    }
