"""Go through what differs between two editions: single values, texts by language, conditions, numbers."""

from collections.abc import Iterator, Mapping

from orepass.scheme.rules.comparing.compared import WAY_OF_REACH, WAY_OF_SIDE, Change, Way
from orepass.scheme.rules.comparing.reach import reach
from orepass.scheme.rules.model import Pack, Text
from orepass.scheme.rules.overlaying import side_of
from orepass.scheme.rules.parameters import Parameter, Rules

type Vocabulary = Mapping[str, list[str]]


def words_of_both(old: Pack, new: Pack) -> dict[str, list[str]]:
    """Return the words that profiles may use in either edition, so that both directions are measured alike."""
    lists = dict.fromkeys([*old.vocabulary, *new.vocabulary])
    said = (old.vocabulary, new.vocabulary)
    return {name: list(dict.fromkeys(word for words in said for word in words.get(name, []))) for name in lists}


def shown(value: object) -> str:
    """Write a value of an edition as one line; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(shown, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown(part)}" for key, part in value.items())
    return str(value)


def differing(where: str, part: str, way: Way, old: object, new: object) -> Iterator[Change]:
    """Compare two values."""
    if old != new:
        yield Change(where=where, part=part, way=way, old=shown(old), new=shown(new))


def conditions_differing(where: str, old: str, new: str, words: Vocabulary) -> Iterator[Change]:
    """Compare two conditions, and say whom the later one reaches."""
    if old != new:
        found = reach(old, new, words)
        yield Change(where=where, part="applies_when", way=WAY_OF_REACH[found], old=old, new=new, reach=found)


def texts_differing(where: str, part: str, old: Text, new: Text) -> Iterator[Change]:
    """Compare a text language by language; a translation that came or went is a change of words."""
    for language in sorted({*old, *new}):
        one, two = old.get(language, ""), new.get(language, "")
        if one != two:
            yield Change(where=where, part=part, way=Way.WORDING, old=one, new=two, language=language)


def numbers_differing(where: str, old: Rules, new: Rules, bases: tuple[Rules, Rules] | None = None) -> Iterator[Change]:
    """Compare parameters by path; where one of the two has none, that of its own base stands."""
    below, above = bases or (Rules(), Rules())
    for path in sorted({*old.parameters, *new.parameters}):
        one = old.parameters.get(path) or below.parameters.get(path)
        two = new.parameters.get(path) or above.parameters.get(path)
        if one != two:
            yield Change(where=where, part=path, way=_way(path, one, two), old=_told(one), new=_told(two))


def _way(path: str, old: Parameter | None, new: Parameter | None) -> Way:
    if old is None or new is None:
        return Way.NEW if old is None else Way.GONE
    if (old.value, old.unit) == (new.value, new.unit):
        return Way.BESIDE
    return WAY_OF_SIDE[side_of(path, old, new)]


def _told(found: Parameter | None) -> str:
    """Write a parameter with its unit and where it comes from."""
    if found is None:
        return ""
    value = "without limit" if found.value is None else shown(found.value)
    unit = "" if found.unit in {"code", "text", "list", "map", "boolean", "rule"} else f" {found.unit}"
    verified = "" if found.verified else ", not verified"
    return f"{value}{unit} ({found.source}, {found.clause}{verified})"
