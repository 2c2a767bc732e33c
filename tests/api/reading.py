"""A world with one of everything that the API can read, and clients for the parties to it."""

import base64
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import msgspec
from django.test import Client

from orepass.credentials.actions import create_identity, make_agreement_key, share_evidence
from orepass.credentials.queries import own_did
from orepass.custody.actions import announce_recall, close_period, hold_lots, open_account
from orepass.custody.models import Correction, Credit, Entry, JournalEvent
from orepass.custody.queries import Asked as Suspected
from orepass.custody.queries import events, lot_card
from orepass.diligence.actions import decide_area, identify_risk
from orepass.diligence.actions.areas import AreaConclusion, AreaPlace
from orepass.diligence.rules.areas import AreaLevel
from orepass.engagement.actions import (
    About,
    Trying,
    acknowledge_complaint,
    add_version,
    assess_complaint,
    assign_complaint,
    file_appeal,
    lodge_complaint,
    open_consultation,
    open_development,
    put_complaint,
    start_pilot,
)
from orepass.engagement.actions.consulting import Asked, Documents, Reach
from orepass.engagement.rules.consultation import Audience, Kind, Method
from orepass.improvement.actions import adopt_policy
from orepass.inclusion.fees.actions.pot import Sum, pledge
from orepass.inclusion.fees.actions.quote import make_quote
from orepass.inclusion.fees.rules.pricing import Measure
from orepass.inclusion.groups.actions import group as groups
from orepass.inclusion.groups.actions import member, sample
from orepass.inclusion.groups.actions.inspection import record_inspection
from orepass.inclusion.groups.actions.inspector import appoint_inspector
from orepass.inclusion.groups.actions.register import commit_register
from orepass.inclusion.groups.queries import DrawCard
from orepass.inclusion.groups.rules.drawing import DrawKind
from orepass.inclusion.stages.actions import open_plan
from orepass.platform.access import STRANGER, Actor, Role
from orepass.platform.accounts import create_token
from orepass.platform.files import store_evidence
from orepass.transparency.actions import place_queued
from orepass.transparency.queries import head
from tests.actions.passport.chain import Chain
from tests.certification import PACK, STEWARD
from tests.recognition import Recognition, document


def client_for(actor: Actor, *scopes: str) -> Client:
    """Return a client with a token of this person for this organisation."""
    secret = create_token(actor, scopes=list(scopes or ("*",))).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


