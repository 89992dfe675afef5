from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.reports import marks
from tests.classroom.reports.marks import raised
from tests.classroom.reports.whole_findings import whole
from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.class_findings import findings_in
from tuitutor.classroom.reports.grade_files import COLUMNS, class_document, counts, grade_rows, grades_csv
from tuitutor.course.model import Variant
from tuitutor.grading.verdicts import Verdict

NOTHING = findings_in([], {}, None)
SCHEMA = Path(__file__).parents[3] / "docs" / "grades.schema.json"


def mark(who: str = "ada", verdict: Verdict = Verdict.PASSED, points: float = 3.0, **more: Any) -> Mark:
    return marks.mark(who, "xor", verdict, points, verified=2.0, reported=points, **more)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_each_row_has_who_what_and_how_many() -> None:
    (row,) = read(grades_csv(grade_rows([mark()], [])))
    assert tuple(row) == COLUMNS
    assert list(row.values()) == ["ada", "xor", "passed", "3", "4", "2", "3", "", "", ""]


def test_a_row_says_which_variant_it_is_of() -> None:
    rows = grade_rows([mark(variant=Variant(2, 3))], [])
    (row,) = read(grades_csv(rows))
    assert (row["variant"], row["variants"]) == ("2", "3")
    assert (rows[0]["variant"], rows[0]["variants"]) == (2, 3)


def test_what_was_not_graded_is_an_empty_mark_and_no_zero() -> None:
    rows = grade_rows([mark(verdict=Verdict.ERRORED, points=0.0, problem="the worker died")], [])
    (row,) = read(grades_csv(rows))
    assert (row["verdict"], row["points"], row["verified"], row["reported"]) == ("errored", "", "", "")
    assert (row["out_of"], row["trouble"]) == ("4", "the worker died")
    assert class_document("keras", rows, NOTHING)["grades"][0]["points"] is None


def test_what_ended_an_answer_is_told() -> None:
    marks = [
        mark(error=raised("NameError", "name 'x' is not defined", 3)),
        mark(error=raised("SystemExit", "", 3), stopped="The code ended Python."),
        mark(error=raised("SyntaxError", "'(' was never closed")),
    ]
    assert [row["trouble"] for row in grade_rows(marks, [])] == [
        "NameError: name 'x' is not defined (line 3)",
        "The code ended Python.",
        "SyntaxError: '(' was never closed",
    ]


def test_a_file_without_an_answer_is_a_row_of_its_own() -> None:
    rows = grade_rows([mark(points=0.5)], [Ungradable("bob", "", "in/bob.pdf", "it is no answer.")])
    assert counts(rows) == {"passed": 1, "failed": 0, "pending": 0, "errored": 0, "unreadable": 1, "unused": 0}
    (_, row) = read(grades_csv(rows))
    assert list(row.values()) == ["bob", "", "unreadable", "", "", "", "", "in/bob.pdf: it is no answer.", "", ""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "  =1+1", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x")'],
)
def test_no_text_is_a_formula(text: str) -> None:
    rows = grade_rows([mark(text, problem=text)], [Ungradable(text, text, text, text)])
    for row in read(grades_csv(rows)):
        assert row["who"].startswith("'")
        assert row["trouble"].startswith("'")


def test_no_text_is_more_than_its_cell() -> None:
    text = 'a,"b"\n2;\x1b[2J\x00\u202e'
    rows = grade_rows([mark(text)], [])
    (row,) = read(grades_csv(rows))
    assert row["who"] == 'a,"b" 2; [2J  '
    assert row["exercise"] == "xor"


def test_the_document_is_plain_json() -> None:
    document = class_document("keras", grade_rows([mark(points=float("nan"))], []), NOTHING)
    assert json.loads(json.dumps(document, allow_nan=False))["grades"][0]["points"] is None
    assert (document["kind"], document["course"], document["counts"]["passed"]) == ("class", "keras", 1)


def test_the_schema_describes_the_document() -> None:
    schema = json.loads(SCHEMA.read_text())
    document = class_document(
        "keras", grade_rows([mark()], [Ungradable("bob", "", "in/bob.pdf", "it is no answer.")]), whole()
    )
    assert set(schema["properties"]) == set(schema["required"]) == set(document)
    for name in ("tuitutor", "kind"):
        assert schema["properties"][name]["const"] == document[name]
    verdicts = schema["properties"]["counts"]["required"]
    assert verdicts == list(document["counts"])
    row = schema["properties"]["grades"]["items"]
    assert row["properties"]["verdict"]["enum"] == verdicts
    assert tuple(row["properties"]) == tuple(row["required"]) == COLUMNS
    assert [*misfits(json.loads(json.dumps(document)), schema, "")] == []


TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "number": (float, int), "integer": int, "null": type(None), "boolean": bool, "object": dict,
    "array": list,
}  # fmt: skip


def misfits(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    """What of a document isn't as the schema says."""
    named = schema.get("type", [])
    allowed = [named] if isinstance(named, str) else named
    if allowed and not any(isinstance(value, TYPES[name]) for name in allowed):
        yield f"{place} is {value!r}"
    if isinstance(value, dict) and "properties" in schema:
        if set(value) != set(schema["properties"]) or set(schema.get("required", value)) != set(value):
            yield f"{place} has {sorted(value)}"
        for name, described in schema["properties"].items():
            yield from misfits(value.get(name), described, f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for entry in value:
            yield from misfits(entry, schema["items"], f"{place}[]")
