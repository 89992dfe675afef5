"""When answers are due, and what is taken off late ones: the keys `deadline`, `grace`, `late` and `deadlines` of a
course's myst.yml.

    deadline: 2026-12-01 23:59 Europe/Berlin
    grace: 15 min
    late: {per_day: 10 %, at_most: 50 %}
    deadlines:
      week2: 2026-12-08 23:59 Europe/Berlin     # a lesson
      xor: {grace: 2 h, late: {per_day: 20 %}}  # an exercise
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import EXAMPLE, Deadline, LatePoints, UnknownZones, is_skipped, read_time
from tuitutor.course.findings import Findings
from tuitutor.course.model import Lesson
from tuitutor.course.reading import found
from tuitutor.course.yamltree import YamlValue
from tuitutor.spelling import suggestion

DEADLINE_KEYS = ("deadline", "grace", "late", "deadlines")
_OWN = DEADLINE_KEYS[:-1]
_GRACE = re.compile(r"(?P<number>\d+)\s*(?P<unit>min|h|d)\w*")
_SECONDS = {"min": 60, "h": 3600, "d": 86400}
_SHARE = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*%")


def read_deadlines(project: YamlValue, findings: Findings) -> dict[str, Deadline]:
    """The deadlines by lesson or exercise, and under "" that of all others; those that are wrong become problems."""
    general = _Reader(findings).deadline(project, Deadline("", ""))
    own = project.items.get("deadlines")
    read = {"": general} if general.time else {}
    if own is None:
        return read
    if not isinstance(own.plain, dict):
        findings.add(own.line, f"in 'deadlines': found {found(own)}; expected lessons or exercises, such as 'xor: …'")
        return read
    for name, entry in own.items.items():
        each = _Reader(findings).own(name, entry, general)
        if each.time:
            read[name] = each
    return read


def by_exercise(
    read: Mapping[str, Deadline], lines: Mapping[str, int], lessons: Iterable[Lesson], findings: Findings
) -> dict[str, Deadline]:
    """The deadline of each exercise: its own, or its lesson's, or the general one. A name of nothing is a problem."""
    lessons = tuple(lessons)
    lesson_of = {exercise.label: lesson.id for lesson in lessons for exercise in lesson.exercises}
    known = (*(lesson.id for lesson in lessons), *lesson_of)
    for name, line in lines.items():
        if name not in known:
            findings.add(line, f"in 'deadlines': there is no lesson or exercise '{name}'; {suggestion(name, known)}")
    due = {label: read.get(label) or read.get(lesson) or read.get("") for label, lesson in lesson_of.items()}
    return {label: deadline for label, deadline in due.items() if deadline is not None}


class _Reader:
    """Reads the keys of one deadline."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def own(self, name: str, entry: YamlValue, general: Deadline) -> Deadline:
        """The deadline of a lesson or an exercise, which is as the `general` one but for what it says."""
        if isinstance(entry.plain, dict):
            for key, line in entry.key_lines.items():
                if key not in _OWN:
                    self._findings.add(line, f"unknown key '{key}' in 'deadlines'; {suggestion(key, _OWN)}")
            return self.deadline(entry, general)
        return self._time(entry, general)

    def deadline(self, entry: YamlValue, general: Deadline) -> Deadline:
        items = entry.items
        read = self._time(items["deadline"], general) if "deadline" in items else general
        if "grace" in items:
            grace, seconds = items["grace"], 0
            if (matched := _GRACE.fullmatch(grace.text.strip())) is not None:
                seconds = int(matched["number"]) * _SECONDS[matched["unit"]]
            else:
                what = f"found {found(grace)}; expected a time, such as 15 min or 2 h"
                self._findings.add(grace.line, f"in 'grace': {what}")
            read = replace(read, grace=seconds)
        if "late" in items:
            read = replace(read, late=self._late(items["late"]))
        return read

    def _time(self, entry: YamlValue, general: Deadline) -> Deadline:
        try:
            time, zone = read_time(entry.text)
            zone = zone or general.zone
            if not zone:
                raise Unfit(f"found no time zone; expected one, as in {EXAMPLE}")
            skipped = is_skipped(time, zone)
        except UnknownZones:
            skipped = False
        except Unfit as unfit:
            self._findings.add(entry.line, f"in 'deadline': {unfit}")
            return general
        if skipped:
            self._findings.add(entry.line, f"in 'deadline': there is no {time} in {zone}, where clocks are put forward")
        return replace(general, time=time, zone=zone)

    def _late(self, entry: YamlValue) -> LatePoints | None:
        known = ("per_day", "at_most")
        if not isinstance(entry.plain, dict) or "per_day" not in entry.items:
            self._findings.add(
                entry.line, f"in 'late': found {found(entry)}; expected {{per_day: 10 %, at_most: 50 %}}"
            )
            return None
        shares = {}
        for key, item in entry.items.items():
            if key not in known:
                self._findings.add(entry.key_lines[key], f"unknown key '{key}' in 'late'; {suggestion(key, known)}")
                continue
            matched = _SHARE.fullmatch(item.text.strip())
            if matched is None or not 0 < float(matched["number"]) <= 100:
                self._findings.add(item.line, f"in '{key}': found {found(item)}; expected a share, such as 10 %")
                return None
            shares[key] = float(matched["number"]) / 100
        return LatePoints(**shares)
