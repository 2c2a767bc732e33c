"""Base64url has one spelling: what is read is written back letter for letter, and everything else is refused."""

import base64

from hypothesis import example, given
from hypothesis import strategies as st

from orepass.credentials.rules.keys import base64url, from_base64url
from orepass.credentials.rules.strict_json import BadDocument


def by_the_standard_library(text: str) -> bytes | None:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return data if base64.urlsafe_b64encode(data).decode().rstrip("=") == text else None


def ours(text: str) -> bytes | None:
    try:
        return from_base64url(text)
    except BadDocument:
        return None


@given(st.binary(max_size=40))
def test_what_was_written_is_read(data: bytes) -> None:
    assert from_base64url(base64url(data)) == data


@given(st.text("ABab01-_+/=\n .\x00zZé", max_size=9) | st.text(max_size=9))
@example("AA==")
@example("AB")
@example("A")
@example("AAA=")
@example("A\nAA")
def test_a_text_is_read_as_the_standard_library_reads_it_or_refused(text: str) -> None:
    assert ours(text) == by_the_standard_library(text)


@given(data=st.binary(min_size=1, max_size=12), at=st.integers(0, 15), sign=st.characters(codec="utf-8"))
def test_one_changed_letter_is_read_as_other_bytes_or_refused(data: bytes, at: int, sign: str) -> None:
    text = base64url(data)
    changed = text[: at % len(text)] + sign + text[at % len(text) + 1 :]
    assert ours(changed) == by_the_standard_library(changed)
    assert changed == text or ours(changed) != data
