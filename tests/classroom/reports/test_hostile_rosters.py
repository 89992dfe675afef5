"""A list of learners with anything in it: marks are right, nothing else changes, or a sentence says what is wrong."""

from __future__ import annotations

import csv
import io
import resource

import pytest

from tests.classroom.reports.test_gradebooks import MOODLE, mark
from tests.planted import bounds
from tuitutor.classroom.reports.gradebooks import CsvTable, Filled, RosterOptions, fill_roster
from tuitutor.errors import UsageError

HEAD = "Identifier,Full name,Grade,Maximum Grade\n"
ROW = "Participant 1,Ada Lovelace,,5\n"


def filled(data: bytes, who: str = "Ada Lovelace", choice: RosterOptions = RosterOptions()) -> Filled:
    with bounds(60):
        return fill_roster(data, [mark(who)], [], {}, choice)


NO_MAXIMUM = [
    *("1e999", "-1e999", "inf", "Infinity", "nan", "-5", "0", "-0", "1e308", "1e6000", "9" * 5_000, "1e7"),
    *("0x10", "50%", "=1+1", "1,000.5", "1.000,5", "ten", "\u221e", "5\u00a05"),
]


@pytest.mark.parametrize("most", NO_MAXIMUM)
def test_what_is_no_highest_mark_scales_nothing(most: str) -> None:
    text = filled(MOODLE.replace('"50,00"', f'"{most}"', 1).encode()).data.decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["Grade"], row["Maximum Grade"]) == ("3", most)


@pytest.mark.parametrize("most", ["50", "50.00", " 50 ", "5e1", "1000000"])
def test_what_is_one_does(most: str) -> None:
    row = next(csv.DictReader(io.StringIO(filled(MOODLE.replace('"50,00"', f'"{most}"', 1).encode()).data.decode())))
    assert float(row["Grade"]) == float(most) * 3 / 4


SAME = {
    "a formula": HEAD + '=1+1,Ada Lovelace,,5\n"=cmd|\'/c calc\'!A1",Bob,"@SUM(A1)",5\n',
    "commands": HEAD + "\x1b[2JParticipant 1,Ada Lovelace,,5\n\x9b2J,\u202eBob,\x07,5\n",
    "a second mark of UTF-8": "\ufeff\ufeff" + HEAD + ROW,
    "columns twice": "Identifier,Full name,Grade,Maximum Grade,Full name,Maximum Grade\n1,Ada Lovelace,,5,Bob,9\n",
    "returns alone": (HEAD + ROW).replace("\n", "\r"),
    "no end": (HEAD + ROW).rstrip(),
    "lines without cells": HEAD + "\n\r\n\r" * 100 + ROW + "\n" * 100,
    "a row that is too long": HEAD + ROW + "x," * 1_000 + "\n",
}


@pytest.mark.parametrize("name", SAME)
def test_all_but_the_mark_stays(name: str) -> None:
    text = SAME[name]
    done = filled(text.encode())
    assert done.data.decode() == text.replace("Ada Lovelace,,", "Ada Lovelace,3.75,")
    assert done.marks == 1


def test_bytes_that_are_no_text_stay() -> None:
    data = HEAD.encode() + b"Participant 1,Ada Lovelace,,5\nParticipant 2,Ren\xe9,,5\n"
    assert filled(data).data == data.replace(b"Ada Lovelace,,", b"Ada Lovelace,3.75,")


REFUSED = {
    "nothing": (b"", "neither Canvas's nor Moodle's"),
    "only the mark of UTF-8": (b"\xef\xbb\xbf", "neither Canvas's nor Moodle's"),
    "only lines": (b"\n\r\n\r", "neither Canvas's nor Moodle's"),
    "UTF-16": (MOODLE.encode("utf-16"), "UTF-8"),
    "UTF-16 without a mark": (MOODLE.encode("utf-16-le"), "UTF-8"),
    "UTF-32": (MOODLE.encode("utf-32"), "UTF-8"),
    "a NUL": (f"{HEAD}{ROW}\0".encode(), "UTF-8"),
    "a spreadsheet": (b"PK\3\4\x14\0\6\0", "UTF-8"),
    "a quote that is never closed": (f'{HEAD}{ROW}Bob,"x,,\n'.encode(), "line 3 is never closed"),
    "only quotes": (b'"' * 1_000_001, "line 1 is never closed"),
    "the column for marks twice": (HEAD.replace("Full name", "Grade").encode(), "several columns are 'Grade'"),
}
TOO_MANY = {
    "a million columns and more": HEAD.rstrip().encode() + b",c" * 1_000_000,
    "a million rows": (HEAD + ROW * 1_000_000).encode(),
    "a million commas": HEAD.encode() + b"," * 1_100_000,
    "a million line ends": HEAD.encode() + b"\n" * 1_100_000,
    "a million empty quotes": HEAD.encode() + b'"",' * 1_100_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_list_that_cant_be_filled_in_is_refused_in_a_sentence(name: str) -> None:
    data, words = REFUSED[name]
    with pytest.raises(UsageError, match=words) as refused:
        filled(data)
    assert len(str(refused.value)) < 200


@pytest.mark.long
@pytest.mark.parametrize("name", TOO_MANY)
def test_so_is_one_of_a_million_cells(name: str) -> None:
    with pytest.raises(UsageError, match="more than 1,000,000 cells") as refused:
        filled(TOO_MANY[name])
    assert len(str(refused.value)) < 200


@pytest.mark.long
def test_a_column_that_isnt_there_names_some_of_very_many() -> None:
    data = (",".join(f"{n}" for n in range(100_000)) + "\n").encode()
    with pytest.raises(UsageError, match="no column 'Login'; it has 0, 1, ") as refused:
        filled(data, choice=RosterOptions(who="Login"))
    assert len(str(refused.value)) < 200


@pytest.mark.long
def test_a_cell_of_30_mb_is_a_cell() -> None:
    data = f'{HEAD}{ROW}Participant 2,"{"x" * 30_000_000}",,\n'.encode()
    assert filled(data).data == data.replace(b"Lovelace,,", b"Lovelace,3.75,")


@pytest.mark.long
def test_just_as_many_cells_as_are_allowed_take_bounded_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert len(CsvTable(b"a,b,c,d\n" * 250_000).rows) == 250_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000  # KiB
