"""Mark text for translation without translating it, so that pure rules can carry messages.

The doors translate: they look the template up in the catalogues and fill in the named placeholders. A refusal and a
finding keep template and values apart; a sentence that has no code of its own is :class:`Said`.
"""

from collections.abc import Callable, Mapping
from typing import Final, Self

PLACEHOLDER_MISSING: Final = "…"
BETWEEN: Final = ", "


def marked(text: str) -> str:
    """Return the text unchanged; the catalogue extractor collects every call (imported as ``_``)."""
    return text


class _Forgiving(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return PLACEHOLDER_MISSING


def fill(template: str, params: Mapping[str, object]) -> str:
    """Fill ``{name}`` placeholders; a missing value shows as an ellipsis rather than breaking a page."""
    return template.format_map(_Forgiving(params))


class Said(str):
    """A sentence in English that remembers its template and values, so that a page can say it in another language.

    It is a ``str``: whoever knows no other language writes it as it is. ``str(sentence)`` forgets what it remembers.
    """

    template: str
    values: Mapping[str, object]
    __slots__ = ("template", "values")

    def told(self, translate: Callable[[str], str], write: Callable[[str, object], str]) -> str:
        """Say the sentence in another language; ``write`` is given placeholder and value of what is no sentence."""

        def again(name: str, value: object) -> str:
            if isinstance(value, tuple):
                return BETWEEN.join(again(name, part) for part in value)
            return value.told(translate, write) if isinstance(value, Said) else write(name, value)

        return fill(translate(self.template), {name: again(name, value) for name, value in self.values.items()})

    @classmethod
    def of(cls, template: str, values: Mapping[str, object]) -> Self:
        """Fill a template; a value may be a sentence itself, or a tuple of values that stand in a row."""
        sentence = cls(fill(template, {name: in_english(value) for name, value in values.items()}))
        sentence.template, sentence.values = template, values
        return sentence


def said(template: str, /, **values: object) -> Said:
    """Say a marked text with its values: ``said(_("{paid} of {due} is paid."), paid=paid, due=due)``."""
    return Said.of(template, values)


def typed(*words: str) -> Said:
    """Say words that somebody has to type, or names: they stay as they are in every language."""
    return said("{codes}", codes=words)


def readable(name: str) -> str:
    """Return the name of an input or a kind as a page shows it: ``per_diem`` as *per diem*."""
    return name.replace("_", " ")


def in_english(value: object) -> str:
    """Write the value behind a placeholder as English does; a tuple as its parts in a row."""
    return BETWEEN.join(map(in_english, value)) if isinstance(value, tuple) else str(value)


def plain(value: object) -> str:
    """Write a sentence without what it remembers, for an encoder that knows only ``str`` itself (its ``enc_hook``).

    Raises:
        TypeError: the value is none.
    """
    if isinstance(value, Said):
        return str(value)
    raise TypeError(f"an answer cannot hold {type(value).__name__}")
