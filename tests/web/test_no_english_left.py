"""No page is half English: what reads the same in English and in French is a name, a code, or what somebody wrote.

Every page of the demonstration is opened by everybody who may, in both languages, and the texts are compared. A text
that is equal in both has to stand on one of the lists of :class:`Allowed`, each of which is a reason.
"""

import functools
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from html.parser import HTMLParser
from string import Formatter
from typing import Any, Final

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, resolve

from orepass.cli.story import telling
from orepass.cli.story.teller import Outcome, Teller, in_process
from orepass.custody.models import JournalEvent, Question
from orepass.kernel.calculator import rules
from orepass.kernel.computed import Source
from orepass.kernel.finding import FindingKind, Severity
from orepass.kernel.identifier import mint, minted_from
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.home import mark_as_demonstration
from orepass.scheme.queries import standards_root
from orepass.web import catalogues, kept_findings
from tests.beginnings import Teller as Beginnings
from tests.beginnings import Told
from tests.browser.pages import BY_ROLE, PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("packs_checked_once")]

AT = date(2026, 11, 22)
NO_CLOSING_TAG: Final = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "area", "base", "col"})
NO_PROSE: Final = frozenset({"script", "style", "code", "pre", "kbd", "samp", "textarea"})
SAID_ASIDE: Final = ("title", "alt", "aria-label", "placeholder")
APART: Final = re.compile(r"[·–—→|:;,()“”«»…\[\]/]+|\s-\s|[.!?]\s")
WORD: Final = re.compile(r"[^\W\d_]{3,}")
A_CODE: Final = re.compile(
    r"https?:\S+|did:\S+|OREPASS\d+/.*|orepass [a-z].*|\S*[\d_@=%√]\S*|[\w-]+\.\w\S*|\b\w+(-\w+)+\b"
    r"|\b\w*[a-z][A-Z]\w*"
)
"""Addresses, identifiers, numbers, commands and the texts of QR codes."""
ENGLISH: Final = re.compile(r"\b(the|of|is|are|was|were|has|have|been|with|and|which|this|that|from|not)\b")
"""Words of English that no French sentence has."""


class Page(HTMLParser):
    """The texts of a page that are said to be in its own language, and its links."""

    def __init__(self, html: str, language: str) -> None:
        super().__init__()
        self.language, self.inside = language, list[tuple[str, str]]()
        self.texts, self.links = set[str](), list[str]()
        self.drawn = set[str]()
        """Those in pictures, where a long name stands in several lines, each for itself."""
        self.feed(html)

    @property
    def ours(self) -> bool:
        return bool(self.inside) and self.inside[-1][1] == self.language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        outer = self.inside[-1][1] if self.inside else ""
        coded = tag in NO_PROSE or "code" in (given.get("class") or "").split()
        language = "none" if coded else given.get("lang") or outer
        if tag == "a":
            self.links.append(given.get("href") or "")
        if language == self.language:
            self.texts.update(_plain(given[name] or "") for name in SAID_ASIDE if given.get(name))
        if tag not in NO_CLOSING_TAG:
            self.inside.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.ours and _plain(data):
            self.texts.add(_plain(data))
            if any(tag == "svg" for tag, _language in self.inside):
                self.drawn.add(_plain(data))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _parts(text: str) -> list[str]:
    return [part for part in (each.strip(" .?!'’-\"") for each in APART.split(_plain(text))) if part]


