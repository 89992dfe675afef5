"""Puts a class's marks into the teacher's own list of learners: Canvas's gradebook, Moodle's worksheet, any CSV. Pure.

Doubtful learners are left out and named: a mark in the wrong row is worse than one that is typed by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

from tuitutor.classroom.class_verdicts import Mark, Received, Ungradable, by_who
from tuitutor.classroom.reports.csv_table import CsvTable
from tuitutor.classroom.submissions.layouts import download
from tuitutor.errors import Remedy, UsageError
from tuitutor.spelling import suggestion

_CANVAS_COLUMN = re.compile(r"(?P<title>.*) \(\d+\)", re.DOTALL)
_PARTICIPANT = re.compile(r"\D*(\d+)")
_CANVAS_NAMES = ("Student", "SIS User ID", "SIS Login ID")
_HandedIn = Mark | Ungradable | Received
_MOST_POINTS = 1_000_000.0  # what is more, as 1e999 is, or no number, is not a maximum mark
_SOME = 20  # columns in a sentence
_MOODLE_NAMES = ("Full name", "Email address", "Email", "Username", "ID number")


@dataclass(frozen=True, slots=True)
class RosterOptions:
    """What the teacher says about the list: the column with the learners' names, the one for marks, and the exercises.

    Each is empty if not given. `out_of` is the highest mark in the list's own scale, 0 if the list says it or has none.
    """

    who: str = ""
    column: str = ""
    exercises: tuple[str, ...] = ()
    out_of: float = 0.0


@dataclass(frozen=True, slots=True)
class Filled:
    """The list with its marks, and a report on it; learners have their names from the list, or else ours.

    `into` says which exercises went into which column; `without` are the exercises that have none. `ungraded` and
    `excused` learners keep the mark that they had.
    """

    data: bytes
    into: tuple[str, ...]
    without: tuple[str, ...]
    marks: int
    missing: tuple[str, ...]
    unmatched: tuple[str, ...]
    ambiguous: tuple[str, ...]
    ungraded: tuple[str, ...]
    excused: tuple[str, ...]
    compared: tuple[str, ...] = ()  # the columns that learners were looked for in


def fill_roster(
    data: bytes,
    marks: Sequence[Mark],
    unread: Sequence[Ungradable],
    titles: Mapping[str, str],
    choice: RosterOptions = RosterOptions(),
    waiting: Sequence[Received] = (),
) -> Filled:
    """Put the marks into the list `data`, but for those that depend on an answer that is `waiting` to be graded.

    `titles` are the known titles of exercises, by label. Raises UsageError, a sentence without the file's name, if the
    list or the choice is not valid, or nobody who handed in is in the list.
    """
    every: list[_HandedIn] = [*marks, *unread, *waiting]
    handed_in = by_who(sorted(every, key=lambda each: each.who))
    return _Roster(CsvTable(data), choice, handed_in).fill(titles)


class _Roster:
    """A list of learners: its columns, and the learner of each row. `handed_in` is what came from each learner."""

    def __init__(self, table: CsvTable, choice: RosterOptions, handed_in: Mapping[str, Sequence[_HandedIn]]) -> None:
        self._table = table
        self._choice = choice
        self._handed_in = handed_in
        self._came = {who: download(who, (each.source for each in theirs)) for who, theirs in handed_in.items()}
        self._rows = table.rows
        self._head = next((at for at, row in enumerate(self._rows) if any(row)), len(self._rows))
        self._titles = [cell.strip() for cell in self._rows[self._head]] if self._head < len(self._rows) else []
        self._places = {_plain(title): at for at, title in reversed([*enumerate(self._titles)])}
        rows = range(len(self._rows))
        self._possible = next((row for row in rows if _plain(self._cell(row, 0)) == "pointspossible"), None)
        self._grade, self._highest = self._at("Grade"), self._at("Maximum Grade")  # Moodle's
        self._kind, self._key = self._system()
        self._named = self._columns_of_names()

    def _system(self) -> tuple[str, int]:
        """Whose list it is ("canvas", "moodle", "" for the teacher's own), and the column that tells learners apart."""
        has, who = self._places.keys(), self._choice.who
        kind = ""
        if has >= {"student", "id"} and has & {"section", "sisloginid"}:
            kind = "canvas"
        elif has >= {"identifier", "grade"}:
            kind = "moodle"
        if who or kind:
            title = who or {"canvas": "ID", "moodle": "Identifier"}[kind]
            if (at := self._at(title)) is None:
                raise UsageError(_no_column(title, self._titles))
            return kind, at
        if (at := self._numbered()) is not None:
            # Moodle's columns for marks in any language: the second has one number for all, and is beside the first
            pairs = [
                (at, at + 1)
                for at in range(len(self._titles) - 1)
                if all(cell in ("", "-") or _number(cell) is not None for cell in self._below(at))
                if len(highest := set(self._below(at + 1))) == 1 and (_number(*highest) or 0.0) > 0
            ]
            self._grade, self._highest = pairs[0] if len(pairs) == 1 else (None, None)
            return "moodle", at
        raise UsageError("it is neither Canvas's nor Moodle's; say which column names the learners.", Remedy.WHO_COLUMN)

    def _numbered(self) -> int | None:
        """Moodle's column of participants in any language: a word, and the numbers that some downloads have too."""
        numbers = {came.id for came in self._came.values() if came is not None and came.system == "moodle"}
        for at in range(len(self._titles)):
            found = [_PARTICIPANT.fullmatch(cell) for cell in self._below(at)]
            each = {match[1] for match in found if match is not None}
            if len(each) == len(found) and numbers & each:
                return at
        return None

    def _columns_of_names(self) -> list[int]:
        """The columns with names, first the one to show. In an unknown language: those in which no two rows agree."""
        if self._choice.who:
            return [self._key]
        titles = _CANVAS_NAMES if self._kind == "canvas" else _MOODLE_NAMES
        if named := [at for title in titles if (at := self._at(title)) is not None]:
            return named
        below = {at: self._below(at) for at in range(len(self._titles)) if at != self._key}
        return [at for at, cells in below.items() if all(cells) and len(set(cells)) == len(cells)]

    def _below(self, column: int) -> list[str]:
        """A column's cells below its title, in rows that aren't empty."""
        return [self._cell(row, column) for row in range(self._head + 1, len(self._rows)) if any(self._rows[row])]

    def _at(self, title: str) -> int | None:
        return self._places.get(_plain(title))

    def _cell(self, row: int, column: int | None) -> str:
        cells = self._rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    # ---- who is who

    def _names(self, row: int) -> Iterator[str]:
        """All names and ids of the learner in a row; ids have a prefix, since names may be numbers too."""
        if self._choice.who:
            yield _plain_name(self._cell(row, self._key))
            return
        if self._kind == "canvas":
            yield f"canvas\0{self._cell(row, self._key)}"
        elif participant := _PARTICIPANT.fullmatch(self._cell(row, self._key)):
            yield f"moodle\0{participant[1]}"
        for at in self._named:
            name = self._cell(row, at)
            yield _plain_name(name)
            last, comma, first = name.partition(", ")
            if comma:
                yield _plain_name(f"{first} {last}")

    def _rows_of(self, learners: Collection[int]) -> dict[str, list[int]]:
        """The possible rows of each learner: those with their download's id or, if none has it, their name."""
        by_name: dict[str, set[int]] = defaultdict(set)
        for row in learners:
            for name in filter(None, self._names(row)):
                by_name[name].add(row)
        found = {}
        for who, came in self._came.items():
            by_id = by_name.get(f"{came.system}\0{came.id}", set()) if came is not None else set()
            found[who] = sorted(by_id or by_name.get(_plain_name(who), set()))
        return found

    # ---- what goes where

    def _columns(self, labels: Sequence[str], titles: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
        """The columns for marks, with the exercises whose points each gets."""
        title = self._choice.column or (
            "Grade" if self._kind == "moodle" and self._at("Identifier") is not None else ""
        )
        if not title and self._kind == "moodle":
            if self._grade is None:
                raise UsageError("its column for marks can't be told from the others; name it.", Remedy.MARKS_COLUMN)
            return {self._grade: tuple(labels)}
        if title:
            named = [at for at, each in enumerate(self._titles) if _plain(title) in (_plain(each), _plain(_bare(each)))]
            if len(named) != 1:
                raise UsageError(_no_column(title, self._titles) if not named else f"several columns are '{title}'.")
            return {named[0]: tuple(labels)}
        columns: dict[int, tuple[str, ...]] = {}
        for label in labels:
            names = {_plain(label), _plain(titles.get(label, label))}
            found = [at for at, each in enumerate(self._titles) if _plain(_bare(each)) in names]
            if len(found) > 1 or any(at in columns for at in found):
                several = f"several columns or exercises are called '{label}'"
                raise UsageError(f"{several}; say which gets the marks.", Remedy.MARKS_COLUMN)
            columns |= dict.fromkeys(found, (label,))
        if not columns:
            many = "s " if len(labels) > 1 else " "
            none = f"no column is named after the exercise{many}{', '.join(labels)}"
            raise UsageError(f"{none}; say which gets the marks.", Remedy.MARKS_COLUMN)
        return columns

    def _most(self, row: int, column: int) -> str:
        """The maximum mark as it is written in the list; "" if it isn't there."""
        if self._choice.out_of:
            return f"{self._choice.out_of:g}"
        if self._kind == "moodle" and column == self._grade:
            return self._cell(row, self._highest)
        if self._kind == "canvas" and self._possible is not None:
            return self._cell(self._possible, column)
        return ""

    def fill(self, titles: Mapping[str, str]) -> Filled:
        every = [each for theirs in self._handed_in.values() for each in theirs]
        labels = self._wanted({each.exercise for each in every} - {""})
        marks = [each for each in every if isinstance(each, Mark)]
        waiting = {each.exercise for each in every if isinstance(each, Received)}
        out_of = {
            label: max(
                (mark.grade.out_of for mark in marks if mark.exercise == label),
                default=nan if label in waiting else 0.0,
            )
            for label in labels
        }
        shown, below = next(iter(self._named), None), range(self._head + 1, len(self._rows))
        learners = {row: self._cell(row, shown) or who for row in below if (who := self._cell(row, self._key))}
        columns = self._columns(labels, titles)
        rows = self._rows_of(learners)
        claims = Counter(row for found in rows.values() for row in found)
        sure = {who: found[0] for who, found in rows.items() if len(found) == 1 and claims[found[0]] == 1}
        told: dict[str, list[str]] = defaultdict(list)
        for who, row in sure.items():
            for column, exercises in columns.items():
                told[self._mark(row, column, exercises, who, out_of)].append(learners[row])
        return Filled(
            self._table.data,
            tuple(f"{', '.join(exercises)} in '{self._titles[at]}'" for at, exercises in columns.items()),
            tuple(sorted(set(labels).difference(*columns.values()))),
            len(told["filled"]),
            missing=tuple(name for row, name in learners.items() if row not in claims),
            unmatched=tuple(who for who, found in rows.items() if not found),
            ambiguous=tuple(who for who, found in rows.items() if found and who not in sure),
            ungraded=tuple(dict.fromkeys(told["ungraded"])),
            excused=tuple(dict.fromkeys(told["excused"])),
            compared=tuple(self._titles[at] for at in dict.fromkeys((self._key, *self._named))),
        )

    def _wanted(self, answered: Collection[str]) -> list[str]:
        """The exercises that count."""
        if not answered:
            raise UsageError("there is no mark yet to fill in.")
        for label in self._choice.exercises:
            if label not in answered:
                hint = suggestion(label, sorted(answered), otherwise=f"there are {', '.join(sorted(answered))}.")
                raise UsageError(f"nobody answered an exercise '{label}'; {hint}")
        return sorted(self._choice.exercises or answered)

    def _mark(
        self,
        row: int,
        column: int,
        exercises: Sequence[str],
        who: str,
        out_of: Mapping[str, float],
    ) -> str:
        """Fill in one mark. Returns "filled", "ungraded" or "excused" (left as it was), or "" if there is no answer."""
        theirs = self._handed_in[who]
        marks = {each.exercise: each for each in theirs if isinstance(each, Mark) and each.exercise in exercises}
        lost = {each.exercise for each in theirs if isinstance(each, Ungradable)}
        waiting = {each.exercise for each in theirs if isinstance(each, Received)}
        open_ = [label for label in exercises if label in waiting or (label not in marks and lost & {label, ""})]
        if not marks and not open_:
            return ""
        if self._kind == "canvas" and self._cell(row, column).upper() == "EX":
            return "excused"
        points, whole = sum(mark.grade.points for mark in marks.values()), sum(out_of[label] for label in exercises)
        most = self._most(row, column)
        # if an exercise was never graded yet, its share of the highest mark isn't known
        if open_ or (most and isnan(whole)) or not all(mark.final for mark in marks.values()):
            return "ungraded"
        self._table.fill(row, column, _scaled(points, whole, most))
        return "filled"


def _scaled(points: float, out_of: float, most: str) -> str:
    """The points scaled to the maximum mark, and written with its decimal sign."""
    comma, highest = "," in most, _number(most) or 0.0
    value = points * highest / out_of if 0 < highest <= _MOST_POINTS and out_of > 0 else points
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def _number(cell: str) -> float | None:
    """The number in a cell, with either decimal sign."""
    try:
        return float(cell.replace(",", "."))
    except ValueError:
        return None


def _plain(title: str) -> str:
    """A heading without case, blanks and signs, which differ between versions."""
    return "".join(char for char in unicodedata.normalize("NFKC", title).casefold() if char.isalnum())


def _plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _bare(title: str) -> str:
    """The title of an assignment, without the id that Canvas puts after it."""
    named = _CANVAS_COLUMN.fullmatch(title)
    return named["title"] if named else title


def _no_column(title: str, titles: Sequence[str]) -> str:
    known = [name for each in titles for name in (each, _bare(each)) if name]
    has = f"it has {', '.join([*filter(None, titles)][:_SOME]) or 'none'}."
    return f"there is no column '{title}'; {suggestion(title, known, otherwise=has)}"
