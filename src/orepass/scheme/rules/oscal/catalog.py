"""An edition as an OSCAL catalogue: standards, dimensions and subjects are groups, requirements are controls."""

from collections.abc import Iterator
from typing import Final

from orepass.scheme.rules.model import FALLBACK, Pack, Requirement, Standard, Subject, told
from orepass.scheme.rules.oscal.document import (
    NAMESPACE,
    Json,
    identifier,
    line,
    listed,
    metadata,
    prop,
    props,
    resource,
    token,
    value_of,
)
from orepass.scheme.rules.parameters import Parameter

DIMENSIONS: Final = {"E": "Environment", "S": "Society", "G": "Governance"}
TITLE_MAX: Final = 120
MAPPING: Final = "mapping"


def catalog(pack: Pack, standard: str = "", language: str = FALLBACK) -> Json:
    """Return the catalogue of an edition, or of one standard of it.

    Raises:
        StandardUnknown: the pack has no such standard.
    """
    chosen = (pack.standard(standard),) if standard else pack.standards
    told_title = told(pack.title, language)
    title = f"{told_title} – {told(chosen[0].title, language)}" if standard else told_title
    mapped = dict.fromkeys(name for one in chosen for found in one.requirements for name in found.maps_to)
    back = listed("resources", (_mapping(pack, name) for name in mapped))
    return {
        "catalog": {
            "uuid": identifier(pack.digest, "catalog", standard, language),
            "metadata": metadata(pack, title, language=language, on=pack.valid_from),
            "groups": [_standard(pack, one, language) for one in chosen],
            **({"back-matter": back} if back else {}),
        }
    }


def _mapping(pack: Pack, name: str) -> Json:
    return resource(pack, MAPPING, name, f"{NAMESPACE}:mapping:{name}")


def _standard(pack: Pack, standard: Standard, language: str) -> Json:
    dimensions = dict.fromkeys(subject.dimension for subject in standard.subjects)
    return {
        "id": standard.code,
        "class": "standard",
        "title": line(told(standard.title, language)),
        **listed("params", parameters(standard)),
        **props(
            [
                ("status", standard.status),
                ("subject-unit", standard.subject_unit),
                ("applies-when", standard.applies_when),
            ]
        ),
        "parts": [_part(standard.code, "overview", told(standard.purpose, language))],
        "groups": [_dimension(pack, standard, dimension, language) for dimension in dimensions],
    }


def _dimension(pack: Pack, standard: Standard, dimension: str, language: str) -> Json:
    mine = [subject for subject in standard.subjects if subject.dimension == dimension]
    return {
        "id": f"{standard.code}.{dimension}",
        "class": "dimension",
        "title": DIMENSIONS[dimension],
        "groups": [_subject(pack, subject, language) for subject in mine],
    }


def _subject(pack: Pack, subject: Subject, language: str) -> Json:
    name = f"{subject.standard}.{subject.dimension}.{subject.code}"
    return {
        "id": name,
        "class": "subject",
        "title": line(told(subject.title, language)),
        "parts": [_part(name, "overview", told(subject.why, language))],
        "controls": [_control(pack, requirement, language) for requirement in subject.requirements],
    }


def _part(of: str, name: str, prose: str, **more: object) -> Json:
    return {"id": f"{of}_{name}", "name": name, "ns": NAMESPACE, "prose": prose, **more}


def _control(pack: Pack, requirement: Requirement, language: str) -> Json:
    name = requirement.id
    linked = [
        {"href": f"#{identifier(pack.digest, 'resource', MAPPING, mapped)}", "rel": "reference"}
        for mapped in requirement.maps_to
    ]
    return {
        "id": name,
        "class": "requirement",
        "title": _title(told(requirement.statement, language)),
        "params": [_own(name, key, value) for key, value in settings(requirement).items()],
        **props(
            [
                *((key, value) for key, value in settings(requirement).items()),
                ("phase", requirement.phase),
                ("applies-when", requirement.applies_when),
                ("overlay", requirement.overlay),
                *(("accepts", kind) for kind in requirement.accepts),
                *(("maps-to", mapped) for mapped in requirement.maps_to),
                ("sort-id", name),
            ]
        ),
        **listed("links", linked),
        "parts": list(_parts(requirement, language)),
    }


def _title(statement: str) -> str:
    whole = line(statement)
    return whole if len(whole) <= TITLE_MAX else f"{whole[:TITLE_MAX].rsplit(' ', 1)[0]} …"


def _parts(requirement: Requirement, language: str) -> Iterator[Json]:
    name = requirement.id
    yield {"id": f"{name}_smt", "name": "statement", "prose": told(requirement.statement, language)}
    for size, text in (("small", requirement.evidence_small), ("large", requirement.evidence_large)):
        if text:
            yield _part(f"{name}_{size}", "evidence", told(text, language), **{"class": size})
    yield {
        "id": f"{name}_gdn",
        "name": "guidance",
        "title": "Fails when",
        "prose": told(requirement.fails_when, language),
    }
    if requirement.indicator:
        said = told(requirement.indicator.title, language) or requirement.indicator.id
        indicator = [prop("indicator-unit", requirement.indicator.unit), prop("better", requirement.indicator.better)]
        yield _part(name, "indicator", said, props=indicator)


def settings(requirement: Requirement) -> dict[str, str]:
    """Return what a reading may set otherwise for a requirement: criticality, weight and due year."""
    return {
        "criticality": "core" if requirement.core else "progress",
        "weight": str(requirement.weight),
        "due-year": str(requirement.due_year),
    }


def setting_id(requirement: str, key: str) -> str:
    """Return the identifier of the parameter for a setting."""
    return f"{requirement}_prm.{key}"


def _own(name: str, key: str, value: str) -> Json:
    return {"id": setting_id(name, key), "label": key, "values": [value]}


def parameter_id(standard: str, path: str) -> str:
    """Return the identifier of a parameter of a standard."""
    return token(f"{standard}_prm.{path}")


def parameters(standard: Standard) -> Iterator[Json]:
    """Go through the numbers that hold for a standard, each with its unit, source and whether it was compared."""
    for path, found in standard.rules.parameters.items():
        if value_of(found.value):
            yield _parameter(standard.code, path, found)


def _parameter(code: str, path: str, found: Parameter) -> Json:
    sourced = [("unit", found.unit), ("source", found.source), ("clause", found.clause), ("verified", found.verified)]
    return {
        "id": parameter_id(code, path),
        "class": "parameter",
        "label": path,
        **props(sourced),
        "values": [value_of(found.value)],
    }
