from datetime import date

import pytest

from orepass.diligence.rules.ipis import COLUMNS, PublishedVisit, read_visits
from orepass.diligence.rules.status import Colour
from orepass.kernel.verdict import Answer
from orepass.party.rules.facilities import Contradiction, IdentifierMissing
from orepass.party.rules.table import WrongHeader, written

BASE = {
    "vid": "1",
    "pcode": "codmine00001",
    "name": "Kanzambu",
    "source": "IPIS",
    "visit_date": "2018-05-01",
    "visit_onsite": "1",
    "latitude": "-1.5",
    "longitude": "28.5",
    "province": "Sud-Kivu",
    "mineral1": "Or",
}
NOBODY = {f"type_armed_group{number}": "Aucun" for number in (1, 2, 3)}


def visit(**cells: str) -> PublishedVisit:
    return read_visits(written(COLUMNS, [BASE | cells])).visits[0]


def test_empty_is_not_no() -> None:
    assert visit().answers == {}
    assert visit(childunder15="0").answers["children_under_15"] is Answer.NO
    assert visit(mercury="1.0", pit_ownership_armed_group1="dontknow").answers["mercury"] is Answer.YES


def test_nobody_there_means_nobody_did_it() -> None:
    answers = visit(**NOBODY, interference="0", presence="0").answers
    assert answers["forced_labour"] is Answer.NO
    assert answers["armed_group_control"] is Answer.NO
    assert answers["security_force_control"] is Answer.NO


@pytest.mark.parametrize(
    ("kind", "flagged", "not_flagged"),
    [
        ("FARDC - Éléments indisciplinés", "security_force_control", "armed_group_control"),
        ("Groupe armé local", "armed_group_control", "security_force_control"),
        ("", "armed_group_control", "security_force_control"),
    ],
)
def test_type_of_actor_decides_the_risk_and_an_unknown_one_is_the_graver(
    kind: str, flagged: str, not_flagged: str
) -> None:
    cells = NOBODY | {"type_armed_group1": kind, "armed_group1": "Somebody", "taxation_armed_group1": "1"}
    found = visit(interference="1", **cells)
    assert found.answers[flagged] is Answer.YES
    assert found.grounds[flagged] == "taxation_armed_group1: Somebody"
    assert found.answers.get(not_flagged, Answer.UNKNOWN) is not Answer.YES


def test_interference_without_details_is_laid_on_whoever_is_present() -> None:
    cells = NOBODY | {"type_armed_group1": "PNC - Pas d’ingérence constatée"}
    assert visit(interference="1", **cells).answers["security_force_control"] is Answer.YES
    assert visit(interference="1").answers["armed_group_control"] is Answer.YES


def test_no_data_on_interference_stays_unknown() -> None:
    cells = NOBODY | {"type_armed_group1": "FARDC - Pas de données sur les ingérences"}
    answers = visit(presence="1", **cells).answers
    assert "security_force_control" not in answers
    assert answers["armed_group_control"] is Answer.NO


def test_abuse_names_its_column() -> None:
    found = visit(forced_labour_armed_group2="1", armed_group2="NDC")
    assert found.grounds["forced_labour"] == "forced_labour_armed_group2: NDC"


def test_status_colours_are_read_and_others_marked() -> None:
    assert visit(qualification="Vert").colour is Colour.GREEN
    other = visit(qualification="Not class")
    assert (other.colour, other.status_text) == (None, "Not class")
    assert [finding.code for finding in other.findings] == ["diligence.visit.status"]


def test_defective_row_is_kept_and_marked() -> None:
    found = visit(visit_date="2018-13-01", workers_numb="many", mercury="perhaps")
    assert (found.observed_on, found.workers) == (None, None)
    assert sorted(finding.code for finding in found.findings) == [
        "diligence.visit.answer",
        "diligence.visit.date",
        "diligence.visit.workers",
    ]
    assert {finding.where for finding in found.findings} == {"row 2"}


def test_newest_visit_names_the_site_and_all_name_its_minerals() -> None:
    later = BASE | {"vid": "2", "name": "Kanzambu II", "visit_date": "2020-01-01", "mineral1": "Cassitérite"}
    (site,) = read_visits(written(COLUMNS, [BASE, later])).sites
    assert (site.name, site.aliases, site.minerals) == ("Kanzambu II", ("Kanzambu",), ("tin", "gold"))
    assert (site.country, site.region) == ("CD", "Sud-Kivu")


def test_site_without_a_name_goes_by_its_code() -> None:
    (site,) = read_visits(written(COLUMNS, [BASE | {"name": ""}])).sites
    assert site.name == "codmine00001"


def test_visit_of_no_site_refuses_the_file() -> None:
    with pytest.raises(IdentifierMissing):
        visit(pcode="")


def test_one_visit_told_in_two_ways_refuses_the_file() -> None:
    with pytest.raises(Contradiction):
        read_visits(written(COLUMNS, [BASE, BASE | {"presence": "1"}]))


def test_table_of_another_kind_is_refused() -> None:
    with pytest.raises(WrongHeader):
        read_visits("icmm_id,mine_name\n1,x\n")


def test_whole_and_decimal_numbers_of_workers_are_read() -> None:
    assert visit(workers_numb="62.0").workers == 62
    assert visit(visit_date="2018-05-01").observed_on == date(2018, 5, 1)
