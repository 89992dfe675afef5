"""Playground states on the disk: what is kept, under which name, and what of it can be read again."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from tuitutor.errors import StateError, UsageError
from tuitutor.progress.states import States, read_state


@pytest.fixture
def states(tmp_path: Path) -> States:
    return States(tmp_path / "states")


def test_the_last_state_comes_back_with_its_history(states: States, tmp_path: Path) -> None:
    assert states.last() == ("", "")
    assert not (tmp_path / "states").exists()
    states.keep_last("noise=5", "one\ntwo")
    again = States(tmp_path / "states")
    assert again.last() == ("noise=5", "one\ntwo")
    states.keep_last("noise=6")
    assert states.last() == ("noise=6", "")
    assert states.names() == []


def test_no_name_leaves_the_folder(states: States, tmp_path: Path) -> None:
    states.save("../../x", "noise=5")
    assert states.named("../../x") == "noise=5"
    assert [path.parent for path in tmp_path.rglob("*.state")] == [tmp_path / "states"]
    for wrong in ("", "a" * 61, "a\nb"):
        with pytest.raises(UsageError):
            states.save(wrong, "noise=5")
    assert states.names() == ["../../x"]


@pytest.mark.parametrize("name", ["a", "a" * 60])
def test_a_name_has_one_to_sixty_characters(name: str, states: States) -> None:
    states.save(name, "noise=5")
    assert states.names() == [name]
    with pytest.raises(UsageError, match=r"^A name has 1 to 60 characters\.$"):
        states.save("a" * 61, "noise=5")


def test_a_name_that_is_none_names_those_there_are(states: States) -> None:
    with pytest.raises(UsageError, match=r"^There is no state 'x'; n saves one\.$"):
        states.named("x")
    for name in ("two", "one"):
        states.save(name, "noise=5")
    with pytest.raises(UsageError, match=r"^There is no state 'x'; there are one, two\.$"):
        states.named("x")


@pytest.mark.parametrize("other", ["noise=4", "noise=6"])
def test_a_state_that_moves_here_replaces_none_and_comes_once(other: str, states: States) -> None:
    states.save("x", other)
    assert states.add("x", "noise=5")
    assert not states.add("x", "noise=5")
    assert not states.add("x", other)
    assert states.add("x", "noise=7")
    assert {name: states.named(name) for name in states.names()} == {"x": other, "x 2": "noise=5", "x 3": "noise=7"}


def test_a_long_name_has_room_for_its_number(states: States) -> None:
    for number in range(3):
        assert states.add("a" * 60, f"noise={number}")
    assert sorted(states.names()) == sorted(["a" * 60, "a" * 58 + " 2", "a" * 58 + " 3"])


def test_what_cannot_be_read_is_not_there(states: States, tmp_path: Path) -> None:
    states.save("x", "noise=5")
    (tmp_path / "states" / "y.state").write_bytes(b"y\n\xff")
    assert states.names() == ["x"]
    with pytest.raises(UsageError):
        states.named("y")
    with mock.patch.object(Path, "glob", side_effect=PermissionError):
        assert states.names() == []


@pytest.mark.parametrize("more", [0, 1])
def test_a_file_of_up_to_a_mebibyte_is_read(more: int, states: States, tmp_path: Path) -> None:
    states.keep_last("noise=5")
    (tmp_path / "states" / "last.txt").write_bytes(b"\nnoise=5\n" + b"x" * ((1 << 20) - 9 + more))
    assert states.last()[0] == ("" if more else "noise=5")


def test_each_program_is_a_new_file(states: States, tmp_path: Path) -> None:
    written = [states.write_program(code) for code in ("one", "two")]
    assert written == [tmp_path / "states" / f"network-{number}.py" for number in (1, 2)]
    assert [path.read_text() for path in written] == ["one", "two"]


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    states = States(tmp_path / "file")
    with pytest.raises(StateError, match=r"cannot be written: Not a directory\.$"):
        states.save("x", "noise=5")
    with pytest.raises(StateError, match=r"cannot be written: Not a directory\.$"):
        states.write_program("code")
    with (
        mock.patch("tuitutor.progress.files.write_whole", side_effect=OSError("odd")),
        pytest.raises(StateError, match=r"cannot be written: odd\.$"),
    ):
        States(tmp_path).keep_last("noise=5")


@pytest.mark.parametrize(
    "data", [b"", b"name", b"name\n \n", b"\ndataset=xor\n", b"\xff\na", b"n" * 61 + b"\na", b"a\tb\nc"]
)
def test_a_file_is_a_name_and_a_state_or_damaged(data: bytes) -> None:
    assert read_state(b"name\n dataset=xor\nmore\n") == ("name", "dataset=xor\nmore")
    with pytest.raises(ValueError):  # noqa: PT011  # a UnicodeDecodeError is one, too
        read_state(data)
