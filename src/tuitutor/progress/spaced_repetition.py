"""Spaced repetition: the day on which an item to recall is due again.

Days are those of the local calendar, as `date.toordinal` counts, not the times of journal entries, which stay ahead for
good after a wrong clock. A day more than one ahead comes from a wrong clock (one ahead may be another time zone), so it
does not delay anything.
"""

from __future__ import annotations

from msgspec import Struct

INTERVALS = (1, 3, 7, 21)
"""Days until an item is asked again, after one right answer more each; a wrong one leads back to the first."""


class Recollection(Struct, frozen=True):
    """How an item of this `version` stands since it was last asked, on `day`: due after `INTERVALS[step]` days.

    `asked` has all days on which it was asked, in any version; it is never asked twice on one. `right` says how the
    last answer was.
    """

    version: str = ""
    step: int = 0
    day: int = 0
    right: bool = False
    asked: frozenset[int] = frozenset()

    @property
    def due(self) -> int:
        """The day from which it is asked again."""
        return self.day + INTERVALS[self.step]


def is_ahead(day: int, today: int) -> bool:
    """Whether the day can only come from a clock that was wrong."""
    return day > today + 1


def is_on(day: int, days: frozenset[int]) -> bool:
    """Whether these days have this one, here or where it began a day earlier."""
    return day in days or day + 1 in days


def due_day(found: Recollection | None, version: str, passed: int, today: int) -> int:
    """The day from which an item of this version is asked, whose lesson was passed on day `passed`.

    An item that was never asked, or only in another version, is due the day after its lesson was passed.
    """
    since, due = (passed, passed + INTERVALS[0])
    if found is not None and found.version == version:
        since, due = found.day, found.due
    return today if is_ahead(since, today) else due


def is_due(found: Recollection | None, version: str, passed: int, today: int) -> bool:
    """Whether the item may be asked today."""
    asked = found.asked if found is not None else frozenset[int]()
    return due_day(found, version, passed, today) <= today and not is_on(today, asked)


def after_answer(before: Recollection | None, version: str, right: bool, day: int) -> Recollection:
    """The item's state after an answer on this day.

    A right answer leads a step on only if the item was due: two machines may ask it on the same day.
    """
    known = before if before is not None and before.version == version else None
    asked = (before.asked if before is not None else frozenset[int]()) | {day}
    if not right:
        return Recollection(version, 0, day, right, asked)
    step = 0 if known is None else known.step
    if known is None or known.due <= day or is_ahead(known.day, day):
        step = min(step + 1, len(INTERVALS) - 1)
    return Recollection(version, step, day, right, asked)
