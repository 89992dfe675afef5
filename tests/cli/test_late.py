"""Late answers, from the deadline in myst.yml to the mark in a list."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

LATE = """\
  deadline: 2026-12-01 23:59 Europe/Berlin
  late: {per_day: 10 %, at_most: 50 %}
"""


@pytest.fixture
def handed_in(tmp_path: Path, course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`in` with the right answers of ada, bob and cy, whose files are of 2026-12-04, and `times` of two of them."""
    with (course / "myst.yml").open("a") as file:
        file.write(LATE)
    for who in ("ada", "bob", "cy"):
        path = tmp_path / "in" / who / "how-many.py"
        path.parent.mkdir(parents=True)
        path.write_text("# answer: 15\n")
        os.utime(path, (1796385600, 1796385600))  # 2026-12-04 12:00 UTC
    (tmp_path / "times").write_text(
        "who,time\nada,2026-12-01 23:59\nbob,2026-12-03T12:00+01:00\nzoe,2026-12-01 12:00\n"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def rows() -> list[tuple[str, ...]]:
    with Path("out/grades.csv").open(newline="") as file:
        wanted = ("who", "verdict", "points", "time", "time_from", "taken_off")
        return [tuple(row[name] for name in wanted) for row in csv.DictReader(file)]


CLAIMED = ("2026-12-04T13:00+01:00", "the file's date (claimed)", "")
TIMED = [
    ("ada", "passed", "2", "2026-12-01T23:59+01:00", "times.csv", ""),
    ("bob", "passed", "1.6", "2026-12-03T12:00+01:00", "times.csv", "0.4"),  # two days: 20 % of 2
    ("cy", "passed", "2", *CLAIMED),
]


@pytest.mark.usefixtures("handed_in")
def test_only_a_time_that_the_learner_cannot_write_takes_points_off(
    cli: Cli, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("grade", "in", "-o", "out").code == 0
    assert rows() == [(who, "passed", "2", *CLAIMED) for who in ("ada", "bob", "cy")]
    done = cli("report", "out", "--times", "times")
    assert "times: 2 times of 3 learners; 1 name of nobody who handed in" in done.err
    assert rows() == TIMED
    assert "2 days late: 0.4 points less." in Path("out/feedback/bob.md").read_text()
    assert "claimed" not in Path("out/feedback/cy.md").read_text()
    overview = Path("out/class.md").read_text()
    assert "| cy | how-many | 2026-12-04T13\\:00+01\\:00 | the file's date (claimed) | 3 days late" in overview
    Path("list.csv").write_text("Login,Points\nada,\nbob,\ncy,\n")
    cli("report", "out", "--roster", "list.csv", "--who", "Login", "--column", "Points", "--out-of", "10")
    assert Path("out/reports/list.csv").read_text() == "Login,Points\nada,10\nbob,8\ncy,10\n"
    monkeypatch.setenv("TUITUTOR_COURSE", str(course.parent))  # the course isn't here any more
    assert cli("report", "out").code == 0
    assert rows() == TIMED


@pytest.mark.long
def test_what_is_handed_in_on_two_days_has_two_times(cli: Cli, course: Path, handed_in: Path) -> None:
    text = (course / "counts.md").read_text()
    second = text.replace("how-many", "again").replace("# Counts", "# Again")
    (course / "again.md").write_text(second)
    settings = course / "myst.yml"
    settings.write_text(
        settings.read_text().replace("- file: counts.md", "- file: counts.md\n        - file: again.md")
    )
    with settings.open("a") as file:
        file.write("  deadlines: {again: 2026-12-10 23:59}\n")
    later = handed_in.parent / "later/bob/again.py"
    later.parent.mkdir(parents=True)
    later.write_text("# answer: 15\n")
    Path("second").write_text("who,time\nbob,2026-12-12T12:00+01:00\nada,2026-12-12 12:00\n")
    assert cli("grade", "in", "-o", "out", "--times", "times").code == 0
    assert "second: 1 time of 3 learners" in cli("grade", "later", "-o", "out", "--times", "second").err
    both = [TIMED[0], ("bob", "passed", "1.6", "2026-12-12T12:00+01:00", "times.csv", "0.4"), *TIMED[1:]]
    assert rows() == both
    Path("other").write_text("who,time\nbob,2026-12-10T12:00+01:00\n")
    assert cli("report", "out", "--times", "other", "--exercise", "again").code == 0
    assert rows() == [both[0], ("bob", "passed", "2", "2026-12-10T12:00+01:00", "times.csv", ""), *both[2:]]
    Path("later-on").write_text("who,time\nada,2026-12-02T12:00+01:00\n")
    cli("report", "out", "--times", "later-on")  # of all her answers; bob's times stay
    assert [row[2] for row in rows()] == ["1.8", "2", "1.6", "2"]
    refused = cli("report", "out", "--times", "later-on", "--exercise", "again")
    assert (refused.code, "nobody whose answers these are is in it" in refused.err) == (2, True)


@pytest.mark.usefixtures("handed_in")
def test_an_extension_and_another_deadline_hold_for_what_is_graded_already(cli: Cli, course: Path) -> None:
    cli("grade", "in", "-o", "out", "--times", "times")
    assert rows() == TIMED
    cli("decide", "out", "bob", "--until", "2026-12-03 11:00")
    cli("report", "out")
    assert rows()[1][2] == "1.8"  # one day after the learner's own deadline
    path = course / "myst.yml"
    path.write_text(path.read_text().replace("2026-12-01", "2026-12-05"))
    cli("report", "out")
    assert [row[2] for row in rows()] == ["2", "2", "2"]
    refused = cli("decide", "out", "bob", "--until", "soon")
    assert (refused.code, "in 'until': found 'soon'; expected a time" in refused.err) == (2, True)
    refused = cli("report", "out", "--times", "nowhere")
    assert (refused.code, "nowhere: No such file" in refused.err) == (2, True)
