"""The standard browser: filters, languages of the texts, questions without an account, the sheet, the comparison."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from orepass.platform.models import Record
from orepass.scheme import queries as scheme
from orepass.web.vocabulary import standards as said
from orepass.web.vocabulary.standards import condition, topic

pytestmark = pytest.mark.django_db

PACK = "cera-4in1@2026.1"
CPS = f"/standards/{PACK}/CPS/"
ASKING = f"/standards/{PACK}/what-applies/"
SHEET = f"/standards/{PACK}/self-assessment/"
MINERS = "activities=extraction&minerals=cobalt&size=asm&people=45&country=CD"


@pytest.fixture
def flags() -> str:
    """Every question of the edition, answered with “I do not know”."""
    return "&".join(f"flags.{name}=unknown" for name in scheme.pack(PACK).flags)


def page(address: str, status: int = 200) -> str:
    answer = Client().get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_standard_without_a_wish_shows_its_subjects_and_counts_everything() -> None:
    count = len(scheme.pack(PACK).standard("CPS").requirements)
    assert f"{count} of {count} requirements" in page(CPS)
    assert f"{count} of {count} requirements" in page(f"{CPS}?by=phase")
    assert "#monitoring" in page(f"{CPS}?by=phase")


@pytest.mark.parametrize(
    "wish",
    [
        "q=water",
        "dimension=S",
        "phase=monitoring",
        "year=2",
        "size=asm",
        "activity=smelting",
        "mineral=gold",
        "accepts=oral",
        "topic=ilo",
        "core=on",
    ],
)
def test_every_filter_narrows_and_its_address_can_be_passed_on(wish: str) -> None:
    every = len(scheme.pack(PACK).standard("CPS").requirements)
    found = re.search(rf"(\d+) of {every} requirements", page(f"{CPS}?{wish}"))
    assert found is not None
    assert 0 < int(found[1]) < every
    assert 'class="asked"' in page(f"{CPS}?{wish}&by=phase")


def test_a_wish_that_nothing_fits_says_so_with_a_way_back() -> None:
    html = page(f"{CPS}?q=nothing+of+the+kind")
    assert "Nothing here is like that" in html
    assert "Show everything" in html


@pytest.mark.parametrize("wish", ["phase=x&dimension=&year=99", "page=0", "page=x", "page=99999999", "by=x", "in=xx"])
def test_a_broken_wish_is_left_out(wish: str) -> None:
    assert "requirements" in page(f"{CPS}?{wish}")


def test_long_lists_come_in_pages() -> None:
    first = page(f"{CPS}?phase=monitoring")
    assert 'rel="next"' in first
    assert 'rel="prev"' in page(f"{CPS}?phase=monitoring&page=2")


def test_texts_are_shown_in_another_language_of_the_pack_and_marked_unreviewed() -> None:
    english, swahili = page(f"{CPS}water/"), page(f"{CPS}water/?in=sw")
    assert "Nobody has reviewed these texts" in swahili
    assert "Nobody has reviewed these texts" not in english
    assert 'lang="sw"' in swahili
    assert "unreviewed" in english


def test_a_reader_whose_language_the_pack_lacks_reads_english_and_is_told() -> None:
    ref = next(card.ref for card in scheme.packs() if "es" not in card.languages)
    code = scheme.pack(ref).standards[0].code
    html = Client().get(f"/standards/{ref}/{code}/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert html.count("notice-due") >= 1


def test_each_requirement_says_for_whom_it_is_and_what_it_serves() -> None:
    html = page(f"{CPS}artisanal/")
    assert "Asked where “Artisanal miners work on or beside the title”" in html
    assert "OECD due diligence guidance for minerals" in html
    assert page(f"{CPS}nothing/", 404)


def follow(address: str) -> str:
    """Send a step and return where it leads."""
    answer = Client().get(address)
    assert answer.status_code == 302, answer.content.decode()[:400]
    return str(answer["Location"])


def test_each_step_leads_to_the_next_and_all_stands_in_the_address() -> None:
    first = follow(f"{ASKING}?sent=do&activities=extraction&activities=processing")
    assert parse_qs(urlsplit(first).query) == {"activities": ["extraction", "processing"]}
    assert "Which minerals?" in page(first)
    second = follow(f"{first}&sent=minerals&minerals=cobalt")
    assert "How large is it?" in page(second)
    third = follow(f"{second}&sent=size&size=asm&people=45")
    assert "Where is it?" in page(third)
    fourth = follow(f"{third}&sent=where&country=CD")
    html = page(fourth)
    assert "What else is so" in html
    assert 'value="unknown"' in html
    names = re.findall(r'name="(flags\.\w+)"[^>]*value="unknown"|value="unknown"[^>]*name="(flags\.\w+)"', html)
    answers = "&".join(f"{one or two}=no" for one, two in names)
    assert "What applies to you" in page(follow(f"{fourth}&sent=more&{answers}"))


def test_only_questions_that_can_still_change_something_are_asked() -> None:
    dealer = page(f"{ASKING}?activities=trading&minerals=gold&size=small&country=ZZ")
    assert "flags.tailings" not in dealer
    assert "flags.mass_balance" in dealer


def test_an_empty_step_is_refused_beside_its_field() -> None:
    for sent, words in {"do": "Choose what you do", "size&activities=extraction&minerals=gold": "Choose one"}.items():
        html = page(f"{ASKING}?sent={sent}", 422)
        assert words in html
        assert "field-error" in html


@pytest.mark.parametrize(("people", "words"), [("x", "whole number"), ("0", "from 1 on"), ("9999999", "smaller")])
def test_people_that_cannot_be_are_refused_and_what_was_answered_stays(people: str, words: str) -> None:
    html = page(f"{ASKING}?activities=extraction&minerals=gold&sent=size&size=asm&people={people}", 422)
    assert words in html
    assert f'value="{people}"' in html
    assert '<input type="hidden" name="minerals" value="gold">' in html


def test_the_way_back_opens_the_step_before_with_its_answers() -> None:
    html = page(f"{ASKING}?activities=extraction&minerals=cobalt&step=size")
    back = re.search(r'href="(\?[^"]*)">Back', html)
    assert back is not None
    before = page(ASKING + back[1].replace("&amp;", "&"))
    assert "Which minerals?" in before
    edited = page(f"{ASKING}?activities=extraction&minerals=cobalt&step=minerals")
    assert re.search(r'value="cobalt"[^>]*checked', edited)
    assert "checked" in page(f"{ASKING}?{MINERS}&step=size")


def test_result_begins_with_the_entry_for_artisanal_miners_and_keeps_the_unknown_apart(flags: str) -> None:
    html = page(f"{ASKING}?{MINERS}&{flags}")
    assert "begin here" in html
    assert html.index("ASM – ") < html.index("CPS – ")
    assert "Days of the first audit" in html
    assert "estimate" in html
    unknown = page(f"{ASKING}?{MINERS}&{flags}&standard=CPS&show=unknown")
    assert "not known yet (" in unknown
    assert "Asked where “" in unknown


def test_without_people_nothing_is_said_of_days_and_why(flags: str) -> None:
    html = page(f"{ASKING}?activities=extraction&minerals=gold&size=large&country=ZZ&{flags}")
    assert "Days of the first audit" not in html
    assert "Say how many people work there" in html


def test_whoever_no_standard_is_made_for_is_told_so() -> None:
    html = page("/standards/quarry-basics/what-applies/?activities=washing&minerals=sand&size=small")
    assert "Nothing here is made for you" in html
    assert "Asked where activity: mining" in html


def test_do_not_know_is_an_answer_everywhere(flags: str) -> None:
    html = page(f"{ASKING}?activities=unknown&minerals=unknown&size=unknown&country=unknown&{flags}")
    assert "perhaps for you" in html


def test_every_pack_can_be_asked_and_nothing_is_kept() -> None:
    before = Record.objects.count()
    for card in scheme.packs():
        answer = Client().get(f"/standards/{card.ref}/what-applies/")
        assert answer.status_code == 200, card.ref
        assert not answer.cookies, card.ref
    assert Record.objects.count() == before


def test_sheet_holds_what_may_apply_with_a_box_for_each_word_and_the_digest() -> None:
    html = page(f"{SHEET}?standard=ASM&{MINERS}")
    boxes = re.search(r'<ul class="boxes">\s*(.*?)</ul>', html, re.DOTALL)
    assert boxes is not None
    assert boxes[1].count("<li>") == 6
    assert scheme.pack(PACK).digest in html
    assert "For example" in html
    assert "At a large site" in page(f"{SHEET}?standard=ASM")


def test_parts_of_the_sheet_make_up_the_file_and_no_requirement_is_lost() -> None:
    whole = page(f"{SHEET}file/?standard=CPS&{MINERS}")
    found: list[str] = []
    for part in range(1, 40):
        html = page(f"{SHEET}?standard=CPS&{MINERS}&part={part}")
        new = re.findall(r'<span class="code">(CPS\.[^<]+)</span>', html)
        if new[0] in found:
            break
        found += new
    assert found == re.findall(r'<span class="code">(CPS\.[^<]+)</span>', whole)
    assert len(found) == len(set(found)) > 20


def test_file_stands_alone_and_is_handed_over_as_a_file() -> None:
    answer = Client().get(f"{SHEET}file/?standard=ASM&{MINERS}")
    assert answer["Content-Disposition"] == 'attachment; filename="cera-4in1-2026.1-ASM-en.html"'
    html = answer.content.decode()
    assert re.findall(r'(?:href|src)="([^"]{4})', html) == ["data"]


def test_foot_of_every_printed_page_names_edition_and_page_number() -> None:
    answer = Client().get(f"{SHEET}print.css")
    css = answer.content.decode()
    assert answer["Content-Type"].startswith("text/css")
    assert "counter(page)" in css
    assert f'content: "{PACK} · {scheme.pack(PACK).digest}"' in css


@pytest.mark.parametrize("address", [SHEET, f"{SHEET}?standard=NOPE", f"{SHEET}file/"])
def test_a_sheet_of_no_standard_does_not_exist(address: str) -> None:
    assert page(address, 404)


@pytest.mark.parametrize("wish", ["part=0", "part=x", "part=9999", "part=99999999"])
def test_a_part_that_does_not_exist_falls_back_to_one_that_does(wish: str) -> None:
    assert 'class="ask"' in page(f"{SHEET}?standard=ASM&{wish}")


def test_comparison_by_a_table_tells_its_weakest_link_and_what_is_still_asked() -> None:
    html = page(f"/standards/compare/?a={PACK}:ASM&b={PACK}:CPS&size=asm")
    assert "today it spares nothing" in html
    assert "The weakest link" in html
    assert "still asked (" in html
    assert "covered in part (" in html
    assert "covered in part" in page("/standards/compare/?a=cera-4in1:ASM&b=cera-4in1:CPS&show=partly")


def test_comparison_without_a_table_is_our_reading_and_no_recognition() -> None:
    html = page(f"/standards/compare/?a={PACK}:CPS&b={PACK}:CCS")
    assert "it is no recognition" in html
    assert "not comparable (" in html
    assert "covered in part (" not in html


@pytest.mark.parametrize("wish", ["a=&b=", f"a={PACK}:CPS&b={PACK}:CPS", "a=x&b=y", "a=x:y&b=%00"])
def test_what_cannot_be_compared_is_refused_beside_its_field(wish: str) -> None:
    assert "field-error" in page(f"/standards/compare/?{wish}", 422)


def test_any_two_standards_can_be_chosen() -> None:
    html = page("/standards/compare/")
    names = [f"{card.ref}:{code}" for card in scheme.packs() for code in card.standards]
    assert all(html.count(f'value="{name}"') == 2 for name in names)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("true", "Asked of everybody under this standard."),
        (
            "flags.tailings",
            "Asked where “The site stores tailings or mine waste behind a dam or in a dump that can fail”.",
        ),
        ("!flags.guards", "Asked where it is not so that “Private guards or public forces protect the site"),
        ('site.size == "large" && flags.guards', "Asked where size: large and “Private"),
        ('site.size != "asm"', "Asked where size is not artisanal or small-scale mine."),
        ('"gold" in site.minerals || "tin" in site.minerals', "Asked where mineral: gold or mineral: tin."),
        ('site.activities.exists(a, a in ["trading", "smelting"])', "Asked where activity: trading or smelting."),
        ('site.country in ["CD", "CG"]', "Asked where country: DR Congo or Republic of the Congo."),
        ("site.personnel >= 10", "Asked where people at work >= 10."),
        ("(flags.a || flags.b) && flags.c", "Asked where (“a” or “b”) and “c”."),
        ("((flags.a && !flags.b)) || flags.c", "Asked where (“a” and it is not so that “b”) or “c”."),
        ("(flags.a) && (flags.b)", "Asked where “a” and “b”."),
        (
            '"gold" in site.minerals && site.activities.exists(a, a in ["smelting", "refining"])',
            "Asked where mineral: gold and activity: smelting or refining.",
        ),
        ("!(flags.a || flags.b) && flags.c", "Asked where: !(flags.a || flags.b) && flags.c"),
        ("size(site.minerals) > 1", "Asked where: size(site.minerals) > 1"),
    ],
)
def test_conditions_are_told_in_words_where_there_are_some(text: str, words: str) -> None:
    told = condition(scheme.pack(PACK), text)
    assert told.startswith(words)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("oecd", "OECD due diligence guidance for minerals"),
        ("oecd.step4", "OECD due diligence guidance for minerals: Step 4: an independent audit"),
        ("ilo", "The eight fundamental conventions of the ILO · Other conventions of the ILO"),
        ("ilo.c029", "The eight fundamental conventions of the ILO: C029 Forced labour"),
        ("eu-battery.annex10.labour", "EU battery regulation, due diligence: Annex X: labour rights"),
        ("our-own.thing", "our-own.thing"),
    ],
)
def test_topics_are_told_by_the_name_of_their_framework(code: str, words: str) -> None:
    assert topic(code) == words


def test_facts_are_told_in_words() -> None:
    pack = scheme.pack(PACK)
    assert said.fact(pack, "site.size") == "size"
    assert said.fact(pack, "flags.underground").startswith("People work")
