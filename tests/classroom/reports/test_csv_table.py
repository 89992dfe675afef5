from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from tuitutor.classroom.reports.gradebooks import CsvTable
from tuitutor.errors import UsageError

# of what a CSV file is made of, often in odd places
scraps = st.text(st.sampled_from('ab,";\t\r\n é\ufeff'), max_size=40)
plain = st.text(st.characters(exclude_characters='\0"', codec="utf-8"), max_size=20)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


@given(scraps)
def test_rows_are_those_that_python_reads(text: str) -> None:
    text = "x,y\n" + text
    try:
        assert CsvTable(text.encode()).rows == read(text)
    except UsageError:
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.binary(max_size=60).filter(lambda data: b"\0" not in data and b'"' not in data))
def test_what_is_not_changed_stays_byte_for_byte(data: bytes) -> None:
    assert CsvTable(data).data == data


@given(scraps, st.integers(0, 5), st.integers(0, 4), plain)
def test_one_cell_changes_and_no_other(text: str, row: int, column: int, put: str) -> None:
    before = "x,y\n" + text
    wanted = read(before)
    assume(row < len(wanted) and wanted[row])
    try:
        table = CsvTable(before.encode())
    except UsageError:
        reject()
    table.fill(row, column, put)
    cells = wanted[row]
    cells += [""] * (column + 1 - len(cells))
    cells[column] = put
    assert read(table.data.decode()) == wanted


def test_quotes_and_line_ends_and_the_mark_of_utf_8_stay() -> None:
    data = '\ufeff"Full name";"Grade";Note\r\n"Ada ""the""";"";x\r\nBob;;\r\n'.encode()
    table = CsvTable(data)
    assert table.rows == [["Full name", "Grade", "Note"], ['Ada "the"', "", "x"], ["Bob", "", ""]]
    table.fill(1, 1, "7")
    table.fill(2, 1, "3;5")
    assert table.data == '\ufeff"Full name";"Grade";Note\r\n"Ada ""the""";"7";x\r\nBob;"3;5";\r\n'.encode()


def test_a_short_row_gets_the_cells_that_it_lacks() -> None:
    table = CsvTable(b"a,b,c,d\nx\n\ny,z\n")
    table.fill(1, 2, "7")
    table.fill(3, 3, "8")
    assert table.data == b"a,b,c,d\nx,,7\n\ny,z,,8\n"


@pytest.mark.parametrize(
    ("before", "texts", "after"),
    [
        ("name\nada\n", {0: ""}, 'name\n""\n'),  # an empty line would be no row
        ("name\nada\n", {0: "", 1: "7"}, "name\n,7\n"),
        ("name,mark\nada,3\n", {0: ""}, "name,mark\n,3\n"),
        ("name,mark\nada,3\n", {1: ""}, "name,mark\nada,\n"),
        ("name,mark\nada,3\n", {0: "bob", 1: "4"}, "name,mark\nbob,4\n"),
    ],
)
def test_what_is_taken_out_leaves_its_cell(before: str, texts: dict[int, str], after: str) -> None:
    table = CsvTable(before.encode())
    for column, text in texts.items():
        table.fill(1, column, text)
    assert table.data.decode() == after


def test_bytes_that_are_no_utf_8_stay() -> None:
    table = CsvTable(b"name,mark\nJ\xfcrgen,\n")
    table.fill(1, 1, "3")
    assert table.data == b"name,mark\nJ\xfcrgen,3\n"


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="UTF-8"):
        CsvTable("a,b\n".encode("utf-16"))


def test_a_quote_that_is_never_closed_is_told_with_its_line() -> None:
    with pytest.raises(UsageError, match=r"a quote in line 2 is never closed"):
        CsvTable(b'name,mark\n"Ada,\nBob,\n')
