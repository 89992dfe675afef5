from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Play
from tuitutor.cli.session import Session
from tuitutor.protocol.events import (
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    FigureShown,
    FitEnded,
    FitStarted,
    Output,
    Unready,
    ValueShown,
)
from tuitutor.protocol.figures import Axis, Figure, Panel
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute, Request
from tuitutor.workers.budget import Budget
from tuitutor.workers.scripted import ScriptedLauncher
from tuitutor.workers.worker import Worker


def trains(request: Request) -> Iterable[Event]:
    """Every cell prints a line, trains for two epochs and shows a value."""
    if isinstance(request, Execute):
        child, run = request.child, request.run
        yield Output(child, run, f"{request.source.strip()}\x1b[2J\n")
        yield FitStarted(child, run, 1, epochs=2, steps=5, validation=True)
        yield EpochEnded(child, run, 1, 1, 0.5, {"val_loss": 0.8, "accuracy": 0.5, "loss": 0.9})
        yield EpochEnded(child, run, 1, 2, 1.0, {"val_loss": 0.7, "accuracy": 0.6, "loss": float("nan")})
        yield FitEnded(child, run, 1, 2)
        yield ValueShown(child, run, "'value'")
        yield Executed(child, run, "ok", 1.0)


def draws(request: Request) -> Iterable[Event]:
    """Every cell shows a figure twice."""
    if isinstance(request, Execute):
        for title in ("Begun", "Done"):
            figure = Figure((Panel(Axis(0.0, 1.0), Axis(0.0, 1.0), title=title),))
            yield FigureShown(request.child, request.run, 1, figure, final=title == "Done")
        yield Executed(request.child, request.run, "ok", 1.0)


def raises(request: Request) -> Iterable[Event]:
    """Every cell prints and then raises in its first line."""
    if isinstance(request, Execute):
        frame = Frame(request.filename, 1, "<module>", "1 / 0")
        yield Executed(request.child, request.run, "raised", 0.1, ErrorInfo("ZeroDivisionError", "no", (frame,)))


def sources(play_result: object) -> list[str]:
    (connection,) = play_result.connections  # type: ignore[attr-defined]
    return [request.source.strip() for request in connection.requests if isinstance(request, Execute)]


@pytest.mark.parametrize(
    ("name", "ran"),
    [
        ("counts", ["weights = 12", "print(weights)"]),
        ("counts:1", ["weights = 12"]),
        ("counts:2", ["weights = 12", "print(weights)"]),
    ],
)
def test_run_runs_a_cell_after_those_above(cli: Cli, play: Play, name: str, ran: list[str]) -> None:
    launcher = play(trains)
    assert cli("run", name).code == 0
    assert sources(launcher) == ran


def test_run_runs_the_setup_and_then_the_draft(cli: Cli, play: Play, drafts: Path) -> None:
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_text("mine = 1\n")
    launcher = play(trains)
    assert cli("run", "how-many").code == 0
    assert sources(launcher) == ["weights = 12", "mine = 1"]