class Allowed:
    """What may read the same in both languages, by reason."""

    def __init__(self, written: Iterable[str]) -> None:
        self.by_users = self._set(written)
        """What somebody of the demonstration wrote: names, notes, reasons."""
        self.by_packs = self._set(_texts_of_packs() | _cited())
        """What packs and rules cite, names, and texts of packs without a French wording."""
        self.by_programs = self._set(_names_of_rules())
        """What the numbers of a pack and the inputs of a rule are called, where programs ask for them."""
        same = [str(each.id) for each in catalogues.translations("fr") if each.id and each.string == each.id]
        self.alike = self._set(same)
        """Words that French has as well; a translator wrote so."""
        self.filled = [*map(_pattern, same), *map(_pattern, NAMES_OF_DOCUMENTS)]
        self.names = self._set(NAMES)
        """Names of languages, countries and things that have one name everywhere."""

    @staticmethod
    def _set(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(part.lower() for text in texts for part in _parts(text))

    def left_of(self, text: str, *, drawn: bool) -> str:
        """Return what of a text no reason speaks for; nothing where all of it may be the same."""
        if any(pattern.fullmatch(text) for pattern in self.filled):
            return ""
        cut, plain = drawn or text.endswith("…"), A_CODE.sub(" ", text)
        if all(self._stands(part, cut=cut) for part in _parts(plain)):
            return ""
        return " · ".join(part for part in _parts(text) if not self._stands(part, cut=cut))

    def _stands(self, written: str, *, cut: bool) -> bool:
        part = written.lower()
        if any(part in texts for texts in (self.by_users, self.by_packs, self.by_programs, self.alike, self.names)):
            return True
        if cut and any(part in whole for whole in self.by_users | self.by_packs):
            return True
        words = WORD.findall(A_CODE.sub(" ", written))
        return all(word.isupper() or word.lower() in self.alike | self.names for word in words)


@functools.cache
def reasons(written: tuple[str, ...]) -> Allowed:
    """Return the reasons of all tests; what was written is the same for each."""
    return Allowed(written)


NAMES: Final = (
    *("Orepass", "Orepass demonstration", "English", "Français", "Español", "Kiswahili", "CycloneDX", "Natural Earth"),
    *("Portugal", "Malawi", "Mozambique", "Ed25519 (EdDSA)", "book and claim", "scheme owner"),
    *("LOT-D hydroxide", "LOT-F sulphate", "LOT-G battery", "North Provider", "Kabolela cooperative"),
)
BORROWED: Final = re.compile(r"book and claim")
"""What French has no word of its own for."""

NAMES_OF_DOCUMENTS: Final = ("%(standard)s certificate of %(client)s", "Product passport of %(product)s")
"""What signed documents call themselves; a signature covers it."""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in re.split(r"%\(\w+\)s", text.replace("%%", "%"))))


@functools.cache
def _packs() -> tuple[Any, ...]:
    files = sorted(standards_root().rglob("*.y*ml"))
    return tuple(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in files)


@functools.cache
def _texts_of_packs() -> frozenset[str]:
    return frozenset(text for pack in _packs() for text in _strings(pack))


