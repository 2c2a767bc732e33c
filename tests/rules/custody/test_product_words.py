"""Words on a product are a claim that the lot is offered, word for word, or the phrase of the law after an audit."""

import pytest

from orepass.custody.rules.product_words import WordsKind, WordsLanguage, judged

EN, FR = WordsLanguage.EN, WordsLanguage.FR
OFFERED = {
    "names_mine": {"en": "From Pit 1, certified.", "fr": "Provient de Pit 1, certifié."},
    "credits": {"en": "Covered by credits."},
}


@pytest.mark.parametrize(
    ("text", "language", "kind", "claim"),
    [
        ("From Pit 1, certified.", EN, WordsKind.CLAIM, "names_mine"),
        ("  From Pit 1,\n certified. ", EN, WordsKind.CLAIM, "names_mine"),
        ("Provient de Pit 1, certifié.", FR, WordsKind.CLAIM, "names_mine"),
        ("Covered by credits.", EN, WordsKind.CLAIM, "credits"),
        ("From Pit 1, certified.", FR, WordsKind.NOT_OFFERED, ""),
        ("From Pit 1, certified. Sustainable.", EN, WordsKind.NOT_OFFERED, ""),
        ("Sustainable tin", EN, WordsKind.NOT_OFFERED, ""),
        ("DRC conflict free and sustainable", EN, WordsKind.NOT_OFFERED, ""),
        ("DRC conflict free", FR, WordsKind.NOT_OFFERED, ""),
        ("", FR, WordsKind.NOT_OFFERED, ""),
        ("", EN, WordsKind.NOT_OFFERED, ""),
    ],
)
@pytest.mark.parametrize("audited", [True, False])
def test_no_sentence_but_an_offered_one_is_a_claim(
    text: str, language: WordsLanguage, kind: WordsKind, claim: str, audited: bool
) -> None:
    found = judged(text, language, OFFERED, discloses=True, audited=audited)
    assert (found.kind, found.claim, found.ruling, found.label) == (kind, claim, "", "")
    assert found.allowed is (kind is WordsKind.CLAIM)


def test_where_nothing_is_offered_no_claim_stands() -> None:
    assert not judged("From Pit 1, certified.", EN, {}, discloses=False, audited=True).allowed


@pytest.mark.parametrize("text", ["DRC conflict free", "DRC Conflict-Free.", " drc  conflict\u2011free"])
@pytest.mark.parametrize("discloses", [True, False])
def test_the_phrase_needs_an_audit_whoever_says_it_and_gives_no_label(text: str, discloses: bool) -> None:
    refused = judged(text, EN, OFFERED, discloses=discloses, audited=False)
    found = judged(text, EN, OFFERED, discloses=discloses, audited=True)
    assert (refused.kind, refused.allowed) == (WordsKind.UNAUDITED, False)
    assert (found.kind, found.allowed, found.label) == (WordsKind.DUE_DILIGENCE, True, "none")
    assert found.ruling == ("allowed" if discloses else "no_duty")


def test_a_label_is_what_the_sale_shows_word_for_word_in_any_language() -> None:
    shown = {"joint": "North and South Gold"}
    for language in WordsLanguage:
        found = judged("North  and South Gold", language, {}, labels=shown, discloses=False, audited=False)
        assert (found.kind, found.claim, found.label) == (WordsKind.CLAIM, "on_product_label", "joint")
    assert not judged("North Gold", EN, {}, labels=shown, discloses=False, audited=False).allowed
    assert not judged(" ", EN, {}, labels={"empty": ""}, discloses=False, audited=False).allowed
