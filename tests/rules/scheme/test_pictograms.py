"""A pictogram holds lines and shapes and nothing else, and beside it stands a sentence that can be read aloud."""

from pathlib import Path

import pytest

from orepass.kernel.finding import Finding
from orepass.scheme.rules.cards import standard_card
from orepass.scheme.rules.editions.archive import packed, unpacked
from orepass.scheme.rules.folder import File, Folder, kind_of
from orepass.scheme.rules.load import load, load_folder, require
from orepass.scheme.rules.pictograms import BYTES_MAX, UnfitError, drawing, redrawn, unspeakable
from orepass.scheme.rules.yamltext import Reading
from tests.rules.scheme.packs import FILES, WATER, write_pack

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
GROUP = '<g fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
GOOD = (
    f'{OPEN}\n  {GROUP}<circle cx="20" cy="20.5" r="8"/><path class="accent" d="M1 2 L-3,4.5 Z"/>'
    '<line x1="0" y1="0" x2="9" y2="9" transform="rotate(10 48 48) translate(1, 2)"/></g>\n</svg>\n'
)
WATER_IDS = [f"TST.E.water.{phase}1" for phase in "CAMD"]
ALL_IDS = [*WATER_IDS, *(f"TST.S.safety.{phase}1" for phase in "CAMD")]
FIFTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
STRAY = "TST/pictograms/TST.E.water.M9.svg"
SAID = "    fails_when: {en: It is absent.}\n    spoken: {en: We keep the water clean.}\n"


def drawn(inside: str) -> str:
    return f"{OPEN}{inside}</svg>"


def with_all(**changes: str | bytes | None) -> dict[str, str | bytes | None]:
    spoken = {
        name: text.replace("    fails_when: {en: It is absent.}\n", SAID)
        for name, text in FILES.items()
        if "/subjects/" in name
    }
    return {**spoken, **{f"TST/pictograms/{name}.svg": GOOD for name in ALL_IDS}, **changes}


def codes(findings: list[Finding]) -> list[str]:
    return sorted(
        finding.code for finding in findings if finding.code.startswith(("scheme.pictogram", "scheme.spoken"))
    )


def test_a_drawing_of_lines_and_shapes_is_written_anew_word_for_word() -> None:
    again = redrawn(GOOD)
    assert again == GOOD.replace("\n  ", "").replace("\n", "")
    assert redrawn(again) == again


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty"),
        ("  \n", "it is empty"),
        (OPEN, "not closed"),
        (f"{OPEN}<g></svg>", "closes nothing"),
        ("</svg>", "closes nothing"),
        (f'{OPEN}</svg a="1">', "closes nothing"),
        (f"{OPEN}</svg/>", "closes nothing"),
        (drawn("") + drawn(""), "after the drawing"),
        (drawn("") + "</svg>", "after the drawing"),
        ("<svg>", "does not begin"),
        ('<svg viewBox="0 0 96 96"></svg>', "does not begin"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 95 96"></svg>', "does not begin"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" onload="x()"></svg>', "does not begin"),
        ('<g xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"></g>', "does not begin"),
        (drawn("<svg></svg>"), "“svg” is none of"),
        (drawn("<script></script>"), "“script” is none of"),
        (drawn("<style></style>"), "“style” is none of"),
        (drawn("<text>never</text>"), "“text” is none of"),
        (drawn("<foreignObject/>"), "“foreignObject” is none of"),
        (drawn('<a href="https://example.org"></a>'), "“a” is none of"),
        (drawn('<use href="#x"/>'), "“use” is none of"),
        (drawn('<image href="x.png"/>'), "“image” is none of"),
        (drawn("<animate/>"), "“animate” is none of"),
        (drawn("<g>never</g>"), "not an element"),
        (drawn("<!-- never -->"), "not an element"),
        (drawn("<![CDATA[never]]>"), "not an element"),
        ('<?xml version="1.0"?>' + drawn(""), "not an element"),
        ("<!DOCTYPE svg>" + drawn(""), "not an element"),
        (drawn("&lt;"), "not an element"),
        (drawn("<g fill='none'/>"), "not an element"),
        (drawn('<g fill="none" fill="none"/>'), "twice"),
        (drawn('<g onclick="x"/>'), "“onclick” of “g”"),
        (drawn('<g style="fill:red"/>'), "“style” of “g”"),
        (drawn('<g id="x"/>'), "“id” of “g”"),
        (drawn('<g fill="red"/>'), "“fill” of “g” may not be “red”"),
        (drawn('<g fill="url(#x)"/>'), "“fill” of “g”"),
        (drawn('<g class="danger"/>'), "“class” of “g”"),
        (drawn('<g d="M1 1"/>'), "“d” of “g”"),
        (drawn('<path d="M1 1 javascript"/>'), "“d” of “path”"),
        (drawn('<circle r="1e9"/>'), "“r” of “circle”"),
        (drawn('<circle r="50%"/>'), "“r” of “circle”"),
        (drawn('<g transform="matrix(1 0 0 1 0 0)"/>'), "“transform” of “g”"),
    ],
)
def test_whatever_else_a_file_holds_makes_it_unfit(text: str, problem: str) -> None:
    with pytest.raises(UnfitError, match=problem):
        redrawn(text)


def test_a_drawing_may_have_four_kilobytes_and_not_one_byte_more() -> None:
    room = BYTES_MAX - len(GOOD.encode())
    assert redrawn(GOOD + " " * room) == redrawn(GOOD)
    with pytest.raises(UnfitError, match="more than 4096 bytes"):
        redrawn(GOOD + " " * (room + 1))


