"""Findings that were kept are said in the reader's language, names for identifiers; older ones as they were kept."""

import re
from collections.abc import Mapping
from string import Formatter

import msgspec
import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from orepass.assurance.models import Recommendation
from orepass.custody.actions.capturing import CaptureRefused
from orepass.custody.queries.closing import ClosedFinding
from orepass.custody.rules.terms import uri_of
from orepass.kernel.check import Check, Result, failed
from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import fill
from orepass.platform import clock
from orepass.scheme.queries.folders import pack_in, pack_paths
from orepass.scheme.queries.wordings import wordings
from orepass.scheme.rules.wordings import LANGUAGES
from orepass.web import vocabulary
from orepass.web.kept_findings import reason_of, said_of
from orepass.web.refused import refused
from tests.certification import World
from tests.web.conftest import Browse

pytestmark = pytest.mark.django_db
KINDS = sorted(
    code
    for code, kind in FindingKind.catalogue.items()
    if code.startswith("custody.") and kind.severity is Severity.WARNING
)


def kept(code: str, params: Mapping[str, str]) -> ClosedFinding:
    return ClosedFinding(
        code=code,
        grade="major",
        message=fill(FindingKind.catalogue[code].message, params),
        params=dict(params),
    )


def french(found: ClosedFinding) -> str:
    with override("fr"):
        return said_of([found])[0]


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_of_question_is_asked_in_french(code: str) -> None:
    asked_for = {name for _text, name, _form, _way in Formatter().parse(FindingKind.catalogue[code].message) if name}
    found = kept(code, dict.fromkeys(asked_for, "7"))
    assert french(found) != found.message
    assert "{" not in french(found)
    assert "…" not in french(found)


def test_codes_numbers_and_days_are_said_as_the_reader_says_them() -> None:
    grade = {"lot": "https://id.example/lot/own/BAG%207", "material": "cobalt_ore", "grade": "40.5", "basis": "Co"}
    said = french(kept("custody.plausibility.grade_unusual", grade | {"low": "0.2", "high": "12"}))
    assert said == "BAG 7 : minerai de cobalt à 40,5 % Co ; 0,2 à 12 % sont habituels."
    late = french(kept("custody.period.late", {"lot": "urn:x:L1", "day": "2026-03-01", "booked_on": "2026-04-01"}))
    assert "1 mars 2026" in late
    assert "urn:" not in late
    table = {"declared_t": "1200", "mineral": "tin", "country": "CD", "year": "2026", "table_t": "900"}
    assert "2026" in french(kept("custody.plausibility.national_exceeded", table | {"of_year": "2025"}))


def test_reasons_behind_a_question_are_said_one_by_one() -> None:
    reasons = "the certificate is suspended; the certificate has expired; told by hand"
    said = french(kept("custody.right.since_lost", {"lot": "L", "day": "soon", "site": "urn:x:PIT", "reason": reasons}))
    assert "le certificat est suspendu" in said
    assert "told by hand" in said
    assert "soon" in said


def test_place_of_a_question_is_named_where_it_is_known(world: World) -> None:
    params = {"lot": "urn:x:L", "day": "2026-03-01", "site": world.sites[0], "reason": "–"}
    for place in (world.sites[0], uri_of(world.sites[0])):
        assert str(world.sites[0]) not in french(kept("custody.right.since_lost", params | {"site": place}))
    assert re.search(r"\bPIT\b", french(kept("custody.right.since_lost", params | {"site": "urn:x:PIT"})))


def test_what_was_kept_before_its_template_asked_for_a_value_shows_as_it_was_kept() -> None:
    older = ClosedFinding(code="custody.period.late", grade="major", message="B 7 was late.", params={"lot": "B 7"})
    assert french(older) == "B 7 was late."
    unknown = msgspec.structs.replace(older, code="custody.no.such", message="Long ago.")
    assert french(unknown) == "Long ago."


def test_reason_of_a_check_is_said_in_french_with_its_values() -> None:
    check = failed("proof", "The credential carries no proof.")
    with override("fr"):
        assert reason_of(check) != check.reason
    assert isinstance(check, Check)
    assert check.result is Result.FAILED


def test_refusal_that_takes_up_its_first_finding_says_it_in_french() -> None:
    found = FindingKind.catalogue["custody.lot.gone"].at("row 2", lot="BAG-7")
    refusal = CaptureRefused(findings=[found], refused=1, count=3, first=f"{found.where} ({found.message})")
    with override("fr"):
        said = refused(refusal)
    assert found.message not in said.said
    assert f"row 2 ({said.findings[0].said})" in said.said


def test_every_level_of_the_packs_here_has_a_name_in_every_language() -> None:
    rules = [pack_in(folder).rules for folder in pack_paths().values()]
    levels = {name.partition(".")[0] for each in rules for name in each.under("rating.levels")}
    assert {"candidate", "leading"} <= levels
    assert levels <= wordings().levels.keys()


def test_level_stands_in_a_claim_in_the_language_of_the_claim() -> None:
    said = {"percent": "1", "scheme": "s", "edition": "1", "certificate": "c", "mine": "m", "day": "2026-01-01"}
    words = wordings().of("step_reached", with_step=True, said=said | {"level": "leading"})
    named = wordings().level("leading")
    assert all(getattr(named, language) in words[language] for language in LANGUAGES)
    assert "leading" not in words["fr"] + words["es"] + words["sw"]
    assert "half way" in wordings().of("step_reached", with_step=True, said=said | {"level": "half_way"})["fr"]


def test_level_on_a_page_is_said_as_in_the_claims() -> None:
    with override("es"):
        assert vocabulary.level("good_neighbour") == "buen vecino"
        assert vocabulary.level("") == ""


def test_reasons_of_a_recommendation_are_said_in_french_and_older_ones_as_they_were_kept(
    world: World, logged_in: Browse
) -> None:
    world.certified()
    file, client = Recommendation.objects.get().application_id, logged_in(world.certifier)

    def page() -> str:
        where = reverse("web:file", args=[file])
        return client.get(where, headers={"accept-language": "fr"}).content.decode()

    with clock.frozen_at(world.at):
        reason = Recommendation.objects.get().coded_reasons[0]
        assert reason["message"] in Recommendation.objects.get().reasons
        assert escape(reason["message"]) not in page()
        assert escape(french(msgspec.convert(reason | {"grade": ""}, ClosedFinding))) in page()
        Recommendation.objects.update(coded_reasons=[])
        assert escape(reason["message"]) in page()
