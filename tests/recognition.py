"""Two schemes, an agreement between them, a client certified by the other one, and a file here."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import yaml

from orepass.inclusion.recognition import actions
from orepass.inclusion.recognition.actions.agreement import Decision
from orepass.inclusion.recognition.actions.certificate import Certificate, Standard, Status
from orepass.inclusion.recognition.queries import AgreementCard, ClaimCard, ForeignCertificateCard
from orepass.inclusion.recognition.rules.mapping import Scores
from orepass.kernel.identifier import Identifier
from orepass.party.actions.organisations import register_organisation
from orepass.party.rules.kinds import OrganisationKind
from orepass.platform.access import Actor, Role
from orepass.scheme.models import Edition
from tests.certification import STEWARD, World

SOUND = Scores(independence=2, competence=2, sampling=1, transparency=2, decision=2, oversight=1)
PAIRS = (
    ("T1", "CPS.E.water.C1", "equal", 1, "document"),
    ("T2", "CPS.S.health-safety.C1", "broader", 1, "oral"),
    ("T3", "CPS.S.child-forced-labour.M1", "narrower", "0.95", "observation"),
    ("T4", "CPS.E.water.D1", "overlaps", "0.5", "document"),
)


def document(*, pairs: Any = PAIRS, **changes: Any) -> str:
    """Return a mapping from a foreign standard to the upstream standard."""
    names = sorted({pair[0] for pair in pairs})
    whole: dict[str, Any] = {
        "format": 1,
        "title": "Theirs to the upstream standard",
        "from": {
            "scheme": "theirs",
            "edition": "1",
            "standard": "T",
            "title": "Theirs",
            "requirements": dict.fromkeys(names, "In our words."),
        },
        "to": {"scheme": "cera-4in1", "edition": "2026.1", "standard": "CPS", "title": "Upstream"},
        "level": 1,
        "conditions": ["Only what the lines say."],
        "basis": {"title": "test", "verified": True},
        "pairs": [
            {"theirs": theirs, "ours": ours, "relation": relation, "coverage": coverage, "evidence": evidence}
            for theirs, ours, relation, coverage, evidence in pairs
        ],
    }
    return yaml.safe_dump({**whole, **changes}, sort_keys=False)


class Recognition(World):
    """The world of certification, with a scheme that recognises another one; every step is one method."""

    def __init__(self) -> None:
        super().__init__(standard="CPS")
        self._found_scheme()

    @classmethod
    def beside(cls, world: World) -> "Recognition":
        """Found the scheme in a world that is there already."""
        made = cls.__new__(cls)
        vars(made).update(vars(world))
        made._found_scheme()
        return made

    def _found_scheme(self) -> None:
        scheme = register_organisation(STEWARD, name="Scheme", kind=OrganisationKind.SCHEME_OWNER, country="DE").id
        Edition.objects.update(published_by=scheme)
        self.scheme = scheme
        self.assessor = Actor("per-ASSESSOR", scheme, frozenset({Role.SCHEME_STAFF}))
        self.decider = Actor("per-DECIDER", scheme, frozenset({Role.SCHEME_STAFF}))

    @property
    def today(self) -> date:
        return self.at.date()

    def requested(self, text: str = "") -> AgreementCard:
        return actions.request_agreement(self.assessor, document=text or document(), at=self.at)

    def scored(self, text: str = "", scores: Scores = SOUND) -> AgreementCard:
        card = self.requested(text)
        return actions.assess_agreement(self.assessor, agreement=card.id, scores=scores, note="Read.", at=self.at)

    def consulted(self, text: str = "", scores: Scores = SOUND) -> AgreementCard:
        card = self.scored(text, scores)
        days = {"opened_on": self.today - timedelta(days=30), "closed_on": self.today - timedelta(days=1)}
        return actions.consult_on_agreement(
            self.assessor, agreement=card.id, **days, summary="Two comments, both answered.", at=self.at
        )

    def decided(self, text: str = "", decision: Decision = Decision.CONDITIONAL, **changes: Any) -> AgreementCard:
        card = self.consulted(text)
        return actions.decide_agreement(
            self.decider, agreement=card.id, decision=decision, grounds="Gaps are listed.", **changes, at=self.at
        )

    def certificate(self, **changes: Any) -> Certificate:
        given: Mapping[str, Any] = {
            "number": "T-2026-7",
            "issuer": "Another provider",
            "sites": tuple(self.sites),
            "minerals": ("cobalt",),
            "audited_on": self.today - timedelta(days=40),
            "valid_from": self.today - timedelta(days=20),
            "valid_before": self.today + timedelta(days=700),
            "results": {"T1": "full", "T2": "full", "T3": "full", "T4": "full"},
        }
        return Certificate(**{**given, **changes})

    def presented(self, **changes: Any) -> ForeignCertificateCard:
        standard = Standard(scheme="theirs", edition="1", standard="T")
        return actions.present_certificate(
            self.operator, standard=standard, certificate=self.certificate(**changes), at=self.at
        )

    def looked_up(
        self, certificate: Identifier, status: Status = Status.ACTIVE, **changes: Any
    ) -> ForeignCertificateCard:
        inputs = {
            "status": status,
            "since": self.today,
            "checked_on": self.today,
            "where": "https://register.example/T-2026-7",
            "accredited": True,
            **changes,
        }
        return actions.check_certificate(self.auditor, certificate=certificate, **inputs, at=self.at)

    def claimed(self, file: Identifier, certificate: Identifier, agreement: Identifier) -> ClaimCard:
        return actions.claim_credit(
            self.operator, application=file, certificate=certificate, agreement=agreement, at=self.at
        )
