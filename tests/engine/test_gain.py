"""The ten items before and after the course; and where somebody could begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.lesson_texts import CHECKS, FRONT, SOLUTION, STARTER, exercise
from tests.progress.stores import Clock, attempted
from tuitutor.authoring.release import learners_edition, write_edition
from tuitutor.course.load import load_course
from tuitutor.course.model import Course
from tuitutor.engine.asking import PosedItem
from tuitutor.engine.gain import (
    FormResult,
    answer_form,
    form_now,
    form_result,
    form_to_offer,
    gain_forms,
    items_left,
    offer_form,
    told_gain,
)
from tuitutor.engine.placement import ITEMS, placement_items, where_to_begin
from tuitutor.progress.journal import Form
from tuitutor.progress.store import Store

NAMES = "abcdefghijklm"  # of thirteen lessons


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A lesson has an item that comes back and one of gain, and the first an exercise."""
    folder = tmp_path / "course"
    folder.mkdir()
    toc = ", ".join(f"{{file: {name}.md}}" for name in NAMES)
    (folder / "myst.yml").write_text(f"project: {{id: gains, title: Gains, toc: [{toc}]}}")
    for name in NAMES:
        ask = "ask: '{n} and 1?'\nvariants: {n: [3, 4]}\nnumber: n + 1\n"
        items = f"```yaml recall\nid: {name}\n{ask}```\n\n```yaml recall\nid: {name}-gain\n{ask}gain: true\n```\n"
        work = exercise(STARTER + CHECKS) + SOLUTION if name == "a" else ""
        (folder / f"{name}.md").write_text(f"{FRONT.replace('A lesson', name.upper())}Text.\n\n{items}\n{work}")
    course = load_course(folder)
    assert course.all_problems == ()
    return course


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "state", "gains", clock=Clock())


def take(course: Course, store: Store, form: Form, right: int, learner: str = "ada") -> list[PosedItem]:
    """Answer all items of a form, so many of them right, and of the others the first with "I don't know"."""
    items = items_left(course, store.progress(), form, learner)
    for number, posed in enumerate(items):
        text = posed.question.answer if number < right else "" if number == right else "77"
        answer_form(posed, text, form, store)
    return [*items]


def test_the_form_is_asked_before_and_after_in_other_variants(course: Course, store: Store) -> None:
    assert form_to_offer(course, store.progress()) == "before"
    assert list(told_gain(course, store.progress())) == [
        "None of the questions that measure what you gain has been answered yet."
    ]
    before = take(course, store, "before", 4)
    assert len(before) == len(gain_forms(course)) == 13
    assert {posed.variant for posed in before} == {1, 2}
    assert form_now(course, store.progress()) is None
    assert form_to_offer(course, store.progress()) is None
    attempted(store, "passed", "net")
    assert form_to_offer(course, store.progress()) == "after"
    after = take(course, store, "after", 9, learner="renamed since")
    assert [posed.variant for posed in after] == [3 - posed.variant for posed in before]
    assert form_to_offer(course, store.progress()) is None
    told = list(told_gain(course, store.progress()))
    assert told == [
        "Before the course: 4 of 13 right.",
        "After it: 9 of 13 right.",
        "Of 9 that you didn't know, you gained 5.",
    ]


def test_a_form_goes_on_where_it_was_left_and_the_first_answer_counts(course: Course, store: Store) -> None:
    first, second, *_ = items_left(course, store.progress(), "before", "ada")
    answer_form(first, "77", "before", store)
    answer_form(first, first.question.answer, "before", store)
    assert items_left(course, store.progress(), "before", "ada")[0] == second
    assert form_result(course, store.progress(), "before") == FormResult(13, 1, 0, 0, 1000.0)
    assert list(told_gain(course, store.progress()))[:2] == [
        "Before the course: 0 of 1 right, 12 not answered yet.",
        "After it: not asked yet.",
    ]


def test_each_form_is_offered_once_and_the_first_never_after_something_was_passed(
    course: Course, store: Store, tmp_path: Path
) -> None:
    assert offer_form(course, store, "y") == "y: 13 questions, asked again at the end, show what you gain."
    assert offer_form(course, store, "y") == ""
    take(course, store, "before", 4)
    attempted(store, "passed", "net")
    assert offer_form(course, store, "y").startswith("You have done all exercises. y: ")
    assert offer_form(course, store, "y") == ""
    other = Store.open(tmp_path / "other", "gains")
    attempted(other, "passed", "net")
    assert form_now(course, other.progress()) == "after"
    assert form_to_offer(course, other.progress()) is None  # there is nothing to compare with


def test_a_learners_edition_takes_answers_that_only_the_teachers_judges(
    course: Course, store: Store, tmp_path: Path
) -> None:
    write_edition(learners_edition(course), tmp_path / "made")
    made = load_course(tmp_path / "made")
    items = items_left(made, store.progress(), "before", "ada")
    assert {posed.question.answer for posed in items} == {""}
    answer_form(items[0], str(int(items[0].asking.ask[0]) + 1), "before", store)
    answer_form(items[1], "", "before", store)
    assert form_result(made, store.progress(), "before").unknown == 1
    assert next(told_gain(made, store.progress())) == (
        "Before the course: 2 of 13 answered; this edition of the course can't say how many are right."
    )
    kept = store.progress().gain["before", items[0].item.id]
    ours = next(posed for posed in gain_forms(course) if posed.item.id == items[0].item.id)
    assert kept.version == ours.item.version
    assert ours.item.askings[kept.variant - 1].question.answer == kept.answer


# ---- where to begin


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ("0000000000", "You could begin at “A”."),
        ("1111000000", "You could begin at “F”."),
        ("1011000000", "You could begin at “F”; this one you may want to read before: “B”."),
        ("0110110111", "You know most of this course; its exercises will show what is new to you; these three "),
        ("1000000001", "You could begin at “B”."),
        ("1111111111", "You know most of this course; its exercises will show what is new to you."),
    ],
)
def test_the_place_to_begin_is_the_one_that_most_answers_speak_for(course: Course, right: str, said: str) -> None:
    items = placement_items(course)
    assert len(items) == ITEMS
    assert [posed.lesson.id for posed in items] == list("abdefhijlm")
    answers = [(posed, each == "1") for posed, each in zip(items, right, strict=True)]
    assert where_to_begin(course, answers).startswith(said)
