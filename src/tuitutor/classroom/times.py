"""When answers were handed in, as a system knows it that learners can't write to: the file of `--times`. Pure.

It is a CSV with the columns `who` and `time`, Moodle's grading worksheet, or Gradescope's submission_metadata. What a
folder keeps of all such files is a CSV with the columns `who`, `time`, `from` and `exercise`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest

from tuitutor.classroom.reports.csv_table import CsvTable
from tuitutor.classroom.submissions.layouts import download
from tuitutor.course.bounds import Unfit
from tuitutor.course.deadlines import moment, read_time, zone_called
from tuitutor.errors import UsageError
from tuitutor.spelling import nearest

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
    if _EXPORTED.match(text):
        found = {name: created for name, created in _exported(text)}
    else:
        found = {name: HandIn(at, told_by) for name, at, told_by in _rows(data, zone)}
    known = _names(handed_in)
    times = {known[name]: each for name, each in found.items() if name in known}
    if not times:
        some = ", ".join(f"'{name}'" for name in [*found][:4])
        near = next(filter(None, (nearest(name, known) for name in found)), None)
        raise UsageError(f"nobody who handed in is in it ({some or 'it has no time'}); " + _hint(near))
    return times, tuple(name for name in found if name not in known)


def _hint(near: str | None) -> str:
    return f"did you mean '{near}'?" if near else "grades.csv has the names."


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


def _names(handed_in: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Our name for each that a list may have: the same, or Moodle's number of the participant."""
    names = {f"moodle\0{came.id}": who for who, of in handed_in.items() if (came := download(who, of)) is not None}
    return names | {who: who for who in handed_in}


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
        if not (month := _month(matched["month"])):
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
    numbered = (at for at, cells in enumerate(columns) if all(_is_participant(cell) for cell in cells))
    timed = (
        at
        for at, cells in enumerate(columns)
        if (told := [cell for cell in cells if cell not in ("", "-")]) and all(map(_MOODLE.fullmatch, told))
    )
    who, time = next(numbered, None), next(timed, None)
    return None if who is None or time is None else (who, time)


def _is_participant(cell: str) -> bool:
    found = _NUMBERED.fullmatch(cell)
    return found is not None and bool(found[1])


def _month(word: str) -> int:
    """The month's number; 0 if the word is in no language that is known here."""
    plain = "".join(filter(str.isalpha, unicodedata.normalize("NFKD", word.casefold())))
    return next((at for at, begins in enumerate(_MONTHS, 1) if plain.startswith(tuple(begins.split()))), 0)


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


def _exported(text: str) -> Iterator[tuple[str, HandIn]]:
    """The times in the metadata of Gradescope's export, whose folders are named like its entries."""
    for entry in _EXPORTED.finditer(text):
        if created := _CREATED.search(entry[2]):
            at = datetime.fromisoformat(created[1]).replace(tzinfo=UTC)
            yield entry[1], HandIn(at, "Gradescope")
