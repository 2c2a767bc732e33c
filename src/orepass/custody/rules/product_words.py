"""Words that somebody means to put on a product: what they say, and whether so much may be said of the lot.

Sentences are not weighed. Words are allowed when they are, word for word, a claim that the lot is offered today, a
label that its sale shows, or the phrase of the law on conflict minerals, behind which an independent audit has to
stand. All other words say more than anything here bears (scenarios M-13, M-18 and M-23).
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from orepass.custody.rules.claims.offering import ON_PRODUCT
from orepass.scheme.rules.positioning import conflict_free_words, scheme_label

CONFLICT_FREE: Final = "drc conflict free"
"""The phrase of the law, as it is compared: in small letters, with blanks for hyphens."""

PHRASE_IN: Final = "en"
"""The language of the phrase."""

ALLOWED: Final = "allowed"
"""What the rule on the phrase answers when an audit stands behind it."""


class WordsLanguage(StrEnum):
    """The languages in which claims are worded."""

    EN = "en"
    FR = "fr"
    ES = "es"
    SW = "sw"


class WordsKind(StrEnum):
    """What words on a product are."""

    CLAIM = "claim"
    """A claim of a scheme that the lot is offered."""

    DUE_DILIGENCE = "due_diligence"
    """The phrase of the law on conflict minerals; it says nothing of sustainability."""

    UNAUDITED = "unaudited"
    """That phrase, with no independent audit behind it: refused."""

    NOT_OFFERED = "not_offered"
    """Anything else: refused."""


class JudgedWords(msgspec.Struct, frozen=True, kw_only=True):
    """What words are.

    Attributes:
        claim: which claim they make, if any.
        ruling: what the rule on the phrase answers for the organisation: allowed, or no duty.
        label: the label that such words give, by its name in the edition; those of due diligence give none.
    """

    kind: WordsKind
    claim: str = ""
    ruling: str = ""
    label: str = ""

    @property
    def allowed(self) -> bool:
        """Say whether the words may stand on the product."""
        return self.kind in {WordsKind.CLAIM, WordsKind.DUE_DILIGENCE}


def judged(
    text: str,
    language: WordsLanguage,
    offered: Mapping[str, Mapping[str, str]],
    *,
    labels: Mapping[str, str] = {},
    discloses: bool,
    audited: bool,
) -> JudgedWords:
    """Judge words by the claims that a lot is offered and by what stands behind the phrase of the law.

    Args:
        text: the words.
        language: in which language they are.
        offered: the sentence of each claim offered, by language.
        labels: the text of each label that its sale shows, by name; a label is a name and reads the same everywhere.
        discloses: whether the organisation files the use of conflict minerals with the regulator.
        audited: whether an independent audit of its due diligence counts today.
    """
    said = _spaced(text)
    for claim, sentences in offered.items():
        if said and said == _spaced(sentences.get(language, "")):
            return JudgedWords(kind=WordsKind.CLAIM, claim=claim)
    for name, label in labels.items():
        if said and said == _spaced(label):
            return JudgedWords(kind=WordsKind.CLAIM, claim=ON_PRODUCT, label=name)
    if not (language == PHRASE_IN and is_phrase(text)):
        return JudgedWords(kind=WordsKind.NOT_OFFERED)
    # Who does not file has no duty to say anything; whoever says it all the same needs the audit as well.
    if conflict_free_words(discloses=True, independent_audit=audited).value != ALLOWED:
        return JudgedWords(kind=WordsKind.UNAUDITED)
    return JudgedWords(
        kind=WordsKind.DUE_DILIGENCE,
        ruling=conflict_free_words(discloses=discloses, independent_audit=audited).value,
        label=scheme_label(kind=WordsKind.DUE_DILIGENCE).value,
    )


def is_phrase(text: str) -> bool:
    """Say whether words are the phrase of the law, however they are printed, and nothing else."""
    return _spaced(re.sub(r"[-\u2010\u2011]", " ", text)).rstrip(".").casefold() == CONFLICT_FREE


def _spaced(text: str) -> str:
    return " ".join(text.split())
