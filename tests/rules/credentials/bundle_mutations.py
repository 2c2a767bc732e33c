"""Bundles of the table changed at random: in a letter, in a value anywhere, in a part inside a part."""

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.rules.credentials.bundle_parts import REFUSED, Row
from tests.rules.credentials.bundle_table import rows

VALUES = (None, True, False, 5, 5.0, -1, 0.1, "x", "", "did:web:mine.example", [], {}, [None], {"id": 5}, 2**53)
LETTERS = 'abZ09"{}[],:.-_~\\ é\u2028\n+/=#'
LARGEST = 60_000


def mutated(seed: int, count: int) -> Iterator[Row]:
    """Yield rows with a bundle, now and then its anchors, changed in one place or two."""
    chance = random.Random(seed)  # noqa: S311 - the same bundles every time
    table = [row for row in rows() if row.outcome != REFUSED and len(row.bundle) < LARGEST]
    for number in range(count):
        row = chance.choice(table)
        bundle = _changed(row.bundle, chance)
        known = _changed(row.anchors, chance) if chance.random() < 0.1 else row.anchors
        yield row._replace(name=f"{number}: {row.name}", bundle=bundle, anchors=known)


def _changed(text: str, chance: random.Random) -> str:
    if chance.random() < 0.1:
        return _other_letter(text, chance)
    value = json.loads(text)
    for _time in range(chance.choice((1, 1, 2))):
        _change(value, chance)
    return json.dumps(value, ensure_ascii=False)


def _change(value: Any, chance: random.Random) -> None:
    holder, name = chance.choice(list(_places(value)))
    part = holder[name]
    if isinstance(part, str) and part and chance.random() < 0.75:
        holder[name] = _inside(part, chance)
    elif isinstance(holder, dict) and chance.random() < 0.2:
        del holder[name]
    else:
        holder[name] = copy.deepcopy(chance.choice(VALUES))


def _inside(text: str, chance: random.Random) -> str:
    """Change a text: when it holds JSON, a value in it; otherwise a letter."""
    if not text.startswith("{"):
        return _other_letter(text, chance)
    try:
        value = json.loads(text)
    except ValueError:
        return _other_letter(text, chance)
    if value:
        _change(value, chance)
    return json.dumps(value, ensure_ascii=False)


def _other_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(LETTERS) + text[at + 1 :]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Name every place of a value by what holds it."""
    inner = list(value.items()) if isinstance(value, dict) else list(enumerate(value))
    for name, part in inner:
        yield value, name
        if isinstance(part, dict | list):
            yield from _places(part)
