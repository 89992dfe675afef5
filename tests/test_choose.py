"""What CI runs for a commit: tools/choose.py."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_spec = importlib.util.spec_from_file_location("choose", ROOT / "tools" / "choose.py")
assert _spec is not None
assert _spec.loader is not None
choose = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(choose)

IMPORTS = {"cli": {"engine"}, "engine": {"worker", "protocol"}, "worker": {"protocol"}, "draw": set()}
FOLDERS = {"tests/cli", "tests/e2e", "tests/engine", "tests/worker", "tests/draw", "tests/course"}


@pytest.mark.parametrize(
    ("changed", "folders"),
    [
        ("src/tuitutor/worker/child.py", {"tests/worker", "tests/engine"}),
        ("src/tuitutor/protocol/facts.py", {"tests/engine"}),
        ("src/tuitutor/engine/attempt.py", {"tests/engine", "tests/cli", "tests/e2e"}),
        ("src/tuitutor/draw.py", {"tests/draw"}),
        ("tests/draw/test_curves.py", {"tests/draw"}),
        ("tests/waiting.py", {"tests/cli", "tests/draw", "tests/engine"}),
        ("tests/test_names.py", set()),
        ("lessons/xor.md", {"tests/course", "tests/engine"}),
        ("README.md", set()),
    ],
)
def test_long_tests_are_those_of_rooms_that_changed_and_of_their_importers(changed: str, folders: set[str]) -> None:
    assert choose.long_tests("2", [changed], IMPORTS, FOLDERS) == folders


def test_importers_of_a_room_take_turns() -> None:
    first, second = (choose.long_tests(commit, ["src/tuitutor/protocol/facts.py"], IMPORTS, FOLDERS) for commit in "23")
    assert (first, second) == ({"tests/engine"}, {"tests/worker"})


def test_a_helper_of_tests_runs_all_folders_in_two_turns() -> None:
    first, second = (choose.long_tests(commit, ["tests/waiting.py"], IMPORTS, FOLDERS) for commit in "23")
    assert first | second == FOLDERS
    assert not first & second


@pytest.mark.parametrize(
    ("changed", "group"),
    [
        ("src/tuitutor/worker/walls/seccomp.py", "walls"),
        ("src/tuitutor/workers/slurm.py", "walls"),
        ("src/tuitutor/worker/training/fits.py", "pythons"),
        ("pyproject.toml", "installs"),
        ("lessons/xor.md", "installs"),
    ],
)
def test_a_group_runs_when_a_file_that_it_is_about_changes(changed: str, group: str) -> None:
    for turn in range(len(choose.GROUPS)):
        assert group in choose.groups(f"{turn:040x}", [changed])


def test_each_group_has_its_turn_and_one_runs_when_nothing_is_about_it() -> None:
    turns = [choose.groups(f"{number:040x}", ["README.md"]) for number in range(3)]
    assert sorted(name for turn in turns for name in turn) == sorted(choose.GROUPS)


def test_the_last_turn_of_each_group_is_the_newest_commit_that_had_it() -> None:
    commits = [f"{number:040x}" for number in (4, 1, 3, 2)]
    assert {name: int(commit, 16) for name, commit in choose.last_turns(commits).items()} == {
        choose.turn(commits[0]): 4,
        choose.turn(commits[2]): 3,
        choose.turn(commits[3]): 2,
    }


@pytest.mark.parametrize(
    ("new", "same"),
    [
        ("# no comment\ndef f(x):\n    return x + 1\n", True),
        ('def f(x):\n    """Other words."""\n    return (x\n            + 1)\n', True),
        ("def f(x):\n    return x + 2\n", False),
        ("def f(y):\n    return y + 1\n", False),
        ("def f(x):\n    'a'\n    return x + 1, 'a'\n", False),
    ],
)
def test_comments_docstrings_and_layout_are_no_change(new: str, same: bool) -> None:
    assert choose.same_code('def f(x):\n    """Words."""\n    return x + 1  # a comment\n', new) is same
    assert not choose.same_code("", new)


def test_what_may_change_a_verdict_draws_answers_for_each_kind_of_check() -> None:
    assert choose.grading_changed(["src/tuitutor/grading/judge.py"])
    assert not choose.grading_changed(["src/tuitutor/tui/app.py", "tests/grading/test_judge.py"])


def test_all_files_and_folders_of_the_table_are_there_and_each_folder_of_tests_runs_somewhere() -> None:
    about = [file for files in (*choose.GROUPS.values(), *choose.ALSO_ABOUT.values()) for file in files]
    assert [file for file in about if not (ROOT / file).exists() or file.endswith("/") != (ROOT / file).is_dir()] == []
    ours = {f"tests/{room}" for room in choose.rooms()} | {*choose.ALSO_ABOUT, "tests/benchmarks", "tests/faults"}
    assert choose.folders_of_tests() - ours == set()
    for folder in choose.IN_A_GROUP:
        assert (ROOT / folder).is_dir(), folder


@pytest.mark.long
def test_it_prints_what_a_shell_reads() -> None:
    printed = subprocess.run(
        ["bash", "-euc", 'eval "$(python3 tools/choose.py)"; echo "$LONG|$KINDS|$GROUPS_DUE"'],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    long, kinds, groups = printed.strip().split("|")
    assert set(long.split()) <= choose.folders_of_tests()
    assert kinds in ("", "1")
    assert set(groups.split()) & set(choose.GROUPS)
