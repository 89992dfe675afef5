"""Items to recall, by day: one rule for all front ends.

Items come from lessons that were passed on an earlier day, the longest due first. An item that isn't asked stays due.
"""

from __future__ import annotations

from datetime import date

from tuitutor.course.model import Course, Lesson
from tuitutor.engine.asking import PosedItem, Reply, as_named, reply_for
from tuitutor.engine.reading_order import PartKind, parts_of, parts_read
from tuitutor.progress.journal import Recalled, WarmedUp
from tuitutor.progress.progress import Ledger, Progress
from tuitutor.progress.spaced_repetition import due_day, is_due, is_on
from tuitutor.spelling import counted

AT_OPENING = 2  # items that are offered when the app opens on another day
ON_DEMAND = 10  # and that are asked when somebody wants more
_LATEST = 4e9  # seconds since 1970: of a later time, which comes from a clock that is wrong, no day is wanted


def today() -> int:
    """The day of the local calendar, as `date.toordinal` counts."""
    return date.today().toordinal()


def due_items(course: Course, progress: Progress, day: int) -> tuple[PosedItem, ...]:
    """All items due on this day, the longest due first, and in the order of the course."""
    found: list[PosedItem] = []
    for lesson in course.lessons:
        passed = passed_on(lesson, progress)
        for item in lesson.items if passed is not None else ():
            known = progress.recalled.get(item.id)
            if passed is not None and is_due(known, item.version, passed, day):
                times = len(known.asked) if known is not None else 0
                since = due_day(known, item.version, passed, day)
                found.append(PosedItem(lesson, item, times % len(item.askings) + 1, since))
    return tuple(sorted(found, key=lambda posed: posed.day))


def offered_items(course: Course, progress: Progress, day: int) -> tuple[PosedItem, ...]:
    """The items that the app offers when it opens on this day: none, if it offered some earlier that day."""
    return () if is_on(day, progress.warmed_up) else due_items(course, progress, day)[:AT_OPENING]


def next_due(course: Course, progress: Progress, day: int) -> tuple[int, int] | None:
    """The next day on which items are due, and their number; None if no lesson with items was passed."""
    days = []
    for lesson in course.lessons:
        passed = passed_on(lesson, progress)
        for item in lesson.items:
            if passed is not None:
                days.append(max(day + 1, due_day(progress.recalled.get(item.id), item.version, passed, day)))
    return (min(days), days.count(min(days))) if days else None


def told_next(course: Course, progress: Progress, day: int) -> str:
    """What is due today, or when the next items come back, in a sentence or two."""
    if not any(lesson.items for lesson in course.lessons):
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
        times = [progress.reached.get(f"exercise:{exercise.label}") for exercise in lesson.offered]
    else:
        times = [progress.reached.get(f"lesson:{lesson.id}")]
        texts = (part.name for part in parts_of(lesson) if part.kind is PartKind.TEXT)
        if not parts_read(lesson, progress).issuperset(texts):
            return None
    known = [time for time in times if time is not None]
    if not known or len(known) < len(times):
        return None
    return date.fromtimestamp(min(max(0.0, *known), _LATEST)).toordinal()


def begin_warmup(store: Ledger, day: int) -> None:
    """Record that items are offered, before they are shown: whatever happens then, they aren't offered twice."""
    if day not in store.progress().warmed_up:
        store.record(WarmedUp(day, store.now()))


def reply_to(posed: PosedItem, text: str, store: Ledger, day: int) -> Reply:
    """Record a possible answer; what to say to it."""
    reply, item = reply_for(posed, text), posed.item
    store.record(Recalled(item.id, item.version, reply.right, day, store.now(), posed.variant, as_named(posed, text)))
    return reply
