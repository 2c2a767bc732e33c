"""Numbers of other registers: what an LEI is, what is refused of any, and the address that each makes."""

import pytest

from orepass.party.rules.registered_number import LEI, NUMBER_MAX, NumberUnusable, address_of, read_lei, read_number

PUBLISHED = (
    "506700GE1G29325QX363",  # GLEIF itself
    "7ZW8QJWVPR4P1J1KQY45",
    "529900T8BM49AURSDO55",
    "5493001KJTIIGC8Y1R12",
)
REGISTER = "https://www.handelsregister.de"


@pytest.mark.parametrize("lei", PUBLISHED)
def test_published_leis_hold(lei: str) -> None:
    assert read_lei(lei) == lei
    assert read_number(LEI, f" {lei[:4].lower()} {lei[4:]}\n") == lei


@pytest.mark.parametrize(
    "text",
    [
        "",
        "506700GE1G29325QX36",
        "506700GE1G29325QX3633",
        "506700GE1G29325QX364",
        "506700GE1G29325QX3A3",
        "506700GE1G29325QX-63",
        "\u0665" + "06700GE1G29325QX363",
        "506700GE1G29325QX363".replace("E", "\u0395"),
        "506700GE1G29325Q\u017f363",
    ],
)
def test_what_is_no_lei_is_refused(text: str) -> None:
    with pytest.raises(NumberUnusable) as refusal:
        read_lei(text)
    assert refusal.value.where == "number"


def body_with(remainder: int) -> str:
    """Make up the first eighteen characters of an LEI whose sum leaves a remainder."""
    return next(
        body for body in (f"5067000000000{number:05d}" for number in range(97)) if int(f"{body}00") % 97 == remainder
    )


@pytest.mark.parametrize(("digits", "given"), [("97", "00"), ("98", "01"), ("02", "99")])
def test_check_digits_that_nobody_gives_out_do_not_hold_though_the_sum_comes_out(digits: str, given: str) -> None:
    body = body_with((1 - int(digits)) % 97)
    assert int(body + given) % 97 == 1
    assert read_lei(body + digits) == body + digits
    with pytest.raises(NumberUnusable):
        read_lei(body + given)


def test_number_of_another_register_is_kept_as_written_without_the_spaces_around() -> None:
    assert read_number(REGISTER, "  HRB   12345 B ") == "HRB 12345 B"
    assert read_number("urn:example:register", "1" * NUMBER_MAX) == "1" * NUMBER_MAX


@pytest.mark.parametrize(
    ("scheme", "number", "where"),
    [
        ("", "1", "scheme"),
        ("register", "1", "scheme"),
        ("javascript:alert(1)", "1", "scheme"),
        ("https://x.example/a b", "1", "scheme"),
        ("https://x.example/\u00e4", "1", "scheme"),
        ("https://x.example/" + "a" * 250, "1", "scheme"),
        (REGISTER, "  ", "number"),
        (REGISTER, "1" * (NUMBER_MAX + 1), "number"),
        (REGISTER, "1\0", "number"),
        (REGISTER, "1\ud800", "number"),
    ],
)
def test_number_without_a_register_or_register_without_a_number_is_refused(
    scheme: str, number: str, where: str
) -> None:
    with pytest.raises(NumberUnusable) as refusal:
        read_number(scheme, number)
    assert refusal.value.where == where


@pytest.mark.parametrize(
    "scheme",
    [
        "https://api.gleif.org/api/v1/lei-records/",
        "https://api.gleif.org/api/v1/lei-records",
        "https://api.gleif.org/api/v1/x/../lei-records/",
        "https://api.gleif.org",
        "http://API.GLEIF.org.:443/api/v1/lei-records/?number=",
        "https://somebody@api.gleif.org/api/v1/lei-records/",
        "https://api%2Egleif.org/api/v1/lei-records/",
        LEI.upper().replace("URN:OASIS", "urn:oasis"),
        f"{LEI}:",
    ],
)
def test_lei_is_recorded_under_no_other_name_of_its_register(scheme: str) -> None:
    for number in (PUBLISHED[0], "506700GE1G29325QX300"):
        with pytest.raises(NumberUnusable) as refusal:
            read_number(scheme, number)
        assert (refusal.value.where, "record it as an LEI" in str(refusal.value)) == ("scheme", True)


def test_register_that_only_sounds_like_that_of_leis_is_one_of_its_own() -> None:
    for scheme in ("https://api.gleif.org.example/", "https://r.example/api.gleif.org/", "urn:oasis:names:other"):
        assert read_number(scheme, "1") == "1"


@pytest.mark.parametrize(
    ("scheme", "number", "address"),
    [
        (LEI, PUBLISHED[0], f"https://api.gleif.org/api/v1/lei-records/{PUBLISHED[0]}"),
        (REGISTER, "HRB 1/2", "https://www.handelsregister.de/HRB%201%2F2"),
        ("https://r.example/?number=", "1", "https://r.example/?number=1"),
        ("https://r.example/", "1", "https://r.example/1"),
        ("urn:example:register", "1", "urn:example:register:1"),
    ],
)
def test_each_number_makes_an_address(scheme: str, number: str, address: str) -> None:
    assert address_of(scheme, number) == address
