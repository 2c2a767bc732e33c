"""Answers that come back from outside: a filled workbook, or submissions of a form; saved as drafts, all or none."""

import base64
import binascii
from datetime import datetime
from typing import Final

import msgspec

from orepass.assurance.actions.answers import EvidenceClass, Given, Rating, open_either, save_answers
from orepass.assurance.models import Application, Collected
from orepass.assurance.queries.cards import AnswerCard
from orepass.assurance.queries.case import answers_of
from orepass.assurance.queries.evaluation import pack_of, profile_of
from orepass.assurance.rules import submissions, worksheet
from orepass.assurance.rules.asking import Asked, everything
from orepass.assurance.rules.filled import EVIDENCE_UNKNOWN, NOTHING, Filled, NotUsable, require_same, usable
from orepass.assurance.rules.xlsform import DIGEST, EDITION, FILE, STANDARD
from orepass.kernel.digest import digest_bytes
from orepass.kernel.finding import Finding, Severity, has_errors
from orepass.kernel.identifier import Identifier
from orepass.kernel.refusal import Invalid, NotFound
from orepass.kernel.table import limited
from orepass.kernel.text import marked as _
from orepass.kernel.text import said
from orepass.party.actions.published import Counts, ImportOutcome, outcome_of
from orepass.platform.access import Actor
from orepass.platform.actions import action
from orepass.platform.files import require_evidence
from orepass.platform.workbooks import MORE_BYTES, WorkbookNotBase64, WorkbookTooLarge, read_workbook

ROWS_MAX: Final = 5_000


@action("assurance.answer.import_sheet", begins=open_either)
def import_answers(actor: Actor, *, application: Identifier, content_base64: str, at: datetime) -> ImportOutcome:
    """Save the answers of a filled workbook as drafts; rows without an answer leave what was answered before.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
        WorkbookUnreadable: it is no workbook.
        WorkbookNotBase64: it did not come in base64.
        WorkbookTooLarge: it is larger than any honest one.
        OtherEdition: it was made for another edition or standard.
        OtherFile: it was made for another file.
        NotUsable: something in it cannot be used; the findings name sheet and cell.
        WrongState: the self-assessment is with the provider, or the file has ended.
    """
    row = open_either(actor, application, at)
    data = _decoded(content_base64, WorkbookNotBase64, WorkbookTooLarge)
    filled, findings = worksheet.read(read_workbook(data, rows=ROWS_MAX), _asked(row))
    counts = _save(actor, row, filled, findings, at)
    return outcome_of("self-assessment", digest_bytes(data), {"answers": counts}, limited(findings))


@action("assurance.answer.import_submissions", begins=open_either)
def import_submissions(actor: Actor, *, application: Identifier, content_base64: str, at: datetime) -> ImportOutcome:
    """Save the answers of submissions of a form as drafts, each instance once; an edited one counts anew.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
        SubmissionsUnreadable: it is neither XML, JSON nor CSV of a form.
        SubmissionsTooMany: there is more in it than is taken at once.
        OtherEdition: one was answered under another edition or standard.
        OtherFile: one was collected for another file.
        NotUsable: something in it cannot be used; the findings name submission and question.
        WrongState: the self-assessment is with the provider, or the file has ended.
    """
    row = open_either(actor, application, at)
    data = _decoded(content_base64, submissions.SubmissionsUnreadable, submissions.SubmissionsTooMany)
    asked = _asked(row)
    found = submissions.read(data)
    findings: list[Finding] = []
    read = [(instance.instance, *_of_instance(instance, asked, findings)) for instance in found]
    if has_errors(findings):
        raise _refused(findings)
    if not any(filled for _instance, _content, filled in read):
        findings.append(NOTHING.at("submissions"))
    known = {collected.instance: collected.content for collected in row.collected.all()}
    counts = Counts()
    for instance, content, filled in read:
        if known.get(instance) == content:
            counts = counts.plus(Counts(unchanged=len(filled)))
            continue
        counts = counts.plus(_save(actor, row, filled, findings, at))
        known[instance] = content
        Collected.objects.create(application=row, instance=instance, content=content, at=at, by=actor.pseudonym)
    return outcome_of("submissions", digest_bytes(data), {"answers": counts}, limited(findings))


def _decoded(content_base64: str, unreadable: type[Invalid], too_large: type[Invalid]) -> bytes:
    if len(content_base64) > submissions.BYTES_MAX * 2:
        raise too_large(where="content_base64", reason=said(MORE_BYTES, most=submissions.BYTES_MAX))
    try:
        return base64.b64decode(content_base64, validate=True)
    except (binascii.Error, ValueError):
        raise unreadable(where="content_base64", reason=_("what was sent is not a file in base64")) from None


def _asked(row: Application) -> Asked:
    return everything(pack_of(row), row.standard, profile_of(row), file=row.pk)


def _of_instance(instance: submissions.Instance, asked: Asked, out: list[Finding]) -> tuple[str, list[Filled]]:
    require_same(
        asked,
        digest=instance.said(DIGEST),
        pack=instance.said(EDITION),
        standard=instance.said(STANDARD),
        file=instance.said(FILE),
        where=instance.where,
    )
    entries = submissions.entries(instance, asked)
    return submissions.content(entries), usable(asked, entries, out)


def _refused(findings: list[Finding]) -> NotUsable:
    told = limited(findings)
    errors = [finding for finding in told if finding.severity is Severity.ERROR]
    first = f"{errors[0].where} ({errors[0].message})"
    return NotUsable(where=errors[0].where, findings=told, count=len(errors), first=first)


def _save(actor: Actor, row: Application, filled: list[Filled], findings: list[Finding], at: datetime) -> Counts:
    """Save what differs from what was answered before, through the action that saves answers."""
    findings += [found for one in filled for found in _unknown_evidence(one)]
    if has_errors(findings):
        raise _refused(findings)
    party = "first" if actor.is_in(row.client_id) else "third"
    fresh = Application.objects.get(pk=row.pk)
    before = {card.requirement: card for card in answers_of(fresh.answers.all()) if card.party == party}
    whole = [_with_before(one, before.get(one.requirement)) for one in filled]
    changed = [one for one in whole if not _same(one, before.get(one.requirement))]
    save_answers(actor, row, [_given(one) for one in changed], at=at)
    created = sum(one.requirement not in before for one in changed)
    return Counts(created=created, updated=len(changed) - created, unchanged=len(filled) - len(changed))


def _unknown_evidence(one: Filled) -> list[Finding]:
    found: list[Finding] = []
    for sha256 in one.evidence:
        try:
            require_evidence([sha256])
        except NotFound:
            found.append(EVIDENCE_UNKNOWN.at(one.place, sha256=sha256))
    return found


def _with_before(one: Filled, before: AnswerCard | None) -> Filled:
    """Add what was said before where nothing is said now: an empty cell takes nothing away, nor does a form."""
    if before is None:
        return one
    return msgspec.structs.replace(
        one,
        evidence_class=one.evidence_class or before.evidence_class,
        evidence=tuple(dict.fromkeys([*before.evidence, *one.evidence])),
        note=one.note or before.note.strip(),
    )


def _same(one: Filled, before: AnswerCard | None) -> bool:
    if before is None:
        return False
    said = (before.answer, before.evidence_class, tuple(before.evidence), before.note.strip())
    return said == (one.answer, one.evidence_class, one.evidence, one.note)


def _given(one: Filled) -> Given:
    return Given(
        requirement=one.requirement,
        answer=Rating(one.answer),
        evidence=one.evidence,
        evidence_class=EvidenceClass(one.evidence_class),
        note=one.note,
    )
