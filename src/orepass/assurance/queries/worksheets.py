"""A self-assessment to be filled in elsewhere: as a workbook or as a form, for a file or for anyone with a profile."""

from collections.abc import Callable
from datetime import date
from typing import Final

import msgspec

from orepass.assurance.queries.case import answers_of, application_row
from orepass.assurance.queries.evaluation import answers_open_to, pack_of, profile_of
from orepass.assurance.rules import worksheet, xlsform
from orepass.assurance.rules.asking import Asked, Before, asked
from orepass.kernel.table import Sheet
from orepass.platform.access import Actor
from orepass.platform.workbooks import TYPE, write_workbook
from orepass.scheme.rules.model import Pack
from orepass.scheme.rules.outcome import Profile

SHEET, FORM = "self-assessment", "xlsform"


class FileMade(msgspec.Struct, frozen=True, kw_only=True):
    """A file to hand out."""

    name: str
    media_type: str
    data: bytes
    pack: str
    digest: str
    standard: str
    requirements: int


def for_file(actor: Actor, application: str, kind: str, *, language: str, on: date) -> FileMade:
    """Return the workbook or the form of a file with the answers that the actor's side gave so far.

    Raises:
        NotFound: there is no such file, or it is not the actor's.
    """
    row = application_row(actor, application)
    party = "third" if actor.is_in(row.provider_id) and not actor.is_in(row.client_id) else "first"
    given = {
        card.requirement: Before(
            answer=card.answer, evidence_class=card.evidence_class, evidence=card.evidence, note=card.note
        )
        for card in answers_of(answers_open_to(actor, row))
        if card.party == party
    }
    pack = pack_of(row)
    found = asked(pack, row.standard, profile_of(row), file=row.pk, given=given)
    return _made(pack, found, kind, language, on)


def for_profile(pack: Pack, standard: str, profile: Profile, kind: str, *, language: str, on: date) -> FileMade:
    """Return the workbook or the form of a standard for whoever says what it is; nothing is kept.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    return _made(pack, asked(pack, standard, profile), kind, language, on)


def _made(pack: Pack, found: Asked, kind: str, language: str, on: date) -> FileMade:
    make: Callable[[], list[Sheet]] = _MAKERS[kind](pack, found, language, on)
    name = "-".join(filter(None, (found.pack.replace("@", "-"), found.standard, found.file, kind)))
    return FileMade(
        name=f"{name}.xlsx",
        media_type=TYPE,
        data=write_workbook(make(), title=f"{found.pack} {found.standard}"),
        pack=found.pack,
        digest=found.digest,
        standard=found.standard,
        requirements=len(found.questions),
    )


_MAKERS: Final[dict[str, Callable[[Pack, Asked, str, date], Callable[[], list[Sheet]]]]] = {
    SHEET: lambda _pack, found, language, on: lambda: worksheet.form(found, language=language, on=on),
    FORM: lambda pack, found, _language, _on: lambda: xlsform.form(found, pack.languages),
}
