import pytest

from orepass.kernel.verdict import Unknown
from orepass.scheme.rules.expression import LENGTH_MAX, Bad, Facts, check

FLAGS = {"mercury": {"en": "?"}}
WORDS = {"stage": ["mine"], "activities": ["extraction", "smelting"], "minerals": ["cobalt", "tin", "gold"]}
SITE = {"size": "asm", "minerals": ["tin"], "personnel": 12, "activities": ["extraction"]}


@pytest.mark.parametrize(
    "text",
    [
        "true",
        "false",
        'site.size == "asm"',
        "'cobalt' in site.minerals && site.personnel >= 50 || flags.mercury",
        "!(flags.mercury)",
        "site.minerals.exists(m, m in ['tin', 'gold'])",
        "site.activities.all(a, a != 'smelting')",
        "site.size in ['asm', 'small']",
        "site.country == 'NO'",
        "size(site.minerals) > 1",
    ],
)
def test_a_condition_over_known_facts_is_accepted(text: str) -> None:
    check(text, flags=FLAGS, vocabulary=WORDS)
    full = {**SITE, "stage": "mine", "country": "CD"}
    assert not Facts(full, {"mercury": False}).verdict(text).is_unknown


@pytest.mark.parametrize(
    ("text", "way_out"),
    [
        ("site.sise == 'asm'", "Known after “site.”"),
        ("undefined || true", "site.… or flags.…"),
        ("true || flags.nope", "Known after “flags.”: mercury."),
        ("has(site.size)", "a missing one is unknown"),
        ("site.size == 3", "a word in quotation marks"),
        ("site.personnel > '3'", "with a number"),
        ("site.size == 'tiny'", "asm, small, large"),
        ("'smelt' in site.activities", "extraction, smelting"),
        ("site.minerals.exists(m, m == 'tinn')", "cobalt, tin, gold"),
        ("site.minerals == 'tin'", "Write 'tin' in site.minerals."),
        ("site.country == 'Congo'", "two capital letters"),
        ("site.personnel", "of its own kind"),
        ("site.size in 'asm'", "of its own kind"),
        ("site", "site.size, flags.name"),
        ("site['size'] == 'asm'", "Use =="),
        ("site.size.matches('(a+)+$')", "Use =="),
        ("site.minerals.map(m, m) == []", "Use =="),
        ("site.size ? true : false", "Use =="),
        ("1 / 0 > 1", "Use =="),
        ("site.minerals.exists(m, site.activities.exists(a, a == m))", "joined with ||"),
        ("((true", "brackets"),
        ("", "brackets"),
        ("true\n|| false", "on one line"),
        ("true && " * 60 + "true", f"{LENGTH_MAX} characters"),
        ("'a' == 'a\\'b'", "without backslashes"),
        ("(" * 150 + "true" + ")" * 150, "brackets"),
        ("__import__('os')", "Use =="),
    ],
)
def test_a_condition_that_could_not_be_trusted_is_refused_with_a_way_out(text: str, way_out: str) -> None:
    with pytest.raises(Bad) as bad:
        check(text, flags=FLAGS, vocabulary=WORDS)
    assert way_out in bad.value.suggestion


@pytest.mark.parametrize(
    "text",
    [
        "site.stage == 'mine'",
        "!(site.stage == 'mine')",
        "site.stage != 'mine'",
        "flags.mercury",
        "!flags.mercury",
        "flags.mercury == false",
        "'mine' == site.stage || flags.mercury",
        "site.size == 'asm' && flags.mercury",
        "size(site.minerals) / 0 > 1",
        "site.personnel > 'x'",
        "site.personnel",
        "nowhere",
        "nowhere == 1",
        "9223372036854775807 + 1 > 0",
    ],
)
def test_a_missing_fact_and_every_run_time_error_is_unknown(text: str) -> None:
    assert Facts(SITE, {}).verdict(text).is_unknown


def test_a_missing_fact_is_named() -> None:
    verdict = Facts(SITE, {}).verdict("site.stage == 'mine'")
    assert (verdict.unknown, verdict.reasons) == (Unknown.MISSING, ("stage",))


def test_a_known_side_decides_whatever_the_other_is() -> None:
    facts = Facts(SITE, {})
    assert facts.verdict("flags.mercury || site.size == 'asm'").is_yes
    assert facts.verdict("flags.mercury && site.size == 'large'").is_no


def test_a_fact_that_is_none_counts_as_missing() -> None:
    assert Facts({"size": None}, {}).verdict("site.size == 'asm'").is_unknown


def test_the_facts_a_condition_looks_at_are_told() -> None:
    facts = Facts(SITE, {"mercury": True})
    assert facts.seen("site.size == 'asm' && flags.mercury && 'tin' in site.minerals || site.stage == 'mine'") == [
        "site.size = asm",
        "flags.mercury = yes",
        "site.minerals = tin",
        "site.stage = ?",
    ]