class Readable(Chain):
    """A certificate with its credential, a battery with its passport, a group with a member, an account, a policy."""

    def __init__(self) -> None:
        super().__init__()
        self.battery()
        self.lot_id, self.event_id = self._taken()
        self.psp = self.passport()
        self.crd = self.credential()
        operator = self.world.operator
        self.group = groups.register_group(
            operator,
            pack=PACK,
            standard="ASM",
            holder_type="group",
            accountability="shares",
            representative=operator.pseudonym,
            area="Kolwezi",
            at=self.at,
        )
        self.member = member.apply_for_membership(
            operator, group=self.group.id, person=self.world.certifier.pseudonym, unit="Shaft 9", at=self.at
        )
        self.fixed = commit_register(operator, group=self.group.id, at=self.at)
        self.draw = self._drawn()
        self.plan = open_plan(operator, application=self.certificate.application, at=self.at)
        self.account = open_account(
            operator, site=self.world.sites[0], element="Co", opened_on=date(2026, 1, 1), pack=PACK, at=self.at
        )
        self._stopped()
        self._paid()
        self._heard()
        schemes = Recognition.beside(self.world)
        lines = (("T1", "ASM.G.site.D1", "equal", 1, "document"),)
        ours = {"scheme": "cera-4in1", "edition": "2026.1", "standard": "ASM", "title": "Entry set"}
        self.agreement = schemes.decided(document(pairs=lines, to=ours))
        self.foreign = schemes.presented(results={"T1": "full"})
        self.claim = schemes.claimed(self.world.contracted(), self.foreign.id, self.agreement.id)
        auditor = self.world.auditor
        found = {"site": self.world.sites[0], "risk": "R4", "known": True, "grounds": "Two bills for one lot."}
        self.case = identify_risk(auditor, **found, at=self.at)
        self.area = decide_area(
            operator,
            place=AreaPlace(country="CD", area="Lualaba"),
            readings={},
            conclusion=AreaConclusion(level=AreaLevel.WATCH, reasons="Nobody has looked yet."),
            reviewer=auditor.pseudonym,
            at=self.at,
        )
        adopt_policy(operator, subject="water", title="Clean water", valid_from=date(2026, 1, 1), at=self.at)
        self.sealed = self._sealed()

    def _sealed(self) -> str:
        """Seal a paper of the operator for the provider as a certifier."""
        provider = self.world.provider
        create_identity(STEWARD, path="sealed", organisation=provider, name="Reader", at=self.at)
        make_agreement_key(STEWARD, did=f"{own_did()}:sealed", role="certifier", at=self.at)
        content = base64.b64encode(b"%PDF-1.7 assay").decode()
        given = {"name": "assay.pdf", "media_type": "application/pdf", "content_base64": content}
        paper = store_evidence(self.world.operator, **given, at=self.at).id
        inputs = {"evidence": paper, "organisation": provider, "role": "certifier"}
        return share_evidence(self.world.operator, **inputs, at=self.at).id

    def _drawn(self) -> DrawCard:
        """Bring the member to approval and draw the sample of one."""
        world, found = self.world, {"at": self.at}
        person = world._actor(world.client, Role.INSPECTOR)
        member.register_member(world.operator, member=self.member.id, **found)
        appoint_inspector(
            world.operator, group=self.group.id, person=person.pseudonym, own_unit="Inspector's shaft", **found
        )
        record_inspection(person, member=self.member.id, inspected_on=self.at.date(), **found)
        member.approve_member(world.operator, member=self.member.id, **found)
        listed = sample.commit_list(
            world.auditor,
            group=self.group.id,
            application=self.certificate.application,
            kind=DrawKind.SURVEILLANCE,
            visit_on=self.at.date(),
            **found,
        )
        place_queued()
        return sample.draw_sample(world.auditor, member_list=listed.id, **found)

    def _taken(self) -> tuple[str, str]:
        event = events(self.operator).items[-1]
        return lot_card(event.lots[-1]).id, event.event_id

    def _stopped(self) -> None:
        """A lot on hold, a recall, a closed period and a credit of book and claim."""
        operator, at = self.world.operator, self.at
        self.hold = hold_lots(operator, lots=[self.lot_id], reason="A seal was broken.", at=at).id
        self.correction = Correction.objects.create(
            id="cor-0000000000001",
            declaration=JournalEvent.objects.order_by("sequence").last(),
            event_id="urn:x:event",
            organisation=operator.organisation,
            working_days=5,
            declared_at=at,
        ).pk
        suspected = Suspected(certificate=self.certificate.id)
        self.recalled = announce_recall(operator, suspected=suspected, reason="Children were seen.", at=at).id
        opened = {"element": "Li", "opened_on": date(2025, 10, 1), "pack": PACK}
        lithium = open_account(operator, site=self.world.sites[0], **opened, at=at)
        period = {"period_end": date(2025, 12, 31), "counted_kg": Decimal(0)}
        self.closing = close_period(operator, account=lithium.id, **period, at=at).id
        entry = Entry.objects.create(
            account_id=lithium.id, kind="issue", amount_mg=0, on=at.date(), recorded_by="per-A", recorded_at=at
        )
        self.book_credit = Credit.objects.create(
            id="crd-0000000000001",
            account_id=lithium.id,
            entry=entry,
            serial=f"{lithium.id}-0000001",
            number=1,
            amount_mg=10**6,
            issuer=self.world.client,
            issued_on=at.date(),
            issued_by="per-A",
            issued_at=at,
        ).pk

    def _paid(self) -> None:
        """A quote, and a pot of the operator's own."""
        under = {"pack_ref": PACK, "standard": "ASM", "at": self.at}
        self.quote = make_quote(self.world.operator, measure=Measure(), **under)
        self.purse = pledge(
            self.world.operator, purpose="audit", amount=Sum(value=Decimal(10), currency="EUR"), **under
        )

    def _heard(self) -> None:
        """A complaint that was put to the operator, its appeal against the decision, and a round."""
        at = self.world.at
        staff = self.world._actor(self.world.stranger, Role.SCHEME_STAFF)
        self.world.declare_none(staff)
        self.complaint = lodge_complaint(
            STRANGER, about=About.SITE, statement="Dust on the wells.", subject=self.certificate.id, at=at
        ).id
        assign_complaint(self.world.certifier, complaint=self.complaint, handler=staff.pseudonym, at=at)
        acknowledge_complaint(staff, complaint=self.complaint, told="It has arrived.", at=at)
        assess_complaint(staff, complaint=self.complaint, admissible=True, told="We look into it.", at=at)
        put_complaint(staff, complaint=self.complaint, told="Dust is said to lie on the wells.", at=at)
        filed = file_appeal(self.world.operator, subject=self.certificate.application, grounds="Too low.", at=at)
        self.appeal = filed.id
        asked = Asked(
            kind=Kind.CONSULTATION,
            audience=Audience.PUBLIC,
            methods=[Method.INTERNET],
            local_language=True,
            wanted=Reach(groups=1, people=1),
        )
        opened = open_consultation(
            staff,
            title="Water",
            about="cera-4in1",
            asked=asked,
            documents=Documents(summary="What changes.", terms="Why."),
            closes_on=date(2027, 1, 1),
            at=at,
        )
        self.round = opened.id
        self._drafted(staff, asked)

    def _drafted(self, staff: Actor, asked: Asked) -> None:
        """A standard that is developed as a paper, asked about and tried."""
        at = self.world.at
        given = {"name": "draft.txt", "media_type": "text/plain", "content_base64": "RHJhZnQ="}
        evidence = store_evidence(staff, **given, at=at).id
        opened = open_development(staff, pack="own-standard@1", title="Ours", purpose="More.", at=at)
        self.draft = add_version(staff, development=opened.id, evidence=evidence, requirements=["A.1"], at=at).id
        documents = Documents(summary="What changes.", terms="Why.")
        about = msgspec.structs.replace(asked, development=self.draft)
        inputs = {"asked": about, "documents": documents, "closes_on": date(2027, 1, 1)}
        open_consultation(staff, title="Ours", about="", **inputs, at=at)
        facts = {"people": 20, "small_producers": 15, "started_on": at.date()}
        trying = Trying(setting="open pit", place=self.world.sites[0], **facts)
        self.tried = start_pilot(staff, development=self.draft, trying=trying, at=at).id

    @property
    def private(self) -> dict[str, str]:
        """What only its parties may read, by the operation's name."""
        return {
            "evidence": f"evidence/{self.world.evidence}",
            "case": f"applications/{self.certificate.application}",
            "application-oscal": f"applications/{self.certificate.application}/oscal",
            "application-file": f"applications/{self.certificate.application}/files/self-assessment?language=fr",
            "group": f"groups/{self.group.id}",
            "group-members": f"groups/{self.group.id}/members",
            "group-commitments": f"groups/{self.group.id}/register-commitments",
            "group-commitment": f"groups/{self.group.id}/register-commitments/{self.fixed.digest}",
            "group-draws": f"groups/{self.group.id}/draws",
            "member-lists": f"applications/{self.certificate.application}/member-lists",
            "replay": f"replay/{self.certificate.application}",
            "member": f"members/{self.member.id}",
            "member-inspections": f"members/{self.member.id}/inspections",
            "plan": f"plans/{self.plan.id}",
            "event": f"event?event_id={self.event_id}",
            "lot": f"lots/{self.lot_id}",
            "lot-composition": f"lots/{self.lot_id}/composition",
            "lot-custody": f"lots/{self.lot_id}/custody",
            "lot-beginnings": f"lots/{self.lot_id}/beginnings",
            "lot-results": f"lots/{self.lot_id}/results",
            "lot-claims": f"lots/{self.lot_id}/claims",
            "lot-words": f"lots/{self.lot_id}/words",
            "lot-journey": f"lots/{self.lot_id}/journey",
            "lot-bookings": f"lots/{self.lot_id}/bookings",
            "account-closings": f"accounts/{self.account.id}/closings",
            "closing": f"closings/{self.closing}",
            "closing-token": f"closings/{self.closing}/token",
            "announced-recall": f"recalls/{self.recalled}",
            "hold": f"holds/{self.hold}",
            "correction": f"corrections/{self.correction}",
            "book-credit": f"book-credits/{self.book_credit}",
            "account": f"accounts/{self.account.id}",
            "fee-quote": f"fees/quotes/{self.quote.id}",
            "fee-account": f"fees/accounts/{self.purse.id}",
            "foreign-certificate": f"foreign-certificates/{self.foreign.id}",
            "recognition-previews": f"foreign-certificates/{self.foreign.id}/previews",
            "credits": f"applications/{self.claim.application}/credits",
            "credit": f"credits/{self.claim.id}",
            "complaint": f"complaints/{self.complaint}",
            "pilot": f"pilots/{self.tried}",
            "appeal": f"appeals/{self.appeal}",
            "subject": f"subjects/water?organisation={self.world.client}",
            "group-outgrowers": f"groups/{self.group.id}/outgrowers",
            "group-reviews": f"groups/{self.group.id}/reviews",
            "site-checks": f"sites/{self.other_pit}/checks",
            "site-risks": f"sites/{self.other_pit}/risks",
            "site-signals": f"sites/{self.other_pit}/signals",
            "site-legal": f"sites/{self.other_pit}/legal",
            "risk": f"risks/{self.case.id}",
            "area": f"areas/{self.area.id}",
        }

    @property
    def lists(self) -> dict[str, str]:
        """What shows everybody their own, and strangers nothing."""
        names = ("applications", "groups", "plans", "events", "questions", "lots", "accounts")
        return {name: name for name in names} | {
            "transfers": "transfers",
            "competences": "competences",
            "accreditations": f"providers/{self.world.provider}/accreditations",
            "subjects": "subjects",
            "risks": "risks",
            "areas": "areas",
            "imports": "imports",
            "five-steps": "five-steps",
            "foreign-certificates": "foreign-certificates",
            "measures": "measures",
            "fee-quotes": "fees/quotes",
            "fee-cost-sheets": "fees/cost-sheets",
            "fee-accounts": "fees/accounts",
            "events-document": "events/document",
            "complaints": "complaints",
            "complaints-put": "complaints-put",
            "appeals": "appeals",
            "recall": f"recall?certificate={self.certificate.id}",
            "recall-table": f"recall/table?certificate={self.certificate.id}",
            "recalls": "recalls",
            "inbox": "inbox",
            "holds": "holds",
            "corrections": "corrections",
            "reconciliations": "reconciliations",
            "book-credits": "book-credits",
            "mineral": "minerals/cobalt",
            "me": "me",
            "notices": "notices",
            "tokens": "tokens",
            "tasks": "tasks",
            "organisations": "organisations",
            "organisation": f"organisations/{self.world.client}",
            "organisation-numbers": f"organisations/{self.world.client}/numbers",
            "council-memberships": f"organisations/{self.world.client}/council-memberships",
        }

    @property
    def of_staff(self) -> dict[str, str]:
        """What staff of the scheme, or stewards, alone may read."""
        return {
            "edition-impact": f"standards/{PACK.partition('@')[0]}/impact?from=2026.1&to=2026.1",
            "scale": "scale",
            "contexts": "contexts",
            "refusals": "refusals?standard=CPS",
        }

    @property
    def public(self) -> dict[str, str]:
        """What anyone may read without a token."""
        return {
            "search": f"search?text={self.certificate.id}",
            "certificates": "certificates",
            "certificate": f"certificates/{self.certificate.id}",
            "report": f"certificates/{self.certificate.id}/report",
            "sites": "sites",
            "standards": "standards",
            "editions": "editions",
            "standard-pack": f"standards/{PACK}",
            "standard": f"standards/{PACK}/ASM?language=fr",
            "edition-changes": "standards/quarry-basics/changes?from=2026.1&to=2027.1",
            "announcements": "announcements",
            "standard-oscal": f"standards/{PACK}/ASM/oscal/profile?size=asm",
            "standard-workbook": f"standards/{PACK}/files/workbook",
            "events-template": "events/template?language=fr",
            "standard-file": f"standards/{PACK}/ASM/files/xlsform?size=asm&minerals=gold,tin",
            "what-applies": f"standards/{PACK}/what-applies?activities=extraction&size=asm&flags.tailings=no",
            "standards-coverage": f"standards/{PACK}/coverage?standard=CPS&language=fr",
            "standards-compare": f"standards/compare?a={PACK}:ASM&b={PACK}:CPS",
            "fee-schedule": f"fees/schedule?pack={PACK}&standard=ASM",
            "passports": "passports",
            "passport": f"passports/{self.psp.id}",
            "credentials": "credentials",
            "credential": f"credentials/{self.crd.id}",
            "credential-token": f"credentials/{self.crd.id}/token",
            "credential-document": f"credentials/{self.crd.id}/document",
            "credential-bundle": f"credentials/{self.crd.id}/bundle",
            "anchors": "anchors",
            "sealed-file": f"sealed/{self.sealed}",
            "credential-status": f"credentials/{self.crd.id}/status",
            "identities": "identities",
            "identity": f"identities/{quote(self.crd.issuer)}",
            "recognitions": "recognitions",
            "recognition": f"recognitions/{self.agreement.id}",
            "recognition-overlaps": "recognitions/overlaps",
            "calc-rules": "calc/",
            "calc": "calc/certificate-valid-to?decided_on=2026-01-31&pack=cera-4in1&standard=ASM",
            "draw": f"draws/{self.draw.id}",
            "consultations": "consultations",
            "consultation": f"consultations/{self.round}",
            "developments": "developments",
            "development": f"developments/{self.draft}",
            "development-comments": f"developments/{self.draft}/comments",
            "development-decisions": f"developments/{self.draft}/decisions",
            "development-version": f"developments/{self.draft}/versions/1",
            "draft-against-final": "drafts/against-final?about=cera-4in1",
            "log": "log",
            "trusted": "trusted",
            "log-entries": "log/entries",
            "log-witnesses": "log/witnesses",
            "log-inclusion": f"log/inclusion/{self.certificate.id}",
            "log-consistency": f"log/consistency?old={head().size}",
            "log-checkpoint": f"log/checkpoint/{head().size}",
        }

    @property
    def of_a_site(self) -> dict[str, str]:
        """What everybody may read of a public site, its own people of a private one such as this."""
        site = f"sites/{self.other_pit}"
        return {"site": site} | {f"site-{part}": f"{site}/{part}" for part in ("register", "status", "flags", "visits")}


def rows(response: Any) -> list[Any]:
    """Return the items of a page."""
    found: list[Any] = response.json()["items"]
    return found
