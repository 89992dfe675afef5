"""What is gained: the same ten items before the course and after it, each time in other variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.digest import digest
from tuitutor.course.model import Course
from tuitutor.engine.asking import PosedItem, as_named, reply_for
from tuitutor.progress.journal import Form, GainAnswered, Remembered
from tuitutor.progress.progress import Ledger, Progress
from tuitutor.spelling import counted

FORMS: tuple[Form, ...] = get_args(Form)
_OFFERED = "gain offered "  # and the form: what is remembered of an offer


class FormResult(Struct, frozen=True):
    """The answers to a form: of all `items`, how many were `answered` and how many of them were `right`.

    `unknown` is the number of answers that this edition of the course can't judge. `at` is when the last was given.
    """

    items: int
    answered: int
    right: int
    unknown: int
    at: float

    @property
    def whole(self) -> bool:
        """Whether all items were answered."""
        return self.items > 0 and self.answered == self.items


def gain_forms(course: Course) -> tuple[PosedItem, ...]:
    """The items that measure gain, in the order of the course, in their first variants."""
    return tuple(
        PosedItem(lesson, item)
        for lesson in course.lessons
        if not lesson.problems
        for item in lesson.items
        if item.gain
    )


def items_left(course: Course, progress: Progress, form: Form, learner: str) -> tuple[PosedItem, ...]:
    """The items of a form that aren't answered yet, in the variants that this learner gets.

    Before the course, half of a class gets one variant and half another, and after it the next one: so a variant that
    happens to be harder makes no gain.
    """
    return tuple(
        PosedItem(posed.lesson, posed.item, _variant(posed, progress, form, learner))
        for posed in gain_forms(course)
        if (form, posed.item.id) not in progress.gain
    )


def _variant(posed: PosedItem, progress: Progress, form: Form, learner: str) -> int:
    count = len(posed.item.askings)
    if form == "after" and (before := progress.gain.get(("before", posed.item.id))) is not None:
        return before.variant % count + 1
    return (int(digest(f"{posed.item.id}\0{learner}"), 16) + (form == "after")) % count + 1


def form_now(course: Course, progress: Progress) -> Form | None:
    """The form to take now: the first while nothing is passed, the second later; None if all of it is answered."""
    has_begun = any(progress.exercise(exercise.label).done for exercise in course.exercises)
    form: Form = "after" if has_begun else "before"
    return form if items_left(course, progress, form, "") else None


def form_to_offer(course: Course, progress: Progress) -> Form | None:
    """The form to offer, each of them once.

    The first is for somebody who has neither begun it nor passed anything, the second for somebody who has begun the
    first and passed all exercises.
    """
    form = form_now(course, progress)
    passed_all = all(progress.exercise(exercise.label).done for exercise in course.exercises)
    fits = not progress.gain if form == "before" else passed_all and bool(progress.gain)
    return form if fits and f"{_OFFERED}{form}" not in progress.remembered else None


def offer_form(course: Course, store: Ledger, how: str) -> str:
    """The sentence that offers the form that is due, which counts as offered now; "" for none.

    `how` says what to press or type for it.
    """
    form = form_to_offer(course, store.progress())
    if form is None:
        return ""
    store.record(Remembered(f"{_OFFERED}{form}", "yes", store.now()))
    if form == "before":
        return f"{how}: {counted(len(gain_forms(course)), 'question')}, asked again at the end, show what you gain."
    return f"You have done all exercises. {how}: the questions of the beginning show what you gained."


def answer_form(posed: PosedItem, text: str, form: Form, store: Ledger) -> None:
    """Record the answer to an item of the form; "": the learner doesn't know."""
    item = posed.item
    named = as_named(posed, text) if text else ""
    store.record(GainAnswered(form, item.id, item.version, posed.variant, named, _is_right(posed, named), store.now()))


def _is_right(posed: PosedItem, answer: str) -> bool | None:
    """Whether an answer is right, which "" isn't; None if this edition of the course can't tell."""
    if not answer:
        return False
    return reply_for(posed, answer).right if posed.question.answer else None


def judge_gain(course: Course, entries: Iterable[GainAnswered]) -> Iterator[GainAnswered]:
    """The first answer to each item of each form, as this edition of the course judges it, or else as it was judged.

    An answer to an item that has changed since is left out.
    """
    items = {posed.item.id: posed for posed in gain_forms(course)}
    seen: set[tuple[Form, str]] = set()
    for entry in entries:
        posed = items.get(entry.item)
        if posed is None or entry.version != posed.item.version or (entry.form, entry.item) in seen:
            continue
        if 1 <= entry.variant <= len(posed.item.askings):
            seen.add((entry.form, entry.item))
            now = _is_right(replace(posed, variant=entry.variant), entry.answer)
            yield replace(entry, right=entry.right if now is None else now)


def form_result(course: Course, progress: Progress, form: Form) -> FormResult:
    """How a form was answered, as far as its items still are what they were."""
    kept = [entry for entry in judge_gain(course, progress.gain.values()) if entry.form == form]
    right = sum(entry.right is True for entry in kept)
    unknown = sum(entry.right is None for entry in kept)
    at = max((entry.at for entry in kept), default=0.0)
    return FormResult(len(gain_forms(course)), len(kept), right, unknown, at)


def told_gain(course: Course, progress: Progress) -> Iterator[str]:
    """The results of both forms, in lines."""
    before, after = (form_result(course, progress, form) for form in FORMS)
    if not before.items:
        yield "This course has no questions that measure what was gained."
        return
    if not before.answered and not after.answered:
        yield "None of the questions that measure what you gain has been answered yet."
        return
    for name, result in (("Before the course", before), ("After it", after)):
        yield f"{name}: {_told(result)}."
    if before.whole and after.whole and not before.unknown:
        right = {(entry.form, entry.item): entry.right for entry in judge_gain(course, progress.gain.values())}
        both = [(known, right["after", item]) for (form, item), known in right.items() if form == "before"]
        missing = sum(one is False for one, _ in both)
        gained = sum(one is False and other is True for one, other in both)
        lost = sum(one is True and other is False for one, other in both)
        also = f", and {lost} that you knew before {'was' if lost == 1 else 'were'} wrong" if lost else ""
        yield f"Of {missing} that you didn't know, you gained {gained}{also}."


def _told(result: FormResult) -> str:
    if not result.answered:
        return "not asked yet"
    part = "" if result.whole else f", {result.items - result.answered} not answered yet"
    if result.unknown:
        return f"{result.answered} of {result.items} answered; this edition of the course can't say how many are right"
    return f"{result.right} of {result.answered} right{part}"
