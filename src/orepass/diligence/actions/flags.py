"""Answer a red flag: a person refutes or confirms it; the signal itself never decides (law 9)."""

from datetime import datetime

from orepass.diligence.actions.visits import QuestionUnknown
from orepass.diligence.models import FlagAnswer
from orepass.diligence.queries import FlagAnswerCard, flag_answer_of, site_risk
from orepass.diligence.rules.observation import QUESTIONS
from orepass.kernel.identifier import Identifier, mint
from orepass.kernel.refusal import Conflict, Denied, Invalid
from orepass.kernel.text import marked as _
from orepass.party.queries import site_card
from orepass.party.rules.text import NOTE_MAX, fitting
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.notices import notify


class NotFlagged(Conflict):
    """Only a standing red flag is answered."""

    code = "diligence.flag.not_standing"
    message = _("“{question}” is not flagged at this site now ({state}).")
    what_to_do = _("Record a visit that answers the question instead.")


class OwnFlag(Denied):
    """Nobody answers the red flags of their own site."""

    code = "diligence.flag.own_site"
    message = _("The red flags of a site are not answered by the organisation that runs it ({action}).")
    what_to_do = _("Send what you know to the assurance provider: {roles}.")


class ReasonsMissing(Invalid):
    """A person who answers a red flag says why."""

    code = "diligence.flag.reasons_missing"
    message = _("An answer to a red flag needs reasons, and a refutation needs evidence.")
    what_to_do = _("Say why, and attach the evidence it rests on.")


@action("diligence.flag.answer")
def answer_flag(
    actor: Actor,
    *,
    site: Identifier,
    question: str,
    confirmed: bool,
    reasons: str,
    evidence: tuple[str, ...] = (),
    at: datetime,
) -> FlagAnswerCard:
    """Confirm or refute a standing red flag of a site, with reasons; a refutation rests on evidence.

    Raises:
        NotFound: no such site.
        QuestionUnknown: no question of ours.
        ReasonsMissing: no reasons, or a refutation without evidence.
        OwnFlag: the actor acts for the organisation that runs the site.
        NotFlagged: nothing stands to be answered.
    """
    card = site_card(site)
    if question not in QUESTIONS:
        raise QuestionUnknown(where="question", value=question[:60], known=", ".join(QUESTIONS))
    if card.organisation and card.organisation == actor.organisation:
        raise OwnFlag(where="site", action="diligence.flag.answer", roles="auditor, certifier")
    require_evidence(list(evidence))
    if not reasons.strip() or not (confirmed or evidence):
        raise ReasonsMissing(where="reasons")
    found = next(each.found for each in site_risk(site, at.date()).readings if each.question == question)
    if not found.is_yes:
        raise NotFlagged(where="question", question=QUESTIONS[question].text, state=found.answer)
    row = FlagAnswer.objects.create(
        id=mint("fla"),
        site_id=site,
        question=question,
        confirmed=confirmed,
        answered_on=at.date(),
        reasons=fitting("reasons", reasons.strip(), NOTE_MAX),
        evidence=list(evidence),
        answered_by=actor.pseudonym,
        answered_at=at,
    )
    if card.organisation:
        notify(organisation=card.organisation, kind="diligence.flag.answered", subject=site)
    return flag_answer_of(row)
