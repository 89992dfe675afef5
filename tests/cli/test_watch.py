"""`tuitutor watch`: scripts with the real Keras, and runs that were recorded before."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

TRAINS = """
import sys
import keras, numpy as np

x = np.random.default_rng(0).normal(size=(64, 2))
y = (x[:, 0] > 0).astype(int)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, activation="sigmoid")])
model.compile(keras.optimizers.SGD(float(sys.argv[1])), "binary_crossentropy")
print("here we go")
model.fit(x, y, epochs=6, verbose=2)
"""


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; where runs are recorded."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("TUITUTOR_RUNS_DIR", str(tmp_path / "runs"))
    monkeypatch.delenv("SLURM_JOB_ID", raising=False)
    return tmp_path / "runs"


def recorded(runs: Path, name: str, losses: list[float], at: float, *, rate: float, end: str = "ok") -> None:
    """A run as the recorder writes it, of a process that is gone."""
    runs.mkdir(exist_ok=True)
    entries: list[dict[str, object]] = [
        {
            "is": "run",
            "script": "train.py",
            "arguments": ["--rate", str(rate)],
            "folder": str(Path.cwd()),
            "host": platform.node(),
            "pid": 2**22 + 1,
            "at": at,
        },
        {"is": "fit", "fit": 1, "epochs": 9, "steps": 3},
    ]
    entries += [
        {"is": "epoch", "fit": 1, "epoch": epoch, "seconds": epoch, "logs": {"loss": loss}, "memory": 5_000_000}
        for epoch, loss in enumerate(losses, start=1)
    ]
    entries += [{"is": "end", "status": end, "error": "", "at": at}] if end else []
    file = runs / f"{name}.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in entries))
    os.utime(file, (at, at))


@pytest.mark.long
def test_a_script_is_run_shown_recorded_and_shown_again(cli: Cli, runs: Path) -> None:
    Path("train.py").write_text(TRAINS)
    shown = subprocess.run(
        [sys.executable, "-m", "tuitutor", "watch", "train.py", "0.1"], capture_output=True, text=True, check=False
    )
    (file,) = runs.iterdir()
    assert shown.returncode == 0, shown.stderr
    assert "here we go\nfit 1: 6 epochs, 2 steps each\nepoch 1/6  loss" in shown.stdout
    assert "\nepoch 6/6  loss" in shown.stdout
    assert "It ended.\nBest loss: " in shown.stdout
    assert shown.stderr.startswith(f"Recorded in {file}\n")
    again = cli("watch")
    assert "fit 1: 6 epochs, 2 steps each" in again.out
    assert again.err.startswith(f"train.py 0.1, on {platform.node()} since ")
    assert cli("watch", "--plain", file.stem).out.endswith(again.out[again.out.index("It ended.") :])
    document = cli("watch", "--json").document
    assert (document["script"], document["arguments"], document["state"]) == ("train.py", ["0.1"], "ended")
    assert document["fits"][0]["epochs"] == document["fits"][0]["epochs_run"] == 6


def test_a_killed_run_says_so_with_its_last_epoch(cli: Cli, runs: Path) -> None:
    recorded(runs, "train-job7", [0.9, 0.8, 0.7], time.time(), rate=0.1, end="")
    result = cli("watch", "job7")
    assert result.code == 1
    assert "It was killed after epoch 3 of 9: its process ended without a word" in result.out
    assert cli("watch", "job7", "--json").document["state"] == "killed"


def test_a_script_that_failed_says_why_and_what_it_left_running_keeps_nobody_waiting(cli: Cli, runs: Path) -> None:
    Path("train.py").write_text(
        "import subprocess, sys\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print('left', left.pid, flush=True)\n"
        "sys.exit(3)"
    )
    done = subprocess.run(
        [sys.executable, "-m", "tuitutor", "watch", "train.py"], capture_output=True, text=True, check=False
    )
    os.kill(int(done.stdout.split()[1]), signal.SIGKILL)  # with it, the pipes would stay open
    assert (done.returncode, done.stdout.partition("\n")[2]) == (1, "It failed: exit status 3.\n")


def test_of_a_loop_of_ones_own_the_last_epoch_is_its_step(cli: Cli, runs: Path) -> None:
    recorded(runs, "loop", [], time.time(), rate=0.1, end="")
    lines = (runs / "loop.jsonl").read_text().splitlines()[:1]
    lines += [json.dumps({"is": "fit", "fit": 1, "epochs": 0, "steps": None})]
    lines += [
        json.dumps({"is": "epoch", "fit": 1, "epoch": step, "seconds": step, "logs": {"loss": 1.0}}) for step in (1, 2)
    ]
    (runs / "loop.jsonl").write_text("\n".join([*lines, ""]))
    assert "It was killed after epoch 2: its process ended without a word" in cli("watch").out


@pytest.mark.long
def test_a_run_that_goes_on_is_followed_to_its_end(runs: Path) -> None:
    Path("train.py").write_text(TRAINS.replace("epochs=6", "epochs=60"))
    command = [sys.executable, "-m", "tuitutor", "watch"]
    with subprocess.Popen(
        [*command, "--record", "train.py", "0.1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as it:
        assert it.stderr is not None
        assert it.stderr.readline().startswith(b"Recorded in ")
        followed = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (it.wait(), followed.returncode) == (0, 0)
    assert "epoch 60/60  loss" in followed.stdout
    assert "It ended." in followed.stdout


def test_divergence_is_told_with_its_cause(cli: Cli, runs: Path) -> None:
    recorded(runs, "wild", [0.9, 3.0, 40.0, 700.0, 9e4, 1e7, 3e9, 1e12, 1e15], time.time(), rate=10)
    result = cli("watch")
    assert "each step overshoots" in " ".join(result.out.split())
    assert [tip["kind"] for tip in cli("watch", "--json").document["advice"]] == ["diverging"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "No run of this folder is recorded yet: tuitutor watch train.py runs a script and records it."),
        (("nothing.py",), "There is no script nothing.py here."),
        (("trainn",), "There is no script or recorded run 'trainn'; did you mean train?"),
        (("--record",), "Name the script to run"),
        (("log.csv",), "log.csv is not the record of a training run."),
        (("zzz",), "There is no script or recorded run 'zzz'; runs are recorded in "),
    ],
)
def test_bad_usage_is_one_sentence(cli: Cli, runs: Path, words: tuple[str, ...], message: str) -> None:
    if words:
        recorded(runs, "train", [1.0], 1e9, rate=1)
    Path("log.csv").write_text("month,sold\n")
    result = cli("watch", *words)
    assert result.code == 2
    assert message in " ".join(result.err.split())


def test_the_recorder_is_one_file(cli: Cli) -> None:
    assert "class Recorder" in cli("watch", "--recorder").out
