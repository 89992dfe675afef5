"""What a learner is asked to recall, and what an answer leads to: one rule for all front ends.

Items come from lessons that were passed on an earlier day, the longest due first. What isn't asked today stays due.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from tuitutor.course.choices import Question
from tuitutor.course.model import Asking, Course, Exercise, Lesson, RecallItem
from tuitutor.engine.outline import Goal, part_called
from tuitutor.engine.reading_order import parts_of, parts_read
from tuitutor.grading.numbers import number_in
from tuitutor.grading.question import chosen
from tuitutor.progress.journal import Recalled, WarmedUp
from tuitutor.progress.progress import Ledger, Progress
from tuitutor.progress.recollection import due_day, is_due, is_on
from tuitutor.spelling import counted

AT_OPENING = 2  # items that are offered when the app opens on another day
ON_DEMAND = 10  # and that are asked when somebody wants more
_LATEST = 4e9  # seconds since 1970: of a later time, which comes from a clock that is wrong, no day is wanted
RIGHT = "That's right."
NOT_RIGHT = "That is not right."


class DueItem(Struct, frozen=True):
    """An item to ask: `asking` is its variant with this number, counted from 1. It is due since that `day`."""

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
    """What is said to an answer: sentences, and where to read it up (None after a right answer)."""

    right: bool
    text: str
    goal: Goal | None = None
    place: str = ""


def today() -> int:
    """The day of the local calendar, as `date.toordinal` counts."""
    return date.today().toordinal()


def due_items(course: Course, progress: Progress, day: int) -> tuple[DueItem, ...]:
    """All items that may be asked on that day, the longest due first, and in the order of the course."""
    found: list[DueItem] = []
    for lesson in course.lessons:
        passed = passed_on(lesson, progress)
        for item in lesson.items if passed is not None else ():
            known = progress.recalled.get(item.id)
            if passed is not None and not item.gain and is_due(known, item.version, passed, day):
                times = len(known.asked) if known is not None else 0
                since = due_day(known, item.version, passed, day)
                found.append(DueItem(lesson, item, times % len(item.askings) + 1, since))
    return tuple(sorted(found, key=lambda each: each.day))


def offered_items(course: Course, progress: Progress, day: int) -> tuple[DueItem, ...]:
    """What the app offers when it opens on that day: nothing, if something was offered before that day."""
    return () if is_on(day, progress.warmed_up) else due_items(course, progress, day)[:AT_OPENING]


def next_due(course: Course, progress: Progress, day: int) -> tuple[int, int] | None:
    """The first day after that one on which items are due, and how many; None if no lesson with items was passed."""
    days = []
    for lesson in course.lessons:
        passed = passed_on(lesson, progress)
        for item in lesson.items:
            if passed is not None and not item.gain:
                days.append(max(day + 1, due_day(progress.recalled.get(item.id), item.version, passed, day)))
    return (min(days), days.count(min(days))) if days else None


def told_next(course: Course, progress: Progress, day: int) -> str:
    """What is due today, or when the next items come back, in a sentence or two."""
    if all(item.gain for lesson in course.lessons for item in lesson.items):
        return "This course has no questions that come back."
    if left := len(due_items(course, progress, day)):
        return f"{counted(left, 'question')} {'is' if left == 1 else 'are'} due today."
    if (found := next_due(course, progress, day)) is None:
        return "Nothing is due today; questions come back from the day after their lesson is passed."
    then, count = found
    when = "tomorrow" if then == day + 1 else date.fromordinal(then).strftime("on %A, %d %B").replace(" 0", " ")
    return f"Nothing is due today; {counted(count, 'question')} {'comes' if count == 1 else 'come'} back {when}."


def passed_on(lesson: Lesson, progress: Progress) -> int | None:
    """The day on which the lesson was passed: its exercises or, if it has none, its text; None if it isn't."""
    if lesson.problems:
        return None
    if lesson.offered:
        times = [progress.reached.get(f"exercise:{each.label}") for each in lesson.offered]
    else:
        times = [progress.reached.get(f"lesson:{lesson.id}")]
        if not parts_read(lesson, progress).issuperset(part.name for part in parts_of(lesson)):
            return None
    known = [time for time in times if time is not None]
    if not known or len(known) < len(times):
        return None
    return date.fromtimestamp(min(max(0.0, *known), _LATEST)).toordinal()


def begin_warmup(store: Ledger, day: int) -> None:
    """Record that items are offered, before they are shown: whatever happens then, they aren't offered twice."""
    if day not in store.progress().warmed_up:
        store.record(WarmedUp(day, store.now()))


def is_possible(question: Question, text: str) -> bool:
    """Whether the text is an answer at all: one of the choices, or a number."""
    return chosen(question, f"# answer: {text}") is not None or (not question.choices and number_in(text) is not None)


def reply_to(due: DueItem, text: str, store: Ledger, day: int) -> Reply:
    """Record a possible answer; what to say to it."""
    named = chosen(due.question, f"# answer: {text}")
    right = named is not None and named == due.question.answer
    item = due.item
    store.record(Recalled(item.id, item.version, right, day, store.now(), due.variant, named or text.strip()))
    if right:
        return Reply(True, RIGHT)
    reason = dict(due.question.because).get(named or "", "")
    answer = f"“{due.question.answer}”" if due.question.choices else due.question.answer
    goal = place_of_item(due.lesson, due.item)
    return Reply(
        False, " ".join(filter(None, [NOT_RIGHT, reason, f"The answer is {answer}."])), goal, _named(due.lesson, goal)
    )


def place_of_item(lesson: Lesson, item: RecallItem) -> Goal:
    """Where a wrong answer leads: the part of the lesson that the item names, or the section above it."""
    part = part_called(lesson, item.place) if item.place else None
    if part is None:
        above = [each for each in parts_of(lesson) if each.block.line < item.line]  # an item divides no block
        part = next((each for each in reversed(above) if each.level or each.kind.is_graded), None)
    return Goal(lesson, "" if part is None else part.name)


def _named(lesson: Lesson, goal: Goal) -> str:
    part = next((each for each in parts_of(lesson) if each.name == goal.part), None)
    if part is None or part.title == lesson.title:
        return f"“{lesson.title}”"
    what = "the exercise " if isinstance(part.block, Exercise) else ""
    return f"{what}“{part.title}” in “{lesson.title}”"
