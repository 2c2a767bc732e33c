"""Reading once: within a block a question is asked once, outside of one anew each time."""

import pytest

from orepass.kernel.refusal import NotFound
from orepass.platform.reading import answered, each_once, once, reading_once


@pytest.fixture
def asked() -> list[object]:
    return []


def test_outside_of_a_block_everything_is_asked_anew(asked: list[object]) -> None:
    @once
    def question(name: str) -> str:
        asked.append(name)
        return name.upper()

    def several(names: set[str]) -> dict[str, str]:
        asked.append(names)
        return {}

    assert [question("a"), question("a")] == ["A", "A"]
    assert each_once(several, ["a"]) == each_once(several, ["a"]) == each_once(several, []) == {}
    assert asked == ["a", "a", {"a"}, {"a"}]


def test_within_a_block_a_question_is_asked_once_for_each_of_its_arguments(asked: list[object]) -> None:
    @once
    def question(name: str, *, times: int = 1) -> str | None:
        asked.append((name, times))
        return name * times if times else None

    with reading_once():
        assert [question("a"), question("a"), question("a", times=2), question("a", times=2)] == ["a", "a", "aa", "aa"]
        assert (question("a", times=0), question("a", times=0)) == (None, None)
    question("a")
    assert asked == [("a", 1), ("a", 2), ("a", 0), ("a", 1)]


def test_a_block_within_a_block_shares_its_memory(asked: list[object]) -> None:
    @once
    def question() -> None:
        asked.append(1)

    with reading_once():
        with reading_once():
            question()
        question()
    with reading_once():
        question()
    assert len(asked) == 2


def test_a_refusal_is_no_answer_and_is_asked_again(asked: list[object]) -> None:
    @once
    def question() -> str:
        asked.append(1)
        if len(asked) == 1:
            raise NotFound(what="x")
        return "there"

    with reading_once():
        with pytest.raises(NotFound):
            question()
        assert question() == "there"


def test_only_names_that_are_new_are_asked_for_and_what_is_missing_is_remembered_too(asked: list[object]) -> None:
    def several(names: set[str]) -> dict[str, str]:
        asked.append(names)
        return {name: name.upper() for name in names if name != "none"}

    with reading_once():
        assert each_once(several, ["a", "none"]) == {"a": "A"}
        assert each_once(several, ["a", "b", "none"]) == {"a": "A", "b": "B"}
        assert each_once(several, ["none"]) == {}
    assert asked == [{"a", "none"}, {"b"}]


def test_what_another_question_has_answered_on_the_way_is_not_asked_for(asked: list[object]) -> None:
    def several(names: set[str]) -> dict[str, str]:
        asked.append(names)
        return {}

    answered(several, {"a": "A"})
    with reading_once():
        answered(several, {"a": "A"})
        assert each_once(several, ["a", "b"]) == {"a": "A"}
    assert asked == [{"b"}]
