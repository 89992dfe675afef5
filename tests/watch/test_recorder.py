"""What is recorded of a script, by a process of its own with the real Keras, and what is read of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import tuitutor.watch.recorder
from tuitutor.engine.folding import shown_after
from tuitutor.engine.snapshots import Shown
from tuitutor.watch.advice_on_runs import advise_on_run
from tuitutor.watch.recorder import new_path
from tuitutor.watch.run_file import RunHead, RunReader

RECORDER = Path(tuitutor.watch.recorder.__file__)
TRAINS = """
import os, sys
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"  # what a script says before it imports Keras holds
assert "keras" not in sys.modules
import helper, keras, numpy as np

keras.utils.set_random_seed(0)
x = np.random.default_rng(0).normal(size=(200, 3)) * [1, 1, 900]
y = (x[:, 0] > 0).astype(int)
x[3, 1] = np.nan
model = keras.Sequential([keras.layers.Dense(1, activation="sigmoid")])
model.compile("sgd", "binary_crossentropy", run_eagerly=True)  # a step is traced in seconds
own = keras.callbacks.CallbackList([], add_history=True, model=model, epochs=3, steps=7)
model.fit(x, y, epochs=3, verbose=0, callbacks=own)
model.evaluate(x, y, verbose=0)
other = keras.models.clone_model(model)
other.compile("sgd", "mse", run_eagerly=True)
helps = keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: other.fit(x, y, epochs=1, verbose=0))
model.fit(x, y, initial_epoch=4, epochs=6, verbose=0, validation_data=(x, y), callbacks=[helps])
print(__name__, sys.argv)
raise ValueError(helper.WORD)
"""


def record(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SLURM")}
    return subprocess.run(
        [sys.executable, RECORDER, *words], cwd=folder, env={**clean, **environment}, capture_output=True, text=True
    )


def lines_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.long
def test_every_fit_of_a_script_is_recorded_and_the_script_does_not_notice(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(TRAINS)
    (tmp_path / "helper.py").write_text("WORD = 'no luck'\n")
    done = record(tmp_path, "--to", "run.jsonl", "train.py", "--rate", "0.1")
    assert (done.returncode, done.stdout) == (1, "__main__ ['train.py', '--rate', '0.1']\n")
    raised = 'Traceback (most recent call last):\n  File "train.py", line 21, in <module>\n'
    assert done.stderr.endswith(f"{raised}    raise ValueError(helper.WORD)\nValueError: no luck\n")
    reader = RunReader(tmp_path / "run.jsonl")
    head, *events = reader.read()
    assert isinstance(head, RunHead)
    assert (head.script, head.arguments, head.folder) == (
        "train.py",
        ("--rate", "0.1"),
        str(tmp_path),
    )
    shown = Shown()
    for event in events:
        assert not isinstance(event, RunHead)
        shown = shown_after(shown, event)
    assert [(fit.epochs, fit.epochs_run, fit.done) for fit in shown.fits] == [(3, 3, True), (6, 2, True)]
    assert set(shown.fits[1].history) == {"loss", "val_loss"}
    assert reader.end is not None
    assert (reader.end.status, reader.end.error) == ("failed", "ValueError: no luck")
    assert reader.notes.memory > 100_000_000
    notes = reader.notes
    assert notes.lowest_rate == notes.highest_rate == pytest.approx(0.01)
    assert notes.model is not None
    assert [layer.kind for layer in notes.model.layers] == ["Dense"]
    assert notes.compiled is not None
    assert (notes.compiled.loss, notes.compiled.optimizer) == ("binary_crossentropy", "sgd")
    assert notes.given is not None
    assert (notes.given.inputs[0].rows, notes.given.inputs[0].not_finite > 0, notes.given.validation_shared) == (
        200,
        True,
        1.0,
    )
    assert notes.given.labels is not None
    assert notes.given.labels.values == (0, 1)
    assert [advice.topic for advice in advise_on_run(shown, notes)] == ["nan"]


def test_a_module_runs_as_with_python_and_its_exit_code_is_kept(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").write_text("")
    text = "import sys\nfrom package import __name__ as n\nprint(n, sys.argv[1:])\nsys.exit(3)"
    (package / "train.py").write_text(text)
    done = record(tmp_path, "-m", "package.train", "-v", TUITUTOR_RUNS_DIR=str(tmp_path / "runs"))
    assert (done.returncode, done.stdout) == (3, "package ['-v']\n")
    (file,) = (tmp_path / "runs").iterdir()
    assert done.stderr == f"Recorded in {file}\n"
    begun, end = lines_of(file)
    assert file.name.startswith("package.train-2")
    assert (begun["is"], begun["script"]) == ("run", "package.train")
    assert (end["is"], end["status"], end["error"]) == ("end", "failed", "exit status 3")


@pytest.mark.parametrize(("number", "ends_by"), [(signal.SIGTERM, "default"), (signal.SIGHUP, "own handler")])
def test_a_signal_is_recorded_and_ends_the_script_as_without_us(tmp_path: Path, number: int, ends_by: str) -> None:
    own = f"signal.signal({int(number)}, lambda *_: sys.exit(5))" if ends_by == "own handler" else ""
    script = f"import os, signal, sys\n{own}\nos.kill(os.getpid(), {int(number)})\nwhile True: pass"
    (tmp_path / "train.py").write_text(script)
    done = record(tmp_path, "--to", "run.jsonl", "train.py")
    end = lines_of(tmp_path / "run.jsonl")[-1]
    if ends_by == "default":
        assert (done.returncode, end["status"], end["error"]) == (-number, "signal", "SIGTERM")
    else:
        assert (done.returncode, end["status"], end["error"]) == (5, "failed", "exit status 5")


def test_a_loop_of_its_own_records_itself_without_keras(tmp_path: Path) -> None:
    (tmp_path / "recorder.py").write_bytes(RECORDER.read_bytes())
    script = "from recorder import Recorder\nr = Recorder()\nfor n in range(3): r.log(loss=1 / (n + 1), word='no')\n"
    (tmp_path / "loop.py").write_text(script)
    environment = {**os.environ, "TUITUTOR_RUNS_DIR": str(tmp_path / "runs")}
    subprocess.run([sys.executable, "-S", "loop.py"], cwd=tmp_path, env=environment, check=True)
    (file,) = (tmp_path / "runs").iterdir()
    shown = Shown()
    for event in list(RunReader(file).read())[1:]:
        assert not isinstance(event, RunHead)
        shown = shown_after(shown, event)
    assert shown.curves is not None
    assert shown.curves.points("loss") == ((1.0, 1.0), (2.0, 0.5), (3.0, 1 / 3))
    assert lines_of(file)[-1]["status"] == "ok"


def test_only_the_first_process_of_a_job_records(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("print('hello')")
    done = record(tmp_path, "train.py", TUITUTOR_RUNS_DIR=str(tmp_path / "runs"), SLURM_PROCID="1")
    assert (done.stdout, done.stderr) == ("hello\n", "")
    assert not (tmp_path / "runs").exists()


def test_a_folder_that_cannot_be_written_to_stops_no_training(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("print('hello')")
    (tmp_path / "runs").write_text("a file")
    done = record(tmp_path, "train.py", TUITUTOR_RUNS_DIR=str(tmp_path / "runs"))
    assert (done.returncode, done.stdout) == (0, "hello\n")
    assert re.fullmatch(r"This run is not recorded any further: .*\n", done.stderr)


def test_a_requeued_job_goes_on_in_its_file_and_what_is_torn_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUITUTOR_RUNS_DIR", str(tmp_path / "runs"))
    monkeypatch.setenv("SLURM_JOB_ID", "12")
    assert new_path("my train.py") == tmp_path / "runs" / "my-train-job12.jsonl"
    (tmp_path / "train.py").write_text("print('hello')")
    environment = {"TUITUTOR_RUNS_DIR": str(tmp_path / "runs"), "SLURM_JOB_ID": "12"}
    record(tmp_path, "train.py", **environment)
    file = tmp_path / "runs" / "train-job12.jsonl"
    whole = file.read_bytes()
    reader = RunReader(file)
    file.write_bytes(whole[:-20])
    assert [type(event) for event in reader.read()] == [RunHead]
    assert reader.end is None, "its last line has no end yet"
    record(tmp_path, "train.py", **environment, SLURM_RESTART_COUNT="1")
    (again,) = reader.read()
    assert isinstance(again, RunHead)
    assert (again.begun, again.restarts) == (2, 1)
    assert reader.end is not None


def test_lines_of_others_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    odd = ['{"is": "epoch"}', "[]", "nonsense", '{"is": "fit", "epochs": "many"}', "[" * 100_000, '{"is": "later"}']
    file.write_text("\n".join([*odd, '{"is": "fit", "fit": 1, "epochs": 2, "steps": null}', ""]))
    assert [type(event).__name__ for event in RunReader(file).read()] == ["FitStarted"]
