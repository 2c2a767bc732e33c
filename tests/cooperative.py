"""A cooperative of some members with an inspector, inside the world of certification."""

from datetime import timedelta
from typing import Any, Final

from orepass.assurance.queries import AuditCard
from orepass.assurance.queries.cards import TeamMember
from orepass.inclusion.groups.actions import group as groups
from orepass.inclusion.groups.actions import inspection, inspector, member, sample
from orepass.inclusion.groups.queries import DrawCard, GroupCard, MemberCard, MemberListCard
from orepass.inclusion.groups.rules.drawing import DrawKind
from orepass.inclusion.groups.rules.inspecting import MemberFinding, MemberGrade
from orepass.kernel.identifier import Identifier
from orepass.platform.access import Actor, Role
from orepass.platform.people import register_person
from orepass.scheme.queries import pack
from orepass.transparency.actions import sequence
from tests.certification import PACK, STEWARD, World

SEQUENCER: Final = Actor.system("sequencer")


class Cooperative(World):
    """The world, with the client as a group of members."""

    def __init__(self, members: int = 3) -> None:
        super().__init__()
        self.inspector = self._actor(self.client, Role.INSPECTOR)
        self.group: GroupCard = groups.register_group(
            self.operator,
            pack=PACK,
            standard="ASM",
            holder_type="group",
            accountability="shares",
            representative=self.operator.pseudonym,
            area="Kolwezi",
            at=self.at,
        )
        inspector.appoint_inspector(
            self.operator,
            group=self.group.id,
            person=self.inspector.pseudonym,
            own_unit="Inspector's shaft",
            at=self.at,
        )
        self.members = [self.approved(f"Shaft {number}").id for number in range(1, members + 1)]

    def requirement(self) -> str:
        """Return a requirement of the entry set."""
        return pack(PACK).standard("ASM").requirements[0].id

    def applicant(self, unit: str = "Shaft 9") -> MemberCard:
        """Enter an applicant."""
        person = register_person(STEWARD, name="A miner", purpose="membership", at=self.at).id
        return member.apply_for_membership(
            self.operator, group=self.group.id, person=person, unit=unit, site=self.sites[0], at=self.at
        )

    def registered(self, unit: str = "Shaft 9") -> MemberCard:
        """Put an applicant on the register."""
        return member.register_member(self.operator, member=self.applicant(unit).id, at=self.at)

    def inspected(self, who: Identifier, grade: MemberGrade | None = None) -> Identifier:
        """Inspect a member today, with one finding of a grade or none."""
        found = (MemberFinding(requirement=self.requirement(), grade=grade),) if grade else ()
        inspection.record_inspection(
            self.inspector, member=who, inspected_on=self.at.date(), findings=found, at=self.at
        )
        return who

    def approved(self, unit: str = "Shaft 9") -> MemberCard:
        """Bring a new member to approval."""
        who = self.inspected(self.registered(unit).id)
        return member.approve_member(self.operator, member=who, at=self.at)

    def listed(self, file: Identifier, **changes: object) -> MemberListCard:
        """Commit the list for a visit today."""
        inputs = {
            "group": self.group.id,
            "application": file,
            "kind": DrawKind.INITIAL,
            "visit_on": self.at.date(),
            "at": self.at,
            **changes,
        }
        return sample.commit_list(self.auditor, **inputs)

    def drawn(self, file: Identifier, **changes: object) -> DrawCard:
        """Draw the external sample for a visit today, from the log's next checkpoint."""
        listed = self.listed(file, **changes)
        sequence(SEQUENCER, at=self.at)
        return sample.draw_sample(self.auditor, member_list=listed.id, at=self.at)

    def planned(self, file: Identifier | None = None, **changes: Any) -> AuditCard:
        """Have a visit of drawn members planned, led by the auditor."""
        return self.planned_from(self.drawn(file or self.assessed()), **changes)

    def planned_from(self, draw: DrawCard, also: tuple[Identifier, ...] = (), **changes: Any) -> AuditCard:
        """Have the visit of a draw planned, led by the auditor."""
        return sample.plan_group_audit(
            self.auditor,
            draw=draw.id,
            visit=self.visit(**changes),
            team=[TeamMember(self.auditor.pseudonym, "lead")],
            also=also,
            at=self.at,
        )


class Depot(Cooperative):
    """The depot of a certified cooperative of two members, and somebody who is not approved yet."""

    def __init__(self) -> None:
        super().__init__(members=2)
        self.certificate = self.certified()
        self.newcomer = self.registered().id
        self.at += timedelta(days=20, hours=3)
