"""One check asks the net only so often, so long and for so much: what is left over is not known, and says so."""

import pytest

from orepass.credentials import fetching, outside
from orepass.credentials.fetching import SPENT, Questions
from orepass.credentials.rules.status import Fetched
from orepass.platform import net
from orepass.platform.net import Reply


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer every address with its own name, a quarter of a second later by the clock."""
    seen, clock = list[str](), [0.0]

    def ask(url: str, *, limit: int, seconds: float, accept: str) -> Reply:
        assert (limit, bool(accept)) == (fetching.BODY_MAX, True)
        seen.append(f"{url} {seconds}")
        clock[0] += 0.25
        return Reply(200, url.encode())

    monkeypatch.setattr(net, "ask", ask)
    monkeypatch.setattr(fetching.time, "monotonic", lambda: clock[0])
    return seen


def test_what_was_asked_is_not_asked_again(asked: list[str]) -> None:
    ask = Questions(count=5, seconds=60)
    assert ask("https://a.example/1") == ask("https://a.example/1") == Fetched(b"https://a.example/1", "a.example")
    ask("https://a.example/1", accept="text/jsonl")
    assert len(asked) == 2


def test_the_question_after_the_last_is_not_asked_and_says_so(asked: list[str]) -> None:
    ask = Questions(count=2, seconds=60)
    found = [ask(f"https://a.example/{number}") for number in range(3)]
    assert [one.body is None for one in found] == [False, False, True]
    assert found[2].reason == SPENT
    assert len(asked) == 2
    assert ask("https://a.example/0") == found[0]


def test_the_last_question_gets_the_seconds_that_are_left(asked: list[str]) -> None:
    ask = Questions(count=100, seconds=10.375)
    answers = [ask(f"https://a.example/{number}") for number in range(50)]
    seconds = [float(one.rpartition(" ")[2]) for one in asked]
    assert seconds[:4] == [10, 10, 9.875, 9.625]
    assert seconds[-1] == 0.125
    assert [one.reason for one in answers[len(asked) :]] == [SPENT] * (50 - len(asked))


def test_the_net_gives_one_check_only_so_much(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "BODIES_MAX", 30)
    ask = Questions(count=100, seconds=60)
    answers = [ask(f"https://a.example/{number}") for number in range(3)]
    assert [one.reason for one in answers] == ["", "", SPENT]
    assert len(asked) == 2


def test_offline_nobody_is_asked(asked: list[str]) -> None:
    ask = outside.asking(offline=True)
    assert ask("https://a.example/1") == Fetched(None, reason=outside.OFFLINE)
    assert asked == []
