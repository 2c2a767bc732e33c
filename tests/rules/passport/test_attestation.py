"""Who assessed, how far the scope reaches, and since when a site is out of it: never more than the facts say."""

from datetime import date

import pytest

from orepass.passport.rules.attestation import (
    COMPLIANCE,
    ORIGIN,
    TOPICS,
    TRACEABILITY,
    Ordered,
    assessment_level,
    assessor_level,
    label_of,
    lost_scope,
    minerals_covered,
    models_covered,
    rank_of,
    topics_of,
)

MODELS = ("identity_preserved", "segregated", "controlled_blending", "mass_balance")
DAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("kind", "same", "peers", "level"),
    [
        ("provider", False, False, "3rdParty"),
        ("provider", True, False, "self"),
        ("cooperative", False, True, "membership"),
        ("cooperative", False, False, "unspecified"),
        ("trader", False, True, "unspecified"),
        ("", False, False, "unspecified"),
    ],
)
def test_assessor_stands_as_far_away_as_is_known(kind: str, same: bool, peers: bool, level: str) -> None:
    assert assessor_level(kind=kind, same=same, peers_review=peers) == level


@pytest.mark.parametrize(
    ("kind", "accredited", "level"),
    [
        ("authority", False, "authority-mandate"),
        ("scheme_owner", False, "scheme-self"),
        ("provider", True, "scheme-cab"),
        ("provider", False, "no-endorsement"),
    ],
)
def test_assessor_without_an_accreditation_on_record_is_not_endorsed(kind: str, accredited: bool, level: str) -> None:
    assert assessment_level(kind=kind, accredited=accredited) == level


def test_models_are_those_the_edition_allows_and_the_site_uses() -> None:
    assert models_covered(MODELS, {"mass_balance": True}) == ("mass_balance",)
    assert models_covered(MODELS, {"segregated_stock": True}) == ("identity_preserved", "segregated")
    assert models_covered(["mass_balance"], {"segregated_stock": True}) == ()


def test_model_that_nobody_said_is_used_is_not_covered() -> None:
    assert models_covered(MODELS, {}) == models_covered(MODELS, {"mass_balance": False}) == ()


def test_commodities_are_those_at_the_site_that_were_judged() -> None:
    assert minerals_covered(("gold", "cobalt"), ("cobalt", "tin")) == ("cobalt",)
    assert minerals_covered(("gold",), ("cobalt",)) == ()
    assert minerals_covered((), ("tin", "cobalt")) == ("cobalt", "tin")
    assert minerals_covered(("gold",), ()) == ("gold",)


def test_topics_come_from_the_words_of_subjects_each_once() -> None:
    assert topics_of(["water-land", "process-water", "bags"]) == ("water-conservation",)
    assert topics_of(["children-force", "air"]) == (TOPICS["children"], TOPICS["force"], TOPICS["air"])


def test_level_is_placed_where_the_standard_ranks_it() -> None:
    assert rank_of("advanced", {"advanced": 3}) == Ordered("advanced", 3)
    assert rank_of("entry", {"advanced": 3}) == Ordered("entry", None)


@pytest.mark.parametrize(
    ("end", "lost"),
    [
        (None, False),
        (DAY, False),
        (date(2026, 3, 4), True),
        (date(2026, 3, 9), True),
        (date(2026, 3, 10), False),
    ],
)
def test_scope_is_lost_by_what_left_after_the_issue_and_by_today(end: date | None, lost: bool) -> None:
    assert lost_scope([None, end], issued_on=DAY, on=date(2026, 3, 9)) is lost


@pytest.mark.parametrize(
    ("topic", "label"),
    [
        (COMPLIANCE, "Compliance Verification"),
        (ORIGIN, "Origin Tracking"),
        (TRACEABILITY, "Supply Chain Traceability"),
        ("health-and-safety", "Health and Safety Assurance"),
        ("anti-corruption-measures", "Anti-Corruption Measures"),
    ],
)
def test_a_topic_is_called_what_the_vocabulary_calls_it(topic: str, label: str) -> None:
    assert label_of(topic) == label
