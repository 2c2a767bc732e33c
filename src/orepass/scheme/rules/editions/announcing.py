"""What may be announced: which edition may be replaced, from which day, and in which languages it has to be told."""

from datetime import date, timedelta
from typing import Final

from orepass.kernel.refusal import Conflict, Invalid
from orepass.kernel.text import marked as _
from orepass.scheme.rules.model import Pack

TEXT_MAX: Final = 2_000


class AnnouncedBefore(Conflict):
    """This edition was announced before."""

    code = "scheme.announcement.twice"
    message = _("{pack} was announced on {day}, to come into force on {from_on}.")
    what_to_do = _("An announcement stands. Announce a change of plan as an edition of another number.")


class NothingReplaced(Invalid):
    """The edition to be replaced is of another scheme, not published here, or the announced one itself."""

    code = "scheme.announcement.replaces"
    message = _("{pack} cannot replace “{replaces}”: {problem}.")
    what_to_do = _("Name a published edition of the same scheme: {known}.")


class DatesCrossed(Invalid):
    """The day of an announcement does not fit the days of the two editions."""

    code = "scheme.announcement.dates"
    message = _("{pack} cannot come into force on {from_on}: {problem}.")
    what_to_do = _("Choose a day from {least} on on which the edition holds.")


class TextUnfit(Invalid):
    """An announcement is not told in a language of the edition, or it is too long."""

    code = "scheme.announcement.text"
    message = _("The text of the announcement cannot be used in “{language}”: {problem}.")
    what_to_do = _("Write up to 2,000 characters in each language in which the edition is complete: {languages}.")


def require_replaceable(edition: Pack, replaces: str, published: list[str]) -> str:
    """Return the number of the published edition that another one replaces; ``published`` are the numbers there are.

    Raises:
        NothingReplaced: it is of another scheme, not published here, or the announced one itself.
    """
    scheme, _at, number = replaces.rpartition("@")
    problem = ""
    if scheme not in {"", edition.scheme}:
        problem = "it is an edition of another scheme"
    elif number == edition.edition:
        problem = "no edition replaces itself"
    elif number not in published:
        problem = "it was not published here"
    elif edition.supersedes not in {None, number}:
        problem = f"the edition says of itself that it replaces {edition.supersedes}"
    if problem:
        known = ", ".join(one for one in published if one != edition.edition) or "–"
        raise NothingReplaced(where="replaces", pack=edition.ref, replaces=replaces[:80], problem=problem, known=known)
    return number


def require_dates(edition: Pack, old_from: date, begins: date, today: date) -> None:
    """Refuse a day on which an edition cannot replace another one.

    Raises:
        DatesCrossed: the day is past, before the edition's own first day, after its last, or not after the other began.
    """
    problem = ""
    if begins < today:
        problem = "that day is past"
    elif begins < edition.valid_from:
        problem = f"its own first day is {edition.valid_from}"
    elif begins <= old_from:
        problem = f"the edition that it replaces begins on {old_from}"
    elif edition.valid_before is not None and begins >= edition.valid_before:
        problem = f"it holds before {edition.valid_before} only"
    if problem:
        least = max(edition.valid_from, old_from + timedelta(days=1), today)
        raise DatesCrossed(where="from_on", pack=edition.ref, from_on=begins, problem=problem, least=least)


def plain_texts(edition: Pack, texts: dict[str, str]) -> dict[str, str]:
    """Return the texts of an announcement without empty ones, in the order of the edition's languages.

    Raises:
        TextUnfit: a language in which the edition is complete is missing, another is not its, or a text is too long.
    """
    told = {language: text.strip() for language, text in texts.items() if text.strip()}
    needed = edition.complete_in or edition.languages[:1]
    problems = {language: "it is missing" for language in needed if language not in told}
    problems |= {language: "the edition is not written in it" for language in told if language not in edition.languages}
    problems |= {language: "it is too long" for language, text in told.items() if len(text) > TEXT_MAX}
    for language, problem in problems.items():
        raise TextUnfit(where="texts", language=language[:20], problem=problem, languages=", ".join(needed))
    return {language: told[language] for language in edition.languages if language in told}
