"""When answers were handed in, and what is taken off those that came late. Pure.

Only a time that the learner can't write takes anything off: that of `--times`, which is a CSV with the columns `who`
and `time`, Moodle's grading worksheet, or Gradescope's submission_metadata. What a folder keeps of all such files is a
CSV with the columns `who`, `time`, `from` and `exercise`. The date of a file, that in a zip, and Canvas's `_LATE` are
claims, which are shown.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

from msgspec.structs import replace

from tuitutor.classroom.class_verdicts import Mark, Received, Ruling
from tuitutor.classroom.reports.csv_table import CsvTable
from tuitutor.classroom.submissions.layouts import download
from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import Deadline, moment, read_time, zone_called
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Verdict
from tuitutor.spelling import counted, nearest

CLAIMED = "the file's date (claimed)"
_LATE_IN_CANVAS = re.compile(r"(?:^|/)[^/_]+_LATE_[^/]+$")
_MINUTES = "minutes"
TIMES = "times.csv"
_COLUMNS = ("who", "time", "from", "exercise")
_NUMBERED = re.compile(r"(\D*)(\d+)")  # Moodle's "Participant 4711"
_MONTHS = (
    *("jan ene gen", "feb fev", "mar maa", "apr avr abr", "may mai mag mei", "jun juin giu"),
    *("jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic"),
)
"""How months begin, without accents, in English, German, French, Spanish, Italian, Portuguese and Dutch."""
_MOODLE = re.compile(
    r"(?:[^\W\d][\w-]*,? )?(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d]+) (?:de )?(?P<year>\d{4}),? "
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?: (?P<half>[AP]M))?"
)
_EXPORTED = re.compile(r"^(submission_\d+):[^\n]*\n((?:[ \t-][^\n]*\n?|\n)*)", re.MULTILINE)
_CREATED = re.compile(
    r"^  :created_at:[^\n]*?(?:\n    utc:[^\n]*?)?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (?:Z|UTC)", re.M
)


@dataclass(frozen=True)
class HandIn:
    """When somebody handed in, and who says so."""

    at: datetime
    told_by: str


def read_times(
    data: bytes, handed_in: Mapping[str, Sequence[str]], zone: str
) -> tuple[dict[str, HandIn], tuple[str, ...]]:
    """The time of each learner, and the names in the file of nobody who handed in.

    `handed_in` has the sources of each learner's answers, by their names; `zone` is for times without one, "" if there
    is none. Raises UsageError, a sentence without the file's name.
    """
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip().startswith("{"):
        return _of_gradescope(text, handed_in), ()
    rows = _exported(text) if _EXPORTED.match(text) else _rows(data, zone)
    found = {name: HandIn(at, told_by) for name, at, told_by in rows}
    # a list may have Moodle's number of the participant in place of a name
    known = {f"moodle\0{came.id}": who for who, of in handed_in.items() if (came := download(who, of)) is not None}
    known |= {who: who for who in handed_in}
    times = {known[name]: each for name, each in found.items() if name in known}
    if not times:
        some = ", ".join(f"'{name}'" for name in [*found][:4])
        near = next(filter(None, (nearest(name, known) for name in found)), None)
        hint = f"did you mean '{near}'?" if near else "grades.csv has the names."
        raise UsageError(f"nobody who handed in is in it ({some or 'it has no time'}); {hint}")
    return times, tuple(name for name in found if name not in known)


def times_csv(times: Mapping[tuple[str, str], HandIn]) -> str:
    """The times by learner and exercise ("" for all), as a folder keeps them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([who, each.at.isoformat(), each.told_by, label] for (who, label), each in sorted(times.items()))
    return text.getvalue()


def kept_times(text: str) -> dict[tuple[str, str], HandIn]:
    """The times that a folder keeps, by learner and exercise ("" for all); what isn't one is left out."""
    kept = {}
    for row in csv.DictReader(io.StringIO(text)):
        try:
            at = datetime.fromisoformat(row["time"])
        except (KeyError, TypeError, ValueError):
            continue
        if at.tzinfo is not None and row.get("who"):
            kept[row["who"], row.get("exercise") or ""] = HandIn(at, row.get("from") or TIMES)
    return kept


