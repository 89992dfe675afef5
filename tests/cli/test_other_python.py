"""`--python` names a Python in which nothing of ours is installed: `make other-pythons` tries two that have Keras."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tuitutor.course.folder import default_folder
from tuitutor.course.load import load_course

WHAT_IS_THERE = """
import importlib.metadata as m, importlib.util as u, json, platform
names = ["tuitutor", "textual", "msgspec", "click"]
versions = {d.metadata["Name"].replace("_", "-"): d.version for d in m.distributions()}
tensorflow = versions.get("tensorflow-cpu") or versions["tensorflow"]
print(json.dumps({
    "ours": [name for name in names if u.find_spec(name)],
    "python": platform.python_version(),
    "keras": versions["keras"],
    "backend": f"tensorflow {tensorflow}",
}))
"""


def tuitutor(python: str, *args: str, home: Path, answer: str = "") -> subprocess.CompletedProcess[str]:
    """The command line from within our own activated environment, which the other Python must not find."""
    site = sysconfig.get_path("purelib")
    own = {"VIRTUAL_ENV": sys.prefix, "PYTHONPATH": site, "TUITUTOR_DATA_DIR": str(home), "TUITUTOR_PYTHON": python}
    own["KERAS_HOME"] = str(home)
    command = [sys.executable, "-m", "tuitutor", *args]
    return subprocess.run(command, input=answer, capture_output=True, text=True, env={**os.environ, **own}, check=False)


@pytest.fixture
def solution() -> str:
    exercises = load_course(default_folder()).exercises
    return next(exercise.solution for exercise in exercises if exercise.label == "xor")


@pytest.mark.other_python
def test_the_handshake_says_what_is_there(learner_python: str, tmp_path: Path) -> None:
    there = subprocess.run([learner_python, "-c", WHAT_IS_THERE], capture_output=True, text=True, check=True)
    expected = json.loads(there.stdout)
    assert expected.pop("ours") == []
    # chosen for something else; lessons are made for TensorFlow
    (tmp_path / "keras.json").write_text('{"backend": "jax"}')
    result = tuitutor(learner_python, "doctor", "--json", home=tmp_path)
    assert result.returncode == 0, result.stdout
    worker = json.loads(result.stdout)["worker"]
    assert {key: worker[key] for key in expected} == expected
    assert worker["devices"] == ["CPU:0"]
    assert worker["forks"]


@pytest.mark.other_python
def test_an_answer_is_graded(learner_python: str, tmp_path: Path, solution: str) -> None:
    result = tuitutor(learner_python, "check", "xor", "-", home=tmp_path, answer=solution)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.spine
def test_a_python_without_keras_is_told_from_a_wrong_answer(tmp_path: Path, solution: str) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    python = str(tmp_path / "bare" / "bin" / "python")
    result = tuitutor(python, "check", "xor", "-", home=tmp_path, answer=solution)
    assert (result.returncode, result.stdout) == (3, "")
    assert f"tuitutor: Keras is not installed in {python} (Python 3." in result.stderr
    assert result.stderr.rstrip().endswith("or name another Python (--python PATH).")
