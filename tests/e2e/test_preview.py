"""An author begins a course in an empty folder and looks at it while writing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.walks import quit_app


@pytest.mark.long
def test_a_new_lesson_is_previewed_and_nothing_of_it_is_kept(open_terminal: Open, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tuitutor", "new", "hello", "--course", str(tmp_path / "mine")]
    home = {"TUITUTOR_DATA_DIR": str(tmp_path / "authors")}
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **home})
    lesson = tmp_path / "mine" / "hello.md"
    terminal = open_terminal(80, 24, "preview", str(lesson))
    terminal.wait_for("Say what this is about")
    lesson.write_text(lesson.read_text().replace("Say what this is about", "This is about circles"))
    terminal.wait_for("This is about circles")
    lesson.write_text(lesson.read_text().replace("- output_shape:", "- output_shap:"))
    terminal.wait_for("hello.md:94: unknown check 'output_shap'")
    lesson.write_text(lesson.read_text().replace("- output_shap:", "- output_shape:"))
    terminal.wait_for(lambda: "This is about circles" in terminal.text and "broken" not in terminal.text)
    quit_app(terminal)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert not (tmp_path / "data").exists()
