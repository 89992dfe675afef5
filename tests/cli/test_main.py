from __future__ import annotations

import io
import json
import os
import pty
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.cli import crash, opening, terminal
from tuitutor.cli.commands import COMMANDS
from tuitutor.cli.exits import Exit
from tuitutor.cli.session import Session
from tuitutor.errors import ConfigError, CourseError, StateError, UsageError, WorkerLost, WorkerUnavailable
from tuitutor.protocol import codec
from tuitutor.workers.scripted import READY


def test_version(cli: Cli) -> None:
    result = cli("--version")
    assert result.code == 0
    assert result.out.startswith("tuitutor 0.")


@pytest.mark.parametrize("command", [*COMMANDS, ""])
def test_every_command_has_help_with_an_example(cli: Cli, command: str) -> None:
    result = cli(*filter(None, (command, "--help")))
    assert result.code == 0
    assert "Example:\n" in result.out
    assert f"tuitutor {command}".rstrip() in result.out.split("Example:")[1]
    assert max(map(len, result.out.splitlines())) <= 80
    assert "RANGE" not in result.out


def test_the_help_sums_up_each_command_in_a_whole_sentence(cli: Cli) -> None:
    summaries = cli("--help").out.split("Commands:\n")[1].split("\n\n")[0].splitlines()
    assert len(summaries) == len(COMMANDS)
    assert not [line for line in summaries if line.endswith("...") or not line.endswith(".")]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError, 2),
        (CourseError, 2),
        (ConfigError, 2),
        (StateError, 3),
        (WorkerUnavailable, 3),
        (WorkerLost, 3),
    ],
)
def test_exit_codes(error: type[Exception], code: int) -> None:
    assert Exit.of(error("why")) == code  # type: ignore[arg-type]


def test_without_a_terminal_the_app_says_so_in_one_line(cli: Cli) -> None:
    result = cli()
    assert (result.code, result.out) == (2, "")
    assert "needs a terminal" in result.err
    assert len(result.err.splitlines()) == 1


@pytest.mark.parametrize("term", [None, "", "dumb"])
def test_a_terminal_that_is_not_known_is_refused_in_one_line(term: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if term is None:
        monkeypatch.delenv("TERM", raising=False)
    else:
        monkeypatch.setenv("TERM", term)
    primary, secondary = pty.openpty()
    with open(secondary, "r+b", 0) as tty:  # noqa: PTH123
        wrapped = io.TextIOWrapper(tty)
        for name in ("stdin", "stdout", "stderr"):
            monkeypatch.setattr(sys, name, wrapped)
        with pytest.raises(UsageError, match="TERM"), opening.take_terminal():
            pytest.fail("it was taken")
    os.close(primary)


def test_a_crash_of_ours_writes_a_log_and_says_where(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "store", property(lambda self: 1 / 0))
    result = cli("list")
    assert (result.code, result.out) == (3, "")
    assert len(result.err.splitlines()) == 1
    (log,) = (home / "crashes").iterdir()
    assert str(log) in result.err
    assert "ZeroDivisionError: division by zero" in log.read_text()


def test_a_crash_log_goes_elsewhere_when_the_data_folder_is_not_to_be_had(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    log = crash.write_log(ValueError("x"), blocked / "crashes")
    assert log is not None
    assert "ValueError: x" in log.read_text()
    log.unlink()


def test_crash_logs_are_private_and_the_oldest_go(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "crashes"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    for day in range(10, 35):
        (folder / f"crash-202001{day}-120000-x.log").write_text("")
    log = crash.write_log(ValueError("x"), folder)
    assert log is not None
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(log.stat().st_mode)) == (0o700, 0o600)
    left = sorted(path.name for path in folder.iterdir())
    assert (len(left), left[0], left[-1]) == (crash.KEPT, "crash-20200116-120000-x.log", log.name)


def test_a_worker_that_breaks_leaves_a_log_and_says_where(cli: Cli, home: Path, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        f"#!/bin/sh\necho '{codec.encode(READY).decode().strip()}'\n"
        "cat >&2 <<END\nTraceback (most recent call last):\nZeroDivisionError: a bug\nEND\n"
    )
    python.chmod(0o755)
    answer = tmp_path / "answer.py"
    answer.write_text("x = 1\n")
    result = cli("run", "how-many", str(answer), "--python", str(python))
    assert result.code == 3
    [log] = (home / "crashes").iterdir()
    assert f"the details are in {log}" in result.err
    assert "ZeroDivisionError: a bug" in log.read_text()


def test_ctrl_c_is_130(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Session) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "store", property(interrupted))
    assert cli("list").code == 130


@pytest.fixture
def environment(course: Path, home: Path) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in ("PATH",)},
        "HOME": str(home),
        "TUITUTOR_COURSE": str(course),
        "TUITUTOR_DATA_DIR": str(home),
    }


def test_a_closed_pipe_is_quiet(environment: dict[str, str]) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "tuitutor", "list"], stdout=write, stderr=subprocess.PIPE, env=environment
    )
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == Exit.PIPE_CLOSED


@pytest.mark.parametrize("full", ["stdout", "stderr"])
@pytest.mark.parametrize("args", [("hint", "how-many"), ("check", "how-many"), ("list", "--jsn"), ("--help",)])
def test_what_cannot_be_printed_is_done_nevertheless(
    cli: Cli, drafts: Path, monkeypatch: pytest.MonkeyPatch, full: str, args: tuple[str, ...]
) -> None:
    drafts.mkdir(parents=True)
    (drafts / "how-many.py").write_text("# answer: 15\n")
    printed = cli(*args)
    with Path("/dev/full").open("w") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, full, stream)
        result = cli(*args)
    lost = printed.out if full == "stdout" else printed.err
    assert (result.code == Exit.COULD_NOT) == bool(lost), printed
    if lost and full == "stdout":
        assert result.err.endswith("tuitutor: not everything could be printed: No space left on device.\n")
    assert "bug" not in result.err
    if args[0] == "hint":
        assert "these are all of them" in cli("hint", "how-many").err
    if args[0] == "check":
        assert cli("show", "--attempts", "how-many").out.count("2/2 points") == 2


def test_closed_streams_become_dev_null(environment: dict[str, str], tmp_path: Path) -> None:
    """Otherwise the notebook would get the number of standard output, and what is printed."""
    command = f"exec {sys.executable} -m tuitutor export counts -o {tmp_path / 'counts.ipynb'} <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], env=environment).returncode == 0
    assert json.loads((tmp_path / "counts.ipynb").read_text())["cells"]


def test_an_ascii_locale_never_fails(environment: dict[str, str], course: Path) -> None:
    lesson = course / "counts.md"
    lesson.write_text(lesson.read_text().replace("Before you count, look.", "Größe: x ≤ 3 → 日本"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tuitutor", "show", "counts"],
        capture_output=True,
        env={**environment, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert b"Grosse: x <= 3 -> ??" in done.stdout or b"Gro?e: x <= 3 -> ??" in done.stdout


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, False),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_only_where_it_is_wanted(environ: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert terminal.has_colour(Tty()) is colour
    assert not terminal.has_colour(io.StringIO())


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "screen"}, "256"),  # tmux's own default
        ({"TERM": "xterm"}, "256"),
        ({"TERM": "tmux-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-direct"}, "truecolor"),
        ({"TERM": "linux"}, "standard"),
        ({"TERM": "xterm-16color"}, "standard"),
        ({"TERM": "vt220"}, "standard"),
    ],
)
def test_a_terminal_has_the_colours_that_its_name_means(environment: dict[str, str], colours: str) -> None:
    assert terminal.colour_depth(environment) == colours
