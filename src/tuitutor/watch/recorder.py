"""Records training runs in a file that `tuitutor watch` reads, while they go on or afterwards.

This one file needs Python 3.9 and its standard library, so it can be copied to where tuitutor isn't installed:

    python recorder.py train.py --epochs 40     records every `fit` of Keras 3 in train.py, unchanged
    python recorder.py -m package.train         the same of a module

In a script, for Keras 2, torch and loops of your own:

    from recorder import Recorder

    model.fit(..., callbacks=[Recorder()])      as a callback, in any Keras

    recorder = Recorder()
    for epoch in range(40):
        ...
        recorder.log(loss=loss, val_loss=val_loss)

The file has a line of JSON for each event, is only appended to, and may lack its end. An error in here never stops a
training: it is printed once on standard error.
"""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import platform
import re
import runpy
import signal
import sys
import time
import types
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Callable, Iterator, Optional

VERSION = 1
_SECONDS = 1.0  # between two writes: at most so much is lost if the process is killed
_STEP_SECONDS = 2.0  # between two lines on the progress inside an epoch
_MOST_FACTS = 50  # fits whose facts are written
_RANKS = ("SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "RANK")
_CALLBACK_LIST = "keras.src.callbacks.callback_list"
RUNS_FOLDER = "TUITUTOR_RUNS_DIR"


class RunFile:
    """Appends lines to a file. Only the process that opened it writes, and only the first one of a parallel job."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._process = os.getpid()
        self._waiting: list[str] = []
        self._written = 0.0
        self._broken = any(os.environ.get(rank, "0") not in ("", "0") for rank in _RANKS)
        self._file = -1
        self._ended = False
        if self._broken:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
            size = os.fstat(self._file).st_size
            if size and os.pread(self._file, 1, size - 1) != b"\n":
                os.write(self._file, b"\n")  # the last process was killed in the middle of a line
        except OSError as error:
            self._give_up(error)

    @property
    def is_open(self) -> bool:
        """Whether lines are written."""
        return not self._broken

    def write(self, kind: str, now: bool = True, **fields: Any) -> None:
        """Append a line; if not `now`, together with later lines, after a second at most."""
        if self._broken or os.getpid() != self._process:
            return
        try:
            self._waiting.append(json.dumps({"is": kind, **fields}, default=str) + "\n")
            if now or time.monotonic() - self._written >= _SECONDS:
                self.flush()
        except (OSError, ValueError, TypeError) as error:
            self._give_up(error)

    def flush(self) -> None:
        """Write the waiting lines."""
        if self._broken or os.getpid() != self._process or not self._waiting:
            return
        lines, self._waiting = "".join(self._waiting).encode(), []
        self._written = time.monotonic()
        while lines:
            lines = lines[os.write(self._file, lines) :]

    def end(self, status: str, error: str = "") -> None:
        """Write how the run ended, if that isn't written yet."""
        if not self._ended:
            self._ended = True
            self.write("end", at=time.time(), status=status, error=error)

    def _give_up(self, error: Exception) -> None:
        self._broken = True
        print(f"This run is not recorded any further: {error}", file=sys.stderr)


_now_open: Optional[RunFile] = None


def begin(script: str, arguments: list[str], path: Optional[Path] = None) -> RunFile:
    """Begin a run in `path`, or in a new file in the folder for runs; a requeued job goes on in its old file."""
    global _now_open
    file = _now_open = RunFile(path or new_path(script))
    file.write(
        "run",
        version=VERSION,
        at=time.time(),
        script=script,
        arguments=arguments,
        folder=str(Path.cwd()),
        python=sys.executable,
        host=platform.node(),
        pid=os.getpid(),
        job=os.environ.get("SLURM_JOB_ID", ""),
        restarts=int(os.environ.get("SLURM_RESTART_COUNT", "0") or 0),
    )
    atexit.register(file.end, "ok")  # of a script that calls Recorder itself, only its end is known
    return file


def new_path(script: str) -> Path:
    """Where a run is recorded: named after the script and the Slurm job, or the time."""
    folder = os.environ.get(RUNS_FOLDER, "")
    name = re.sub(r"[^\w.-]+", "-", re.sub(r"\.py$", "", Path(script).name) or "run").strip("-.") or "run"
    job = os.environ.get("SLURM_JOB_ID", "")
    array = os.environ.get("SLURM_ARRAY_TASK_ID", "")
    mark = f"job{job}{'-' + array if array else ''}" if job else time.strftime("%Y%m%d-%H%M%S") + f"-{os.getpid()}"
    data = os.environ.get("XDG_DATA_HOME", "")
    usual = (Path(data) if data else Path.home() / ".local" / "share") / "tuitutor" / "runs"
    return (Path(folder) if folder else usual) / f"{name}-{mark}.jsonl"


class Recorder:
    """A Keras callback that records a `fit`, or the recorder of a loop of your own, by `log`.

    It is no subclass of `keras.callbacks.Callback`, and needs no Keras: Keras only calls its methods.
    """

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self.model: Any = None
        global _now_open
        if _now_open is None:
            _now_open = begin(sys.argv[0], sys.argv[1:])
        self._file = _now_open  # of this process
        self._fit = 0
        self._described = 0  # the fit whose facts are written
        self._epoch = self._ran = 0  # the latest epoch's number, and the number of epochs that ended
        self._begun = self._stepped = 0.0

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith(("on_", "_implements")):
            return lambda *_, **__: None
        raise AttributeError(name)

    def set_params(self, params: Optional[dict[str, Any]]) -> None:
        self.params = params or {}

    def set_model(self, model: Any) -> None:
        self.model = model

    def on_train_begin(self, logs: Any = None) -> None:
        global _fits
        _fits += 1
        self._fit, self._epoch, self._ran, self._begun = _fits, 0, 0, time.monotonic()
        epochs, steps = self.params.get("epochs") or 1, self.params.get("steps")
        self._file.write("fit", fit=self._fit, at=time.time(), epochs=epochs, steps=steps)

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._epoch = epoch + 1

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._write_facts()
        now = time.monotonic()
        if now - self._stepped >= _STEP_SECONDS:
            self._stepped = now
            values = _numbers(logs)
            self._file.write("step", fit=self._fit, epoch=max(1, self._epoch), step=batch + 1, logs=values)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        seconds = time.monotonic() - self._begun
        self._ran += 1
        values = _numbers(logs)
        self._write_facts()
        fields = {"fit": self._fit, "epoch": epoch + 1, "seconds": round(seconds, 4), "logs": values}
        self._file.write("epoch", now=False, **fields, **_state(self.model))

    def _write_facts(self) -> None:
        """Write the facts of a fit, after its first batch: by then the model is built, and epochs may be long."""
        if self._fit != self._described and self._fit <= _MOST_FACTS:
            self._described = self._fit
            with suppress(Exception):
                for name, facts in _facts_of(self.model):
                    self._file.write(name, fit=self._fit, facts=facts)

    def on_train_end(self, logs: Any = None) -> None:
        self._file.write("fitted", fit=self._fit, epochs=self._ran)

    def log(self, epoch: Optional[int] = None, **values: Any) -> None:
        """Record the values of an epoch of a loop of your own; without a number, epochs are counted."""
        global _fits
        if not self._begun:
            _fits += 1
            self._fit, self._begun = _fits, time.monotonic()
            self._file.write("fit", fit=self._fit, at=time.time(), epochs=0, steps=None)
        self._epoch = self._epoch + 1 if epoch is None else int(epoch)
        seconds = round(time.monotonic() - self._begun, 4)
        self._file.write(
            "epoch", now=False, fit=self._fit, epoch=self._epoch, seconds=seconds, logs=_numbers(values), **_state(None)
        )


_fits = 0  # of this process


def _numbers(logs: Any) -> dict[str, float]:
    found = {}
    for name, value in dict(logs or {}).items():
        with suppress(TypeError, ValueError):
            found[str(name)] = float(value)
    return found


def _state(model: Any) -> dict[str, Any]:
    """The memory of this process, in bytes, and the learning rate, if they are known."""
    found: dict[str, Any] = {}
    with suppress(OSError, ValueError, IndexError):
        found["memory"] = int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if model is not None:
        with suppress(Exception):
            found["rate"] = float(model.optimizer.learning_rate)
    return found


def _facts_of(model: Any) -> Iterator[tuple[str, Any]]:
    """Facts of a fit, as the course's worker measures them: of its data, if they are arrays, and of its network.

    There are none if only this file was copied here. The data are the variables of the running call of `fit`, and are
    only read.
    """
    package = Path(__file__).resolve().parent.parent
    if not (package / "worker" / "training" / "fit_data_facts.py").is_file():
        return
    if importlib.util.find_spec("tuitutor") is None:
        sys.modules["tuitutor"] = module = types.ModuleType("tuitutor")
        module.__path__ = [str(package)]
    data_facts = importlib.import_module("tuitutor.worker.training.fit_data_facts")
    measure = importlib.import_module("tuitutor.worker.training.measure")
    rows = importlib.import_module("tuitutor.worker.training.rows")
    frame: Any = sys._getframe()
    while frame is not None and not (frame.f_code.co_name == "fit" and frame.f_locals.get("self") is model):
        frame = frame.f_back
    if frame is not None and "x" in frame.f_locals and not rows.is_stream(frame.f_locals["x"]):
        arguments = {name: frame.f_locals.get(name) for name in ("x", "y", "validation_data", "shuffle")}
        facts = data_facts.GivenData(arguments).facts()
        if facts is not None:
            yield "given", asdict(facts)
    yield "model", asdict(measure.model_facts(model))
    if (compiled := measure.compile_facts(model)) is not None:
        yield "compiled", asdict(compiled)


def hook() -> None:
    """From now on, record each `fit` of Keras 3, which the script may import now or later."""
    if _CALLBACK_LIST in sys.modules:
        _add_to(sys.modules[_CALLBACK_LIST])
    else:
        sys.meta_path.insert(0, _Finder())


class _Finder:
    """Finds the module of Keras's CallbackList as the other finders do, and changes it once it is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != _CALLBACK_LIST:
            return None
        others = (finder for finder in sys.meta_path if finder is not self and hasattr(finder, "find_spec"))
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in others)), None)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def execute_and_add(module: Any) -> None:
                execute(module)
                _add_to(module)

            spec.loader.exec_module = execute_and_add  # type: ignore[method-assign]
        return spec


def _add_to(module: Any) -> None:
    """Give every list of callbacks a recorder."""
    initialise = module.CallbackList.__init__

    def initialise_and_add(self: Any, *args: Any, **kwargs: Any) -> None:
        initialise(self, *args, **kwargs)
        if _is_inside_a_fit() or any(isinstance(callback, Recorder) for callback in self.callbacks):
            return
        recorder = Recorder()
        recorder.set_params(getattr(self, "params", None))
        recorder.set_model(kwargs.get("model") or getattr(self, "model", None))
        self.callbacks.append(recorder)

    module.CallbackList.__init__ = initialise_and_add


def _is_inside_a_fit() -> bool:
    """Whether a callback of another fit has started this one, whose record would interrupt the other's curves."""
    fits, frame = 0, sys._getframe()
    while frame is not None:
        fits += frame.f_code.co_name == "fit" and frame.f_globals.get("__name__", "").endswith(".trainer")
        frame = frame.f_back  # type: ignore[assignment]
    return fits > 1


def _record_signals(file: RunFile) -> None:
    """Write which signal ended the run, and then end by it. A script may set handlers of its own."""

    def end(number: int, _frame: Any) -> None:
        file.end("signal", signal.Signals(number).name)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, end)


