"""Which flags and commands there are is known to the front ends alone: no sentence of another room names one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import tuitutor
from tuitutor.cli import flag_hints
from tuitutor.cli.command import global_flags
from tuitutor.cli.commands import COMMANDS
from tuitutor.cli.commands import tuitutor as group
from tuitutor.errors import Remedy, UsageError
from tuitutor.tui.outside import with_way_out

SOURCE = Path(tuitutor.__file__).parent
FRONT_ENDS = {"cli", "tui"}
WHY = {
    "authoring/packaging.py": "the README and the steps of a new course",
    "classroom/sbatch.py": "the script that a job runs",
    "course/manual.py": "how to ask for a part of it",
    "worker/walls/refusals.py": "what to type in a shell, in the message of an exception that learner code gets",
    "playground/program.py": "the comment that says how a program was written",
    "workers/script_state.py": "the flags of squeue and sacct",
    "worker/script.py": "Python's own flag",
    "workers/limited.py": "Python's own flag",
    "workers/slurm.py": "squeue's flags",
    "workers/worker.py": "uv's flag",
}
"""The files that may name flags or commands, and in what."""


def with_its_own(command: click.Command, context: click.Context) -> Iterator[click.Command]:
    """The command, and those that it consists of, such as `data fetch`."""
    yield command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            part = command.get_command(context, name)
            assert part is not None
            yield from with_its_own(part, context)


def flags() -> set[str]:
    """All flags of all commands."""
    commands = with_its_own(group, click.Context(group))
    options = [*global_flags(), *(each for command in commands for each in command.params)]
    return {name for option in options if isinstance(option, click.Option) for name in option.opts}


NAMED = re.compile(
    rf"(?<![\w-])({'|'.join(re.escape(flag) for flag in sorted(flags(), reverse=True))})(?![\w-])"
    rf"|\btuitutor ({'|'.join(COMMANDS)})\b"
)


def sentences(path: Path) -> Iterator[str]:
    """The strings of a file, without its docstrings."""
    tree = ast.parse(path.read_text())
    skipped = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


@pytest.mark.long
def test_no_sentence_of_another_room_names_a_flag_or_a_command() -> None:
    files = {path.relative_to(SOURCE).as_posix(): path for path in SOURCE.rglob("*.py")}
    naming = {
        name: [said for said in sentences(path) if ("-" in said or "tuitutor " in said) and NAMED.search(said)]
        for name, path in files.items()
        if name.partition("/")[0] not in FRONT_ENDS
    }
    assert {name: said for name, said in naming.items() if said and name not in WHY} == {}
    assert {name for name in WHY if not naming[name]} == set(), "these need no exception any more"


@pytest.mark.parametrize(
    "said", ["use --via srun", "name it: -o DIR.", "see tuitutor doctor", "(--learners FILE)", "--as x"]
)
def test_flags_and_commands_are_recognised(said: str) -> None:
    assert NAMED.search(said)


def test_other_words_are_no_flags() -> None:
    assert not NAMED.search("tuitutor checked a well-known --viable and a non-o thing")


REMEDIES = [key for name, key in vars(Remedy).items() if name.isupper()]


@pytest.mark.parametrize("remedy", REMEDIES)
def test_the_command_line_names_a_flag_or_a_command_for_each_remedy(remedy: str) -> None:
    said = flag_hints.in_full(UsageError("It does not work; do this.", remedy))
    assert said.startswith("It does not work; do this (")
    assert said.endswith(").")
    assert NAMED.search(said)


def test_a_sentence_without_a_remedy_stays_as_it_is() -> None:
    assert flag_hints.in_full(UsageError("It does not work.")) == "It does not work."


@pytest.mark.parametrize("remedy", [Remedy.ANOTHER_PYTHON, Remedy.ANOTHER_LAUNCHER, Remedy.MORE_CPU, Remedy.SANDBOX])
def test_the_app_names_what_is_done_outside_of_it(remedy: str) -> None:
    said = with_way_out("It does not work; do this.", remedy)
    assert said.startswith("It does not work; do this (")
    assert NAMED.search(said)


def test_the_app_names_no_flag_of_another_command() -> None:
    assert with_way_out("It does not work.", Remedy.MARKS_COLUMN) == "It does not work."
    assert with_way_out("It does not work.", "") == "It does not work."
