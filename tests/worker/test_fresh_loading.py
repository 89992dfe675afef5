"""What is said of a saved model that doesn't load where nothing of the program ran but registered classes."""

from __future__ import annotations

from pathlib import Path

from tuitutor.worker.archive import load_fresh

LONG = "x" * 1000 + " Exception encountered: Could not locate class 'Level'.\\nMake sure"


def test_the_reason_is_told_and_not_what_keras_was_about_to_do(tmp_path: Path) -> None:
    (tmp_path / "final.keras").touch()
    found = load_fresh(tmp_path / "final.keras", f"raise TypeError({LONG!r})", {})
    assert (found.problem or "").startswith("Could not locate class 'Level'.")


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    assert load_fresh(tmp_path / "final.keras", "", {}).problem == "there is no file final.keras"