@pytest.mark.parametrize(
    "sentence",
    [
        "We keep children out of the pit.",
        "Nous gardons les enfants hors du puits\u202f!",
        f"{FIFTEEN}.",
        "À qui vendons-nous\u202f?",
        "I stop.",
    ],
)
def test_a_short_plain_sentence_can_be_read_aloud(sentence: str) -> None:
    assert unspeakable(sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        (
            f"{FIFTEEN} sixteen.",
            "16 words",
        ),
        ("We count 3 pits.", "it has digits"),
        ("We ask the NGO.", "it has an abbreviation"),
        ("Nous avons les ÉPI.", "it has an abbreviation"),
        ("We stop. We look.", "it is not one sentence"),
        ("We stop; we look.", "it is not one sentence"),
        ("We stop (at once).", "it is not one sentence"),
        ("We stop", "it is not one sentence"),
        (".", "it is not one sentence"),
    ],
)
def test_what_cannot_simply_be_read_aloud_is_told(sentence: str, problem: str) -> None:
    assert unspeakable(sentence).endswith(problem)


def test_a_pack_keeps_its_drawings_and_sentences_and_shows_them(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path / "pack", with_all()))
    assert [one.pictogram for one in pack.standard("TST").requirements] == [redrawn(GOOD)] * len(ALL_IDS)
    card = standard_card(pack, "TST", "fr").subjects[0].phases["commitment"][0]
    assert (card.spoken, card.pictogram) == ("We keep the water clean.", redrawn(GOOD))


def test_a_standard_without_a_folder_of_pictograms_promises_none(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path / "pack"))
    assert {(one.pictogram, str(one.spoken)) for one in pack.standard("TST").requirements} == {("", "{}")}
    assert codes(list(pack.findings)) == []


def test_a_sentence_may_stand_without_any_drawing_and_is_translated(tmp_path: Path) -> None:
    changes = {
        "TST/subjects/01-water.yaml": WATER.replace("    fails_when: {en: It is absent.}\n", SAID, 1),
        "texts/fr.yaml": 'TST.E.water.C1.spoken: "Nous gardons l’eau propre."\n',
    }
    pack = require(write_pack(tmp_path / "pack", changes))
    assert pack.standard("TST").requirement("TST.E.water.C1").spoken["fr"] == "Nous gardons l’eau propre."
    assert codes(list(pack.findings)) == []


def test_a_drawing_changes_the_digest_and_comes_back_out_of_the_archive(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path / "one", with_all()))
    moved = {f"TST/pictograms/{WATER_IDS[0]}.svg": GOOD.replace("20.5", "21.5")}
    other = require(write_pack(tmp_path / "two", with_all(**moved)))
    assert pack.digest != other.digest
    again = unpacked(packed(pack), pack.digest)
    assert again.standard("TST").requirements[0].pictogram == redrawn(GOOD)


@pytest.mark.parametrize(
    ("changes", "expected", "where"),
    [
        ({f"TST/pictograms/{WATER_IDS[1]}.svg": None}, ["scheme.pictogram.missing"], "TST/standard.yaml:1"),
        (
            {f"TST/pictograms/{WATER_IDS[1]}.svg": drawn("<script/>")},
            ["scheme.pictogram.unfit"],
            f"TST/pictograms/{WATER_IDS[1]}.svg:1",
        ),
        (
            {"TST/pictograms/TST.E.water.M9.svg": GOOD},
            ["scheme.pictogram.stray"],
            "TST/pictograms/TST.E.water.M9.svg:1",
        ),
        ({"TST/subjects/02-safety.yaml": FILES["TST/subjects/02-safety.yaml"]}, ["scheme.pictogram.unspoken"] * 4, ""),
        ({"texts/fr.yaml": 'TST.E.water.C1.spoken: "Il y a 3 puits."\n'}, ["scheme.spoken.form"], "texts/fr.yaml:1"),
        (
            {"texts/fr.yaml": 'TST.E.water.A1.spoken: ""\n'},
            [],
            "",
        ),
    ],
)
def test_a_promise_half_kept_refuses_the_pack(
    tmp_path: Path, changes: dict[str, str | bytes | None], expected: list[str], where: str
) -> None:
    found = load(write_pack(tmp_path / "pack", with_all(**changes)))
    assert found.pack is None
    assert codes(found.findings) == expected
    assert not where or where in {finding.where for finding in found.findings}


def test_drawings_of_a_folder_that_is_no_standard_promise_nothing_and_are_told(tmp_path: Path) -> None:
    found = load(write_pack(tmp_path / "pack", {"OTHER/pictograms/x.svg": GOOD}))
    assert codes(found.findings) == ["scheme.pictogram.stray"]


def test_a_drawing_that_is_not_text_is_refused(tmp_path: Path) -> None:
    found = load(write_pack(tmp_path / "pack", with_all(**{f"TST/pictograms/{WATER_IDS[0]}.svg": b"\xff\xfe"})))
    assert found.pack is None
    assert "scheme.file.encoding" in {finding.code for finding in found.findings}


def test_an_unfit_drawing_in_an_archive_is_not_shown(tmp_path: Path) -> None:
    pack = require(write_pack(tmp_path / "pack", with_all()))
    name = f"TST/pictograms/{WATER_IDS[0]}.svg"
    files = {**pack.files, name: drawn("<script/>")}
    bad = Folder({key: File(key, kind_of(key), Reading(value, {}, [])) for key, value in files.items()}, [])
    assert drawing(bad, "TST", WATER_IDS[0]) == ""
    again = load_folder(bad, published=True).pack
    assert again is not None
    assert [one.pictogram for one in again.standard("TST").requirements[:2]] == ["", redrawn(GOOD)]
    assert again.digest != pack.digest
