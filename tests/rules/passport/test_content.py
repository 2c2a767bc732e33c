"""What a passport says adds up, and no rounding turns a part into the whole."""

from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orepass.kernel.digest import digest
from orepass.passport.rules.content import (
    NOTHING_CLAIMED,
    ClaimLine,
    OriginLine,
    PassportContent,
    ProductFacts,
    certainty,
    counted_share,
    percent,
    with_the_untold,
)

CLASSES = st.sampled_from(["", "unknown", "unverified", "uncertified", "certified-cps", "entry"])


def line(claim_class: str, share: Fraction) -> OriginLine:
    return OriginLine(
        origin="urn:x:1",
        site="",
        site_name="",
        country="",
        mineral="cobalt",
        claim_class=claim_class,
        certificate="",
        share_exact=str(share),
        mass_mg=None,
    )


@given(st.lists(st.tuples(CLASSES, st.integers(1, 10**9)), min_size=1, max_size=20))
def test_certain_uncertain_and_unknown_add_up_to_one(parts: list[tuple[str, int]]) -> None:
    total = sum(weight for _name, weight in parts)
    found = certainty(line(name, Fraction(weight, total)) for name, weight in parts)
    shares = [Fraction(found.certified), Fraction(found.uncertified), Fraction(found.unknown)]
    assert sum(shares) == 1
    assert all(share >= 0 for share in shares)
    known = sum((Fraction(weight, total) for name, weight in parts if name in {"certified-cps", "entry"}), Fraction(0))
    assert shares[0] == known


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=9),
    st.integers(1, 10**15),
    st.integers(0, 10**15),
)
def test_what_is_told_beyond_what_went_in_is_of_unknown_origin(weights: list[int], told: int, counted: int) -> None:
    origins = [line("certified-cps", Fraction(weight, sum(weights))) for weight in weights]
    lines = with_the_untold(origins, told, counted)
    counts = min(told, counted)
    assert sum(each.share for each in lines) == 1
    assert sum(each.mass_mg or 0 for each in lines) == told
    assert sum(each.mass_mg or 0 for each in lines if each.claim_class) == counts
    assert counted_share(lines) == Fraction(certainty(lines).certified) == Fraction(counts, told)


@pytest.mark.parametrize(("told", "counted"), [(None, None), (None, 5), (0, 0), (5, None)])
def test_of_what_nobody_weighed_origins_have_no_mass(told: int | None, counted: int | None) -> None:
    origins = [line("uncertified", Fraction(1))]
    assert with_the_untold(origins, told, counted) == origins


def test_nothing_known_is_all_unknown() -> None:
    assert certainty([]).unknown == "1"


@pytest.mark.parametrize(
    ("share", "shown"),
    [("1", "100.0"), ("0", "0.0"), ("1/3", "33.3"), ("99999/100000", "99.9"), ("1/100000", "0.1"), ("3/4", "75.0")],
)
def test_percent_never_rounds_a_part_up_to_the_whole_or_down_to_nothing(share: str, shown: str) -> None:
    assert percent(share) == shown


def whole(*origins: OriginLine) -> PassportContent:
    return PassportContent(
        passport="pas-1",
        version=1,
        product=ProductFacts(**dict.fromkeys(ProductFacts.__struct_fields__, "")),  # type: ignore[arg-type]
        origins=origins,
        certificates=(),
        issued_on=date(2026, 3, 1),
    )


def test_the_digest_of_a_passport_follows_from_all_it_says() -> None:
    content = whole(line("certified-cps", Fraction(1)))
    changed = msgspec.structs.replace(content, origins=(line("certified-cps", Fraction(1, 2)),))
    assert content.digest == msgspec.structs.replace(content).digest
    assert content.digest != changed.digest


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("1/2000", "0.1"),
        ("1/1001", "0.1"),
        ("1/999", "0.1"),
        ("3/2000", "0.2"),
        ("9/1000", "0.9"),
        ("10/1000", "1.0"),
        ("19/1000", "1.9"),
        ("998/1000", "99.8"),
        ("999/1000", "99.9"),
        ("1999/2000", "99.9"),
        ("999999999/1000000000", "99.9"),
    ],
)
def test_percent_shows_one_decimal_from_one_tenth_up_to_all_but_one(share: str, shown: str) -> None:
    assert percent(share) == shown


def test_each_class_counts_where_it_belongs() -> None:
    parts = [("certified-cps", 1), ("entry", 2), ("uncertified", 3), ("unknown", 4), ("unverified", 5), ("", 6)]
    found = certainty(line(name, Fraction(weight, 42)) for name, weight in parts)
    assert (found.certified, found.uncertified, found.unknown) == ("1/14", "1/14", "6/7")
    assert found.unknown == str(Fraction(4 + 5 + 6 + 21, 42))


def test_what_is_certified_throughout_leaves_nothing_unknown() -> None:
    found = certainty([line("certified-cps", Fraction(1, 3)), line("certified-cps", Fraction(2, 3))])
    assert (found.certified, found.uncertified, found.unknown) == ("1", "0", "0")


def test_a_claim_stands_where_it_has_a_model_and_none_is_none() -> None:
    assert ClaimLine(model="mass_balance", percent=85).stands
    assert not NOTHING_CLAIMED.stands


def test_a_version_from_before_a_claim_had_its_mass_keeps_the_digest_it_was_logged_under() -> None:
    origin = {"origin": "urn:x:1", "site": "", "site_name": "", "country": "", "mineral": "cobalt", "certificate": ""}
    claim = {"pack": "p@1", "model": "mass_balance", "level": "", "share_exact": "17/20", "percent": 85}
    facts = set(ProductFacts.__struct_fields__) - {"bought"}
    kept = {
        "passport": "pas-1",
        "version": 1,
        "product": dict.fromkeys(facts, "") | {"produced_on": None, "mass_mg": None},
        "origins": [origin | {"claim_class": "entry", "share_exact": "1", "mass_mg": None}],
        "certificates": [],
        "issued_on": "2026-03-01",
        "claim": claim | {"certificates": [], "wordings": {}, "lost": []},
    }
    assert msgspec.convert(kept, PassportContent).digest == digest(kept)


def test_the_share_of_a_claim_and_of_what_counts_are_exact() -> None:
    assert ClaimLine(model="mass_balance", share_exact="85/100").share == Fraction(17, 20)
    content = whole(line("certified-cps", Fraction(1, 3)), line("", Fraction(2, 3)))
    assert content.counted_share == Fraction(1, 3)
    assert [part.is_beyond for part in content.origins] == [False, True]
    assert not line("unknown", Fraction(1)).is_beyond


def test_what_was_first_told_of_later_is_counted_apart_and_stays_part_of_the_uncertified() -> None:
    late = msgspec.structs.replace(line("uncertified", Fraction(1, 4)), told_late=True)
    unknown = msgspec.structs.replace(line("unknown", Fraction(1, 4)), told_late=True)
    found = certainty([late, unknown, line("uncertified", Fraction(1, 8)), line("entry", Fraction(3, 8))])
    assert (found.uncertified, found.told_late, found.told_from_the_start) == ("3/8", "1/4", "1/8")
    assert found.unknown == "1/4"


def test_an_origin_that_begins_there_is_written_as_it_was_before_that_was_kept() -> None:
    """Versions of passports keep their digests."""
    assert "told_late" not in msgspec.to_builtins(line("entry", Fraction(1)))
