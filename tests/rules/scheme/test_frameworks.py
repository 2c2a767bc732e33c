"""What the requirements of a pack speak to: topics of conventions, guidelines and laws, and the gaps."""

from pathlib import Path

import msgspec
import pytest

from orepass.scheme.queries import frameworks, pack_from_files, pack_paths
from orepass.scheme.rules.frameworks import coverage, framework_of
from orepass.scheme.rules.load import require
from orepass.scheme.rules.model import StandardUnknown
from tests.rules.scheme.packs import SAFETY, WATER, write_pack

WRITTEN = {
    "framework": "two-principles",
    "title": {"en": "Two principles", "fr": "Deux principes"},
    "about": {"en": "Water and work."},
    "source": "own choice",
    "verified": False,
    "topics": {"two.water": {"en": "Water"}, "two.work": {"en": "Work"}, "two.air": {"en": "Air"}},
}
CORE = "    criticality: core\n"


def test_a_topic_counts_as_covered_when_a_requirement_names_it_and_a_gap_is_told(tmp_path: Path) -> None:
    water = WATER.replace(CORE, CORE + "    maps_to: [two.water]\n")
    first = "  - id: TST.S.safety.A1\n"
    safety = SAFETY.replace(first, first + "    maps_to: [two.work, two.water]\n")
    changes = {"TST/subjects/01-water.yaml": water, "TST/subjects/02-safety.yaml": safety}
    pack = require(write_pack(tmp_path, changes))
    (found,) = coverage(pack, [framework_of(WRITTEN)], "fr")
    assert (found.title, found.about) == ("Deux principes", "Water and work.")
    assert (found.covered, found.by_core, found.gaps) == (2, 1, ("two.air",))
    spoken = {topic.code: [one.requirement for one in topic.requirements] for topic in found.topics}
    assert spoken == {
        "two.water": ["TST.E.water.C1", "TST.S.safety.A1"],
        "two.work": ["TST.S.safety.A1"],
        "two.air": [],
    }
    assert coverage(pack, [framework_of(WRITTEN)], "fr", "TST") == (found,)
    with pytest.raises(StandardUnknown):
        coverage(pack, [framework_of(WRITTEN)], "fr", "ABC")


@pytest.mark.parametrize("bent", [{"topics": []}, {"verified": "yes"}, {"more": 1}])
def test_a_framework_with_a_wrong_field_is_not_read(bent: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        framework_of({**WRITTEN, **bent})


def test_every_topic_that_a_pack_names_is_one_of_a_framework() -> None:
    known = {code for framework in frameworks() for code in framework.topics}
    strange = {
        (ref, requirement.id, topic)
        for ref in pack_paths()
        for standard in pack_from_files(ref).standards
        for requirement in standard.requirements
        for topic in requirement.maps_to
        if topic not in known
    }
    assert strange == set()


def test_no_topic_stands_in_two_frameworks_and_each_has_its_titles() -> None:
    read = frameworks()
    assert len({code for framework in read for code in framework.topics}) == sum(
        len(framework.topics) for framework in read
    )
    for framework in read:
        texts = [framework.title, framework.about, *framework.topics.values()]
        assert all({"en", "fr"} <= set(text) for text in texts), framework.framework


def test_the_sample_edition_covers_the_steps_the_conventions_the_principles_and_the_topics_of_the_battery_law() -> None:
    found = {one.framework: one for one in coverage(pack_from_files("cera-4in1@2026.1"), frameworks(), "en")}
    for name in (
        "oecd-due-diligence",
        "ilo-fundamental",
        "un-global-compact",
        "oecd-enterprises",
        "eu-battery-due-diligence",
    ):
        assert found[name].gaps == (), name
