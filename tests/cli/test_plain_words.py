"""Names of files, labels, titles, settings and errors reach the terminal as text, whatever command prints them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.tricky_course import TRICK, commands_in, write_tricky_course
from tuitutor.cli.commands import COMMANDS

# Each command with a trick in its arguments, in the course that it reads, or both
WORDS: dict[str, Sequence[Sequence[str]]] = {
    "warmup": [["--course", "COURSE"], [TRICK]],
    "list": [
        ["--course", "COURSE"],
        ["--courses", "--course", "COURSE"],
        ["--courses", "--course", TRICK],
        ["--course", TRICK],
        [TRICK],
        [f"--{TRICK}"],
    ],
    "show": [["--course", "COURSE", "sound"], ["--course", "COURSE", "broken"], [TRICK]],
    "next": [["--course", "COURSE"], [TRICK]],
    "edit": [["--course", "COURSE", "named"], [TRICK]],
    "reset": [["--course", "COURSE", "named"], [TRICK]],
    "run": [["--course", "COURSE", "broken"], [TRICK], ["how-many", TRICK], ["named", "--python", f"/{TRICK}"]],
    "check": [
        ["--course", "COURSE", "named", "ANSWER"],
        ["--course", "COURSE", "named", "ANSWER", "--json"],
        ["how-many", TRICK],
        ["how-many", "--hidden-seed", TRICK],
        [TRICK],
    ],
    "hint": [["--course", "COURSE", "named"], [TRICK]],
    "whatif": [["--course", "COURSE", "named"], [TRICK]],
    "solution": [["--course", "COURSE", "named"], [TRICK]],
    "submit": [["--course", "COURSE"], [TRICK], ["-o", f"none/{TRICK}"]],
    "move": [[TRICK], ["ANSWER"], ["-o", f"none/{TRICK}"], ["--course", "COURSE", "ANSWER"]],
    "grade": [
        ["--course", "COURSE", "ANSWER", "-o", "SOMEWHERE"],
        ["--course", "COURSE", "ANSWER", "--exercise", "named", "-o", "ANSWER"],
        [TRICK, "-o", "SOMEWHERE"],
    ],
    "report": [[TRICK], ["SOMEWHERE", "--gradescope", f"none/{TRICK}"]],
    "play": [[TRICK, "--epochs", "1"], [TRICK, "--plain"], ["--csv", TRICK], ["--svg", f"none/{TRICK}"]],
    "watch": [[TRICK], [f"{TRICK}.py"], ["--record", TRICK]],
    "lint": [["COURSE"], [TRICK], ["--explain", TRICK]],
    "attack": [["--course", "COURSE", "named"], ["--course", "COURSE", "named", "--json"], [TRICK]],
    "data": [["--course", "COURSE"], ["fetch", TRICK, "-o", "ANSWER"], [TRICK]],
    "release": [
        ["COURSE", "-o", "SOMEWHERE"],
        [TRICK, "-o", f"none/{TRICK}"],
        ["COURSE", "-o", "s", "--solutions", TRICK],
    ],
    "new": [["SOMEWHERE"], ["COURSE"]],
    "preview": [[TRICK]],
    "import": [["NOTEBOOK", "--course", "SOMEWHERE"], ["ANSWER", "--course", "SOMEWHERE"], [TRICK]],
    "export": [["--course", "COURSE", "sound", "-o", "SOMEWHERE"], ["--course", "COURSE", "broken"], [TRICK]],
    "doctor": [["--course", "COURSE", "--python", f"/no/{TRICK}"], ["--via", f"/no/{TRICK}"]],
    "learn": [["--plain", "--course", "COURSE"], [TRICK]],
    f"un{TRICK}known": [[]],
}

CELL = {"cell_type": "markdown", "metadata": {}, "id": "a", "source": f"# {TRICK}\n\n![{TRICK}]({TRICK}.png)"}


@pytest.fixture
def tricky(tmp_path: Path) -> Path:
    return write_tricky_course(tmp_path)


def test_every_command_is_tried() -> None:
    assert WORDS.keys() >= COMMANDS.keys()


@pytest.mark.parametrize(("command", "words"), [(command, words) for command in WORDS for words in WORDS[command]])
def test_no_command_prints_what_a_terminal_obeys(
    command: str,
    words: Sequence[str],
    cli: Cli,
    types: Callable[[str], None],
    tricky: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # where `export` writes
    types(f"l\ne\nc\nh\n{TRICK}\nl {TRICK}\nfile {TRICK}\nl 2\ne\n\n\n")
    monkeypatch.setenv("EDITOR", "false")
    answer = tmp_path / f"answer{TRICK}.py"
    answer.write_text(f"# answer: {TRICK}\n")
    notebook = tmp_path / f"book{TRICK}.ipynb"
    notebook.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL]}))
    places = {
        "COURSE": str(tricky),
        "ANSWER": str(answer),
        "NOTEBOOK": str(notebook),
        "SOMEWHERE": str(tmp_path / f"new{TRICK}"),
    }
    result = cli(command, *(places.get(word, word) for word in words))
    assert result.out + result.err
    assert commands_in(result.out + result.err) == set()


def test_nor_what_a_setting_says(cli: Cli, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUITUTOR_THEME", TRICK)
    from_environment = cli("list")
    monkeypatch.delenv("TUITUTOR_THEME")
    (home / "config" / "tuitutor").mkdir(parents=True)
    written = TRICK.encode("unicode_escape").decode().replace("\\x", "\\u00")
    (home / "config" / "tuitutor" / "config.toml").write_text(f'"cores{written}" = 1\n')
    for result in (from_environment, cli("list")):
        assert result.code == 2
        assert commands_in(result.err) == set()
