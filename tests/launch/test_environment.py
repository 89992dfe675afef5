"""Another Python sees of our environment what brings it TensorFlow, and nothing of ours."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tuitutor.engine.worker import Worker
from tuitutor.errors import WorkerUnavailable
from tuitutor.launch.environment import environment_for
from tuitutor.launch.local import LocalLauncher

BASE_PYTHON = Path(sys.executable).resolve()
OURS = (Path("/opt/tutor/lib"),)


def test_our_own_python_sees_all() -> None:
    environ = {"PYTHONHOME": "/opt/tutor", "PYTHONPATH": "/opt/tutor/lib", "A": "b"}
    assert environment_for("/opt/tutor/bin/python", "/opt/tutor/bin/python", OURS, environ) == environ


def test_another_python_keeps_what_a_site_brings() -> None:
    environ = {
        "PATH": "/bin",
        "PYTHONHOME": "/opt/tutor",
        "VIRTUAL_ENV": "/opt/tutor",
        "PYTHONPATH": os.pathsep.join(["/site/tensorflow", "/opt/tutor/lib", "/opt/tutor/lib/more", ""]),
    }
    seen = environment_for("/site/bin/python", "/opt/tutor/bin/python", OURS, environ)
    assert seen == {"PATH": "/bin", "PYTHONPATH": os.pathsep.join(["/site/tensorflow", ""])}


async def test_another_python_starts_in_spite_of_our_home_and_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, version in (("ours", "1.0"), ("site", "2.15")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "keras.py").write_text(f"__version__ = '{version}'")
        (tmp_path / folder / "tensorflow.py").touch()
    monkeypatch.setattr("tuitutor.launch.local._own_folders", lambda: (tmp_path / "ours",))
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'ours'}{os.pathsep}{tmp_path / 'site'}")
    another = tmp_path / "python"
    another.symlink_to(BASE_PYTHON)
    worker = Worker(LocalLauncher(str(another)))
    with pytest.raises(WorkerUnavailable, match=r"its Keras 2\.15 is too old"):
        await worker.start()
    await worker.close()
