"""What the scheme says about a file: its terms, and the outcome of its answers under the rules of its edition.

A file names its edition by digest, so that it is judged by the same rules however long ago it was opened.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

import msgspec

from orepass.assurance.models import Answer, Application, Certificate
from orepass.assurance.queries.carried import NOBODY, Carried, carried
from orepass.assurance.rules.terms import Terms, terms_from
from orepass.kernel.digest import Digest, digest
from orepass.kernel.period import day_of
from orepass.kernel.verdict import Unknown, Verdict, no, unknown, yes
from orepass.platform.access import Actor
from orepass.scheme.queries import evaluate, pack_by_digest
from orepass.scheme.rules.model import Pack, Standard
from orepass.scheme.rules.outcome import Answer as SchemeAnswer
from orepass.scheme.rules.outcome import Outcome, Profile, Result
from orepass.scheme.rules.overlays import Overlaid, overlaid, read_under

CLIENT = "first"
"""The party whose self-assessment it is."""
FILED = frozenset({"document", "photo", "measurement"})
"""Kinds of evidence that are worth nothing without a file behind them."""


@lru_cache(maxsize=256)
def terms_of(pack_digest: str, standard: str, overlays: tuple[str, ...] = ()) -> Terms:
    """Return the numbers of assurance that a standard of a published edition sets, as some overlays read it."""
    rules = read_under(pack_by_digest(pack_digest), standard, overlays).rules
    return terms_from({path: found.value for path, found in rules.parameters.items()})


def pack_of(row: Application) -> Pack:
    """Return the edition under which a file was opened."""
    return pack_by_digest(row.pack_digest)


def standard_of(row: Application) -> Standard:
    """Return the standard of a file, as it was when the file was opened and as it is read where the site is."""
    return _read(row).standard


def terms_of_file(row: Application) -> Terms:
    """Return the numbers of assurance for a file: those of its standard as it is read where the site is."""
    return terms_of(row.pack_digest, row.standard, _read(row).overlays)


def overlays_of(application: str) -> tuple[str, ...]:
    """Return the interpretations that are laid over the standard of a file; none when there is no such file."""
    row = Application.objects.filter(pk=application).first()
    return _read(row).overlays if row else ()


def _read(row: Application) -> Overlaid:
    return overlaid(pack_of(row), row.standard, profile_of(row))


def latest_answers(rows: Iterable[Answer], *, party: str | None = None) -> dict[str, Answer]:
    """Return the answer that counts for each requirement: the auditor's over the client's, the latest of each."""
    found: dict[str, Answer] = {}
    for row in rows:
        if party not in {None, row.party}:
            continue
        before = found.get(row.requirement)
        if before is None or row.party in {before.party, "third"}:
            found[row.requirement] = row
    return found


def answers_open_to(actor: Actor, row: Application) -> list[Answer]:
    """Return the answers of a file that an actor may read: what a client has not handed in is the client's alone.

    What is written anew after a return is a draft again, until it is handed in.
    """
    rows = list(row.answers.all())
    if actor.is_in(row.client_id):
        return rows
    handed_in_at = max((submission.at for submission in row.submissions.all()), default=None)
    return [each for each in rows if each.party != CLIENT or (handed_in_at is not None and each.at <= handed_in_at)]


def profile_of(application: Application) -> Profile:
    """Return what the client says of itself in its file."""
    return msgspec.convert(application.profile, Profile)


def outcome_of(application: Application, answers: dict[str, Answer], on: date) -> Outcome:
    """Evaluate answers under the edition of the file; staged requirements count from the entry into the scheme."""
    profile, given = read_for_scheme(application, answers, on)
    return evaluate(pack_of(application), application.standard, profile, given, on)


def outcome_as_known(file: Application, at: datetime, *, party: str | None = None) -> Outcome:
    """Evaluate the answers that were there at an instant, under the edition of the file and as it was known then."""
    if not file.profile.get("entered_on"):
        file.profile = file.profile | {"entered_on": _entered_as_known(file, at).isoformat()}
    return outcome_of(file, answers_as_known(file, at, party=party), day_of(at))


def answers_as_known(file: Application, at: datetime, *, party: str | None = None) -> dict[str, Answer]:
    """Return the answers that counted at an instant."""
    return latest_answers(file.answers.filter(at__lte=at), party=party)


def _entered_as_known(file: Application, at: datetime) -> date:
    """Return the day of entry as it was known then: certificates decided later did not count."""
    earlier = Certificate.objects.filter(client=file.client_id, standard=file.standard, decided_at__lt=at)
    first = earlier.order_by("valid_from").values_list("valid_from", flat=True).first()
    signed = file.steps.filter(action="agreement.sign", at__lte=at).values_list("at", flat=True).first()
    return first or day_of(signed or at)


def read_for_scheme(
    application: Application, answers: dict[str, Answer], on: date
) -> tuple[Profile, dict[str, SchemeAnswer]]:
    """Return the profile and the answers of a file as the scheme's rules read them on a day."""
    profile = profile_of(application)
    if profile.entered_on is None:
        profile = msgspec.structs.replace(profile, entered_on=_entered_on(application, on))
    stands = carried({row.reference for row in answers.values() if row.reference}, on)
    return profile, {requirement: _as_the_scheme_reads_it(row, stands) for requirement, row in answers.items()}


