"""What is written down of the answers that were graded."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from tests.engine import answers
from tests.engine.graded import (
    Entry,
    Report,
    Writer,
    definitions_for,
    digest_of,
    failed_kinds,
    read_entries,
    write_entries,
)
from tests.grading.builders import dense, exercise, fit, model, program, verified
from tuitutor.course.bounds import Bound
from tuitutor.course.checks import Fit, Params
from tuitutor.grading.judge import judge, not_run
from tuitutor.grading.verdicts import Grade, Verdict
from tuitutor.protocol.raised import ErrorInfo

OLD, NEW = Entry(digest="old", fails={}), Entry(digest="new", fails={"few": ["accuracy", "fit"], "odd": ["error"]})


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two lessons with data, and answers to their exercises "a" and "b"."""
    lessons = ("a.md", "b.md", "data.py", "data/rows.csv", "hidden/rows.csv")
    for name in (*lessons, "answers/a/bad/x.py", "answers/b/bad/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.setattr(answers, "ANSWERS", tmp_path / "answers")
    return tmp_path


def report_of(label: str, entry: Entry | None, when: str = "call") -> pytest.TestReport:
    """What a test reports that graded two of three answers."""
    properties = [("another", "x"), ("graded", Report(label=label, graded=2, answers=3, entry=entry))]
    return pytest.TestReport(label, ("", 0, ""), {}, "passed", None, when, user_properties=properties)  # type: ignore[arg-type]


def test_only_what_was_graded_whole_is_replaced_and_what_is_gone_dropped(corpus: Path) -> None:
    path = corpus / "graded.json"
    write_entries({"a": OLD, "b": OLD, "gone": OLD}, path)
    writer = Writer(path)
    writer.pytest_runtest_logreport(report_of("a", NEW))
    writer.pytest_runtest_logreport(report_of("b", None))
    assert read_entries(path) == {"a": OLD, "b": OLD, "gone": OLD}, "until the end nothing is lost"
    writer.pytest_sessionfinish()
    assert read_entries(path) == {"a": NEW, "b": OLD}
    assert path.read_text().splitlines()[1:3] == [
        '"a": {"digest": "new", "fails": {"few": ["accuracy", "fit"], "odd": ["error"]}},',
        '"b": {"digest": "old", "fails": {}}',
    ]


def test_nothing_is_written_if_nothing_was_graded_whole(corpus: Path) -> None:
    path = corpus / "graded.json"
    writer = Writer(path)
    writer.pytest_runtest_logreport(report_of("b", None))
    writer.pytest_runtest_logreport(report_of("a", NEW, when="teardown"))
    writer.pytest_sessionfinish()
    assert not path.exists()
    assert read_entries(path) == {}


@pytest.mark.parametrize(
    ("changed", "other"),
    [
        *((name, False) for name in ("a.md", "data.py", "data/rows.csv", "hidden/rows.csv", "answers/a/bad/x.py")),
        *((name, False) for name in ("answers/a/good/new.py", "data/new.csv")),
        *((name, True) for name in ("b.md", "answers/b/bad/x.py", "myst.yml")),
    ],
)
def test_an_exercise_changes_with_what_its_verdicts_depend_on(corpus: Path, changed: str, other: bool) -> None:
    before = digest_of(corpus / "a.md", "a")
    path = corpus / changed
    path.parent.mkdir(exist_ok=True)
    path.write_text("changed")
    assert (digest_of(corpus / "a.md", "a") == before) is other


def test_the_same_files_elsewhere_have_the_same_digest(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = shutil.copytree(corpus, tmp_path_factory.mktemp("elsewhere") / "course")
    assert digest_of(elsewhere / "a.md", "a") == digest_of(corpus / "a.md", "a")


def test_a_wrong_answer_fails_kinds_of_check_or_does_not_run() -> None:
    asked = exercise(Params(total=Bound(at_most=8)), Fit(validation=True), Params(trainable=Bound(at_most=8)))
    networks = [model(dense(units, 3)) for units in (2, 3)]
    small, large = (replace(verified(each), program=program(each, fits=(fit(2),))) for each in networks)
    assert failed_kinds(asked, Grade("net", "v", Verdict.FAILED, judge(asked, small))) == ["fit"]
    assert failed_kinds(asked, Grade("net", "v", Verdict.FAILED, judge(asked, large))) == ["fit", "params"]
    raised = Grade("net", "v", Verdict.FAILED, not_run(asked, Verdict.FAILED), ErrorInfo("ValueError", "no", ()))
    assert failed_kinds(asked, raised) == ["error"]
    assert failed_kinds(asked, structs.replace(raised, error=None, stopped="The time limit was reached.")) == ["error"]


DATA = """import numpy as np
SIZE = 3
def two(n): return np.zeros((n, SIZE))
def one(n): return two(n)
def other(n): return np.ones(n)
"""


@pytest.mark.parametrize(
    ("changed", "to", "same"),
    [
        ("return two(n)", "return two(n) + 1", False),
        ("np.zeros", "np.empty", False),
        ("SIZE = 3", "SIZE = 4", False),
        ("import numpy as np", "import numpy as np, math", False),
        ("np.ones(n)", "np.full(n, 2)", True),
    ],
)
def test_of_data_py_counts_what_the_lesson_names(changed: str, to: str, same: bool) -> None:
    lesson = "```yaml world\none: [points]\n```"
    assert (definitions_for(lesson, DATA.replace(changed, to)) == definitions_for(lesson, DATA)) is same
