"""Files of the demonstration at the state in which each role has something to do: told in its home, by its people.

Runs in a process of its own, where Django is set up for that home.
"""

import base64
import json
import sys
from datetime import timedelta
from typing import Any

import msgspec
from django.contrib.auth import get_user_model

from orepass.assurance.queries import applications_for, certificates
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import perform_from_json
from orepass.platform.people import actor_for
from orepass.scheme.queries import evaluate, pack

STATES = ("contracted", "planned", "recommended", "reviewed")
PACK, STANDARD = "cera-4in1@2026.1", "CPS"


def tell(*walks: str) -> None:
    """Open a file per state and walk, bring it there by the actions of the people of the cast, and write down which."""
    cast = Cast()
    sys.stdout.write(json.dumps({state: {walk: cast.file_at(state, walk) for walk in walks} for state in STATES}))


class Cast:
    """The people whose turn it is before a walk begins."""

    def __init__(self) -> None:
        """Take the certified mine whose files are like those that are opened."""

        system = Actor.system("tests")
        held = next(card for card in certificates(standard=STANDARD).items if "Montepuez" in card.client_name)
        self.like = next(card for card in applications_for(system, limit=500).items if card.id == held.application)
        self.given: list[dict[str, Any]] = []

    def act(self, who: str, tag: str, **inputs: Any) -> dict[str, Any]:

        outcome = perform_from_json(actor(who), tag, json.loads(json.dumps(inputs)))
        return json.loads(_encoded(outcome))  # type: ignore[no-any-return]

    def file_at(self, state: str, walk: str) -> str:
        """Bring a new file to a state."""
        until = STATES.index(state)
        file = self.contracted(f"Flake graphite, {state}, {walk}")
        if until >= STATES.index("planned"):
            self.assessed(file)
            visit = self.planned(file)
        if until >= STATES.index("recommended"):
            self.evaluated(file, visit)
            self.act("auditor", "assurance.audit.recommend", application=file, decision="grant")
        if until >= STATES.index("reviewed"):
            self.act("certifier2", "assurance.review.complete", application=file)
        return file

    def contracted(self, text: str) -> str:
        profile = json.loads(_encoded(self.like.profile))
        scope = {"sites": list(self.like.sites), "text": text, "profile": profile}
        drafted = self.act(
            "graphite",
            "assurance.application.draft",
            provider=self.like.provider,
            pack=PACK,
            standard=STANDARD,
            scope=scope,
        )
        file: str = drafted["id"]
        self.act("graphite", "assurance.application.submit", application=file)
        questions = dict.fromkeys(("scope_clear", "competence_available", "free_of_conflict"), True)
        self.act("certifier2", "assurance.application.accept", application=file, **questions)
        offer = self.act(
            "certifier2", "assurance.agreement.offer", application=file, terms="Three years.", audit_days="12"
        )
        self.act("graphite", "assurance.agreement.sign", application=file, terms_digest=offer["terms_digest"])
        return file

    def assessed(self, file: str) -> None:
        self.act("graphite", "assurance.answer.record_all", application=file, answers=self.answers())
        self.act("graphite", "assurance.assessment.submit", application=file)

    def answers(self) -> list[dict[str, Any]]:
        """Answer all that applies with evidence of a kind that is accepted."""

        if not self.given:
            content = base64.b64encode(b"Policies and registers. Demonstration.\n").decode()
            stored = self.act(
                "graphite",
                "platform.evidence.store",
                name="notes.txt",
                media_type="text/plain",
                content_base64=content,
            )
            standard = pack(PACK).standard(STANDARD)
            profile = json.loads(_encoded(self.like.profile))
            self.given = [
                {
                    "requirement": result.requirement,
                    "answer": "full",
                    "evidence": [stored["id"]],
                    "evidence_class": standard.requirement(result.requirement).accepts[0],
                }
                for result in evaluate(PACK, STANDARD, profile, {}, clock.today()).results
                if result.applies.is_yes
            ]
        return self.given

    def planned(self, file: str) -> str:

        today = clock.today()
        visit = {
            "planned_from": today.isoformat(),
            "planned_before": (today + timedelta(days=14)).isoformat(),
            "days": "12",
            "basis": {"deviation": "The same site was seen this year.", "rotation_explanation": "A short visit."},
        }
        team = [{"person": actor("auditor").pseudonym, "part": "lead"}]
        sample = [{"subject": site, "chosen": "named"} for site in self.like.sites]
        card = self.act("certifier2", "assurance.audit.plan", application=file, visit=visit, team=team, sample=sample)
        return str(card["id"])

    def evaluated(self, file: str, visit: str) -> None:

        self.act("auditor", "assurance.answer.verify_all", application=file, answers=self.answers())
        self.act(
            "auditor",
            "assurance.audit.conclude",
            audit=visit,
            ended_on=clock.today().isoformat(),
            on_site_days="11.5",
            summary="Everything was shown.",
        )


def actor(who: str) -> Actor:
    """Return somebody of the cast by the beginning of their address."""

    person = get_user_model().objects.get(email=f"{who}@orepass.example").person_id
    assert person, who
    return actor_for(person)


def _encoded(value: object) -> bytes:
    return msgspec.json.encode(value)
