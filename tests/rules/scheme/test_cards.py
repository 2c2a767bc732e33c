"""What pages and the API are told about a pack, in a language, with English where it is not translated."""

from pathlib import Path

from orepass.scheme.rules.cards import pack_card, standard_card
from orepass.scheme.rules.load import require
from tests.rules.scheme.packs import write_pack


def test_a_pack_is_told_with_its_counts_and_languages(tmp_path: Path) -> None:
    card = pack_card(require(write_pack(tmp_path)), "fr")
    assert (card.ref, card.title) == ("tiny@2026.1", "Petite norme")
    assert (card.standards, card.requirements, card.cases) == (("TST",), 8, 1)
    assert card.languages == ("en", "fr", "sw")


def test_a_standard_is_told_subject_by_subject_and_phase_by_phase(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    card = standard_card(pack, "TST", "fr")
    assert (card.title, card.purpose, card.core, card.requirements) == ("Norme d’essai", "To test.", 2, 8)
    water = card.subjects[0]
    assert [len(cards) for cards in water.phases.values()] == [1, 1, 1, 1]
    policy = water.phases["commitment"][0]
    assert (policy.id, policy.core, policy.statement, policy.translated) == ("TST.E.water.C1", True, "A fact.", False)
    assert (policy.indicator, policy.unit) == ("", "")


def test_a_language_that_nobody_reviewed_is_marked(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path))
    assert standard_card(pack, "TST", "fr").reviewed
    assert not standard_card(pack, "TST", "sw").reviewed
