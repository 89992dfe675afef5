"""Fills a class's marks into a teacher's list of learners: Canvas's gradebook, Moodle's worksheet, any CSV. Pure.

Doubtful learners are left out and named: a mark in the wrong row is worse than a mark to be typed by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan
from operator import attrgetter

from tuitutor.classroom.class_verdicts import Mark, Received, Ungradable, by_who
from tuitutor.classroom.submissions.layouts import download
from tuitutor.errors import Remedy, UsageError
from tuitutor.spelling import suggestion

_DELIMITERS = ",;\t"
_MOST = 1_000_000  # cells; each takes 500 bytes of memory, and a class of 5,000 has fewer
_FIRST_LINE = re.compile(r'(?:"(?:[^"]|"")*+"?|[^"\r\n])*+')
_QUOTED = re.compile(r'"(?:[^"]|"")*+"?')


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell's text, and its position in the file: from `start` to before `end`, including its quotes."""

    text: str
    start: int
    end: int


class CsvTable:
    """The rows of a CSV file, as Python's csv module reads them, with the commonest delimiter of the first line.

    Bytes that are not UTF-8 are preserved. Raises UsageError, a sentence without the file's name, if it isn't valid.
    """

    def __init__(self, data: bytes) -> None:
        if b"\0" in data:
            raise UsageError("it is not a CSV file in UTF-8; save it as one.")
        self._text = data.decode("utf-8", "surrogateescape")
        start = 1 if self._text.startswith("\ufeff") else 0
        first = _FIRST_LINE.match(self._text, start)
        outside = _QUOTED.sub("", first[0] if first else "")
        self._delimiter = max(_DELIMITERS, key=outside.count)
        self._cells = list(_records(self._text, start, self._delimiter))
        self._filled: dict[int, dict[int, str]] = defaultdict(dict)

    @property
    def rows(self) -> list[list[str]]:
        """The text of each cell when the file was read; an empty line is a row without cells."""
        return [[cell.text for cell in cells if cells[-1].end > cells[0].start] for cells in self._cells]

    def fill(self, row: int, column: int, text: str) -> None:
        """Put a text in a cell, which is quoted if it was or has to be."""
        self._filled[row][column] = text

    @property
    def data(self) -> bytes:
        """The file with the filled-in cells."""
        pieces, at = [], 0
        for row, texts in sorted(self._filled.items()):
            cells, last = self._cells[row], max(texts)
            for column in (column for column in sorted(texts) if column < len(cells)):
                cell, text = cells[column], texts[column]
                was_quoted = self._text.startswith('"', cell.start, cell.end)
                alone = len(cells) == 1 and last == 0  # empty and unquoted, it would be an empty line
                pieces += [self._text[at : cell.start], self._write_cell(text, was_quoted or (alone and not text))]
                at = cell.end
            if last >= len(cells):  # the row is too short
                more = (self._write_cell(texts.get(column, ""), False) for column in range(len(cells), last + 1))
                pieces += [self._text[at : cells[-1].end], *(self._delimiter + text for text in more)]
                at = cells[-1].end
        return "".join([*pieces, self._text[at:]]).encode("utf-8", "surrogateescape")

    def _write_cell(self, text: str, quoted: bool) -> str:
        special = any(char in text for char in (self._delimiter, '"', "\r", "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted or special else text


def _records(text: str, at: int, delimiter: str) -> Iterator[list[_Cell]]:
    """The cells of each row, from an index of the text on."""
    plain = re.compile(rf"[^\r\n{delimiter}]*+")
    line_end = re.compile(r"\r\n|\r|\n")
    cells: list[_Cell] = []
    count = 0
    while at < len(text) or cells:
        count += 1
        if count > _MOST:
            raise UsageError(f"it has more than {_MOST:,} cells; leave only your learners and the columns for marks.")
        start, unquoted = at, ""
        if quoted := _QUOTED.match(text, at):
            if quoted[0].count('"') % 2:
                line = text.count("\n", 0, at) + 1
                raise UsageError(f"a quote in line {line} is never closed; save it as CSV again.")
            unquoted, at = quoted[0][1:-1].replace('""', '"'), quoted.end()
        if rest := plain.match(text, at):
            unquoted, at = unquoted + rest[0], rest.end()
        cells.append(_Cell(unquoted, start, at))
        if text.startswith(delimiter, at):
            at += 1
            continue
        yield cells
        cells = []
        ended = line_end.match(text, at)
        at = ended.end() if ended else at


# "XOR (77)", Canvas's, and "Assignment: XOR (Points)", Moodle's
_COLUMN = re.compile(r"(?P<whole>(?:[^:]*: )?(?P<title>.*)) \([^()]*\)", re.DOTALL)
_PARTICIPANT = re.compile(r"\D*(\d+)")
_CANVAS_NAMES = ("Student", "SIS User ID", "SIS Login ID")
_MOODLE_NAMES = ("Full name", "Email address", "Email", "Username", "ID number")
_HandedIn = Mark | Ungradable | Received
_MOST_POINTS = 1_000_000.0  # a larger number, such as 1e999, is not a maximum mark
_SOME = 20  # columns in a sentence


@dataclass(frozen=True, slots=True)
class RosterOptions:
    """The teacher's options for a list: the column with learners' names, the one for marks, and the exercises.

    They are empty by default. `out_of` is the highest mark in the list's own scale, 0 to take it from the list.
    """

    who: str = ""
    column: str = ""
    exercises: tuple[str, ...] = ()
    out_of: float = 0.0


@dataclass(frozen=True, slots=True)
class Filled:
    """The list with its marks, and a report on it; learners have their names from the list, or else ours.

    `into` has a phrase per column on its exercises; `without` are the exercises without a column. `ungraded` and
    `excused` learners keep the mark that they had. `compared` are the columns in which learners were looked up.
    `names` has our name, the own name and the list's name of everybody, with "" for what isn't known.
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
    compared: tuple[str, ...] = ()
    names: tuple[tuple[str, str, str], ...] = ()


def fill_roster(
    data: bytes,
    marks: Sequence[Mark],
    unread: Sequence[Ungradable],
    titles: Mapping[str, str],
    choice: RosterOptions = RosterOptions(),
    waiting: Sequence[Received] = (),
    own_names: Mapping[str, str] = {},
) -> Filled:
    """Put the marks into the list `data`, unless they depend on an answer `waiting` to be graded.

    `titles` are the known titles of exercises, by label, `own_names` learners' logins, e-mail addresses or numbers in
    the list, by our names. Raises UsageError, a sentence without the file's name, if the list or the choice is not
    valid.
    """
    every: list[_HandedIn] = [*marks, *(file for file in unread if not file.unused), *waiting]
    return _Roster(CsvTable(data), choice, by_who(sorted(every, key=attrgetter("who"))), own_names).fill(titles)


class _Roster:
    """A list of learners: its columns, and the learner of each row. `handed_in` has the answers by learner."""

    def __init__(
        self,
        table: CsvTable,
        choice: RosterOptions,
        handed_in: Mapping[str, Sequence[_HandedIn]],
        own_names: Mapping[str, str],
    ) -> None:
        self._table = table
        self._choice = choice
        self._own_names = own_names
        self._handed_in = handed_in
        self._downloads = {
            who: download(who, (entry.source for entry in entries)) for who, entries in handed_in.items()
        }
        self._rows = table.rows
        self._head = next((at for at, row in enumerate(self._rows) if any(row)), len(self._rows))
        self._titles = [cell.strip() for cell in self._rows[self._head]] if self._head < len(self._rows) else []
        self._places = {_plain(title): at for at, title in reversed([*enumerate(self._titles)])}
        rows = range(len(self._rows))
        self._possible = next((row for row in rows if _plain(self._cell(row, 0)) == "pointspossible"), None)
        self._grade, self._highest = self._at("Grade"), self._at("Maximum Grade")  # Moodle's
        self._kind, self._key = self._system()
        self._name_columns = self._columns_of_names()

    def _system(self) -> tuple[str, int | None]:
        """The origin of the list ("canvas", "moodle", "" for the teacher's own), and its column of unique numbers."""
        has = self._places.keys()
        if has >= {"student", "id"} and has & {"section", "sisloginid"}:
            return "canvas", self._at("ID")
        if has >= {"identifier", "grade"}:
            return "moodle", self._at("Identifier")
        if (at := self._participants()) is not None:
            self._grade, self._highest = self._mark_columns()
            return "moodle", at
        if not self._choice.who and not self._own_names:
            raise UsageError(
                "it is neither Canvas's nor Moodle's; say which column names the learners.", Remedy.WHO_COLUMN
            )
        return "", None

    def _participants(self) -> int | None:
        """Moodle's column of participants in any language: a word and a number, which some downloads have, too."""
        known = {origin.id for origin in self._downloads.values() if origin is not None and origin.system == "moodle"}
        for at in range(len(self._titles)):
            matches = [_PARTICIPANT.fullmatch(cell) for cell in self._below(at)]
            numbers = {match[1] for match in matches if match is not None}
            if len(numbers) == len(matches) and known & numbers:
                return at
        return None

    def _mark_columns(self) -> tuple[int, int] | tuple[None, None]:
        """Moodle's columns of marks and maximum marks in any language: neighbours, the second with a single number."""
        pairs = [
            (at, at + 1)
            for at in range(len(self._titles) - 1)
            if all(cell in ("", "-") or _number(cell) is not None for cell in self._below(at))
            if len(highest := set(self._below(at + 1))) == 1 and (_number(*highest) or 0.0) > 0
        ]
        return pairs[0] if len(pairs) == 1 else (None, None)

    def _columns_of_names(self) -> list[int]:
        """The columns with names, the first for messages. In an unknown language: all columns without equal cells."""
        if who := self._choice.who:
            titles = [who] if self._at(who) is not None else who.split(",")
            columns = [self._at(title) for title in titles]
            if None in columns:
                raise UsageError(_no_column(titles[columns.index(None)].strip(), self._titles))
            return [at for at in columns if at is not None]
        usual = _CANVAS_NAMES if self._kind == "canvas" else _MOODLE_NAMES
        return [at for title in usual if (at := self._at(title)) is not None] or self._unique

    @cached_property
    def _unique(self) -> list[int]:
        """The columns without empty and equal cells."""
        below = {at: self._below(at) for at in range(len(self._titles)) if at != self._key}
        return [at for at, cells in below.items() if all(cells) and len(set(cells)) == len(cells)]

    def _below(self, column: int) -> list[str]:
        """A column's cells below its title, in rows of learners."""
        rows = [row for row in range(self._head + 1, len(self._rows)) if any(self._rows[row]) and row != self._possible]
        return [self._cell(row, column) for row in rows]

    def _at(self, title: str) -> int | None:
        return self._places.get(_plain(title))

    def _cell(self, row: int, column: int | None) -> str:
        cells = self._rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    # ---- the rows of learners

    def _names(self, row: int) -> Iterator[str]:
        """All names and ids of the learner in a row; ids have a prefix, since names may be numbers too."""
        names = [self._cell(row, at) for at in self._name_columns]
        if self._choice.who:
            names = [" ".join(names), " ".join(reversed(names))]
        elif self._kind == "canvas":
            yield f"canvas\0{self._cell(row, self._key)}"
        elif participant := _PARTICIPANT.fullmatch(self._cell(row, self._key)):
            yield f"moodle\0{participant[1]}"
        for name in names:
            yield _plain_name(name)
            yield f"joined\0{_plain(name)}"  # as Canvas writes it in a file's name
            last, comma, first = name.partition(", ")
            if comma:
                yield _plain_name(f"{first} {last}")
        for at in self._unique if self._own_names else ():
            yield f"own\0{_plain_name(self._cell(row, at))}"

    def _names_of(self, who: str) -> Iterator[str]:
        """What `_names` may have of a learner: first what says most."""
        if who in self._own_names:
            yield f"own\0{_plain_name(self._own_names[who])}"
        if (origin := self._downloads[who]) is not None:
            yield f"{origin.system}\0{origin.id}"
        yield _plain_name(who)
        if origin is not None:
            name = who.rpartition("_")[0]
            yield f"joined\0{_plain(name)}" if origin.system == "canvas" else _plain_name(name)

    def _rows_of(self, learners: Collection[int]) -> dict[str, list[int]]:
        """The possible rows of each learner."""
        by_name: dict[str, set[int]] = defaultdict(set)
        for row in learners:
            for name in self._names(row):
                if name.rpartition("\0")[2]:
                    by_name[name].add(row)
        return {
            who: sorted(next((by_name[name] for name in self._names_of(who) if name in by_name), ()))
            for who in self._downloads
        }

    def _shown(self, row: int) -> str:
        """The name of the learner in a row, for messages; "" if it has no learner."""
        columns = self._name_columns if self._choice.who else self._name_columns[:1]
        name = " ".join(self._cell(row, at) for at in columns).strip()
        if self._key is None or self._choice.who:
            return name
        number = self._cell(row, self._key)
        return number and (name or number)

    def _own_name(self, row: int) -> str:
        """The login of the learner in a row, or else the e-mail address or the number."""

        def unlike_a_login(at: int) -> int:
            cells = self._below(at)
            return 2 if all(map(str.isdecimal, cells)) else any("@" in cell for cell in cells)

        parts = self._name_columns if len(self._name_columns) > 1 and self._choice.who else ()
        columns = [at for at in self._unique if at not in parts and not any(" " in cell for cell in self._below(at))]
        return self._cell(row, min(reversed(columns), key=unlike_a_login)) if columns else ""

    # ---- the columns of marks

    def _columns(self, labels: Sequence[str], titles: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
        """The columns for marks, and the exercises whose points they get."""
        title = self._choice.column
        if not title and self._kind == "moodle":
            if self._at("Identifier") is not None:
                title = "Grade"
            elif self._grade is None:
                raise UsageError("its column for marks can't be told from the others; name it.", Remedy.MARKS_COLUMN)
            else:
                return {self._grade: tuple(labels)}
        if title:
            named = [at for at, own in enumerate(self._titles) if _plain(title) in map(_plain, _forms(own))]
            if len(named) != 1:
                raise UsageError(_no_column(title, self._titles) if not named else f"several columns are '{title}'.")
            return {named[0]: tuple(labels)}
        return self._columns_by_exercise(labels, titles)

    def _columns_by_exercise(self, labels: Sequence[str], titles: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
        """The columns named after exercises."""
        columns: dict[int, tuple[str, ...]] = {}
        for label in labels:
            names = {_plain(label), _plain(titles.get(label, label))}
            named = [at for at, title in enumerate(self._titles) if names & set(map(_plain, _forms(title)))]
            if len(named) > 1 or any(at in columns for at in named):
                several = f"several columns or exercises are called '{label}'"
                raise UsageError(f"{several}; say which gets the marks.", Remedy.MARKS_COLUMN)
            columns |= dict.fromkeys(named, (label,))
        if not columns:
            many = "s " if len(labels) > 1 else " "
            none = f"no column is named after the exercise{many}{', '.join(labels)}"
            raise UsageError(f"{none}; say which gets the marks.", Remedy.MARKS_COLUMN)
        return columns

    def _highest_mark(self, row: int, column: int) -> str:
        """The maximum mark as it is written in the list; "" if it isn't there."""
        if self._choice.out_of:
            return f"{self._choice.out_of:g}"
        if self._kind == "moodle" and column == self._grade:
            return self._cell(row, self._highest)
        if self._kind == "canvas" and self._possible is not None:
            return self._cell(self._possible, column)
        return ""

    # ---- filling in

    def fill(self, titles: Mapping[str, str]) -> Filled:
        every = [entry for entries in self._handed_in.values() for entry in entries]
        labels = self._exercises({entry.exercise for entry in every} - {""})
        marks = [entry for entry in every if isinstance(entry, Mark)]
        waiting = {entry.exercise for entry in every if isinstance(entry, Received)}
        out_of = {
            label: max(
                (mark.grade.out_of for mark in marks if mark.exercise == label),
                default=nan if label in waiting else 0.0,
            )
            for label in labels
        }
        below = range(self._head + 1, len(self._rows))
        learners = {row: name for row in below if row != self._possible and (name := self._shown(row))}
        columns = self._columns(labels, titles)
        rows = self._rows_of(learners)
        claims = Counter(row for possible in rows.values() for row in possible)
        sure = {who: possible[0] for who, possible in rows.items() if len(possible) == 1 and claims[possible[0]] == 1}
        outcomes: dict[str, list[str]] = defaultdict(list)
        for who, row in sure.items():
            for column, exercises in columns.items():
                outcomes[self._fill_mark(row, column, exercises, who, out_of)].append(learners[row])
        return Filled(
            self._table.data,
            tuple(f"{', '.join(exercises)} in '{self._titles[at]}'" for at, exercises in columns.items()),
            tuple(sorted(set(labels).difference(*columns.values()))),
            len(outcomes["filled"]),
            missing=tuple(name for row, name in learners.items() if row not in claims),
            unmatched=tuple(who for who, possible in rows.items() if not possible),
            ambiguous=tuple(who for who, possible in rows.items() if possible and who not in sure),
            ungraded=tuple(dict.fromkeys(outcomes["ungraded"])),
            excused=tuple(dict.fromkeys(outcomes["excused"])),
            compared=tuple(
                self._titles[at] for at in dict.fromkeys((self._key, *self._name_columns)) if at is not None
            ),
            names=self._template(sure, learners, claims),
        )

    def _template(
        self, sure: Mapping[str, int], learners: Mapping[int, str], claims: Collection[int]
    ) -> tuple[tuple[str, str, str], ...]:
        """The names of learners who handed in, their own ones and the list's; then those of the list's other ones."""
        own = {row: (self._own_name(row), name) for row, name in learners.items()}
        found = [
            (who, *(own[sure[who]] if who in sure else (self._own_names.get(who, ""), ""))) for who in self._downloads
        ]
        return (*found, *(("", *names) for row, names in own.items() if row not in claims))

    def _exercises(self, answered: Collection[str]) -> list[str]:
        """The exercises that count."""
        if not answered:
            raise UsageError("there is no mark yet to fill in.")
        for label in self._choice.exercises:
            if label not in answered:
                hint = suggestion(label, sorted(answered), otherwise=f"there are {', '.join(sorted(answered))}.")
                raise UsageError(f"nobody answered an exercise '{label}'; {hint}")
        return sorted(self._choice.exercises or answered)

    def _fill_mark(
        self,
        row: int,
        column: int,
        exercises: Sequence[str],
        who: str,
        out_of: Mapping[str, float],
    ) -> str:
        """Fill in one mark. Returns "filled", "ungraded" or "excused" (left as it was), or "" if there is no answer."""
        entries = self._handed_in[who]
        marks = {entry.exercise: entry for entry in entries if isinstance(entry, Mark) and entry.exercise in exercises}
        unread = {entry.exercise for entry in entries if isinstance(entry, Ungradable)}
        waiting = {entry.exercise for entry in entries if isinstance(entry, Received)}
        ungraded = any(label in waiting or (label not in marks and unread & {label, ""}) for label in exercises)
        if not marks and not ungraded:
            return ""
        if self._kind == "canvas" and self._cell(row, column).upper() == "EX":
            return "excused"
        points, whole = sum(mark.grade.points for mark in marks.values()), sum(out_of[label] for label in exercises)
        most = self._highest_mark(row, column)
        # if an exercise was never graded yet, its share of the highest mark isn't known
        if ungraded or (most and isnan(whole)) or not all(mark.final for mark in marks.values()):
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
    """A title without case, blanks and punctuation, which differ between versions."""
    return "".join(char for char in unicodedata.normalize("NFKC", title).casefold() if char.isalnum())


def _plain_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _forms(title: str) -> tuple[str, ...]:
    """The title of a column, and that of its assignment, without what Canvas and Moodle put around it."""
    named = _COLUMN.fullmatch(title)
    return (title, named["whole"], named["title"]) if named else (title,)


def _no_column(title: str, titles: Sequence[str]) -> str:
    known = [name for own in titles for name in _forms(own) if name]
    has = f"it has {', '.join([*filter(None, titles)][:_SOME]) or 'none'}."
    return f"there is no column '{title}'; {suggestion(title, known, otherwise=has)}"
