"""What is mutated, what is left alone, and what is made of the outcome; on a checkout of two files."""

from __future__ import annotations

import random
import subprocess
import tomllib
from pathlib import Path
from textwrap import dedent

import pytest

from mutants import __main__ as program
from mutants.sites import mutants

SOURCE = dedent('''
    """A module."""

    from __future__ import annotations

    from functools import lru_cache
    from typing import TYPE_CHECKING

    if TYPE_CHECKING:
        limit = 1

    Number = int | float

    @lru_cache(maxsize=2)
    def half(count: int | None, *, more: Number | str = "…", why: bool = True) -> int | None:
        note: str | None = f"{count + 3} of " + more
        return None if count is None else count // 4
''')


def test_annotations_decorators_types_and_texts_are_left_alone() -> None:
    made = list(mutants("half.py", SOURCE))
    assert {mutant.line for mutant in made} == {15, 17}
    assert {mutant.after for mutant in made if mutant.line == 15} == {
        'def half(count: int | None, *, more: Number | str = "…", why: bool = False) -> int | None:'
    }
    assert "return None if count is None else count // 5" in {mutant.after for mutant in made}
    assert "return None if count is not None else count // 4" in {mutant.after for mutant in made}
    assert list(mutants("x.py", "class Half(Struct, frozen=True):\n    count: int\n")) == []


def test_every_mutant_is_another_program() -> None:
    made = list(mutants("half.py", SOURCE))
    assert len({mutant.code for mutant in made} | {SOURCE}) == len(made) + 1


def test_what_is_no_python_or_a_warning_is_no_mutant() -> None:
    assert list(mutants("x.py", "both = {**one, 'two': two}\n")) == []
    replaced = {mutant.after for mutant in mutants("x.py", "same = word == 'one'\n")}
    assert replaced == {f"same = word {sign} 'one'" for sign in ("!=", "<", "<=", ">", ">=")}
    flags = {mutant.after for mutant in mutants("x.py", "mode = os.O_RDWR | os.O_CREAT\n")}
    assert "mode = os.O_RDWR & os.O_CREAT" in flags
    assert not {"mode = os.O_RDWR + os.O_CREAT", "mode = os.O_RDWR ^ os.O_CREAT"} & flags
    dotted = "try:\n    pass\nexcept (re.error, OSError):\n    pass\n"
    assert [mutant.after for mutant in mutants("x.py", dotted)] == ["except (re.error, CosmicRayTestingException):"]


def test_a_sample_has_one_mutant_of_each_place_and_is_the_same_for_a_seed() -> None:
    first, again, other = (list(mutants("half.py", SOURCE, random.Random(seed))) for seed in (1, 1, 2))
    assert first == again != other
    assert len(first) == len(other) < len(list(mutants("half.py", SOURCE)))


def test_a_line_that_says_why_its_mutants_change_nothing_is_left_alone() -> None:
    assert list(mutants("x.py", "two = 2  # no mutant: nothing reads it\n")) == []
    above = "# no mutant: nothing\n# reads it\ntwo = 2\nthree = 3\n"
    assert {mutant.before for mutant in mutants("x.py", above)} == {"three = 3"}
    assert list(mutants("x.py", "two = 2  # no mutant:\n")), "without a reason"
    assert list(mutants("x.py", "two = 2  # a comment\n"))


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one source file, its test and one room, whose bar is 80 %."""
    files = {
        "src/two.py": "def two():\n    return 2\n",
        "test_two.py": "from two import two\n\ndef test_two():\n    assert two() == 2\n\ndef test_more():\n    pass\n",
        "conftest.py": (
            "from hypothesis import settings\nsettings.register_profile('mutants')\n"
            "def pytest_collection_modifyitems(config, items):\n"
            "    config.hook.pytest_deselected(items=[each for each in items if each.name == 'test_more'])\n"
            "    items[:] = [each for each in items if each.name != 'test_more']\n"
        ),
        "rooms.toml": '[room]\nbar = 0.8\n[room.nearest]\n"src/*.py" = ["test_two.py"]\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(program, "ROOMS", tmp_path / "rooms.toml")
    return tmp_path


def test_a_room_in_which_all_die_meets_its_bar(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--sample", "all"]) == 0
    assert "room      2 killed, 0 timed out, 0 survived: 100% of 80%" in capsys.readouterr().out
    assert (checkout / "src/two.py").read_text().endswith("return 2\n")


def test_survivors_are_reported_and_excused_in_their_line(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test = checkout / "test_two.py"
    test.write_text(test.read_text().replace("== 2", "> 1"))
    assert program.main(["--sample", "all"]) == 1
    assert "1 killed, 0 timed out, 1 survived: 50% of 80%: too few" in capsys.readouterr().out
    report = (checkout / "build/mutants.txt").read_text()
    assert "src/two.py:2" in report
    assert "- return 2\n+ return 3\n" in report
    source = checkout / "src/two.py"
    source.write_text(source.read_text().replace("return 2", "return 2  # no mutant: no matter"))
    assert program.main(["--sample", "all"]) == 0
    assert capsys.readouterr().out.startswith("0 mutants of 1 files: every mutant")


def test_a_mutant_that_never_ends_is_killed_by_time(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "baseline", lambda all_tests, idle, jobs: dict.fromkeys(all_tests, 2.0))
    (checkout / "src/two.py").write_text(
        "def two(ready):\n    while not ready:\n        return None\n    return True\n"
    )
    (checkout / "test_two.py").write_text(
        "from two import two\n\ndef test_two():\n    waits = not two(False)\n    while not waits:\n        pass\n"
    )
    program.main(["--sample", "all"])
    assert "timeout  src/two.py:2: while not ready: -> " in capsys.readouterr().out


@pytest.mark.long
def test_a_mutant_that_ends_the_tests_themselves_is_killed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "src/two.py").write_text("import os\n\ndef two():\n    if 1 == 2:\n        os._exit(0)\n    return 2\n")
    program.main(["--sample", "all"])
    said = capsys.readouterr().out
    assert "killed   src/two.py:4: if 1 == 2: -> if not 1 == 2:" in said
    assert "survived src/two.py:4: if 1 == 2: -> if 1 < 2:" not in said


def test_tests_that_fail_without_a_mutant_stop_it_with_one_sentence(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "test_two.py").write_text("def test_two():\n    assert False\n")
    assert program.main([]) == 1
    said = capsys.readouterr().err
    assert said == "test_two.py fails without any mutant: build/mutants.txt says why; fix that first.\n"
    assert "assert False" in (checkout / "build/mutants.txt").read_text()


def test_a_word_that_no_path_has_is_said(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--only", "three"]) == 1
    assert "three" in capsys.readouterr().err


def test_each_room_names_sources_and_tests_that_are_there() -> None:
    rooms = tomllib.loads(program.ROOMS.read_text())
    modules = list(program.find(rooms))
    assert [test for module in modules for test in module.tests if not Path(test.partition("::")[0]).exists()] == []
    assert [pattern for of in rooms.values() for pattern in of["nearest"] if not list(Path().glob(pattern))] == []
