"""Cheats on questions and on playground networks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tuitutor.authoring.attack.target import CheatProgram, Target
from tuitutor.course.choices import Question
from tuitutor.course.model import Cell, Prose
from tuitutor.grading.question import with_answer


def wrong_choice(target: Target) -> Iterator[CheatProgram]:
    for question in target.checks(Question):
        for choice in question.choices:
            if choice != question.answer:
                yield CheatProgram(with_answer(target.exercise.solution, choice), choice)


def every_choice(target: Target) -> Iterator[CheatProgram]:
    for question in target.checks(Question):
        if question.choices:
            yield CheatProgram(with_answer(target.exercise.solution, ", ".join(question.choices)), "in one line")
            lines = "\n".join(f"# answer: {choice}" for choice in question.choices)
            below = with_answer(target.exercise.solution, "").replace("# answer: ", lines, 1)
            yield CheatProgram(below, "one below the other")


def from_the_text(target: Target) -> Iterator[CheatProgram]:
    """The right answer, if it is in the text and cells above and (for a choice) no other choice is."""
    for question in target.checks(Question):
        above = _text_above(target)
        if not question.choices:
            above.append((target.exercise.line, target.exercise.prose))
        lines = {choice: _line_with(choice, above) for choice in question.choices or (question.answer,)}
        if lines[question.answer] and not any(line for choice, line in lines.items() if choice != question.answer):
            yield CheatProgram(with_answer(target.exercise.solution, question.answer), f"line {lines[question.answer]}")


def _text_above(target: Target) -> list[tuple[int, str]]:
    """The text and the cells above the exercise, each with its first line."""
    above: list[tuple[int, str]] = []
    for block in target.lesson.blocks:
        if block.line >= target.exercise.line:
            break
        if isinstance(block, Prose):
            above.append((block.line, block.text))
        elif isinstance(block, Cell):
            above.append((block.line + 1, block.source))
    return above


def _line_with(words: str, texts: list[tuple[int, str]]) -> int:
    """The first line (approximately) with these words; 0 if there is none."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(words)}(?![\w]|[.,]\d)", re.IGNORECASE)
    for line, text in texts:
        if (found := pattern.search(text)) is not None:
            return line + text.count("\n", 0, found.start())
    return 0


def all_inputs(target: Target) -> Iterator[CheatProgram]:
    yield from _in_the_playground(target, larger=False)


def largest(target: Target) -> Iterator[CheatProgram]:
    yield from _in_the_playground(target, larger=True)


def _in_the_playground(target: Target, larger: bool) -> Iterator[CheatProgram]:
    if (challenge := target.exercise.challenge) is None:
        return
    from tuitutor.playground.address import write_address
    from tuitutor.playground.config import FEATURES, MOST_LAYERS, MOST_UNITS, change

    state = challenge.begun
    if larger:
        state = replace(state, network_shape=(MOST_UNITS,) * MOST_LAYERS)
    else:
        for name in FEATURES:
            state = change(state, name, "true")
    yield CheatProgram(with_answer(target.exercise.solution, write_address(state)))
