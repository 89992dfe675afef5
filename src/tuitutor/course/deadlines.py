"""When answers are due, on the clocks of a time zone, and what is taken off late ones: the keys `deadline`, `grace`,
`late` and `deadlines` of a course's myst.yml.

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
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.bounds import Unfit
from tuitutor.course.findings import Findings
from tuitutor.course.model import Lesson
from tuitutor.course.reading import found
from tuitutor.course.yamltree import YamlValue
from tuitutor.spelling import nearest, suggestion

_TIME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<clock>\d\d:\d\d(?::\d\d)?))?(?P<zone>.*)", re.DOTALL)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)")
EXAMPLE = "2026-12-01 23:59 Europe/Berlin"
_END_OF_DAY = "23:59:59"
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class LatePoints(Struct, frozen=True):
    """The share of its points that a late answer loses for each day that has begun, and at most; 0 to 1."""

    per_day: float
    at_most: float = 1.0


class Deadline(Struct, frozen=True):
    """When an answer is due: `time` is ISO 8601 without a zone, and `zone` is an IANA name, an offset or UTC.

    Up to `grace` seconds later nothing is taken off.
    """

    time: str
    zone: str
    grace: int = 0
    late: LatePoints | None = None

    @property
    def due(self) -> datetime:
        """The moment. Raises Unfit if this machine doesn't know the zone."""
        return moment(self.time, self.zone)

    @property
    def told(self) -> str:
        """When that is, in words, which needs no list of time zones."""
        at = datetime.fromisoformat(self.time)
        return f"due {_DAYS[at.weekday()]} {self.day} {at.year}, {at:%H:%M} ({self.zone})"

    @property
    def day(self) -> str:
        """The same in two words."""
        at = datetime.fromisoformat(self.time)
        return f"{at.day} {_MONTHS[at.month - 1]}"

    @property
    def notice(self) -> str:
        """What a learner reads before the task: when it is due, and what a late answer loses."""
        said = f"{self.told[:1].upper()}{self.told[1:]}."
        if self.late is None:
            return said
        most = f", at most {100 * self.late.at_most:.4g} %" if self.late.at_most < 1 else ""
        return f"{said} A late answer loses {100 * self.late.per_day:.4g} % of its points a day{most}."


def read_time(text: str) -> tuple[str, str]:
    """A time in ISO 8601 and its zone, "" if it has none. A day alone lasts to its end. Raises Unfit."""
    matched = _TIME.fullmatch(text.strip())
    try:
        if matched is None:
            raise ValueError
        time = datetime.fromisoformat(f"{matched['day']} {matched['clock'] or _END_OF_DAY}").isoformat(" ")
    except ValueError:
        raise Unfit(f"found '{text[:40]}'; expected a time, such as {EXAMPLE}") from None
    return time, matched["zone"].strip()


def moment(time: str, zone: str) -> datetime:
    """The last moment with this time on the clocks of the zone: it comes twice in an hour that is repeated.

    Raises Unfit if there is no such zone.
    """
    there = zone_called(zone)
    naive = datetime.fromisoformat(time)
    return max((naive.replace(tzinfo=there, fold=fold) for fold in (0, 1)), key=lambda each: each.astimezone(UTC))


def is_skipped(time: str, zone: str) -> bool:
    """Whether the clocks of the zone never show this time, since they are put forward over it."""
    there = zone_called(zone)
    naive = datetime.fromisoformat(time)
    return naive.replace(tzinfo=there).astimezone(UTC).astimezone(there).replace(tzinfo=None) != naive


def zone_called(name: str) -> tzinfo:
    """The zone with this name, such as Europe/Berlin, +01:00 or UTC. Raises Unfit."""
    if name in ("UTC", "Z", "GMT"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        ahead = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        if ahead < timedelta(hours=24):
            return timezone(ahead if offset["sign"] == "+" else -ahead)
    from zoneinfo import ZoneInfo, available_timezones  # few courses have a deadline

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        known = available_timezones()
        if not known:
            raise UnknownZones("this machine has no list of time zones; install tzdata") from None
        near = nearest(name, sorted(known))
        hint = f"did you mean '{near}'?" if near else f"expected a zone, as in {EXAMPLE}"
        raise Unfit(f"found the time zone '{name[:40]}'; {hint}") from None


class UnknownZones(Unfit):
    """This machine knows no zone by its name, so nothing can be said about one."""


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
            read = replace(read, grace=self._grace(items["grace"]))
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

    def _grace(self, entry: YamlValue) -> int:
        matched = _GRACE.fullmatch(entry.text.strip())
        if matched is None:
            self._findings.add(entry.line, f"in 'grace': found {found(entry)}; expected a time, such as 15 min or 2 h")
            return 0
        return int(matched["number"]) * _SECONDS[matched["unit"]]

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
