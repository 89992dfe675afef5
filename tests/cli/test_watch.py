"""`tuitutor watch`: scripts with the real Keras, and records of scripts that ran elsewhere."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tuitutor.protocol import codec
from tuitutor.protocol.events import EpochEnded, Event, Executed, FitStarted, ScalarLogged, ScriptStarted

TRAINS = """
import sys
import keras, numpy as np
import parts

x = np.random.default_rng(0).normal(size=(64, 2))
y = (x[:, 0] > 0).astype(int)
print("here we go")
parts.train(parts.build(sys.argv[1]), x, y)
print("and on", file=sys.stderr)
"""
PARTS = """
import keras


def build(loss):
    last = keras.layers.Dense(2, activation="softmax")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="relu"), last])
    model.compile("sgd", loss)
    return model


def train(model, x, y):
    model.fit(x, y, epochs=6, verbose=2)
"""
GONE = ScriptStarted("train.py", ("--rate", "0.1"), host=platform.node(), pid=2**22 + 1, at=1e9)


def tuitutor(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tuitutor", *words],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TF_CPP_MIN_LOG_LEVEL", "3")


def recorded(losses: list[float], end: Event | None = None) -> None:
    """The record of a script whose process is gone."""
    events = [EpochEnded("", "", 1, epoch, epoch, {"loss": loss}) for epoch, loss in enumerate(losses, start=1)]
    all_of_them: list[Event] = [GONE, FitStarted("", "", 1, 9, 3, False), *events, *([end] if end is not None else [])]
    Path("run.jsonl").write_bytes(b"".join(codec.encode(event) for event in all_of_them))


@pytest.mark.long
@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("via", [(), ("--via", "env")])
def test_a_script_is_shown_with_what_was_looked_at_and_each_stream_is_its_own(via: tuple[str, ...]) -> None:
    Path("train.py").write_text(TRAINS)
    Path("parts.py").write_text(PARTS)
    shown = tuitutor(*via, "watch", "train.py", "sparse_categorical_crossentropy")
    assert shown.returncode == 0, shown.stderr
    assert "here we go\nfit 1: 6 epochs, 2 steps each\nepoch 1/6  loss" in shown.stdout
    assert "\nepoch 6/6  loss" in shown.stdout
    assert "It ended.\nBest loss: " in shown.stdout
    assert "Looked at the curves, the arrays and what the network answers." in shown.stdout
    assert "and on\n" in shown.stderr
    assert "and on" not in shown.stdout
    assert ("its standard input is empty" in shown.stderr) == bool(via)


@pytest.mark.long
@pytest.mark.usefixtures("_here")
def test_an_error_of_keras_gets_the_coachs_advice_with_its_file_and_line_and_python_its_own_traceback() -> None:
    Path("train.py").write_text(TRAINS)
    Path("parts.py").write_text(PARTS)
    shown = tuitutor("watch", "train.py", "categorical_crossentropy", "--json")
    assert shown.returncode == 1
    (advice,) = (document := json.loads(shown.stdout))["advice"]
    assert (Path(advice["file"]).name, advice["line"], advice["kind"]) == ("parts.py", 13, "loss")
    assert "sparse_categorical_crossentropy" in advice["try"]
    assert document["state"] == "failed"
    plain = subprocess.run(
        [sys.executable, "train.py", "categorical_crossentropy"], capture_output=True, text=True, check=False
    )
    _, began, traceback = plain.stderr.partition("Traceback")  # before it are TensorFlow's lines, with times
    assert began
    assert began + traceback in shown.stderr


@pytest.mark.long
@pytest.mark.usefixtures("_here")
def test_a_job_is_followed_to_its_end() -> None:
    Path("train.py").write_text(TRAINS)
    Path("parts.py").write_text(PARTS.replace("epochs=6", "epochs=60"))
    command = [sys.executable, "-m", "tuitutor", "watch"]
    with subprocess.Popen(
        [*command, "--to", "run.jsonl", "train.py", "sparse_categorical_crossentropy"], stdout=subprocess.PIPE
    ) as job:
        assert job.stdout is not None
        assert job.stdout.readline() == b"here we go\n"
        followed = tuitutor("watch", "run.jsonl")
        job.communicate()
        assert (job.wait(), followed.returncode) == (0, 0)
    assert followed.stderr.startswith("train.py sparse_categorical_crossentropy, on ")
    assert "epoch 60/60  loss" in followed.stdout
    assert "It ended." in followed.stdout
    (fit,) = json.loads(tuitutor("watch", "run.jsonl", "--json").stdout)["fits"]
    assert fit["epochs"] == fit["epochs_run"] == 60


@pytest.mark.usefixtures("_here")
def test_a_killed_job_says_so_with_its_last_epoch(cli: Cli) -> None:
    recorded([0.9, 0.8, 0.7])
    result = cli("watch", "run.jsonl")
    assert result.code == 1
    assert "It was killed after epoch 3 of 9: its process ended without a word" in result.out
    assert cli("watch", "run.jsonl", "--json").document["state"] == "killed"


@pytest.mark.usefixtures("_here")
def test_a_job_that_was_started_again_begins_its_curves_anew(cli: Cli) -> None:
    recorded([0.9, 0.8, 0.7])
    first = Path("run.jsonl").read_bytes()
    recorded([0.5], Executed("", "", "ok", 9.0))
    Path("run.jsonl").write_bytes(first + b'{"is": "Epoch\n' + Path("run.jsonl").read_bytes())
    result = cli("watch", "run.jsonl")
    assert "The job was started again, for the second time." in result.err
    assert "Best loss: 0.5, in epoch 1." in result.out


@pytest.mark.usefixtures("_here")
def test_of_a_loop_of_ones_own_the_last_epoch_is_its_step(cli: Cli) -> None:
    events: list[Event] = [GONE, *(ScalarLogged("", "", "loss", step, 1.0) for step in (1, 2))]
    Path("run.jsonl").write_bytes(b"".join(codec.encode(event) for event in events))
    assert "It was killed after epoch 2: its process ended without a word" in cli("watch", "run.jsonl").out


@pytest.mark.usefixtures("_here")
def test_divergence_is_told_with_its_cause(cli: Cli) -> None:
    recorded([0.9, 3.0, 40.0, 700.0, 9e4, 1e7, 3e9, 1e12, 1e15])
    assert "each step overshoots" in " ".join(cli("watch", "run.jsonl").out.split())
    assert [tip["kind"] for tip in cli("watch", "run.jsonl", "--json").document["advice"]] == ["diverging"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Name the script to run: tuitutor watch train.py"),
        (("nothing.py",), "There is no script or record nothing.py here."),
        (("zzz",), "There is no script or record zzz here."),
        (("--via", "env", "--to", "run.jsonl", "x.py"), "write the launcher before tuitutor watch"),
    ],
)
@pytest.mark.usefixtures("_here")
def test_bad_usage_is_one_sentence(cli: Cli, words: tuple[str, ...], message: str) -> None:
    result = cli("watch", *words)
    assert result.code == 2
    assert message in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("words", "arguments", "is_json"),
    [
        (("train.py", "-m", "3"), ["train.py", "-m", "3"], False),
        (("train.py", "--json"), ["train.py"], True),
        (("--json", "train.py", "--plain", "x"), ["train.py", "--plain", "x"], True),
        (("--", "train.py", "--json"), ["train.py", "--json"], False),
    ],
)
@pytest.mark.long
@pytest.mark.usefixtures("_here")
def test_what_follows_the_script_is_its_own_but_json_at_the_end(
    words: tuple[str, ...], arguments: list[str], is_json: bool
) -> None:
    Path("train.py").write_text("import sys\nprint(sys.argv)")
    done = tuitutor("watch", *words)
    assert str(arguments) in (done.stderr if is_json else done.stdout)
    assert done.stdout.startswith("{") == is_json
