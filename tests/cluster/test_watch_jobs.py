"""Training runs in jobs of a real Slurm, followed from outside."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.slurm import PATIENCE, Slurm
from tests.waiting import wait_until

pytestmark = pytest.mark.long

TRAINS = """
import time
from tuitutor.runs.recorder import Recorder

recorder = Recorder()
for epoch in range(1, 10_000):
    recorder.log(loss=1 / epoch)
    time.sleep(0.05)
"""


def watch(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tuitutor", "watch", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_job_that_slurm_ends_is_named_with_its_last_epoch(
    slurm: Slurm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUITUTOR_RUNS_DIR", str(tmp_path / "runs"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "loop.py").write_text(TRAINS)
    recording = (
        f"cd {tmp_path} && TUITUTOR_RUNS_DIR={tmp_path}/runs {sys.executable} -m tuitutor watch --record loop.py"
    )
    job = slurm.ask("sbatch", "--parsable", f"--output={tmp_path}/out", f"--wrap={recording}").strip()
    file = tmp_path / "runs" / f"loop-job{job}.jsonl"
    assert wait_until(lambda: file.exists() and '"epoch": 20,' in file.read_text(), PATIENCE), (
        tmp_path / "out"
    ).read_text()
    slurm.ask("scancel", job)
    followed = watch(tmp_path)
    assert followed.returncode == 1, followed.stdout + followed.stderr
    assert "It was killed" in followed.stdout
    assert f"its job was cancelled (job {job}: CANCELLED)" in followed.stdout
