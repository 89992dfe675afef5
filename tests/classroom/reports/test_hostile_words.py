"""Whatever learners call themselves and their files, and whatever their answers say: no report obeys it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath, PureWindowsPath
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from tests.classroom.reports.marks import check, mark, raised
from tests.classroom.reports.whole_findings import whole
from tuitutor.classroom.class_verdicts import Mark, Ungradable
from tuitutor.classroom.reports.class_page import class_overview
from tuitutor.classroom.reports.feedback import feedback_name, feedback_text, feedback_zip
from tuitutor.classroom.reports.grade_files import class_document, grade_rows, grades_csv, gradescope_results, junit_xml
from tuitutor.grading.verdicts import Advice, Verdict

PATHS = [
    *("../../x", "..", ".", "/etc/passwd", "~root", "C:\\x", "..\\..\\x", "%2e%2e%2fx", "a/b", "a\0b", ""),
    *("con", "aux", "nul", "com1", "lpt9", "CON", "-rf", "--help", " ", "a.", "a ", "a\nb", "a" * 300, "漢" * 200),
]
FORMULAS = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "|calc", "\t=1", "\r=1", "＝1+1", " \u00a0=1", "%0A=1", '=HYPERLINK("http://x")'),
    *("a;=1+1", 'a; "=1+1', "a;\t@x", "a;'=cmd|'/c calc'!A1", ";;=1", "a,=1", '",=1'),
]
COMMANDS = [
    "\x1b]52;c;QQ==\x07",
    "\x1b[2J",
    "\x9b2J",
    "\u202eabc",
    "\u2066abc",
    "a\rb",
    "\x00",
    "\x0b",
    "\ufffe",
    "\ud800",
]
MARKUP = [
    *("<script>x</script>", "<img src=x onerror=y>", "[a](javascript:x)", "![a](http://x)", "http://x", "www.x.org"),
    *(
        "a|b",
        "| - |",
        "**a**",
        "`a`",
        "# a",
        "```",
        "$x$",
        "&lt;b>",
        "]]>",
        "<!--",
        "-->",
        "a@b.c",
        "> a",
        "1. a",
        "~~~",
    ),
]
WORDS = [*PATHS, *FORMULAS, *COMMANDS, *MARKUP]
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def marks(word: str) -> tuple[list[Mark], list[Ungradable]]:
    """One answer and one file that could not be read, of which everything is this word."""
    failed = check(word, Verdict.FAILED, 0.0, 1.0, word, word, word)
    advice, error = (Advice(word, (), word, word),), raised(word, word, 3)
    return [mark(word, word, Verdict.FAILED, 0.0, failed, source=word, advice=advice, error=error, problem=word)], [
        Ungradable(word, word, word, word)
    ]


def safe(text: str) -> bool:
    """Whether no character is a command to a terminal, and all can be written."""
    return all(char.isprintable() or char in "\n" for char in text) and text.encode() is not None


@pytest.mark.parametrize("word", WORDS)
def test_a_spreadsheet_sees_no_formula_wherever_it_sees_a_cell(word: str) -> None:
    text = grades_csv(grade_rows(*marks(word)))
    assert safe(text)
    assert len([*csv.reader(io.StringIO(text))]) == 3
    for delimiter in ",;\t|":
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            assert not [cell for cell in row if delimiter in ",;" and re.match(r"\s*[=+@＝＋＠-]\s*\S", cell)]


@pytest.mark.parametrize("word", WORDS)
def test_the_xml_is_xml_with_one_case_for_each_check(word: str) -> None:
    text = junit_xml(word, *marks(word))
    assert safe(text)
    root = ElementTree.fromstring(text.encode())
    assert [suite.get("tests") for suite in root] == ["3"]
    assert len([*root.iter()]) == 2 + 3 + 3


@pytest.mark.parametrize("word", WORDS)
def test_the_overview_has_no_markup_of_theirs(word: str) -> None:
    text = class_overview(word, *marks(word), (), whole(word))
    assert safe(text)
    parsed = MarkdownIt("gfm-like", {"html": True}).parse(text)
    tokens = [child for token in parsed for child in (token, *(token.children or []))]
    unwanted = ("html", "link", "image", "strong", "em_", "code_block", "fence", "blockquote", "list", "s_open")
    assert not [token.type for token in tokens if token.type.startswith(unwanted)]
    assert {len([*row]) for row in _columns(text)} <= {3, 4, 6}


def _columns(text: str) -> list[list[str]]:
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("word", WORDS)
def test_feedback_is_text_in_a_file_with_a_plain_name(word: str) -> None:
    text = feedback_text(word, *marks(word), {})
    assert safe(text)
    tokens = [child for token in MarkdownIt("commonmark").parse(text) for child in (token, *(token.children or []))]
    assert not [token.type for token in tokens if token.type.startswith(("html", "link", "image", "fence", "strong"))]
    name = feedback_name(word)
    stem, md, rest = name.partition(".md")
    assert (md, rest) == (".md", "")
    assert re.fullmatch(r"[^\W_][\w~-]*", "".join(c if unicodedata.category(c)[0] != "M" else "m" for c in stem))
    assert name.isprintable()
    assert len(name.encode()) <= 200
    assert not RESERVED.fullmatch(name)


def test_no_two_learners_share_a_file() -> None:
    alike = [*WORDS, "Ada", "ADA", "ada", "a-b", "a b", "a_b"]
    assert len({feedback_name(word).casefold() for word in alike}) == len(alike)


SHAPES = ["{}_1001_assignsubmission_file_/xor.py", "{}_1001_assignsubmission_onlinetext_xor.md", "{}_12_345_xor.py"]
SOURCES = [(word, shape) for word in [*PATHS, *COMMANDS] for shape in SHAPES if "\ud800" not in word]


@pytest.mark.parametrize(("word", "shape"), SOURCES)
def test_nothing_in_the_zip_of_feedback_leads_elsewhere(word: str, shape: str) -> None:
    source = f"in/{shape.format(word)}"
    learner = re.sub(r"_assign.*|_345.*", "", source.removeprefix("in/"), flags=re.DOTALL)
    who = "".join(char if char.isprintable() else " " for char in learner)
    [name] = zipfile.ZipFile(io.BytesIO(feedback_zip({who: "text"}, {who: [source]}))).namelist()
    assert safe(name)
    assert max(len(part) for part in name.split("/")) < 256
    for path in (PurePosixPath(name), PureWindowsPath(name)):
        assert not path.is_absolute()
        assert not path.drive
        assert ".." not in path.parts
        assert len(path.parts) <= 2


@pytest.mark.parametrize("word", WORDS)
def test_what_gradescope_and_programs_get_is_plain_text(word: str) -> None:
    results = gradescope_results(*marks(word))
    assert all(safe(test["name"]) and safe(test["output"]) for test in results["tests"])
    assert safe(results["output"])
    for document in (results, class_document(word, grade_rows(*marks(word)), whole(word))):
        written = json.dumps(document, allow_nan=False)
        assert written.isprintable()
