"""Which answers CI grades."""

from __future__ import annotations

from dataclasses import replace

from tests.engine.drawing import ONE_IN, Draw, Exercise, draw

RIGHT, WRONG = ("a", "b", "c"), ("d", "e", "f", "g", "h", "i")
SAME = Exercise(RIGHT, WRONG, fails={name: ["layers"] for name in WRONG})
EXERCISES = {f"exercise-{number}": SAME for number in range(20)}


def count(drawn: Draw) -> int:
    """How many answers were drawn."""
    return sum(map(len, drawn.values()))


def test_of_each_exercise_a_right_and_a_wrong_answer_are_drawn_and_a_tenth_of_the_others() -> None:
    drawn = draw("text", EXERCISES)
    assert drawn.keys() == EXERCISES.keys()
    assert all(names & set(RIGHT) and names & set(WRONG) for names in drawn.values())
    assert count(drawn) == 20 * 2 + 20 * 7 / ONE_IN


def test_the_same_text_draws_the_same_answers_in_any_process() -> None:
    assert draw("text", EXERCISES) == draw("text", dict(reversed(EXERCISES.items()))) != draw("another", EXERCISES)
    assert draw("text", {"a": SAME, "b": SAME}) == {"a": {"b", "f"}, "b": {"a", "b", "e", "i"}}


def test_each_answer_is_drawn_by_some_text() -> None:
    draws = [draw(str(text), EXERCISES) for text in range(40)]
    for label in EXERCISES:
        assert set().union(*(each[label] for each in draws)) == {*RIGHT, *WRONG}


def test_an_exercise_that_has_changed_or_is_new_is_drawn_whole() -> None:
    drawn = draw("text", EXERCISES | {"exercise-7": replace(SAME, changed=True), "new": Exercise(("a",), (), True)})
    assert drawn["exercise-7"] == {*RIGHT, *WRONG}
    assert drawn["new"] == {"a"}
    assert count(drawn) < 9 + 1 + 20 * 3


def test_each_kind_of_check_is_failed_by_an_answer_though_only_one_fails_it() -> None:
    rare = replace(SAME, fails={**SAME.fails, "i": ["layers", "fit"]})
    exercises = EXERCISES | {"rare": rare, "broken": replace(SAME, fails={"e": ["error"]})}
    for text in map(str, range(20)):
        drawn = draw(text, exercises, each_kind=True)
        assert "i" in drawn["rare"]
        assert "e" in drawn["broken"]
        assert count(drawn) <= count(draw(text, exercises)) + 2, "layers fail without another answer"
    assert not all("i" in draw(str(text), exercises)["rare"] for text in range(20))
