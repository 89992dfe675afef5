"""Items to recall that their own words give away; and what `lint` asks of a lesson's items."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

import pytest

from tests.course.lesson_texts import FRONT, parse
from tests.shipped import shipped_course
from tuitutor.authoring.giveaways import giveaways_in
from tuitutor.authoring.scaffold import lesson_text

FINE = {
    "What next?": ("stop at epoch 8", "train to epoch 50", "add a layer at epoch 9"),
    "A layer that halves both sides of a picture is called": ("pooling", "flattening", "convolution"),
    "Which loss fits?": ("binary crossentropy", "mean squared error", "categorical crossentropy"),
    "How many?": ("12", "16", "9"),
}


def warned(ask: str, *choices: str, more: str = "") -> list[str]:
    """The warnings of an item whose first choice is right."""
    lines = "\n".join(f"  {choice}: {'true' if choice == choices[0] else 'Not so.'}" for choice in choices)
    item = f"```yaml recall\nid: a\nask: {ask}\nchoices:\n{lines}\n{more}```\n"
    other = "```yaml recall\nid: b\nask: Q?\nnumber: '3'\n```\n"
    read = parse(FRONT + item + other + other.replace("id: b", "id: c"))
    assert read.problems == ()
    return [text for _, text in giveaways_in(read)]


@pytest.mark.parametrize("ask", FINE)
def test_sound_items_are_not_warned_of(ask: str) -> None:
    for turn in range(3):
        assert warned(ask, *FINE[ask][turn:], *FINE[ask][:turn]) == []


@pytest.mark.parametrize(
    ("ask", "choices", "message"),
    [
        ("Why?", ("the rate is so large that each step overshoots", "too small", "bad luck"), "is by far the longest"),
        ("It is called an", ("encoder", "layer", "batch"), "only the right choice fits after 'an'"),
        ("What?", ("It falls.", "it rises", "it stays"), "only the right choice ends with a full stop"),
        ("What?", ("the loss", "Adam", "Dense"), "each choice but the right one begins with a capital"),
        ("When?", ("after 3 epochs", "at once", "never"), "only the right choice has a number in it"),
        ("Which has a bias?", ("biases", "loss", "batch"), "only the right choice is a plural"),
        ("What does dropout do?", ("a dropout of units", "more units", "fewer rows"), "says 'dropout' again"),
        ("What?", ("it may fall", "it always falls", "it never falls"), "each wrong choice says 'always'"),
        ("Does it fall?", ("yes", "no"), "it has two choices"),
    ],
)
def test_what_gives_the_right_choice_away_is_named(ask: str, choices: tuple[str, ...], message: str) -> None:
    [warning] = warned(ask, *choices)
    assert warning.startswith("'a' may give its answer away: ")
    assert message in warning


def test_a_lesson_has_two_that_come_back() -> None:
    assert [text for _, text in giveaways_in(parse(FRONT))] == [
        "found no items to recall; write 2 or more, each in a block of 'yaml recall'"
    ]
    new = parse(lesson_text("hello", "Hello", hidden_data=True))
    assert new.problems == ()
    assert list(giveaways_in(new)) == []


def test_our_own_items_are_enough_and_give_nothing_away() -> None:
    lessons = shipped_course().lessons
    assert [(lesson.id, text) for lesson in lessons for _, text in giveaways_in(lesson)] == []
    items = [item for lesson in lessons for item in lesson.items]
    assert len(items) >= 62
    chosen = [item.askings[0].question.choices for item in items if item.askings[0].question.choices]
    assert len(items) / 3 < len(chosen) < 2 * len(items) / 3  # about half with choices, half with a number


STRATEGIES: dict[str, Callable[[str, Sequence[str]], str]] = {
    "the longest": lambda _, choices: max(choices, key=len),
    "the shortest": lambda _, choices: min(choices, key=len),
    "the first": lambda _, choices: choices[0],
    "the middle one": lambda _, choices: choices[len(choices) // 2],
    "the last": lambda _, choices: choices[-1],
    "what says most words again": lambda ask, choices: max(choices, key=lambda choice: shared_words(choice, ask)),
}


def shared_words(text: str, other: str) -> int:
    first, second = (set(re.findall("[a-z]{4,}", prose.lower())) for prose in (text, other))
    return len(first & second)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_whoever_knows_only_titles_and_how_tests_are_made_is_no_better_than_by_chance(strategy: str) -> None:
    questions = [
        (f"{lesson.title} {item.askings[0].ask}", item.askings[0].question)
        for lesson in shipped_course().lessons
        for item in lesson.items
        if item.askings[0].question.choices
    ]
    right = sum(STRATEGIES[strategy](ask, question.choices) == question.answer for ask, question in questions)
    likely = [1 / len(question.choices) for _, question in questions]
    deviation = math.sqrt(sum(chance * (1 - chance) for chance in likely))
    assert len(questions) > 40
    assert right <= sum(likely) + 2 * deviation
