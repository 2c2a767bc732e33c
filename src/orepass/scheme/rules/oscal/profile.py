"""What applies to a site as an OSCAL profile: which controls of the catalogue, and how they are read there."""

from collections.abc import Iterator

from orepass.scheme.rules.asking.applying import Fitting, When, fitting
from orepass.scheme.rules.model import FALLBACK, Pack, Standard, told
from orepass.scheme.rules.oscal.catalog import parameter_id, setting_id, settings
from orepass.scheme.rules.oscal.document import NAMESPACE, Json, identifier, listed, metadata, props, resource, value_of
from orepass.scheme.rules.outcome import Profile
from orepass.scheme.rules.overlays import overlaid


def profile(pack: Pack, standard: str, site: Profile, language: str = FALLBACK) -> Json:
    """Return the profile of a standard for a site; what may apply for all that is known is included.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    found = fitting(pack, standard, site)
    read = overlaid(pack, standard, site).standard
    catalogue = resource(pack, "catalog", f"{pack.ref} {standard}", f"{NAMESPACE}:catalog:{pack.ref}:{standard}")
    included = [each.requirement for each in found.requirements if each.when is not When.NOT]
    modified = listed("set-parameters", _set(pack.standard(standard), read, included))
    key = value_of(list(_said(site)))
    about = metadata(pack, f"{told(read.title, language)}: what applies", language=language, on=pack.valid_from)
    about["props"] += props([*_said(site), *(("overlay", name) for name in found.overlays), *_counts(found)])["props"]
    return {
        "profile": {
            "uuid": identifier(pack.digest, "profile", standard, language, key),
            "metadata": about,
            "imports": [{"href": f"#{catalogue['uuid']}", **_included(included)}],
            "merge": {"as-is": True},
            **({"modify": modified} if modified else {}),
            "back-matter": {"resources": [catalogue]},
        }
    }


def _included(names: list[str]) -> Json:
    if names:
        return {"include-controls": [{"with-ids": names}]}
    return {"include-all": {}, "exclude-controls": [{"matching": [{"pattern": "*"}]}]}


def _said(site: Profile) -> Iterator[tuple[str, str]]:
    """Go through what is known of the site; what is left out is unknown."""
    for name in ("stage", "size", "country"):
        if getattr(site, name):
            yield name, getattr(site, name)
    for name, words in (("activity", site.activities), ("mineral", site.minerals)):
        yield from ((name, word) for word in words or ())
    if site.personnel is not None:
        yield "personnel", str(site.personnel)
    yield from ((f"flag.{name}", "yes" if said else "no") for name, said in site.flags.items())


def _counts(found: Fitting) -> Iterator[tuple[str, str]]:
    for when in When:
        yield f"requirements-{when}", str(len(found.of(when)))


def _set(plain: Standard, read: Standard, included: list[str]) -> Iterator[Json]:
    """Go through what is read otherwise at the site than the catalogue says."""
    for requirement in read.requirements:
        if requirement.id in included:
            before = settings(plain.requirement(requirement.id))
            for key, value in settings(requirement).items():
                if value != before[key]:
                    yield {"param-id": setting_id(requirement.id, key), "values": [value]}
    for path, found in read.rules.parameters.items():
        if path not in plain.rules or plain.rules[path].value != found.value:
            yield {"param-id": parameter_id(read.code, path), "values": [value_of(found.value)]}
