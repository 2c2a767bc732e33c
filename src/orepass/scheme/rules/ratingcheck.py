"""Check the ratings of a pack: each standard's parts are there and fit together."""

from collections.abc import Iterator
from typing import Final

from orepass.kernel.finding import Finding
from orepass.scheme.rules import blockcheck
from orepass.scheme.rules import findings as f
from orepass.scheme.rules.draft import Draft
from orepass.scheme.rules.parameters import ParameterMissing, Rules
from orepass.scheme.rules.rating import BadRating, Rating, rating_of, unfit

PHASES: Final = ("commitment", "assessment", "monitoring", "disclosure")


def check(draft: Draft) -> Iterator[Finding]:
    """Find ratings that lack a parameter or whose parts do not fit together."""
    said: set[str] = set()
    for code in draft.standards:
        if not _sound_rating(draft, code):
            continue
        try:
            rating = rating_of(draft.rules_of(code))
        except ParameterMissing as missing:
            where = draft.place(f"{code}/standard.yaml")
            yield f.RATING_MISSING.at(where, standard=code, path=missing.params["path"])
            continue
        except BadRating as bad:
            wrong = [bad]
        else:
            wrong = list(unfit(rating, groups(draft, code)))
        for each in wrong:
            where = _place_of_rating(draft, code, each.path)
            if where not in said:
                yield f.PARAMETER_VALUE.at(where, path=each.path, value=each.value, suggestion=each.suggestion)
            said.add(where)


def rating(draft: Draft, code: str) -> Rating | None:
    """Return the rating of a standard, if it can be read."""
    try:
        return rating_of(draft.rules_of(code)) if _sound_rating(draft, code) else None
    except (BadRating, ParameterMissing):
        return None


def groups(draft: Draft, code: str) -> dict[str, list[str]]:
    """Return the names by which a rating may group the requirements of a standard."""
    parts = [part.subject for part in draft.subjects if part.standard == code]
    return {
        "dimension": [part.dimension for part in parts],
        "subject": [part.subject for part in parts],
        "phase": list(PHASES),
    }


def _sound_rating(draft: Draft, code: str) -> bool:
    """Say whether each parameter of a rating can be read; what is wrong with one is said elsewhere."""
    block = {path: found for path, found in draft.rules_of(code).parameters.items() if path.startswith("rating.")}
    return not any(blockcheck.single(path, found, "") for path, found in block.items())


def _place_of_rating(draft: Draft, code: str, path: str) -> str:
    """Return the place of a part of a rating, or of what is around it where the part itself is not written."""
    own = draft.own_rules.get(code, Rules())
    near = [name for name in own.parameters if name.startswith(path.rpartition(".")[0])]
    if near:
        return draft.place_of(code, path if path in own else near[0])
    return draft.place("rules.yaml", *path.split("."))
