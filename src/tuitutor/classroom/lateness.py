"""What is taken off answers that came late: only by a time that the learner can't write. Pure.

The date of a file, that in a zip, and Canvas's `_LATE` are claims, which are shown, and take nothing off.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from tuitutor.classroom.class_verdicts import Mark, Received, Ruling
from tuitutor.classroom.times import HandIn
from tuitutor.course.deadlines import Deadline, moment, read_time
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted

CLAIMED = "the file's date (claimed)"
_LATE_IN_CANVAS = re.compile(r"(?:^|/)[^/_]+_LATE_[^/]+$")
_MINUTES = "minutes"


def with_lateness(
    marks: Sequence[Mark],
    deadlines: Mapping[str, Deadline],
    times: Mapping[tuple[str, str], HandIn],
    received: Sequence[Received],
    extended: Mapping[tuple[str, str], str],
) -> list[Mark]:
    """The marks with when each answer was handed in, and what is taken off for that. Raises Unfit.

    `deadlines` are by exercise, `times` by learner and exercise ("" for all), and `extended` has the learners' own
    deadlines by the same.
    """
    claims = {(each.who, each.exercise, each.answer): each.modified for each in received}
    late = []
    for mark in marks:
        deadline = _own(mark, deadlines.get(mark.exercise), extended)
        claim = claims.get((mark.who, mark.exercise, mark.answer), 0.0)
        known = times.get((mark.who, mark.exercise)) or times.get((mark.who, ""))
        late.append(_with_time(mark, deadline, known, claim))
    return late


def _own(mark: Mark, deadline: Deadline | None, extended: Mapping[tuple[str, str], str]) -> Deadline | None:
    """The learner's deadline: an extension never makes it earlier."""
    for key in ((mark.who, mark.exercise), (mark.who, "")):
        if deadline is not None and key in extended:
            time, zone = read_time(extended[key])
            later = replace(deadline, time=time, zone=zone or deadline.zone)
            deadline = max(deadline, later, key=lambda each: each.due)
    return deadline


def _with_time(mark: Mark, deadline: Deadline | None, known: HandIn | None, claim: float) -> Mark:
    if not mark.answer:  # what a person read without an answer
        return mark
    ruling, zone = mark.ruling, deadline.due.tzinfo if deadline is not None else UTC
    if known is None:
        return replace(mark, ruling=_claimed(mark, deadline, claim)) if claim else mark
    told = known.at.astimezone(zone).isoformat(timespec=_MINUTES)
    ruling = replace(ruling, time=told, time_from=known.told_by)
    days = days_late(known.at, deadline) if deadline is not None and not ruling.excused else 0
    if deadline is not None and days:
        off = 0.0
        if deadline.late is not None and ruling.points is None and mark.grade.verdict is not Verdict.ERRORED:
            share = min(deadline.late.at_most, days * deadline.late.per_day)
            off = round(mark.grade.points * share, 2)
        due = deadline.due.isoformat(" ", timespec=_MINUTES)
        less = f": {off:g} points less" if off else ""
        said = f"{counted(days, 'day')} late{less}. Handed in: {told.replace('T', ' ')}; due: {due}."
        ruling = replace(ruling, taken_off=off, late=said)
    return replace(mark, ruling=ruling)


def _claimed(mark: Mark, deadline: Deadline | None, claim: float) -> Ruling:
    """With what its file and its name say about when it was handed in."""
    at = datetime.fromtimestamp(claim, UTC)
    days = days_late(at, deadline) if deadline is not None and not mark.ruling.excused else 0
    claimed = f"{counted(days, 'day')} late, by {CLAIMED}" if days else ""
    if _LATE_IN_CANVAS.search(mark.source) and not mark.ruling.excused:
        claimed = "late, says Canvas"
    told = at.astimezone(deadline.due.tzinfo if deadline is not None else UTC)
    return replace(mark.ruling, time=told.isoformat(timespec=_MINUTES), time_from=CLAIMED, claimed=claimed)


def days_late(at: datetime, deadline: Deadline) -> int:
    """How many days after it have begun: 0 up to the end of its grace. A day ends at the deadline's time on the clocks
    of its zone, also where these are put forward or back.

    Raises Unfit if this machine doesn't know the zone.
    """
    due = deadline.due
    if at <= due + timedelta(seconds=deadline.grace):
        return 0
    first = datetime.fromisoformat(deadline.time)
    days = max(1, (at - due).days - 1)
    while at > moment((first + timedelta(days=days)).isoformat(" "), deadline.zone):
        days += 1
    return days
