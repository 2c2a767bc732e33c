"""OSCAL documents at their edges: what is missing is left out, never written empty."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import msgspec

from orepass.assurance.rules.oscal_results import Observed, results
from orepass.scheme.queries import pack_from_files
from orepass.scheme.rules.evaluate import evaluate
from orepass.scheme.rules.model import Indicator, Pack, Standard
from orepass.scheme.rules.oscal.catalog import catalog, parameters
from orepass.scheme.rules.oscal.document import identifier, listed, props, token
from orepass.scheme.rules.oscal.profile import profile
from orepass.scheme.rules.outcome import GroupScore, Profile
from orepass.scheme.rules.parameters import Parameter, Rules

ON = date(2026, 6, 1)


@cache
def quarry() -> Pack:
    return pack_from_files("quarry-basics@2026.1")


def with_first(**changes: Any) -> Pack:
    """Return the pack with its first requirement changed and all others gone."""
    standard = quarry().standards[0]
    subject = standard.subjects[0]
    changed = (msgspec.structs.replace(subject.requirements[0], **changes),)
    subject = msgspec.structs.replace(subject, requirements=changed)
    bare = msgspec.structs.replace(standard, subjects=(subject,), requirements=changed)
    return msgspec.structs.replace(quarry(), standards=(bare,), overlays=())


def control(pack: Pack) -> dict[str, Any]:
    (standard,) = catalog(pack)["catalog"]["groups"]
    found: dict[str, Any] = standard["groups"][0]["groups"][0]["controls"][0]
    return found


def test_identifiers_and_tokens_are_always_the_same_and_well_formed() -> None:
    assert identifier("a", "b") == identifier("a", "b") != identifier("a", "c")
    assert [token(text) for text in ("a b", "1a", "_x", "é")] == ["a_b", "_1a", "_x", "_"]
    assert (listed("props", []), props([("a", ""), ("b", None), ("c", " ")])) == ({}, {})


def test_a_control_tells_what_its_requirement_has_and_nothing_else() -> None:
    plain = control(with_first(evidence_small={}, evidence_large={}, indicator=None, maps_to=()))
    assert [part["name"] for part in plain["parts"]] == ["statement", "guidance"]
    assert "links" not in plain
    indicator = Indicator(id="I.1", unit="m3", better="lower", title={})
    rich = control(with_first(evidence_small={"en": "a book"}, indicator=indicator, maps_to=("oecd.step1",)))
    assert [part["name"] for part in rich["parts"]][-1] == "indicator"
    assert rich["parts"][-1]["prose"] == "I.1"
    assert len(rich["links"]) == 1


def test_long_statements_make_short_titles() -> None:
    assert control(with_first(statement={"en": "word " * 60}))["title"].endswith("word …")
    assert control(with_first(statement={"en": "A line\nand more."}))["title"] == "A line and more."


def test_a_catalogue_without_mappings_has_no_back_matter() -> None:
    assert "back-matter" not in catalog(with_first(maps_to=()))["catalog"]
    assert "back-matter" in catalog(with_first(maps_to=("oecd.step1",)), "QRY")["catalog"]


def test_a_number_without_a_value_is_left_out() -> None:
    def one(path: str, value: object) -> Parameter:
        return Parameter(path=path, value=value, unit="text", source="own choice", clause="", verified=False)

    rules = Rules({"a.b": one("a.b", ""), "a.c": one("a.c", {"x": 1})})
    standard: Standard = msgspec.structs.replace(quarry().standards[0], rules=rules)
    assert [found["values"] for found in parameters(standard)] == [['{"x":1}']]


def test_a_profile_says_what_is_known_and_includes_nothing_where_nothing_applies() -> None:
    large = with_first(applies_when='site.size == "large"')
    nothing = profile(large, "QRY", Profile(size="asm", flags={"tailings": False}))["profile"]
    assert nothing["imports"][0]["exclude-controls"] == [{"matching": [{"pattern": "*"}]}]
    assert "modify" not in nothing
    said = {(one["name"], one["value"]) for one in nothing["metadata"]["props"]}
    assert {("size", "asm"), ("flag.tailings", "no"), ("requirements-not", "1")} <= said
    unknown = profile(large, "QRY", Profile())["profile"]
    assert unknown["imports"][0]["include-controls"] == [{"with-ids": [large.standards[0].requirements[0].id]}]


def test_results_say_what_counts_and_what_is_not_known() -> None:
    pack = quarry()
    none = evaluate(pack, "QRY", profile=Profile(), answers={}, on=ON)
    empty = results(pack, none, [], file="app-TEST")["assessment-results"]["results"][0]
    assert "observations" not in empty
    assert {one["target"]["status"]["state"] for one in empty["findings"]} == {"not-satisfied"}
    unscored = GroupScore(group="E", score=None, counted=0, open=0)
    bare = msgspec.structs.replace(none, results=(), aggregate=None, dimensions=(unscored,))
    nothing = results(pack, bare, [], file="app-TEST")["assessment-results"]["results"][0]
    assert "include-all" in nothing["reviewed-controls"]["control-selections"][0]
    assert "findings" not in nothing


def test_an_observation_names_files_by_digest_and_no_person() -> None:
    pack = quarry()
    name = pack.standard("QRY").requirements[0].id
    seen = Observed(
        requirement=name,
        party="third",
        answer="full",
        evidence_class="",
        evidence=("00" * 32,),
        note="",
        at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    outcome = evaluate(pack, "QRY", profile=Profile(), answers={name: "full"}, on=ON)
    result = results(pack, outcome, [seen], file="app-TEST")["assessment-results"]["results"][0]
    (one,) = result["observations"]
    assert one["methods"] == ["UNKNOWN"]
    assert one["relevant-evidence"][0]["href"] == "ni:///sha-256;AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    finding = next(found for found in result["findings"] if found["title"].startswith(name))
    assert finding["related-observations"] == [{"observation-uuid": one["uuid"]}]
    assert finding["target"]["status"] == {"state": "satisfied", "reason": "pass"}


def test_a_profile_tells_the_people_of_a_site_and_what_is_read_otherwise_there() -> None:
    cera = pack_from_files("cera-4in1@2026.1")
    site = Profile(activities=("extraction",), size="asm", minerals=("cobalt",), country="CD", personnel=12)
    told = profile(cera, "ASM", site)["profile"]
    assert {"personnel"} <= {prop["name"] for prop in told["metadata"]["props"]}
    elsewhere = profile(cera, "ASM", msgspec.structs.replace(site, country="ZM"))["profile"]
    assert told["modify"]["set-parameters"]
    assert "modify" not in elsewhere