def main(words: list[str]) -> int:
    """Run a script or a module as Python does, and record it."""
    path = None
    if words[:1] == ["--to"] and len(words) > 1:
        path, words = Path(words[1]), words[2:]
    module = words[:1] == ["-m"]
    words = words[module:]
    if not words:
        print("Say which script to run: recorder.py [--to FILE] [-m] SCRIPT [ARGUMENTS]", file=sys.stderr)
        return 2
    target, *arguments = words
    if not getattr(sys.flags, "safe_path", False):
        sys.path[0] = str(Path.cwd()) if module else str(Path(target).resolve().parent)
    sys.argv = [target, *arguments]
    file = begin(target, arguments, path)
    _record_signals(file)
    if path is None and file.is_open:
        print(f"Recorded in {file.path}", file=sys.stderr, flush=True)
    hook()
    status, error, failed = "ok", "", None
    try:
        if module:
            runpy.run_module(target, run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(target, run_name="__main__")
    except SystemExit as end:
        status = "ok" if end.code in (None, 0) else "failed"
        error = "" if status == "ok" else f"exit status {end.code}" if isinstance(end.code, int) else str(end.code)
        file.end(status, error)
        raise
    except BaseException as raised:
        failed = raised
        status = "interrupted" if isinstance(raised, KeyboardInterrupt) else "failed"
        error = f"{type(raised).__name__}: {raised}"[:2_000]
    file.end(status, error)
    if failed is None:
        return 0
    frames = failed.__traceback__
    ours = (__file__, runpy.__file__, "<frozen runpy>")
    while frames is not None and frames.tb_next is not None and frames.tb_frame.f_code.co_filename in ours:
        frames = frames.tb_next  # a traceback begins in the script, as without us
    sys.excepthook(type(failed), failed.with_traceback(frames), frames)
    return 130 if status == "interrupted" else 1


if __name__ == "__main__":
    sys.modules.setdefault("recorder", sys.modules["__main__"])  # a script may import it to call `Recorder` as well
    sys.exit(main(sys.argv[1:]))
