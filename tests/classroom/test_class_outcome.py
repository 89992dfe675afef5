"""Reports in the folder of a class, without the command line; tests/cli/test_reporting.py has it through `report`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.classroom.reports.marks import mark
from tuitutor.classroom.class_outcome import ClassReports, read_learners, write_reports
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.classroom.class_work import tasks_left
from tuitutor.errors import UsageError
from tuitutor.grading.verdicts import Verdict


def write(verdicts: Verdicts) -> tuple[ClassReports | None, list[int]]:
    """The reports, and the numbers of learners that were announced."""
    announced: list[int] = []
    return write_reports(verdicts, None, lambda curves: "", announced.append), announced


def test_nothing_is_written_before_something_is_graded(tmp_path: Path) -> None:
    assert write(Verdicts(tmp_path)) == (None, [])
    assert list(tmp_path.iterdir()) == []


def test_feedback_is_announced_only_for_learners_with_a_new_verdict(tmp_path: Path) -> None:
    verdicts = Verdicts(tmp_path)
    for who in ("ada", "bob"):
        verdicts.record(mark(who, "xor", Verdict.PASSED, 4.0))
    reports, announced = write(verdicts)
    assert reports is not None
    assert ({name for name, count in reports.counts.items() if count}, reports.counts["passed"]) == ({"passed"}, 2)
    assert all((tmp_path / name).exists() for name in reports.names)
    assert announced == [2]
    assert write(verdicts)[1] == []
    verdicts.record(mark("bob", "xor", Verdict.FAILED, 1.0))
    assert write(verdicts)[1] == [1]


def test_a_list_of_learners_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.csv: No such file or directory; name a CSV file with your learners\."):
        read_learners(tmp_path / "none.csv")


def test_without_a_job_no_task_is_left(tmp_path: Path) -> None:
    assert tasks_left(Verdicts(tmp_path)) == ""
