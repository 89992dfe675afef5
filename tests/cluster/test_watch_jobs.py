"""Training runs in jobs of a real Slurm, followed from outside."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cluster.slurm import PATIENCE, Slurm
from tests.e2e.terminal import Terminal
from tests.waiting import wait_until

pytestmark = pytest.mark.long

TRAINS = """
import time
import keras, numpy as np

x = np.random.default_rng(0).normal(size=(64, 3))
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
slow = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: time.sleep(0.05))
model.fit(x, x.sum(axis=1), epochs=10_000, verbose=0, callbacks=[slow])
"""

RUNS_OFF = """
import time
import keras, numpy as np

x = np.random.default_rng(0).normal(size=(64, 3)) * 90 + 900
y = x.sum(axis=1) / 900
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(1e-5), "mse")


class Slow(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        time.sleep(0.2)


model.fit(x, y, epochs=1000, verbose=0, callbacks=[Slow()])
"""


def watch(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tuitutor", "watch", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_job_that_slurm_ends_is_named_with_its_last_epoch(
    slurm: Slurm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "loop.py").write_text(TRAINS)
    recording = f"cd {tmp_path} && {sys.executable} -m tuitutor watch --to run.jsonl loop.py"
    job = slurm.ask("sbatch", "--parsable", f"--output={tmp_path}/out", f"--wrap={recording}").strip()
    file = tmp_path / "run.jsonl"
    assert wait_until(lambda: file.exists() and '"epoch":20,' in file.read_text(), PATIENCE), (
        tmp_path / "out"
    ).read_text()
    slurm.ask("scancel", job)
    followed = watch(tmp_path, "run.jsonl")
    assert followed.returncode == 1, followed.stdout + followed.stderr
    assert "It was killed after epoch " in followed.stdout
    assert f"its job was cancelled (job {job}: CANCELLED)" in followed.stdout
    assert '"killed"' in watch(tmp_path, "run.jsonl", "--json").stdout


def test_a_jobs_divergence_is_on_the_screen_with_its_cause_before_the_job_ends(slurm: Slurm, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(RUNS_OFF)
    recording = f"cd {tmp_path} && {sys.executable} -m tuitutor watch --to run.jsonl train.py"
    job = slurm.ask("sbatch", "--parsable", f"--output={tmp_path}/out", f"--wrap={recording}").strip()
    file = tmp_path / "run.jsonl"
    assert wait_until(file.exists, PATIENCE), slurm.jobs()
    where = (tmp_path, slurm.marker, 80, 24, ("watch", "run.jsonl"))
    with closing(Terminal(*where, environment=slurm.environment, framed=False)) as terminal:
        terminal.wait_for("The inputs reach the first weights with a mean of")
        assert slurm.jobs() == {job: "RUNNING"}
        terminal.wait_for("Try: Scale each column once")
        assert "/1000" in terminal.text, "below the curves, which grow on"
        slurm.ask("scancel", job)
        terminal.wait_for("its job was cancelled")