def test_output_that_is_no_terminal_gets_lines_and_no_escape_codes(
    cli: Cli, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    play(trains)
    result = cli("run", "counts:1")
    assert "\x1b" not in result.out + result.err
    assert result.out.splitlines()[:4] == [
        "weights = 12",
        "fit 1: 2 epochs, 5 steps each",
        "epoch 1/2  loss 0.9  accuracy 0.5  val_loss 0.8",
        "epoch 2/2  loss nan  accuracy 0.6  val_loss 0.7",
    ]
    assert "'value'" in result.out


def test_a_file_is_called_by_its_name(cli: Cli, play: Play, course: Path, tmp_path: Path) -> None:
    lesson = course / "counts.md"
    question = "- question: {choices: [9, 12, 15], answer: 15}"
    lesson.write_text(lesson.read_text().replace(question, "- params: {total: 15}"))
    (tmp_path / "mine.py").write_text("1 / 0\n")
    (tmp_path / "mine.md").write_text("```{code-cell} ipython3\n1 / 0\n```\n")

    def fails(request: Request) -> Iterable[Event]:
        return raises(request) if isinstance(request, Execute) and "1 / 0" in request.source else trains(request)

    for command in ("check", "run"):
        play(fails)
        assert "line 1 of mine.py" in cli(command, "how-many", str(tmp_path / "mine.py")).out
        assert "line 1 of how-many.py" in cli(command, "how-many", str(tmp_path / "mine.md")).out
    document = cli("check", "how-many", str(tmp_path / "mine.py"), "--json").document
    assert [frame["file"] for frame in document["error"]["frames"]] == ["mine.py"]


def test_run_as_json(cli: Cli, play: Play) -> None:
    play(trains)
    result = cli("run", "counts:2", "--json")
    document = result.document
    assert (document["kind"], document["outcome"], document["value"]) == ("cell", "ok", "'value'")
    assert document["fits"][0]["history"]["val_loss"] == [0.8, 0.7]
    assert document["output"].startswith("print(weights)")
    assert "epoch 2/2" in result.err


def test_figures_are_printed_and_named_in_the_document(cli: Cli, play: Play) -> None:
    play(draws)
    assert "Figure: Done;" in cli("run", "counts:1").out
    result = cli("run", "counts:1", "--json")
    assert [figure["panels"][0]["title"] for figure in result.document["figures"]] == ["Done"]
    assert "Done" in result.err


def test_an_exception_names_the_answers_line(cli: Cli, play: Play, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("1 / 0\n")

    def script(request: Request) -> Iterable[Event]:
        fails = isinstance(request, Execute) and request.source.startswith("1 / 0")
        return raises(request) if fails else trains(request)

    play(script)
    result = cli("run", "how-many", str(answer))
    assert result.code == 1
    assert "line 1 of answer.py" in result.out
    assert "ZeroDivisionError: no" in result.out


def test_a_run_ends_at_the_first_failure(cli: Cli, play: Play) -> None:
    launcher = play(raises)
    result = cli("run", "counts")
    assert result.code == 1
    assert "line 1 of cell 1" in result.out
    assert sources(launcher) == ["weights = 12"]


def test_what_a_cell_raises_as_it_should_is_said_and_is_no_failure(cli: Cli, play: Play, course: Path) -> None:
    lesson = course / "counts.md"
    text = lesson.read_text()
    last = text.index("print(weights)") + len("print(weights)\n```\n")
    lesson.write_text(f"{text[:last]}\n```{{code-cell}} ipython3\nprint('after')\n```\n{text[last:]}")
    change = lesson.read_text().replace(
        "ipython3\nprint(weights)", "ipython3\n:tags: [raises-exception]\nprint(weights)"
    )
    lesson.write_text(change)

    def script(request: Request) -> Iterable[Event]:
        fails = isinstance(request, Execute) and request.source == "print(weights)"
        return raises(request) if fails else trains(request)

    play(script)
    whole, alone = cli("run", "counts"), cli("run", "counts:2")
    for result in (whole, alone):
        assert result.code == 0
        assert result.out.index("ZeroDivisionError: no") < result.out.index(
            "It raised an error, as the lesson intends."
        )
    assert whole.out.rstrip().endswith("Done in 2.1 s.")  # all of them together
    assert cli("run", "counts:2", "--json").document["meant"] is True


def test_a_limit_is_named(cli: Cli, play: Play) -> None:
    play(lambda request: [ChildEnded(request.child, "wall")] if isinstance(request, Execute) else [])
    result = cli("run", "counts:1")
    assert result.code == 1
    assert "time limit" in result.out


@pytest.mark.parametrize("command", [("run", "counts"), ("run", "counts", "--json")])
def test_without_keras_a_run_says_how_to_get_it(cli: Cli, play: Play, command: tuple[str, ...]) -> None:
    play(lambda request: [], Unready("missing", "Keras", "python3"))
    result = cli(*command)
    assert (result.code, result.out) == (3, "")
    assert "Keras" in result.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("counts:3",), "There is no cell '3' in 'counts'; its cells are 1 to 2."),
        (("counts:",), "There is no cell '' in 'counts'"),
        (("counts:x",), "There is no cell 'x'"),
        (("reading",), "has no cells"),
        (("counts", "answer.py"), "A FILE goes with an exercise"),
    ],
)
def test_run_of_what_cannot_run(cli: Cli, args: tuple[str, ...], sentence: str) -> None:
    result = cli("run", *args)
    assert result.code == 2
    assert sentence in result.err


def test_check_prints_each_check_and_remembers_the_attempt(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 12\n")
    result = cli("check", "how-many", str(answer))
    assert result.code == 1
    assert "count" in result.out
    assert "Not passed: 0 of 1 check passed" in result.out
    assert "tuitutor hint how-many" in result.out
    assert cli("list", "--json").document["chapters"][0]["lessons"][0]["exercises"][0]["attempts"] == 1


def test_check_as_json(cli: Cli, tmp_path: Path) -> None:
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 15\n")
    result = cli("check", "how-many", str(answer), "--json")
    assert (result.code, result.document["verdict"], result.document["points"]) == (0, "passed", 2)


def test_a_verdict_that_cannot_be_saved_is_said(cli: Cli, home: Path, tmp_path: Path) -> None:
    home.write_text("a file where the folder should be")
    answer = tmp_path / "answer.py"
    answer.write_text("# answer: 15\n")
    result = cli("check", "how-many", str(answer))
    assert result.code == 0
    assert str(home) in result.err


def test_a_session_without_cpu_time_left_is_refused_with_one_sentence(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = Budget(60.0)
    budget.note("a worker", 60.0)
    monkeypatch.setattr(Session, "worker", lambda self: Worker(ScriptedLauncher(trains), budget=budget))
    result = cli("run", "counts:1")
    assert result.code == 3
    assert "weights = 12" not in result.out
    assert result.err.splitlines()[-1].startswith("tuitutor: All 1 CPU minutes of this session are used up; leave")


LITTLE_ROOM = (
    "import os, resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10)); os.execv(sys.argv[1], sys.argv[1:])"
)


@pytest.mark.spine
@pytest.mark.sampled(4)
@pytest.mark.parametrize(("answer", "code"), [("# answer: 15\n", 0), ("# answer: 9\n", 1)])
@pytest.mark.parametrize("disk", ["full", "unfit"])
def test_a_result_that_cannot_be_recorded_is_said_and_its_verdict_kept(
    disk: str, answer: str, code: int, course: Path, tmp_path: Path
) -> None:
    data, file = tmp_path / "data", tmp_path / "answer.py"
    file.write_text(answer)
    if disk == "unfit":
        data.touch()  # a file, in which even root makes no folder
    command = [sys.executable, "-m", "tuitutor", "check", "how-many", str(file)]
    if disk == "full":  # as good as: no file may grow past a few bytes
        command = [sys.executable, "-c", LITTLE_ROOM, *command]
    own = {"TUITUTOR_COURSE": str(course), "TUITUTOR_DATA_DIR": str(data), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    environ = {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Passed: 1 of 1 check" in done.stdout or "0 of 1 check passed" in done.stdout
    [said] = done.stderr.splitlines()
    assert said.startswith(f"not saved: {data}")
    assert ("free some space" if disk == "full" else "make the folder writable") in said
    assert "again" not in said
    assert "memory" not in said
