"""Evaluate answers under a standard: from single judgements to an outcome with level, reasons and next steps.

Fail closed: as long as anything that counts is unknown, the outcome is *unknown*, or *does not conform* when even
the best answers could not help; it never grants. Requirements that are not due yet are shown and left out of the
reckoning (domain rules A7). Exact fractions throughout; the outcome names the digests of pack and inputs so that it
can be replayed.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final

import msgspec

from orepass.kernel.digest import Digest, digest, digest_bytes
from orepass.kernel.suggestion import suggest
from orepass.scheme.rules.model import Pack, RequirementUnknown
from orepass.scheme.rules.outcome import Answer, Outcome, Profile
from orepass.scheme.rules.overlays import Overlaid, overlaid
from orepass.scheme.rules.prepared import Prepared, prepared
from orepass.scheme.rules.reckoning import Reckoning
from orepass.scheme.rules.regions import standard_on

SHOWN_MAX: Final = 80
EXACT_MAX: Final = 2**53
_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Profile))
_sorted: Final = msgspec.json.Encoder(order="sorted")


def profile_of(value: Profile | Mapping[str, Any]) -> Profile:
    """Read a profile from a mapping; unknown keys are refused."""
    if isinstance(value, Profile):
        return value
    for key in value:
        if key not in _FIELDS:
            raise RequirementUnknown(standard="profile", requirement=key, suggestion=suggest(key, sorted(_FIELDS)))
    return msgspec.convert(dict(value), Profile)


def answers_of(ready: Prepared, answers: Mapping[str, Answer | str | Mapping[str, Any]]) -> dict[str, Answer]:
    """Read answers; an answer to a requirement that does not exist is refused, never ignored."""
    if not answers.keys() <= ready.lines.keys():
        name = next(name for name in answers if name not in ready.lines)
        known = sorted(ready.lines)
        suggestion = suggest(name, known) if len(name) <= SHOWN_MAX else "Look it up in the standard."
        raise RequirementUnknown(
            where=name, standard=ready.standard.code, requirement=name[:SHOWN_MAX], suggestion=suggestion
        )
    return {name: answer if isinstance(answer, Answer) else _answer(answer) for name, answer in answers.items()}


def _answer(value: str | Mapping[str, Any]) -> Answer:
    return _bare(value) if isinstance(value, str) else msgspec.convert(dict(value), Answer)


@lru_cache(maxsize=64)
def _bare(rating: str) -> Answer:
    return Answer(rating=rating)


def evaluate(
    pack: Pack,
    standard: str,
    *,
    profile: Profile | Mapping[str, Any],
    answers: Mapping[str, Answer | str | Mapping[str, Any]],
    on: date,
) -> Outcome:
    """Evaluate answers under one standard of a pack on a day, as the overlays that hold for the site read it.

    Raises:
        StandardUnknown: the pack has no such standard.
        RequirementUnknown: an answer names a requirement that the standard does not have.
        RatingUnknown: an answer uses a word that is not on the standard's scale.
    """
    known = profile_of(profile)
    read = overlaid(pack, standard, known)
    ready = prepared(standard_on(read.standard, on))
    given = answers_of(ready, answers)
    return evaluate_prepared(pack, ready, read=read, profile=known, answers=given, on=on)


def evaluate_prepared(
    pack: Pack, ready: Prepared, *, read: Overlaid, profile: Profile, answers: dict[str, Answer], on: date
) -> Outcome:
    """Evaluate what was read under a standard made ready before."""
    inputs_digest = _digest_of_inputs(ready.standard.code, profile, answers, on)
    return Reckoning(ready, profile, answers, on).outcome(pack, read, inputs_digest)


def _digest_of_inputs(standard: str, profile: Profile, answers: dict[str, Answer], on: date) -> Digest:
    """Name the inputs; the quick writer gives canonical JSON where no key and no number is out of the ordinary."""
    inputs = {"standard": standard, "profile": profile, "answers": answers, "on": on}
    ordinary = abs(profile.personnel or 0) < EXACT_MAX and all(map(str.isascii, profile.flags))
    return digest_bytes(_sorted.encode(inputs)) if ordinary else digest(inputs)
