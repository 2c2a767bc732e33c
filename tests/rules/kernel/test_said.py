"""A sentence that remembers its template can be said in another language, and is plain English for everybody else."""

import json

import msgspec
import pytest

from orepass.kernel.digest import digest
from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.text import PLACEHOLDER_MISSING, plain, readable, said, typed


def test_a_sentence_is_the_english_text_and_remembers_template_and_values() -> None:
    sentence = said("{paid} of {due} is paid.", paid=3, due=4)
    assert sentence == "3 of 4 is paid."
    assert (sentence.template, dict(sentence.values)) == ("{paid} of {due} is paid.", {"paid": 3, "due": 4})


def test_a_sentence_may_stand_within_another_and_values_in_a_row() -> None:
    inner = said("{count} bags", count=2)
    outer = said("Refused: {what}; known: {codes}.", what=inner, codes=("a", "b"))
    assert outer == "Refused: 2 bags; known: a, b."
    assert outer.values["what"] is inner


def test_a_value_that_was_forgotten_shows_as_an_ellipsis() -> None:
    assert said("{paid} of {due}", paid=1) == f"1 of {PLACEHOLDER_MISSING}"


def test_a_finding_says_its_message_with_its_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FindingKind, "catalogue", {})
    late = FindingKind("test.said.late", Severity.WARNING, "{days} days late.")
    found = late.at(days=3).said
    assert found == "3 days late."
    assert found.template == late.message


def test_encoders_write_a_sentence_as_plain_text_and_refuse_what_is_none() -> None:
    sentence = said("{a}", a=1)
    assert json.dumps([sentence]) == '["1"]'
    assert msgspec.json.encode([sentence], enc_hook=plain) == b'["1"]'
    with pytest.raises(TypeError):
        plain(object())


def test_a_sentence_is_told_anew_with_those_within_it_and_its_other_values_as_the_language_writes_them() -> None:
    words = {"{count} bags": "{count} sacs", "Refused: {what}; {left}.": "Refusé : {what} ; {left}."}
    sentence = said("Refused: {what}; {left}.", what=(said("{count} bags", count=2), "x"), left=0.5)
    told = sentence.told(words.__getitem__, lambda name, value: f"{name}={value}")
    assert told == "Refusé : count=2 sacs, what=x ; left=0.5."


def test_a_digest_takes_a_sentence_as_its_text() -> None:
    assert digest({"problem": said("{a} of {b}", a=1, b=2)}) == digest({"problem": "1 of 2"})


def test_what_somebody_types_stays_and_what_a_page_shows_is_opened() -> None:
    assert typed("mass_balance", "segregated") == "mass_balance, segregated"
    assert typed("mass_balance").told(str, lambda name, _value: name) == "codes"
    assert readable("per_diem") == "per diem"