def _cited() -> frozenset[str]:
    """Return the sources and clauses that the rules of every room name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("orepass.")]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, Source)]
    return frozenset(text for source in found for text in (source.title, source.clause))


@functools.cache
def _names_of_rules() -> frozenset[str]:
    inputs = {each.name for rule in rules() for each in rule.inputs}
    return frozenset(name.replace("_", " ") for name in {*inputs, *(each for pack in _packs() for each in _keys(pack))})


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from _keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _strings(each)


class Story:
    """The demonstration, what its people wrote, and a question of each kind about an event of the mine."""

    def __init__(self) -> None:
        self.written: list[str] = []
        mark_as_demonstration("orepass")
        with minted_from("orepass"):
            teller = Teller(AT, "orepass", self._heard)
            telling.begin(teller)
            telling.tell(teller)
        self.people, self.things = dict(teller.people), dict(teller.things)

    def _heard(self, actor: Actor, action: str, inputs: dict[str, Any]) -> Outcome:
        self.written += _strings(inputs)
        return in_process(actor, action, inputs)


@pytest.fixture(scope="module")
def told(tell: Beginnings) -> Told[Story]:
    return tell(Story)


@pytest.fixture
def story(told: Told[Story], db: None) -> Iterator[Story]:
    found = told.again()
    with clock.frozen_at(datetime.combine(AT, time(12), tzinfo=UTC)):
        yield found


def plant_questions(about: str) -> set[str]:
    """Ask a question of each kind about the last event of an organisation, and return what was asked in English."""
    event = JournalEvent.objects.filter(job__organisation=about).order_by("-sequence")[0]
    lot = event.movements.order_by("pk")[0].lot.uri
    values = {"lot": lot, "site": event.site, "material": "cobalt_ore", "day": "2026-03-01"}
    asked = set[str]()
    for code, kind in FindingKind.catalogue.items():
        if code.startswith("custody.") and kind.severity is Severity.WARNING:
            names = {name for _text, name, _form, _way in Formatter().parse(kind.message) if name}
            found = kind.at(**{name: values.get(name, "7") for name in names})
            Question.objects.create(
                id=mint("que"),
                event=event,
                code=code,
                severity=found.severity,
                where="",
                params=found.params,
                message=found.message,
                raised_at=clock.now(),
            )
            asked.add(found.message)
    return asked


def pages(who: str, clients: tuple[Client, Client], *, only: tuple[str, ...] = ()) -> Iterator[tuple[str, Page, Page]]:
    """Open the pages of somebody, and the first thing of each kind that they lead to, in English and in French.

    Where some are named, no others are opened.
    """
    listed = only or (PUBLIC if who == "anybody" else ("/desk/", *BY_ROLE[who]))
    waiting, kinds, done = list(listed), set[str](), set[str]()
    while waiting:
        where = waiting.pop(0)
        if where in done or (where not in listed and (kind_of(where) in kinds or not kind_of(where))):
            continue
        done.add(where)
        kinds.add(kind_of(where))
        answers = [client.get(where, follow=True) for client in clients]
        if all(str(answer.get("Content-Type", "")).startswith("text/html") for answer in answers):
            read = [answer.content.decode() for answer in answers if not answer.streaming]
            english, french = Page(read[0], "en"), Page(read[1], "fr")
            yield where, english, french
            leading = "/" if who == "anybody" else "/desk/"
            links = [] if only else english.links
            waiting += [link.partition("#")[0] for link in links if link.startswith(leading) and "?" not in link]


def kind_of(where: str) -> str:
    """Return the name of the view behind an address; nothing for what is not opened."""
    try:
        name = resolve(where.partition("?")[0]).view_name
    except Resolver404:
        return ""
    return name if name.startswith("web:") and name != "web:language" else ""


def left_english(story: Story, who: str, *, only: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Return what reads as English on a French page for no reason, and where."""
    clients = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "fr"})
    if who != "anybody":
        for client in clients:
            client.force_login(get_user_model().objects.get(person=story.people[who]))
    allowed = reasons(tuple(story.written))
    found = defaultdict[str, set[str]](set)
    for where, english, french in pages(who, clients, only=only):
        for text in french.texts:
            if text not in english.texts and not ENGLISH.search(text):
                continue
            left = allowed.left_of(text, drawn=text in french.drawn)
            if left and (text in english.texts or ENGLISH.search(BORROWED.sub(" ", left))):
                found[text].add(where)
    return dict(found)


@pytest.mark.parametrize("who", ["anybody", *BY_ROLE])
def test_nothing_reads_as_english_on_a_french_page_but_for_a_reason(story: Story, who: str) -> None:
    plant_questions(story.things["organisation.mine"])
    assert left_english(story, who) == {}


def test_a_message_that_is_put_back_in_english_is_seen(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    plant_questions(story.things["organisation.mine"])
    assert left_english(story, "mine", only=("/desk/inbox/",)) == {}
    monkeypatch.setattr(kept_findings, "translated", lambda text: text)
    found = left_english(story, "mine", only=("/desk/inbox/",))
    assert any("certificate" in text or "weigh" in text for text in found)


def test_no_reason_speaks_for_a_sentence_of_ours(story: Story) -> None:
    allowed = reasons(tuple(story.written))
    for text in ("Nothing is open.", "Closed: nobody answered", "12 members comply", "Yes, it is paid"):
        assert allowed.left_of(text, drawn=False), text
    for text in ("42 %", "crt-N2MXN7JBA8HBG", "Kasulo Ridge Mining (demonstration)", "certification"):
        assert not allowed.left_of(text, drawn=False), text
