"""In which words a claim is made: one sentence for each claim and language, with placeholders for what is said.

A sentence says the standard, its edition and a day, and never more than the claim bears.
"""

from collections.abc import Mapping
from string import Formatter
from typing import Final

import msgspec

LANGUAGES: Final = ("en", "fr", "es", "sw")
PLACEHOLDERS: Final = frozenset({"percent", "scheme", "edition", "level", "certificate", "mine", "day"})


class Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence in every language."""

    en: str
    fr: str
    es: str
    sw: str

    def filled(self, level: "Sentence", said: Mapping[str, str]) -> dict[str, str]:
        """Return the sentence in every language with what is said, and the level in the words of that language."""
        return {
            language: getattr(self, language).format_map({**said, "level": getattr(level, language)})
            for language in LANGUAGES
        }

    @property
    def placeholders(self) -> frozenset[str]:
        """Return what the sentence leaves open, in any language."""
        texts = (getattr(self, language) for language in LANGUAGES)
        return frozenset(name for text in texts for _, name, _, _ in Formatter().parse(text) if name)


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sentence of each claim, the one that names the step reached, and the levels by their codes."""

    claims: dict[str, Sentence]
    step: Sentence
    levels: dict[str, Sentence] = {}

    def level(self, code: str) -> Sentence:
        """Return what a level is called; one without words is written as the pack writes it."""
        plain = code.replace("_", " ")
        return self.levels.get(code) or Sentence(en=plain, fr=plain, es=plain, sw=plain)

    def of(self, claim: str, *, with_step: bool, said: Mapping[str, str]) -> dict[str, str]:
        """Return the words of a claim in every language; nothing for a claim without words."""
        if claim not in self.claims:
            return {}
        level = self.level(said.get("level", ""))
        words = self.claims[claim].filled(level, said)
        step = self.step.filled(level, said) if with_step and claim != "step_reached" else {}
        return {language: " ".join(filter(None, (text, step.get(language, "")))) for language, text in words.items()}


def wordings_of(written: Mapping[str, object]) -> Wordings:
    """Read the file of sentences.

    Raises:
        ValidationError: a claim or a language is missing, or a sentence leaves something open that nobody fills.
    """
    found = msgspec.convert(written, Wordings)
    for claim, sentence in (*found.claims.items(), ("step", found.step)):
        if not sentence.placeholders <= PLACEHOLDERS:
            raise msgspec.ValidationError(f"{claim}: {', '.join(sorted(sentence.placeholders - PLACEHOLDERS))}")
    return found
