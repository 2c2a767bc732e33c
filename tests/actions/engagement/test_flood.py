"""Flooding one door from one address: counted within an hour, forgotten after it, and for that address alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from orepass.platform import flood

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def afresh() -> None:
    flood.forget()


def test_one_more_than_the_limit_is_refused_and_an_hour_later_taken() -> None:
    for second in range(3):
        flood.count("192.0.2.1", at=AT + timedelta(seconds=second), limit=3)
    with pytest.raises(flood.TooMany):
        flood.count("192.0.2.1", at=AT + timedelta(minutes=59), limit=3)
    flood.count("192.0.2.2", at=AT + timedelta(minutes=59), limit=3)
    flood.count("192.0.2.1", at=AT + timedelta(hours=1), limit=3)


def test_no_address_stays_in_memory() -> None:
    flood.count("192.0.2.99", at=AT)
    assert "192.0.2.99" not in str(flood._seen)


def test_memory_is_bounded() -> None:
    for number in range(flood.SOURCES_MAX + 5):
        flood.count(str(number), at=AT)
    assert len(flood._seen) == flood.SOURCES_MAX


def test_address_is_the_proxys_word_only_behind_a_proxy() -> None:
    meta = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 192.0.2.7"}
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        assert flood.source_of(meta) == "10.0.0.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert flood.source_of(meta) == "192.0.2.7"
    assert flood.source_of({}) == ""
