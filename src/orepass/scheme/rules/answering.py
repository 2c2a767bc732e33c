"""With which words the requirements of a standard may be answered, told before the answers are judged."""

from orepass.scheme.rules.judgement import NOT_RELEVANT, UNKNOWN, RatingUnknown
from orepass.scheme.rules.model import Standard
from orepass.scheme.rules.prepared import prepared


def words_of(standard: Standard) -> dict[str, tuple[str, ...]]:
    """Return the words for each requirement: those of its subject's scale, “not relevant” and “not known”."""
    rating = prepared(standard).rating
    return {
        requirement.id: (*rating.words_for(requirement.subject), NOT_RELEVANT, UNKNOWN)
        for requirement in standard.requirements
    }


def require_word(standard: Standard, requirement: str, word: str) -> None:
    """Refuse a word of another scale.

    Raises:
        RequirementUnknown: the standard has no such requirement.
        RatingUnknown: the requirement is not rated with this word.
    """
    subject = standard.requirement(requirement).subject
    known = (*prepared(standard).rating.words_for(subject), NOT_RELEVANT, UNKNOWN)
    if word not in known:
        raise RatingUnknown(where=requirement, requirement=requirement, value=word, known=", ".join(known))
