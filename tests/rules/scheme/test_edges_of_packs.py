"""What a pack's reading, its overlays and its cards say where two values meet or one is left out."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from orepass.scheme.rules import schema
from orepass.scheme.rules.cards import standard_card
from orepass.scheme.rules.evaluate import profile_of
from orepass.scheme.rules.folder import FILES_MAX
from orepass.scheme.rules.levels import Level, Rating
from orepass.scheme.rules.load import load, refused, require
from orepass.scheme.rules.overlaying import both, strictest
from orepass.scheme.rules.overlays import overlaid
from orepass.scheme.rules.parameters import Parameter, Rules
from orepass.scheme.rules.rating import BadRating, rating_of
from tests.rules.scheme.overlays_bent import CONGO
from tests.rules.scheme.overlays_bent import bent as overlays_bent
from tests.rules.scheme.packs import FILES, parameter, write_pack
from tests.rules.scheme.packs_wide import NATIONAL, WIDE
from tests.rules.scheme.rules_bent import bent, errors


def rules_of(path: str, value: object, unit: str) -> Rules:
    found = Parameter(path=path, value=value, unit=unit, source="own choice", clause="none", verified=False)
    return Rules({path: found})


@pytest.mark.parametrize(
    ("path", "unit", "strict", "loose"),
    [
        ("nonconformity.extension_days", "days", 60, 90),
        ("separation.cooling_off_months", "months", 24, 12),
        ("separation.reviewer_may_decide", "boolean", False, True),
        ("nonconformity.repeat_raises_grade", "boolean", True, False),
        ("sampling.surveillance_factor", "share", "0.8", "0.6"),
        ("rating.levels.certified.gate_min", "code", "full", "partial"),
        ("custody.credit_life_months", "months", 1200, None),
    ],
)
def test_of_two_values_the_stricter_holds_whichever_is_laid_over_the_other(
    path: str, unit: str, strict: object, loose: object
) -> None:
    for one, two in ((strict, loose), (loose, strict), (strict, strict)):
        read = strictest(rules_of(path, one, unit), rules_of(path, two, unit))
        assert read[path].value == strict


def test_two_overlays_of_one_country_give_the_shorter_time_in_either_order(tmp_path: Path) -> None:
    def other(name: str, days: int) -> dict[str, str | bytes | None]:
        clock = f"{{nonconformity: {{major: {{plan_days: {parameter(str(days), 'days')}}}}}}}"
        text = NATIONAL[: NATIONAL.index("requirements:")] + f"parameters: {clock}\n"
        return {f"overlays/{name}.yaml": text.replace("overlay: congo", f"overlay: {name}")}

    for name, days, read in (("before", 13, 13), ("before", 15, 14), ("later", 13, 13), ("later", 15, 14)):
        pack = require(write_pack(tmp_path / f"{name}{days}", {**WIDE, **other(name, days)}))
        rules = overlaid(pack, "TST", profile_of(CONGO)).standard.rules
        assert rules.whole("nonconformity.major.plan_days") == read


@pytest.mark.parametrize(("status", "clashes"), [("draft", 0), ("pilot", 1)])
def test_a_draft_clashes_with_no_overlay(tmp_path: Path, status: str, clashes: int) -> None:
    text = f"overlay: other\ntitle: {{en: x}}\nabout: {{en: x}}\nstatus: {status}\napplies_when: site.size == 'asm'\n"
    changes = {"overlays/other.yaml": f"{text}requirements: {{TST.E.water.A1: {{accepts: [photo]}}}}\n"}
    found = [finding.code for finding in overlays_bent(tmp_path, changes)]
    assert found.count("scheme.overlay.clash") == clashes


@pytest.mark.parametrize(
    ("words", "fits"), [("[full, none]", True), ("[full, [none]]", False), ("[[none], full]", False), ("full", False)]
)
def test_every_word_with_which_a_subject_may_be_rated_is_one_word(tmp_path: Path, words: str, *, fits: bool) -> None:
    line = f"words: {parameter(f'{{water: {words}}}', 'map')}"
    wrong = [
        finding.params.get("suggestion") for finding in errors(tmp_path, bent("rating:\n", f"rating:\n  {line}\n"))
    ]
    assert wrong == ([] if fits else ["Write a list of words for each entry."])


@pytest.mark.parametrize(
    ("share", "unit", "fits"),
    [
        ('"-0.1"', "share", False),
        ("0", "share", True),
        ("1", "share", True),
        ('"1.1"', "share", False),
        ('"-1"', "%", False),
        ("0", "%", True),
        ("100", "%", True),
        ('"100.5"', "%", False),
    ],
)
def test_a_share_lies_between_nothing_and_everything(tmp_path: Path, share: str, unit: str, *, fits: bool) -> None:
    line = f"anything: {parameter('7', 'count')}"
    assert bool(errors(tmp_path, bent(line, f"anything: {parameter(share, repr(unit))}"))) is not fits


@pytest.mark.parametrize(("more", "refused_"), [(0, False), (1, True)])
def test_as_many_files_as_are_allowed_are_read_and_no_more(tmp_path: Path, more: int, *, refused_: bool) -> None:
    for number in range(FILES_MAX - len(FILES) + more):
        (tmp_path / f"{number}.txt").touch()
    _pack, findings = load(write_pack(tmp_path))
    assert ("scheme.file.too_many" in [finding.code for finding in findings]) is refused_


def test_what_an_overlay_adds_to_one_standard_is_unknown_in_a_case_of_another(tmp_path: Path) -> None:
    other = {name.replace("TST", "TSB"): text.replace("TST", "TSB") for name, text in FILES.items() if "TST/" in name}
    case = FILES["cases/all-full.yaml"].replace('{"*": full}', '{"*": full, TST.E.water.A2: full}')
    changes = {**WIDE, **other, "cases/congo.yaml": None}
    for at, (standard, unknown) in enumerate((("TST", []), ("TSB", ["TST.E.water.A2"]))):
        text = case.replace("standard: TST", f"standard: {standard}")
        _pack, findings = load(write_pack(tmp_path / str(at), {**changes, "cases/all-full.yaml": text}))
        assert [each.params["name"] for each in findings if each.code == "scheme.case.unknown"] == unknown


def test_an_overlay_of_some_standards_touches_no_other(tmp_path: Path) -> None:
    other = {name.replace("TST", "TSB"): text.replace("TST", "TSB") for name, text in FILES.items() if "TST/" in name}
    limited = NATIONAL.replace("countries: [CD]\n", "countries: [CD]\nstandards: [TST]\n")
    pack = require(write_pack(tmp_path, {**WIDE, **other, "overlays/congo.yaml": limited}))
    congo = next(overlay for overlay in pack.overlays if overlay.name == "congo")
    assert (congo.touches("TST"), congo.touches("TSB")) == (True, False)
    assert "congo" in overlaid(pack, "TST", profile_of(CONGO)).overlays
    assert "congo" not in overlaid(pack, "TSB", profile_of(CONGO)).overlays


def test_a_parameter_of_which_only_a_part_is_written_lacks_the_rest(tmp_path: Path) -> None:
    line = f"anything: {parameter('7', 'count')}"
    for part, missing in (
        ("{unit: count}", "value, source, clause, verified"),
        ("{value: 7, unit: count}", "source, clause, verified"),
        ("{verified: false}", "value, unit, source, clause"),
    ):
        (found,) = errors(tmp_path / missing[:5], bent(line, f"anything: {part}"))
        assert (found.code, found.params["missing"]) == ("scheme.parameter.incomplete", missing)


def test_a_requirement_is_told_with_its_indicator_and_the_unit_it_is_measured_in(tmp_path: Path) -> None:
    measured = FILES["TST/subjects/01-water.yaml"].replace(
        "    fails_when",
        "    indicator: {id: litres, unit: m3, better: lower, title: {en: Litres used}}\n    fails_when",
        1,
    )
    pack = require(write_pack(tmp_path, {"TST/subjects/01-water.yaml": measured}))
    phases = standard_card(pack, "TST").subjects[0].phases
    (first,), (second,) = phases["commitment"], phases["assessment"]
    assert (first.indicator, first.unit) == ("Litres used", "m3")
    assert (second.indicator, second.unit) == ("", "")


def test_a_refused_pack_counts_its_errors_and_not_its_warnings(tmp_path: Path) -> None:
    wrong = WIDE["TST/standard.yaml"].replace("code: TST", "code: TSX")
    pack, findings = load(write_pack(tmp_path, {**WIDE, "TST/standard.yaml": wrong}))
    errors_only = [finding for finding in findings if finding.severity == "error"]
    assert pack is None
    assert 0 < len(errors_only) < len(findings)
    told = refused("here", findings)
    assert told.params["count"] == len(errors_only)
    assert str(told.params["first"]).startswith(errors_only[0].where)


@pytest.mark.parametrize(
    ("scale", "way_out"),
    [
        ({"full": "1", "none": "0.1"}, "Let full be 1, none be 0, and the others fall between them in order."),
        ({"full": "0.9", "none": "0"}, "Let full be 1, none be 0, and the others fall between them in order."),
        ({"full": "1", "partial": "0.5", "substantial": "0.4", "none": "0"}, "Let full be 1, none be 0"),
        ({"full": "1", "partial": "0.5"}, "Write a share for none and full"),
    ],
)
def test_a_scale_that_does_not_fall_from_one_to_nothing_is_refused_with_its_ends(
    scale: dict[str, str], way_out: str
) -> None:
    with pytest.raises(BadRating) as wrong:
        rating_of(Rules({**rules_of("rating.scale", scale, "map").parameters}))
    assert wrong.value.path == "rating.scale"
    assert wrong.value.suggestion.startswith(way_out)


@pytest.mark.parametrize(("points", "asks"), [(((1,), (1, 2)), True), (((1, 2), (1, 2)), True), (((), (1,)), False)])
def test_the_year_is_asked_for_as_soon_as_one_level_asks_for_points_by_year(
    points: tuple[tuple[int, ...], ...], *, asks: bool
) -> None:
    def level(rank: int) -> Level:
        asked = tuple(map(Fraction, points[rank]))
        return Level(name=str(rank), rank=rank, outcome="conforms", gate="none", least=Fraction(0), points=asked)

    levels = tuple(level(rank) for rank in range(len(points)))
    assert Rating({"full": Fraction(1), "none": Fraction(0)}, "mean_of_phases", levels).asks_year is asks


def test_a_key_of_a_pack_may_be_absent_and_is_never_null() -> None:
    schema.schema_of.cache_clear()
    for kind in schema.KINDS:
        written = schema.schema_of(kind)
        assert {"type": "null"} not in [option for node in nodes(written) for option in node.get("anyOf", ())]
    jsonschema.Draft202012Validator.check_schema(schema.schema_of("pack"))


def nodes(node: Any) -> list[dict[str, Any]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [*([node] if isinstance(node, dict) else []), *(found for part in inner for found in nodes(part))]


@pytest.mark.parametrize(
    ("one", "two", "joined"),
    [
        ("true", "true", "true"),
        ("a || b", "true", "a || b"),
        ("true", "a || b", "a || b"),
        ("a || b", "c", "(a || b) && c"),
        ("a", "b && c", "a && b && c"),
    ],
)
def test_two_conditions_are_joined_so_that_both_must_hold(one: str, two: str, joined: str) -> None:
    assert both(one, two) == joined


def test_what_nobody_verified_is_counted_and_where_all_was_verified_nothing_is_told(tmp_path: Path) -> None:
    rules = FILES["rules.yaml"]
    for name, text, counted in (
        ("none", rules, rules.count("verified: false")),
        ("one", rules.replace("verified: false", "verified: true", 1), rules.count("verified: false") - 1),
        ("all", rules.replace("verified: false", "verified: true"), 0),
    ):
        _pack, findings = load(write_pack(tmp_path / name, {"rules.yaml": text}))
        told = [finding.params for finding in findings if finding.code == "scheme.parameter.unverified"]
        total = str(rules.count("verified: false"))
        assert told == ([{"count": str(counted), "total": total}] if counted else [])
