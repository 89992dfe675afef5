from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tuitutor.protocol.events import Unready
from tuitutor.workers.scripted import READY


def test_lint_of_a_sound_course(cli: Cli, course: Path) -> None:
    result = cli("lint")
    assert (result.code, result.out) == (0, "")
    assert result.err.splitlines()[-1] == f"No problems in '{course}'."
    assert result.err.count("warning: found no items to recall") == len(result.err.splitlines()) - 1


def test_lint_names_the_folder_as_it_was_given(cli: Cli, course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(course)
    assert cli("lint", ".").err.splitlines()[-1] == "No problems in '.'."


def test_lint_reports_every_problem_as_file_and_line(cli: Cli, course: Path) -> None:
    lesson = course / "counts.md"
    lesson.write_text(lesson.read_text().replace("question:", "qestion:").replace("```{hint}", "```{hnit}", 1))
    result = cli("lint", str(course))
    assert result.code == 2
    assert all(line.startswith(f"{lesson}:") for line in result.out.splitlines())
    assert "did you mean 'question'" in result.out
    document = cli("lint", str(lesson), "--json").document
    assert document["count"] == len(document["problems"]) >= 1


def test_lint_of_no_course(cli: Cli, tmp_path: Path) -> None:
    result = cli("lint", str(tmp_path / "nowhere"))
    assert (result.code, result.out) == (2, "")
    assert result.err == f"tuitutor: There is no file or folder {tmp_path / 'nowhere'} that can be read.\n"


def test_doctor_says_what_is_used_and_where_it_comes_from(
    cli: Cli, play: Play, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(lambda request: [])
    monkeypatch.setenv("TUITUTOR_LEARNER", "ada")
    result = cli("--python", "python3", "doctor")
    assert result.code == 0
    assert "learner      ada (environment TUITUTOR_LEARNER)" in result.out
    assert "python3 (flag" in result.out or "--python" in result.out
    assert "3.15.1 with tensorflow 2.21.0, Python 3.11.7" in result.out
    assert "devices      CPU:0" in result.out
    assert f"{home} (environment TUITUTOR_DATA_DIR), writable" in " ".join(result.out.split())
    assert "180 s of CPU time" in result.out


def test_doctor_says_that_the_course_is_that_of_the_working_folder(
    cli: Cli, play: Play, course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(lambda request: [])
    assert f"in {course} (environment TUITUTOR_COURSE) " in " ".join(cli("doctor").out.split())
    monkeypatch.delenv("TUITUTOR_COURSE")
    monkeypatch.chdir(course)
    assert f"in {course} (the working folder) " in " ".join(cli("doctor").out.split())


def test_doctor_says_how_modest_learner_code_is(cli: Cli, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TUITUTOR_NICE")
    play(lambda request: [], replace(READY, cores=2, usable_cores=64, nice=10))
    output = cli("doctor").out
    assert "cores        2 of 64 (default)\n" in output
    assert "\nmemory " not in output
    assert "nice         10 (default)\n" in output
    assert "cpu budget   60 CPU minutes a session (default)\n" in output
    worker = cli("doctor", "--json").document["worker"]
    assert (worker["cores"], worker["usable_cores"], worker["nice"]) == (2, 64, 10)
    monkeypatch.setenv("TUITUTOR_CPU_BUDGET_MIN", "0")
    monkeypatch.setenv("TUITUTOR_CORES", "2")
    output = cli("doctor").out
    assert "cores        2 of 64 (environment TUITUTOR_CORES)\n" in output
    assert "cpu budget   none (environment TUITUTOR_CPU_BUDGET_MIN)\n" in output


def test_doctor_says_that_a_job_has_its_own_bounds(cli: Cli, play: Play) -> None:
    play(lambda request: [], replace(READY, cores=16, usable_cores=16, memory_bytes=12 << 30, memory_limited=True))
    output = cli("--via", "srun", "doctor").out
    assert "memory       12 GiB for all that the job runs\n" in output
    assert "cores        16 of 16 (all that the job was given; the setting cores lowers it)\n" in output
    assert "cpu budget   none behind a launcher (default)\n" in output


def test_doctor_tells_scripts_what_the_worker_said(cli: Cli, play: Play) -> None:
    play(lambda request: [])
    worker = cli("doctor", "--json").document["worker"]
    assert (worker["python"], worker["keras"], worker["backend"]) == ("3.11.7", "3.15.1", "tensorflow 2.21.0")
    assert (worker["devices"], worker["forks"]) == (["CPU:0"], True)


def test_doctor_tells_how_to_get_at_a_gpu(cli: Cli, play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    play(lambda request: [])
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert "CPU:0 (to train on a GPU, set CUDA_VISIBLE_DEVICES)" in cli("doctor").out
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    assert "to train on a GPU" not in cli("doctor").out


def test_doctor_finds_what_is_wrong(cli: Cli, play: Play, home: Path) -> None:
    play(lambda request: [], Unready("missing", "Keras", "python3"))
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    document = cli("doctor", "--json").document
    problems = {finding["topic"]: finding["problem"] for finding in document["findings"] if finding["problem"]}
    assert document["healthy"] is False
    assert problems.keys() == {"keras", "state"}
    assert document["worker"] is None
    assert "Keras" in problems["keras"]
