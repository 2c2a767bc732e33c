"""The profile of an application, completed from what the register knows of the sites in its scope.

What the client leaves open is taken from the sites when all of them say it; what even one site does not say stays
unknown. The client's own words are never overruled.
"""

from collections.abc import Sequence

import msgspec

from orepass.scheme.rules.outcome import Profile


class SiteFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the register says of one site; empty means not known."""

    activities: tuple[str, ...]
    minerals: tuple[str, ...]
    size: str
    country: str


def completed(profile: Profile, sites: Sequence[SiteFacts]) -> Profile:
    """Return the profile with what the sites say filled in where the client said nothing."""
    return msgspec.structs.replace(
        profile,
        activities=_all(profile.activities, [site.activities for site in sites]),
        minerals=_all(profile.minerals, [site.minerals for site in sites]),
        size=profile.size or _same([site.size for site in sites]),
        country=profile.country or _same([site.country for site in sites]),
    )


def _all(said: tuple[str, ...] | None, lists: list[tuple[str, ...]]) -> tuple[str, ...] | None:
    if said is not None or not lists or not all(lists):
        return said
    return tuple(dict.fromkeys(word for words in lists for word in words))


def _same(words: list[str]) -> str | None:
    return words[0] if words and words[0] and len(set(words)) == 1 else None
