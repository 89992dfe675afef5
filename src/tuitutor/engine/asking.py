"""Asking an item to recall: which texts are answers, whether an answer is right, and the reply to it."""

from __future__ import annotations

from msgspec import Struct

from tuitutor.course.choices import Question
from tuitutor.course.model import Asking, Exercise, Lesson, RecallItem
from tuitutor.engine.outline import Goal, part_called
from tuitutor.engine.reading_order import parts_of
from tuitutor.grading.numbers import number_in
from tuitutor.grading.question import chosen

RIGHT = "That's right."
NOT_RIGHT = "That is not right."
IN_DIGITS = "Type a number, in digits."


class PosedItem(Struct, frozen=True):
    """An item to ask, due since that `day`: `asking` is its variant with this number, counted from 1."""

    lesson: Lesson
    item: RecallItem
    variant: int
    day: int

    @property
    def asking(self) -> Asking:
        return self.item.askings[self.variant - 1]

    @property
    def question(self) -> Question:
        return self.asking.question


class Reply(Struct, frozen=True):
    """The reply to an answer: sentences, and where to read it up (None after a right answer)."""

    right: bool
    text: str
    goal: Goal | None = None
    place: str = ""


def is_possible(question: Question, text: str) -> bool:
    """Whether the text is an answer at all: one of the choices, or a number."""
    return chosen(question, f"# answer: {text}") is not None or (not question.choices and number_in(text) is not None)


def as_named(posed: PosedItem, text: str) -> str:
    """An answer as the item has it: the choice that the text names, or the number as it was typed."""
    return chosen(posed.question, f"# answer: {text}") or text.strip()


def reply_for(posed: PosedItem, text: str) -> Reply:
    """What there is to say to a possible answer."""
    question = posed.question
    named = chosen(question, f"# answer: {text}")
    if named is not None and named == question.answer:
        return Reply(True, RIGHT)
    reason = dict(question.because).get(named or "", "")
    answer = f"“{question.answer}”" if question.choices else question.answer
    goal, place = place_of_item(posed.lesson, posed.item), f"“{posed.lesson.title}”"
    part = next((part for part in parts_of(posed.lesson) if part.name == goal.part), None)
    if part is not None and part.title != posed.lesson.title:
        place = f"{'the exercise ' if isinstance(part.block, Exercise) else ''}“{part.title}” in {place}"
    text = " ".join(filter(None, [NOT_RIGHT, reason, f"The answer is {answer}."]))
    return Reply(False, text, goal, place)


def place_of_item(lesson: Lesson, item: RecallItem) -> Goal:
    """Where a wrong answer leads: the part of the lesson that the item names, or the section above it."""
    part = part_called(lesson, item.place) if item.place else None
    if part is None:
        above = [part for part in parts_of(lesson) if part.block.line < item.line]  # an item divides no block
        part = next((part for part in reversed(above) if part.level or part.kind.is_graded), None)
    return Goal(lesson, "" if part is None else part.name)
