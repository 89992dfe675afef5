"""Whatever a variable of the environment holds: a default, or a sentence, and nothing that commands the terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.planted import bounds
from tuitutor.config.settings import ABOUT

VALUES = [
    *(b"", b" ", b"-1", b"0", b"nan", b"1e999", b"-1e999", b"9" * 5_000, b"1_0", b"x" * 120_000, b"\xff\xfe"),
    *(b"\x1b]52;c;QQ==\x07\x1b[2J", b"\xc2\x9b2J", b"\xe2\x80\xaeabc", b"\xed\xa0\x80", b"a\rb\nc", b"{}", b"'", b"="),
    *(b"../../../etc", b"/", b"/dev/zero", b"/dev/full", b"pipe", b"loop", b"file", b"folder", b"~", b"~root", b"~/x"),
    *(b"$(touch pwned)", b";touch pwned", b"`touch pwned`", b"-o", b"--help"),
]
OURS = [f"TUITUTOR_{name.upper()}" for name in ABOUT]
OTHERS = [
    *("TUITUTOR_", "TUITUTOR_BOGUS", "HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LOGNAME", "USER"),
    *("TERM", "COLORTERM", "LC_ALL", "LC_CTYPE", "LANG", "COLUMNS", "LINES", "NO_COLOR", "TMPDIR", "PYTHONPATH"),
    *("SSH_CONNECTION", "TMUX", "SLURM_JOB_ID", "SLURM_CPUS_ON_NODE", "CUDA_VISIBLE_DEVICES", "KERAS_HOME"),
]


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with what the values name."""
    folder = tmp_path / "here"
    (folder / "folder").mkdir(parents=True)
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    (folder / "file").write_text("x")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return folder


@pytest.mark.long
@pytest.mark.parametrize("variable", [*OURS, *OTHERS])
def test_reading_a_course(cli: Cli, where: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for value in VALUES:
        if value != b"/" or not variable.endswith(("_DIR", "HOME")):  # which root could fill
            monkeypatch.setenv(variable, os.fsdecode(value))
            for words in (("list",), ("check", "how-many")):
                with bounds(30):
                    done = cli(*words)
                is_fine(value, done.code, f"{done.out} {done.err}")
    assert not list(where.rglob("pwned"))


def is_fine(value: bytes, code: int, output: str) -> None:
    assert code in (0, 1, 2, 3), (value, code, output)
    assert "because of a bug" not in output, (value, output)
    assert "Traceback" not in output, (value, output)
    assert all(char.isprintable() or char in "\n\ufffd" for char in output), (value, output)
    assert len(output) < 10_000, value


@pytest.mark.long
@pytest.mark.parametrize("variable", ["TUITUTOR_PYTHON", "TUITUTOR_VIA"])
def test_running_code(cli: Cli, where: Path, variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two settings that name what is started."""
    monkeypatch.setenv("TUITUTOR_TRUST_COURSE", "1")
    for value in filter(bytes.strip, VALUES):
        monkeypatch.setenv(variable, os.fsdecode(value))
        with bounds(30):
            done = cli("run", "counts")
        is_fine(value, done.code, f"{done.out} {done.err}")
        assert done.code in (2, 3), (value, done)
    assert not list(where.rglob("pwned"))