def _entered_on(application: Application, on: date) -> date:
    earlier = Certificate.objects.filter(client=application.client_id, standard=application.standard)
    first = earlier.order_by("valid_from").values_list("valid_from", flat=True).first()
    signed = [day_of(step.at) for step in application.steps.all() if step.action == "agreement.sign"]
    return first or (signed[0] if signed else on)


def _as_the_scheme_reads_it(row: Answer, stands: Carried) -> SchemeAnswer:
    if row.reference and not stands.get((row.reference, row.requirement), NOBODY).is_yes:
        # What rests on a certificate that does not stand today has no evidence today.
        return SchemeAnswer(rating=row.answer, evidence=(), note=row.note)
    if row.reference:
        return SchemeAnswer(rating=row.answer, evidence=(row.evidence_class,), note=row.note)
    shown = bool(row.evidence_class) and (bool(row.evidence) or row.party == "third" or row.evidence_class not in FILED)
    return SchemeAnswer(rating=row.answer, evidence=(row.evidence_class,) if shown else (), note=row.note)


def reasons_of(outcome: Outcome) -> list[str]:
    """Return why an evaluation came out as it did, in English."""
    return [finding.message for finding in outcome.reasons]


def coded_reasons_of(outcome: Outcome) -> list[dict[str, object]]:
    """Return why an evaluation came out as it did, with code and values, as it is kept."""
    return [{"code": finding.code, "message": finding.message, "params": finding.params} for finding in outcome.reasons]


def verdict_of(outcome: str, reasons: Iterable[str]) -> Verdict:
    """Return the outcome of an evaluation as a verdict: only conformity is a yes."""
    if outcome == Result.CONFORMS:
        return yes(*reasons)
    if outcome == Result.UNKNOWN:
        return unknown(Unknown.MISSING, *reasons)
    return no(*reasons)


def answers_digest(answers: dict[str, Answer]) -> Digest:
    """Return the digest of the answers that count, with the evidence behind them."""
    return digest(
        {
            requirement: {
                "answer": row.answer,
                "evidence": sorted(row.evidence),
                "class": row.evidence_class,
                "party": row.party,
                **({"reference": row.reference} if row.reference else {}),
            }
            for requirement, row in answers.items()
        },
    )


def claim_class_of(row: Application) -> str:
    """Return the class under which a certificate's material counts in the chain of custody."""
    return str(standard_of(row).rules.value("claims.claim_class", row.standard))
