"""OSCAL documents of every pack, and of a file, held against the models of compliance-trestle; bent ones do not fit."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from pydantic import ValidationError
from trestle.oscal import OSCAL_VERSION, assessment_results
from trestle.oscal import catalog as trestle_catalog
from trestle.oscal import profile as trestle_profile

from orepass.assurance.rules.oscal_results import Observed, results
from orepass.scheme.queries import pack_from_files, pack_paths
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.oscal.catalog import catalog
from orepass.scheme.rules.oscal.document import VERSION
from orepass.scheme.rules.oscal.profile import profile
from orepass.scheme.rules.outcome import Answer, Outcome, Profile

pytestmark = pytest.mark.conformance

PACKS = sorted(pack_paths())
SITE = Profile(size="asm", activities=("extraction",), minerals=("cobalt",), country="CD", personnel=40)
ON = date(2026, 6, 1)
AT = datetime(2026, 5, 1, 9, tzinfo=UTC)
MODELS = {"catalog": trestle_catalog, "profile": trestle_profile, "assessment-results": assessment_results}


def fits(document: dict[str, Any]) -> Any:
    (name,) = document
    return MODELS[name].Model.model_validate_json(json.dumps(document))


def answered(rating: str = "full") -> tuple[Outcome, list[Observed]]:
    pack = pack_from_files("cera-4in1@2026.1")
    requirements = pack.standard("ASM").requirements
    answers = {one.id: Answer(rating=rating, evidence=(one.accepts[0],)) for one in requirements[:9]}
    answers[requirements[9].id] = Answer(rating="not_relevant", note="no pits")
    observed = [
        Observed(
            requirement=name,
            party="third" if at % 2 else "first",
            answer=answer.rating,
            evidence_class=(answer.evidence or ("",))[0],
            evidence=("ab" * 32,) if at % 3 else (),
            note=answer.note,
            at=AT,
        )
        for at, (name, answer) in enumerate(answers.items())
    ]
    return evaluate(pack, "ASM", profile=SITE, answers=answers, on=ON), observed


def of_a_file() -> dict[str, Any]:
    outcome, observed = answered()
    return results(pack_from_files("cera-4in1@2026.1"), outcome, observed, file="app-TEST")


def test_the_version_is_the_one_the_models_are_of() -> None:
    assert VERSION == OSCAL_VERSION


@pytest.mark.parametrize("name", PACKS)
def test_the_catalogue_of_every_pack_fits_and_holds_every_requirement(name: str) -> None:
    pack = pack_from_files(name)
    for language in pack.languages:
        model = fits(catalog(pack, language=language)).catalog
        found = {
            control.id: control
            for standard in model.groups
            for dimension in standard.groups
            for subject in dimension.groups
            for control in subject.controls
        }
        wanted = {requirement.id: requirement for one in pack.standards for requirement in one.requirements}
        assert found.keys() == wanted.keys()
        for identifier, control in found.items():
            said = {(one.name, one.value) for one in control.props}
            requirement = wanted[identifier]
            assert ("criticality", "core" if requirement.core else "progress") in said
            assert ("weight", str(requirement.weight)) in said
            assert ("due-year", str(requirement.due_year)) in said
            assert {mapped for one, mapped in said if one == "maps-to"} == set(requirement.maps_to)
            assert len(control.links or []) == len(requirement.maps_to)
            parts = [part.name for part in control.parts]
            assert parts[0] == "statement"
            assert {"evidence", "guidance"} <= set(parts)


@pytest.mark.parametrize("name", PACKS)
def test_profile_of_every_standard_fits_and_names_controls_and_parameters_of_its_catalogue(name: str) -> None:
    pack = pack_from_files(name)
    for standard in pack.standards:
        whole = json.dumps(catalog(pack, standard.code))
        model = fits(profile(pack, standard.code, SITE)).profile
        for control in [one for part in model.imports[0].include_controls or [] for one in part.with_ids]:
            assert f'"id": "{getattr(control, "root", control)}"' in whole
        for setting in (model.modify.set_parameters if model.modify else None) or []:
            assert f'"id": "{setting.param_id}"' in whole


def test_a_profile_selects_what_applies_and_sets_what_an_overlay_reads_otherwise() -> None:
    pack = pack_from_files("cera-4in1@2026.1")
    here = fits(profile(pack, "ASM", SITE)).profile
    elsewhere = fits(profile(pack, "ASM", Profile(size="asm", activities=("extraction",), country="PE"))).profile
    assert {one.param_id for one in here.modify.set_parameters} >= {"ASM.G.legitimacy.M1_prm.due-year"}
    assert elsewhere.modify is None
    assert here.uuid != elsewhere.uuid


def test_a_profile_under_which_nothing_applies_includes_nothing() -> None:
    pack = pack_from_files("cera-4in1@2026.1")
    (dry,) = [one for one in pack.standards if one.code == "ASM"]
    subject = dry.subjects[0]
    never = tuple(msgspec.structs.replace(one, applies_when='site.size == "large"') for one in subject.requirements)
    subject = msgspec.structs.replace(subject, requirements=never)
    bare = msgspec.structs.replace(dry, subjects=(subject,), requirements=never)
    document = profile(msgspec.structs.replace(pack, standards=(bare,), overlays=()), "ASM", SITE)
    assert document["profile"]["imports"][0].keys() == {"href", "include-all", "exclude-controls"}
    assert fits(document)


def test_results_of_a_file_fit_and_tell_what_is_met() -> None:
    model = fits(of_a_file()).assessment_results
    (result,) = model.results
    outcome, observed = answered()
    assert len(result.observations) == len(observed)
    counted = [found for found in outcome.results if found.counted]
    states = {finding.title.split(":")[0]: finding.target.status.state for finding in result.findings}
    assert states.keys() == {found.requirement for found in counted}
    met = {finding.title.split(":")[0] for finding in result.findings if finding.target.status.reason == "pass"}
    assert met == {found.requirement for found in counted if found.score == "1/1"}
    assert result.start <= result.end
    text = json.dumps(of_a_file())
    assert "per-" not in text


def test_results_without_an_answer_fit_too() -> None:
    pack = pack_from_files("cera-4in1@2026.1")
    outcome = evaluate(pack, "ASM", profile=SITE, answers={}, on=ON)
    model = fits(results(pack, outcome, [], file="app-TEST")).assessment_results
    assert {finding.target.status.reason for finding in model.results[0].findings} == {"other"}
    outcome, observed = answered("none")
    model = fits(results(pack, outcome, observed, file="app-TEST")).assessment_results
    assert {finding.target.status.reason for finding in model.results[0].findings} == {"fail", "other"}


def test_the_same_thing_has_the_same_identifiers() -> None:
    pack = pack_from_files("cera-4in1@2026.1")
    assert catalog(pack, "ASM") == catalog(pack, "ASM")
    assert profile(pack, "ASM", SITE) == profile(pack, "ASM", SITE)
    assert of_a_file() == of_a_file()


def first(document: dict[str, Any], *path: Any) -> Any:
    for step in path:
        document = document[step]
    return document


CONTROL = ("catalog", "groups", 0, "groups", 0, "groups", 0, "controls", 0)
RESULT = ("assessment-results", "results", 0)
BENT: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
    "no uuid": ("catalog", lambda d: d["catalog"].pop("uuid")),
    "a uuid of another kind": ("catalog", lambda d: d["catalog"].update(uuid="00000000-0000-1000-8000-000000000000")),
    "no title": ("catalog", lambda d: d["catalog"]["metadata"].pop("title")),
    "a day without a zone": (
        "catalog",
        lambda d: d["catalog"]["metadata"].update({"last-modified": "2026-01-01T00:00:00"}),
    ),
    "a strange key": ("catalog", lambda d: first(d, *CONTROL).update(weight=3)),
    "an identifier with blanks": ("catalog", lambda d: first(d, *CONTROL).update(id="CPS E water")),
    "a property without a value": ("catalog", lambda d: first(d, *CONTROL, "props", 0).pop("value")),
    "an empty value": ("catalog", lambda d: first(d, *CONTROL, "props", 0).update(value="")),
    "an empty list": ("catalog", lambda d: first(d, *CONTROL).update(parts=[])),
    "a profile of nothing": ("profile", lambda d: d["profile"].update(imports=[])),
    "a selection without names": (
        "profile",
        lambda d: first(d, "profile", "imports", 0).update({"include-controls": [{"with-ids": "ASM"}]}),
    ),
    "a setting without values": (
        "profile",
        lambda d: first(d, "profile", "modify", "set-parameters", 0).update(values=[]),
    ),
    "an unknown state": (
        "results",
        lambda d: first(d, *RESULT, "findings", 0, "target", "status").update(state="perhaps"),
    ),
    "no controls reviewed": ("results", lambda d: first(d, *RESULT).pop("reviewed-controls")),
    "an observation without a method": ("results", lambda d: first(d, *RESULT, "observations", 0).update(methods=[])),
    "an observation without a day": ("results", lambda d: first(d, *RESULT, "observations", 0).pop("collected")),
}


@pytest.mark.parametrize("name", sorted(BENT))
def test_a_bent_document_does_not_fit(name: str) -> None:
    kind, bend = BENT[name]
    pack = pack_from_files("cera-4in1@2026.1")
    made = {
        "catalog": lambda: catalog(pack, "ASM"),
        "profile": lambda: profile(pack, "ASM", SITE),
        "results": of_a_file,
    }
    document = copy.deepcopy(made[kind]())
    fits(document)
    bend(document)
    with pytest.raises(ValidationError):
        fits(document)
