"""What the cost of grading counts, and when it counts nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.answers import program, short_xor, solution
from benchmarks.grading import LABELS, check_passed

COST = """
import json, sys
from benchmarks.grading import cost
found = cost(["-c", sys.argv[1]])
print(json.dumps([found.cpu_s, found.memory]))
"""
BURN = "import time\nwhile time.process_time() < 0.3: pass"


def cost_of(source: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own, which adopts orphans and waits for all that it started."""
    return subprocess.run([sys.executable, "-c", COST, source], capture_output=True, text=True)


@pytest.mark.long
def test_the_cost_of_a_program_has_that_of_orphans_in_it() -> None:
    leaves = f"import subprocess, sys\nprint('here', flush=True)\nsubprocess.Popen([sys.executable, '-c', {BURN!r}])\n"
    cpu_s, memory = json.loads(cost_of(leaves).stdout)
    assert cpu_s >= 0.3
    assert len(memory) == 1


def test_a_program_that_fails_has_no_cost() -> None:
    done = cost_of("import sys\nsys.exit('no such data')")
    assert done.returncode == 1
    assert "ended with 1: no such data" in done.stderr


def test_a_cost_counts_only_if_every_answer_passed(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").write_text("who,verdict\nada,passed\nbob,passed\n")
    check_passed(tmp_path, 2)
    with pytest.raises(SystemExit, match="2 of 3 answers have a verdict"):
        check_passed(tmp_path, 3)
    (tmp_path / "grades.csv").write_text("who,verdict\nada,passed\nbob,errored\n")
    with pytest.raises(SystemExit, match=r"1 did not pass: .*bob"):
        check_passed(tmp_path, 2)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.long
def test_an_answer_is_a_program_with_what_its_lesson_runs_before_it(label: str) -> None:
    source = program(label, solution(label))
    compile(source, label, "exec")
    assert source.endswith(solution(label))
    assert "import data" not in source, "it would need the lessons' folder"


@pytest.mark.long
def test_the_short_answer_trains_for_ten_epochs() -> None:
    assert "epochs=10" in short_xor()