def _rows(data: bytes, zone: str) -> Iterator[tuple[str, datetime, str]]:
    """Who, when and who says so, of each row of a CSV that has a time."""
    rows = CsvTable(data).rows
    head = next((at for at, row in enumerate(rows) if any(row)), 0)
    titles = ["".join(filter(str.isalnum, cell.casefold())) for cell in rows[head]] if rows else []
    if {"identifier", "lastmodifiedsubmission"} <= {*titles}:
        who, time, told_by = titles.index("identifier"), titles.index("lastmodifiedsubmission"), "Moodle"
    elif {"who", "time"} <= {*titles}:
        who, time, told_by = titles.index("who"), titles.index("time"), TIMES
    elif (columns := _moodles_columns(rows[head + 1 :])) is not None:
        (who, time), told_by = columns, "Moodle"
    else:
        raise UsageError("it has no columns 'who' and 'time', and isn't Moodle's grading worksheet.")
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        name, said = (row[at].strip() if at < len(row) else "" for at in (who, time))
        if not name or said in ("", "-"):
            continue
        if told_by == "Moodle" and (participant := _NUMBERED.fullmatch(name)):
            name = f"moodle\0{participant[2]}"
        try:
            yield name, _moment(said, zone), told_by
        except Unfit as unfit:
            raise UsageError(f"in row {number}: {unfit}.") from None


def _moment(said: str, zone: str) -> datetime:
    """When that was. Of a time that an hour has twice, it is the first. Raises Unfit."""
    if matched := _MOODLE.fullmatch(said):
        word = "".join(filter(str.isalpha, unicodedata.normalize("NFKD", matched["month"].casefold())))
        month = next((at for at, begins in enumerate(_MONTHS, 1) if word.startswith(tuple(begins.split()))), 0)
        if not month:
            raise Unfit(f"found the month '{matched['month']}'; expected one in English, such as May")
        hour = int(matched["hour"]) % 12 + 12 * (matched["half"] == "PM") if matched["half"] else int(matched["hour"])
        said = f"{matched['year']}-{month:02}-{int(matched['day']):02} {hour:02}:{matched['minute']}"
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        time, named = read_time(said)
        at = moment(time, named) if named else datetime.fromisoformat(time)
    if at.tzinfo is None:
        if not zone:
            raise Unfit(f"found '{said}' without a time zone; expected one, as in 2026-12-01 23:59+01:00")
        at = at.replace(tzinfo=zone_called(zone))
    return at


def _moodles_columns(rows: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The columns of participants and of times in Moodle's worksheet in any language, which no title tells.

    When the submission was modified comes before when the grade was.
    """
    columns = [[cell.strip() for cell in column] for column in zip_longest(*filter(any, rows), fillvalue="")]
    participants = ([_NUMBERED.fullmatch(cell) for cell in cells] for cells in columns)
    numbered = (at for at, found in enumerate(participants) if all(each is not None and each[1] for each in found))
    timed = (
        at
        for at, cells in enumerate(columns)
        if (told := [cell for cell in cells if cell not in ("", "-")]) and all(map(_MOODLE.fullmatch, told))
    )
    who, time = next(numbered, None), next(timed, None)
    return None if who is None or time is None else (who, time)


def _of_gradescope(text: str, handed_in: Mapping[str, Sequence[str]]) -> dict[str, HandIn]:
    try:
        created = json.loads(text).get("created_at")
        at = datetime.fromisoformat(created)
        if at.tzinfo is None:
            raise ValueError
    except (ValueError, TypeError, AttributeError):
        raise UsageError(
            "it has no 'created_at' with a time zone, as Gradescope's submission_metadata.json has."
        ) from None
    if len(handed_in) != 1:
        raise UsageError(f"it is about one learner, and {len(handed_in)} handed in.")
    return {who: HandIn(at, "Gradescope") for who in handed_in}


def _exported(text: str) -> Iterator[tuple[str, datetime, str]]:
    """The same of the metadata of Gradescope's export, whose folders are named like its entries."""
    for entry in _EXPORTED.finditer(text):
        if created := _CREATED.search(entry[2]):
            yield entry[1], datetime.fromisoformat(created[1]).replace(tzinfo=UTC), "Gradescope"


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
        deadline = deadlines.get(mark.exercise)
        for key in ((mark.who, mark.exercise), (mark.who, "")):
            if deadline is not None and key in extended:  # which never makes it earlier
                time, zone = read_time(extended[key])
                later = replace(deadline, time=time, zone=zone or deadline.zone)
                deadline = max(deadline, later, key=lambda each: each.due)
        claim = claims.get((mark.who, mark.exercise, mark.answer), 0.0)
        known = times.get((mark.who, mark.exercise)) or times.get((mark.who, ""))
        late.append(_with_time(mark, deadline, known, claim))
    return late


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
