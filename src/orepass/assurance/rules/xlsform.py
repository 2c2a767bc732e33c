"""A self-assessment as an XLSForm, for collecting answers with ODK or KoboToolbox where there is no network.

Sheets ``survey``, ``choices`` and ``settings`` as the XLSForm standard has them, in every language of the edition that
we can label. Only what applies to the profile is asked, or may apply for all that is known. Edition and digest travel
in every submission, so that it is known under which rules it was answered.
"""

import re
from typing import Final

from orepass.assurance.rules.asking import Asked, Question
from orepass.assurance.rules.labels import EVIDENCE, LANGUAGES, NAMES, RATINGS, SAID
from orepass.kernel.table import Cell, Sheet
from orepass.scheme.rules.model import FALLBACK, Text, told

EDITION, DIGEST, STANDARD, FILE = "orepass_edition", "orepass_digest", "orepass_standard", "orepass_file"
BY, NOTE, PHOTO, VOICE = "__by", "__note", "__photo", "__voice"
PIXELS: Final = "max-pixels=1600"
WAYS: Final = "ways"
PICTURE, AUDIO = "photo", "oral"
DIGEST_SHOWN: Final = 12
_STRANGE: Final = re.compile(r"[^A-Za-z0-9]")

type Line = dict[str, Cell]


def question_name(requirement: str) -> str:
    """Return the name of a question: the identifier with signs as underscores, as names in forms are; no two alike."""
    return _STRANGE.sub("_", requirement.replace("_", "_u_"))


def names_in(asked: Asked) -> dict[str, str]:
    """Return the requirement behind each name."""
    return {question_name(question.requirement): question.requirement for question in asked.questions}


def form(asked: Asked, languages: tuple[str, ...]) -> list[Sheet]:
    """Return the sheets of the form."""
    spoken = tuple(language for language in LANGUAGES if language in languages) or (FALLBACK,)
    lists = {words: f"scale_{at}" for at, words in enumerate(dict.fromkeys(q.words for q in asked.questions), 1)}
    survey = [*_identity(asked), *_questions(asked, lists, spoken)]
    choices: list[Line] = [
        {"list_name": name, "name": word, **_labels("label", RATINGS.get(word, {FALLBACK: word}), spoken)}
        for words, name in lists.items()
        for word in words
    ]
    choices += [{"list_name": WAYS, "name": kind, **_labels("label", EVIDENCE[kind], spoken)} for kind in EVIDENCE]
    settings: Line = {
        "form_title": f"{told(asked.title)} ({asked.pack})",
        "form_id": f"orepass_{_STRANGE.sub('_', asked.pack)}_{asked.standard}_{asked.digest[:DIGEST_SHOWN]}",
        "version": f"{asked.pack} {asked.digest[:DIGEST_SHOWN]}",
        "default_language": NAMES[spoken[0]],
    }
    return [_sheet("survey", survey), _sheet("choices", choices), _sheet("settings", [settings])]


def _identity(asked: Asked) -> list[Line]:
    values = {EDITION: asked.pack, DIGEST: asked.digest, STANDARD: asked.standard, FILE: asked.file}
    kept: list[Line] = [
        {"type": "calculate", "name": name, "calculation": f"'{value}'"} for name, value in values.items()
    ]
    return [{"type": "today", "name": "today"}, *kept]


def _questions(asked: Asked, lists: dict[tuple[str, ...], str], spoken: tuple[str, ...]) -> list[Line]:
    lines: list[Line] = []
    for subject in dict.fromkeys(question.subject for question in asked.questions):
        mine = [question for question in asked.questions if question.subject == subject]
        group = f"subject_{question_name(subject)}"
        lines.append({"type": "begin_group", "name": group, **_labels("label", mine[0].subject_title, spoken)})
        for question in mine:
            lines += _question(question, lists[question.words], spoken)
        lines.append({"type": "end_group", "name": group})
    return lines


def _question(question: Question, scale: str, spoken: tuple[str, ...]) -> list[Line]:
    name = question_name(question.requirement)
    answered: Line = {"relevant": f"${{{name}}} != ''"}
    lines: list[Line] = [
        {
            "type": f"select_one {scale}",
            "name": name,
            **_labels("label", _numbered(question), spoken),
            **_labels("hint", question.fails_when, spoken),
            **_labels("guidance_hint", question.typical, spoken),
        },
        {"type": f"select_one {WAYS}", "name": name + BY, **_labels("label", SAID["shown_by"], spoken), **answered},
    ]
    if PICTURE in question.accepts:
        lines.append(
            {
                "type": "image",
                "name": name + PHOTO,
                "parameters": PIXELS,
                **_labels("label", SAID["photo_taken"], spoken),
                **answered,
            }
        )
    if AUDIO in question.accepts:
        recorded = _labels("label", SAID["voice"], spoken)
        lines.append({"type": "audio", "name": name + VOICE, **recorded, **answered})
    note: Line = {"type": "text", "name": name + NOTE, **_labels("label", SAID["note"], spoken), **answered}
    return [*lines, note]


def _numbered(question: Question) -> Text:
    """Return what is required with the identifier before it, so that people can speak about it."""
    return {language: f"{question.requirement} – {text}" for language, text in question.statement.items()}


def _labels(kind: str, text: Text, spoken: tuple[str, ...]) -> Line:
    """Return a text in every language; what is not translated stands in English. References are no part of a text."""
    return {f"{kind}::{NAMES[language]}": told(text, language).replace("${", "$ {") or None for language in spoken}


def _sheet(name: str, lines: list[Line]) -> Sheet:
    columns = list(dict.fromkeys(column for line in lines for column in line))
    rows: list[list[Cell]] = [list(columns), *([line.get(column) for column in columns] for line in lines)]
    return Sheet(name=name, rows=rows, widths=tuple(24 for _column in columns))
