"""The class that is graded in benchmarks, what is counted of it, and what follows for a large course."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import answers, large_course, report
from benchmarks.measurement import Measurement
from benchmarks.reporting import DECODE, simulated
from benchmarks.running import data
from benchmarks.soaking import Soak
from tuitutor.classroom.class_verdicts import Verdicts
from tuitutor.grading.verdicts import Verdict

COST = """
import json, sys
from benchmarks.costs import cost
found = cost([[sys.executable, "-c", program] for program in sys.argv[1:]], at_a_time=2)
print(json.dumps([found.wall_s, found.cpu_s, found.peak_mb]))
"""
BURN = "import time\nwhile time.process_time() < 0.3: pass"


def cost_of(*programs: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, which takes orphans in and waits for whatever it has started."""
    return subprocess.run([sys.executable, "-c", COST, *programs], capture_output=True, text=True)


def test_simulated_verdicts_are_decoded_as_a_folder_decodes_them(tmp_path: Path) -> None:
    folder = simulated(tmp_path / "many", 10, 2, 5)
    assert len(Verdicts(folder).marks) == 10
    done = subprocess.run([sys.executable, "-c", DECODE, str(folder)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_answers_differ_and_train_for_ten_epochs() -> None:
    texts = answers.texts()
    assert len(texts) == len(set(texts.values())) == 20
    for text in texts.values():
        compile(text, "answer.py", "exec")
        assert "epochs=10" in text


def test_a_notebook_holds_the_lessons_data_and_the_answer(tmp_path: Path) -> None:
    [path] = answers.notebooks(tmp_path / "notebooks", {"ada": "print('hello')"}).values()
    cells = json.loads(path.read_text())["cells"]
    assert [cell["source"] for cell in cells] == [data(), "print('hello')"]


def test_no_figure_counts_where_an_answer_did_not_pass(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("who,verdict\nada,passed\nbob,passed\n")
    answers.all_passed(tmp_path, 2)
    with pytest.raises(SystemExit, match="2 of 3 answers have a verdict"):
        answers.all_passed(tmp_path, 3)
    (tmp_path / "grades.csv").write_text("who,verdict\nada,passed\nbob,errored\n")
    with pytest.raises(SystemExit, match=r"1 did not pass: .*bob"):
        answers.all_passed(tmp_path, 2)


def test_the_cost_of_a_program_has_that_of_orphans_in_it() -> None:
    leaves = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {BURN!r}])\n"
    wall_s, cpu_s, peak_mb = json.loads(cost_of(BURN, leaves).stdout)
    assert cpu_s >= 0.6
    assert wall_s >= 0.3
    assert 3 < peak_mb < 100


def test_a_program_that_fails_has_no_cost() -> None:
    done = cost_of("import sys\nsys.exit('no such data')")
    assert done.returncode == 1
    assert "ended with 1: no such data" in done.stderr


def test_a_soak_is_told_by_its_hundreds_and_by_the_processes_that_stay() -> None:
    moments = [5.0 + number for number in range(100)] + [104.0 + number / 2 for number in range(1, 101)]
    soak = Soak(moments, [{1: 50.0, 2: 600.0, 3: 90.0}, {1: 51.0, 2: 600.0, 4: 80.0}])
    assert soak.hundreds == (1.0, 0.5)
    assert soak.memory == (650.0, 651.0)


def test_simulated_verdicts_are_read_as_any_others(tmp_path: Path) -> None:
    verdicts = Verdicts(simulated(tmp_path / "class", verdicts=1_000, journals=10, learners=10, drawn=True))
    assert len(list((tmp_path / "class" / "verdicts").iterdir())) == 10
    assert len(verdicts.marks) == 400
    assert all(mark.grade.verdict is Verdict.PASSED for mark in verdicts.marks)  # graded again since
    assert len(verdicts.marks[0].grade.results) == 5
    assert len({(who, exercise) for who, exercise, _ in verdicts.curves({"learner00003"})}) == 40


def test_a_large_course_is_worked_out_from_the_page() -> None:
    names = {
        "CPU an answer, 20 of them": ("s", 3.6),
        "two workers on Slurm, to the first verdict": ("s", 10.0),
        "an answer in another's share, of 10,000": ("ms", 0.2),
        "an answer's line in the journal": ("KB", 2.0),
        "reports of 1,000,000 verdicts in 1,000 journals, CPU": ("s", 50.0),
        "the same, memory": ("MB", 3000.0),
        "drawing an answer's curves for feedback, CPU": ("ms", 9.0),
    }
    measured = [Measurement(name, unit, (value,)) for name, (unit, value) in names.items()]
    page = report.page("", {"grading": report.table(measured, "2 cores", "2026-01-01")})
    text = large_course.worked_out(page)
    assert "400,000 answers of 3.6 CPU seconds are **400 core hours**" in text
    assert "50 CPU seconds and 3.0 GB of memory" in text
    assert "takes 1.0 h more" in text
    assert "The journals have 0.8 GB." in text
    assert "| 50 | 4.0 h |" in text  # 400 core hours on 100 cores, and 90 s to begin
    assert large_course.worked_out(page.replace("| the same, memory |", "| another |")) == ""


def test_the_documentation_has_what_follows_from_the_page() -> None:
    told = large_course.FILE.read_text("utf-8").partition(large_course.BEGIN)[2].partition(large_course.END)[0]
    assert told.strip() == large_course.worked_out(report.FILE.read_text("utf-8")).strip()
