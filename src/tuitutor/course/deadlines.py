"""When answers are due, on the clocks of a time zone, and what is taken off late ones."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from msgspec import Struct

from tuitutor.course.bounds import Unfit
from tuitutor.spelling import suggestion

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
        hint = suggestion(name, sorted(known), otherwise=f"expected a zone, as in {EXAMPLE}")
        raise Unfit(f"found the time zone '{name[:40]}'; {hint}") from None


class UnknownZones(Unfit):
    """This machine knows no zone by its name, so nothing can be said about one."""
