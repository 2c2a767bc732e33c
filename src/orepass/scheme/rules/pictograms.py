"""Pictograms of requirements and the sentences said beside them: small drawings that can hold nothing but a drawing.

A pack is written by somebody else and its drawings stand in our own pages, so a drawing is read by a reader that knows
lines and shapes and nothing more: no script, style, link, text, entity or comment can be written in it. A standard with
a folder of pictograms promises one for each of its requirements, and a sentence that can be read aloud.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from orepass.kernel.finding import Finding
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft
from orepass.scheme.rules.folder import PICTOGRAM, File, Folder
from orepass.scheme.rules.model import Text

BYTES_MAX: Final = 4_096
WORDS_MAX: Final = 15
SVG: Final = "http://www.w3.org/2000/svg"
VIEW_BOX: Final = "0 0 96 96"
SPOKEN: Final = ".spoken"

_NUMBER: Final = r"-?\d{0,4}\.?\d{1,4}"
_NUMBERS: Final = re.compile(rf"{_NUMBER}(?:[ ,]+{_NUMBER})*")
_PAINT: Final = re.compile(r"none|currentColor")
_ENDS: Final = re.compile(r"round|butt|square|miter|bevel")
_LOOKS: Final[Mapping[str, re.Pattern[str]]] = {
    "class": re.compile("accent"),
    "fill": _PAINT,
    "stroke": _PAINT,
    "stroke-width": _NUMBERS,
    "stroke-linecap": _ENDS,
    "stroke-linejoin": _ENDS,
    "stroke-dasharray": _NUMBERS,
    "transform": re.compile(rf"(?:(?:translate|rotate|scale)\({_NUMBER}(?:[ ,]+{_NUMBER}){{0,2}}\) ?){{1,4}}"),
}
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "g": (),
    "path": ("d",),
    "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"),
    "rect": ("x", "y", "width", "height", "rx"),
    "line": ("x1", "y1", "x2", "y2"),
    "polyline": ("points",),
    "polygon": ("points",),
}
_PATH: Final = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+")
_ELEMENT: Final = re.compile(
    r'<(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?P<said>(?:\s+[A-Za-z][A-Za-z0-9:-]*="[^"<>&]*")*)\s*(?P<empty>/?)>'
)
_SAID: Final = re.compile(r'([A-Za-z][A-Za-z0-9:-]*)="([^"<>&]*)"')
_SHOWN: Final = 40


class UnfitError(ValueError):
    """A drawing holds what no pictogram may hold."""


def redrawn(text: str) -> str:
    """Return a drawing written anew from what was understood of it.

    Raises:
        UnfitError: it is too large, or holds anything but lines and shapes.
    """
    if len(text.encode()) > BYTES_MAX:
        raise UnfitError(f"it has more than {BYTES_MAX} bytes")
    parts: list[str] = []
    opened: list[str] = []
    at, end = 0, len(text)
    while (at := _after_space(text, at)) < end:
        found = _ELEMENT.match(text, at)
        if found is None:
            raise UnfitError(f"“{text[at : at + _SHOWN]}” is not an element of a drawing")
        if bool(opened) is not bool(parts):
            raise UnfitError("something stands after the drawing")
        parts.append(_element(found, opened))
        at = found.end()
    if opened or not parts:
        raise UnfitError("an element is not closed" if opened else "it is empty")
    return "".join(parts)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _element(found: re.Match[str], opened: list[str]) -> str:
    name, empty = found["name"], found["empty"]
    if found["closes"]:
        if not opened or found["said"] or empty or opened.pop() != name:
            raise UnfitError(f"“</{name}>” closes nothing")
        return f"</{name}>"
    said = _SAID.findall(found["said"])
    if len(dict(said)) < len(said):
        raise UnfitError(f"“{name}” says something twice")
    _check(name, dict(said), first=not opened)
    if not empty:
        opened.append(name)
    return f"<{name}{''.join(f' {key}="{value}"' for key, value in said)}{empty}>"


def _check(name: str, said: Mapping[str, str], *, first: bool) -> None:
    if first:
        if name != "svg" or said != {"xmlns": SVG, "viewBox": VIEW_BOX}:
            raise UnfitError(f'it does not begin with <svg xmlns="{SVG}" viewBox="{VIEW_BOX}">')
        return
    if name not in _PLACES:
        raise UnfitError(f"“{name[:_SHOWN]}” is none of {', '.join(_PLACES)}")
    for key, value in said.items():
        pattern = _LOOKS.get(key) or (None if key not in _PLACES[name] else _PATH if key == "d" else _NUMBERS)
        if pattern is None or not pattern.fullmatch(value):
            raise UnfitError(f"“{key}” of “{name}” may not be “{value[:_SHOWN]}”")


def drawing(folder: Folder, standard: str, requirement: str) -> str:
    """Return the pictogram of a requirement, written anew; nothing where there is none that is fit."""
    file = folder.files.get(f"{standard}/pictograms/{requirement}.svg")
    try:
        return redrawn(str(file.value)) if file else ""
    except UnfitError:
        return ""


def check(draft: Draft, texts: Mapping[str, Text]) -> Iterator[Finding]:
    """Compare the drawings with the requirements, and read every sentence as if it were said."""
    for file in draft.folder.of_kind(PICTOGRAM):
        yield from _fit(draft, file)
    for code in _promised(draft):
        for requirement in draft.identifiers(code):
            name = f"{code}/pictograms/{requirement}.svg"
            if name not in draft.folder.files:
                yield f.PICTOGRAM_MISSING.at(f"{code}/standard.yaml:1", requirement=requirement, file=name)
            if f"{requirement}{SPOKEN}" not in texts:
                yield f.PICTOGRAM_UNSPOKEN.at(f"{code}/standard.yaml:1", requirement=requirement)
    for key, text in texts.items():
        if key.endswith(SPOKEN):
            yield from _speakable(key, text)


def _promised(draft: Draft) -> list[str]:
    codes = {file.name.partition("/")[0] for file in draft.folder.of_kind(PICTOGRAM)}
    return [code for code in draft.standards if code in codes]


def _fit(draft: Draft, file: File) -> Iterator[Finding]:
    where = f"{file.name}:1"
    code, _, rest = file.name.partition("/")
    if rest.removeprefix("pictograms/").removesuffix(".svg") not in draft.identifiers(code):
        yield f.PICTOGRAM_STRAY.at(where, file=file.name, standard=code)
    try:
        redrawn(str(file.value))
    except UnfitError as unfit:
        yield f.PICTOGRAM_UNFIT.at(where, file=file.name, problem=str(unfit), limit=BYTES_MAX)


def _speakable(key: str, text: Text) -> Iterator[Finding]:
    for language, sentence in text.items():
        problem = unspeakable(sentence)
        if problem:
            yield f.SPOKEN_WRONG.at(f"texts/{language}.yaml:1", key=key, problem=problem, limit=WORDS_MAX)


def unspeakable(sentence: str) -> str:
    """Say why a sentence cannot simply be read aloud; empty if it can."""
    words = [word for word in sentence.split() if any(map(str.isalnum, word))]
    if len(words) > WORDS_MAX:
        return f"it has {len(words)} words"
    if any(map(str.isdigit, sentence)):
        return "it has digits"
    if re.search(r"\b[^\W\d_a-zß-ÿ]{2,}\b", sentence):
        return "it has an abbreviation"
    if not re.fullmatch(r"[^.!?;:()/]+\s?[.!?]", sentence):
        return "it is not one sentence"
    return ""
