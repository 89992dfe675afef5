"""A child: one namespace of learner code, or one verification, serving commands until it is ended."""

from __future__ import annotations

import faulthandler
import io
import json
import math
import multiprocessing.context
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, Optional

import keras
import numpy as np

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import (
    Checked,
    Described,
    Drawn,
    Examined,
    Executed,
    Halted,
    Kept,
    LayersBuilt,
    LoadedAnew,
    Loading,
    Measured,
    Outcome,
    Predicted,
    Recorded,
    Repeated,
    Reran,
    Scored,
    TakenOver,
    ValueShown,
)
from tuitutor.protocol.facts import CellFacts, FitFacts, LayerLine, ProgramFacts, StepFacts
from tuitutor.protocol.limits import FULL, OPEN_FILES, Limits
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import (
    BuildLayers,
    CheckModel,
    Describe,
    Draw,
    Examine,
    Execute,
    Keep,
    LoadAnew,
    Measure,
    Predict,
    Record,
    Repeat,
    Rerun,
    Score,
    Start,
    TakeOver,
)
from tuitutor.worker import plain_data
from tuitutor.worker.carrying import DRAWN, INPUTS, INSTEAD, KEPT, MODEL, PREDICTIONS, RERUN_MODEL, VARIABLES
from tuitutor.worker.channel import Emitter
from tuitutor.worker.describe import describe
from tuitutor.worker.fresh_loading import load_fresh, outputs_of
from tuitutor.worker.keras_home import use_keras_home
from tuitutor.worker.layer_lines import LayerBuilder
from tuitutor.worker.measure_cell import RunAnswer, Unanswered, copy_mutables, run_cell
from tuitutor.worker.pictures.gallery import BACKEND, GALLERY
from tuitutor.worker.processes import DUMP_SIGNAL
from tuitutor.worker.sources import Sources, brief_error
from tuitutor.worker.training import activations, batches
from tuitutor.worker.training.fits import Watcher
from tuitutor.worker.training.measure import program_facts, save_to, variable_facts
from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.rebuilding import to_save
from tuitutor.worker.training.recording import CannotRepeat
from tuitutor.worker.training.repeating import repeat
from tuitutor.worker.training.shortening import shorten_fits
from tuitutor.worker.training.step_log import StepLog
from tuitutor.worker.training.tracing import variables_outside
from tuitutor.worker.verify import Verifier, predict
from tuitutor.worker.walls.refusals import Refusals
from tuitutor.worker.worlds import Replacing


@dataclass(frozen=True)
class Pipes:
    """The child's ends: `commands` is read; `events`, `stdout`, `stderr` and `trace` (where-am-I dumps) are written."""

    commands: int
    events: int
    stdout: int
    stderr: int
    trace: int


def serve(pipes: Pipes, folder: Path, refusals: Refusals) -> NoReturn:
    """Run the child in this process, with `folder` as its scratch space. Never returns."""
    enter_scratch(folder)
    captured = _redirect(pipes)
    faulthandler.enable(pipes.trace, all_threads=True)
    faulthandler.register(DUMP_SIGNAL, pipes.trace, all_threads=True, chain=False)
    refusals.announce()
    fork_by_default()
    _Child(pipes, folder, captured, refusals).serve()
    os._exit(0)


def enter_scratch(folder: Path) -> None:
    """Make `folder` the working, home and temporary folder: it is the only place where this process may write."""
    os.chdir(folder)
    os.environ["TMPDIR"] = os.environ["HOME"] = tempfile.tempdir = str(folder)
    use_keras_home(folder)


def _redirect(pipes: Pipes) -> list[Captured]:
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (pipes.stdout, 1), (pipes.stderr, 2)):
        os.dup2(source, target)
        os.close(source)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open for the life of the child
    captured = [Captured(fd) for fd in (1, 2)]
    sys.stdout, sys.stderr = captured
    sys.__stdout__, sys.__stderr__ = captured  # type: ignore[misc]
    return captured


def fork_by_default() -> None:
    """Have multiprocessing fork, as it did before Python 3.14, unless code asks for another method.

    The default since, a server that forks, is sent descriptors over a socket, which is refused here.
    """
    contexts: Any = multiprocessing.context
    contexts._default_context._default_context = multiprocessing.get_context("fork")


def warm_up() -> None:
    """Import and trace in advance what a first fit and map need.

    Names, seeds and graphs are left as in a fresh process.
    """
    x, y = np.zeros((8, 2), "float32"), np.zeros((8,), "int32")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    step = model.train_step

    def train_step(data: Any) -> Any:
        with variables_outside():  # or it is traced twice
            return step(data)

    model.train_step = train_step
    model.fit(x, y, epochs=1, batch_size=4, validation_split=0.5, verbose=0)
    model(x, training=False)
    keras.backend.clear_session()


class Captured(io.TextIOWrapper):
    """Standard output that reports being closed: an answer that closes it loses what it prints afterwards."""

    on_close: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, fd: int) -> None:
        raw = io.BufferedWriter(io.FileIO(fd, "w", closefd=False))
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def close(self) -> None:
        self.on_close()
        super().close()


class _Child:
    """Serves commands from its pipe, as the child's process. SIGINT reaches learner code only while it is running."""

    def __init__(self, pipes: Pipes, folder: Path, captured: list[Captured], refusals: Refusals) -> None:
        self._refusals = refusals
        self._pipes, self._folder, self._captured = pipes, folder, captured
        self._emit = Emitter(pipes.events)
        self._busy = self._watches_code = False
        self._limits, self._seed = Limits(), 0
        self._began = 0.0  # CPU time of this process before the latest run
        self._closed_at: tuple[Frame, ...] | None = None
        self._main = ModuleType("__main__")
        self._sources = Sources(self._main.__dict__)
        self._setup: Optional[dict[str, Any]] = None  # the variables from before all answers
        self._answer: Optional[RunAnswer] = None
        self._replacing: Optional[Replacing] = None
        self._watcher = Watcher(self._emit, "")
        self._step_log: Optional[StepLog] = None
        self._verifier = Verifier(folder)
        self._builder = LayerBuilder()
        signal.signal(signal.SIGINT, self._interrupted)

    def serve(self) -> None:
        with open(self._pipes.commands, "rb", closefd=False) as commands:
            for line in commands:
                try:
                    request = codec.decode(line)
                except ProtocolError:
                    break
                if isinstance(request, Start):
                    self._start(request)
                elif isinstance(request, Execute):
                    self._execute(request)
                elif isinstance(request, Measure):
                    self._measure(request)
                elif isinstance(request, Keep):
                    self._keep(request)
                elif isinstance(request, Examine):
                    self._examine(request)
                elif isinstance(request, Rerun):
                    self._rerun(request)
                elif isinstance(request, Record):
                    self._record(request)
                elif isinstance(request, Repeat):
                    self._repeat(request)
                elif isinstance(request, TakeOver):
                    self._emit(TakenOver(request.child, request.run))
                elif isinstance(request, LoadAnew):
                    self._load_anew(request)
                elif isinstance(request, Draw):
                    self._emit(Drawn(request.child, request.run, self._verifier.draw(request)))
                elif isinstance(request, CheckModel):
                    loading = partial(self._emit, Loading(request.child, request.run))
                    self._emit(Checked(request.child, request.run, self._verifier.check(request, loading)))
                elif isinstance(request, Predict):
                    self._predict(request)
                elif isinstance(request, Score):
                    self._emit(Scored(request.child, request.run, self._verifier.score(request.function)))
                elif isinstance(request, Describe):
                    self._emit(Described(request.child, request.run, *describe(request.module)))
                elif isinstance(request, BuildLayers):
                    self._build_layers(request)

    def _start(self, request: Start) -> None:
        os.environ["COLUMNS"] = str(request.columns)
        self._limits = request.limits
        set_limits(request.limits)
        self._seed = request.seed
        keras.utils.set_random_seed(request.seed)  # of weights too, or grades would be flaky
        self._watcher.child = request.child
        self._replacing = None if request.world is None else Replacing(request.world, self._main.__dict__)

    def _watch_code(self, child: str) -> None:
        """Watch what code does: only once there is some, since a process that verifies never runs any."""
        self._watches_code = True
        self._watcher.install()
        activations.install_activations()
        batches.install_batches()
        self._main.__dict__["display"] = _display
        os.environ["MPLBACKEND"] = BACKEND  # for a matplotlib that is imported later
        GALLERY.install(self._emit, child)
        sys.modules["__main__"] = self._main
        sys.argv = ["answer.py"]  # a script that reads its arguments finds none, and not ours
        self._note_exits()

    def _note_exits(self) -> None:
        """Record where the learner's code closes its output or ends Python with `os._exit`."""
        end, close = os._exit, os.close

        def noted_exit(status: int) -> NoReturn:
            faulthandler.dump_traceback(self._pipes.trace)
            end(status)

        def noted_close(fd: int) -> None:
            if fd in (1, 2):
                self._note_closed()
            close(fd)

        for captured in self._captured:
            captured.on_close = self._note_closed
        os._exit, os.close = noted_exit, noted_close

    def _note_closed(self) -> None:
        if self._closed_at is None and self._busy:
            self._closed_at = self._sources.here()

    def _execute(self, request: Execute) -> None:
        if not self._watches_code:
            self._watch_code(request.child)
        self._watcher.run, self._closed_at, self._watcher.repeats = request.run, None, request.repeats
        GALLERY.begin(request.run)
        namespace = self._sources.namespace
        begun = self._setup is not None
        if self._setup is None and (request.answer or request.part):
            self._replacing = None  # nothing of the world is left but its data
            self._setup = copy_mutables(namespace)
        if request.answer and self._setup is not None:
            wall = partial(self._watcher.by_hand, request.by_hand)
            before = copy_mutables(namespace) if begun else self._setup
            self._answer = RunAnswer(request.source, namespace, self._setup, before, self._fits_of, wall, self._seed)
            self._watcher.begin_answer()
            self._watcher.look_for(Offered(self._answer.setup) if request.rows else None, request.curves)
            if request.most_steps:
                self._log_steps(request)
        outcome: Outcome = "ok"
        start, error = time.monotonic(), None
        self._began = time.process_time()
        limit_cpu(self._limits.cpu_s)
        try:
            self._busy = True
            after = None if self._replacing is None else self._replacing.replace
            with self._watcher.by_hand(request.by_hand):
                value = self._sources.execute(request.source, request.filename, after)
            self._busy = False
            if value is not None:
                self._emit(ValueShown(request.child, request.run, value))
        except KeyboardInterrupt as caught:
            outcome, error = "interrupted", self._sources.error(caught)
        except BaseException as caught:
            outcome, error = "raised", self._in_words(caught)
        finally:
            self._busy = False
            self._watcher.look_for(None, ())
            with suppress(Exception):  # whatever the code did to matplotlib, what it printed still counts
                GALLERY.end()
        if outcome == "ok" and self._closed_at is not None:
            message = "the code closed standard output, so what it printed after that is lost"
            outcome, error = "raised", ErrorInfo("ClosedOutput", message, self._closed_at)
        self._flush()
        self._emit(Executed(request.child, request.run, outcome, round(time.monotonic() - start, 3), error))

    def _log_steps(self, request: Execute) -> None:
        """Note the answer's steps, and stand still after some of them if that is wanted."""
        self._step_log = StepLog(self._watcher.doing, request.most_steps)
        self._step_log.install()

        def tell(steps: StepFacts) -> None:
            self._flush()
            self._emit(Halted(request.child, request.run, steps))

        if request.halt_after:
            self._step_log.halt_after(request.halt_after, tell)

    def _in_words(self, error: BaseException) -> ErrorInfo:
        said = self._sources.error(error)
        sentence = self._refusals.sentence(error, said.message, self._folder)
        return said if sentence is None else replace(said, message=sentence)

    def _flush(self) -> None:
        for stream in {sys.stdout, sys.stderr, *self._captured}:
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                continue  # closed, or replaced by something that cannot be flushed

    def _measure(self, request: Measure) -> None:
        try:
            facts = self._facts(request)
        except Exception as error:
            facts = ProgramFacts(None, None, None, problem=brief_error(error))
        self._emit(Measured(request.child, request.run, facts))

    def _facts(self, request: Measure) -> ProgramFacts:
        namespace, watcher = self._sources.namespace, self._watcher
        try:
            model = eval(request.model, {**namespace, "keras": keras}) if request.model else namespace.get("model")
        except Exception:
            model = None
        is_model = isinstance(model, keras.Model)
        fits = shorten_fits(watcher.looked_into(self._fits_of(model)))
        offered = Offered(self._answer.setup) if self._answer is not None else None
        training = watcher.training_of(model, offered, request.apart_from) if is_model else None
        facts = replace(program_facts(model, fits, training), loops=watcher.loops())
        if self._step_log is not None and is_model:
            with suppress(Exception):  # then they stay unknown
                facts = replace(facts, steps=self._step_log.facts(model), outputs=outputs_of(model))
        if request.save:
            facts = self._save(model, facts)
        uncarried: tuple[str, ...] = ()
        if self._answer is not None:
            self._answer.model = model
            uncarried = self._carry(0, request.carried, namespace, self._answer.fits(model))
        return replace(
            facts,
            variables=tuple(variable_facts(name, namespace[name]) for name in request.variables if name in namespace),
            uncarried=uncarried,
        )

    def _save(self, model: keras.Model, facts: ProgramFacts) -> ProgramFacts:
        """Save the model, if it is built; it may be rebuilt for that."""
        if facts.model is None or not facts.model.built:
            return facts
        with to_save(model) as saves:
            problem = save_to(str(self._folder / MODEL), saves)
            saved = problem is None
            if problem is not None and self._refusals.is_full(problem):
                problem = FULL
            return replace(facts, saved=saved, save_problem=problem, rebuilt=saved and saves is not model)

    def _carry(self, number: int, names: tuple[str, ...], found: dict[str, Any], fits: Any) -> tuple[str, ...]:
        """Write variables for a `measure` cell in another process. Returns the names of those that can't be written."""
        values = {name: found[name] for name in names if name in found} | {"fits": fits}
        return plain_data.write_values(self._folder / VARIABLES.format(number), values)

    def _keep(self, request: Keep) -> None:
        values, problem = self._sources.namespace, None
        kept = b""
        try:
            kept = pickle.dumps({name: values[name] for name in request.names if name in values})
            (self._folder / KEPT).write_bytes(kept)
        except Exception as error:
            problem = brief_error(error)
        self._emit(Kept(request.child, request.run, sha256(kept).hexdigest(), problem))

    def _examine(self, request: Examine) -> None:
        limit_cpu(self._limits.cpu_s)
        try:
            if self._answer is None:
                cell = self._verifier.examine(request)
            else:
                at, rerun = self._folder / DRAWN, self._answer.rerun
                cell = run_cell(request.source, request.filename, self._answer.scope, rerun, at)
        except Unanswered as call:
            self._emit(Examined(request.child, request.run, CellFacts(), call.number))
            return
        made = [name for name in request.variables if name in cell.made]
        facts = tuple(variable_facts(name, cell.made[name]) for name in made)
        told = CellFacts(facts, tuple(sorted(cell.names)), cell.problem, cell.missing)
        self._emit(Examined(request.child, request.run, told))

    def _rerun(self, request: Rerun) -> None:
        limit_cpu(self._limits.cpu_s)
        problem = ""
        try:
            assert self._answer is not None
            seed, instead = pickle.loads((self._folder / INSTEAD).read_bytes())  # written where no learner's code ran
            found = self._answer.rerun(seed, **instead)
            names = tuple(name for name in request.carried if name != "model")
            self._carry(request.number, names, found, found["fits"])
            if "model" in request.carried and isinstance(found.get("model"), keras.Model):
                with to_save(found["model"]) as saves:
                    save_to(str(self._folder / RERUN_MODEL.format(request.number)), saves)
        except BaseException as error:
            problem = brief_error(error)
        self._emit(Reran(request.child, request.run, problem))

    def _record(self, request: Record) -> None:
        limit_cpu(self._limits.cpu_s)
        kept, said = self._watcher.kept, Recorded(request.child, request.run, "no fit was seen")
        if kept is not None:
            try:
                facts = self._watcher.fits_of(kept.model)
                fit = next(each for each in reversed(facts) if each.of_model)
                found = kept.write(self._folder, fit)
                used = round(time.process_time() - self._began, 3)
                said = Recorded(request.child, request.run, "", found.name, found.value, fit.validation, used)
            except CannotRepeat as why:
                said = replace(said, problem=str(why))
            except Exception as error:
                said = replace(said, problem=brief_error(error))
        self._flush()
        self._emit(said)

    def _repeat(self, request: Repeat) -> None:
        limit_cpu(self._limits.cpu_s)
        if not self._watches_code:  # its fits are streamed like a learner's
            self._watch_code(request.child)
        self._watcher.run = request.run
        began, problem, quality = time.process_time(), "", math.nan
        try:
            quality = repeat(self._folder, request.change, request.seed, request.redrawn, request.cpu_s).value
        except Exception as error:
            problem = brief_error(error)
        self._flush()
        used = round(time.process_time() - began, 3)
        self._emit(Repeated(request.child, request.run, problem, quality, used))

    def _load_anew(self, request: LoadAnew) -> None:
        if not self._watches_code:
            self._watch_code(request.child)
        limit_cpu(self._limits.cpu_s)
        facts = load_fresh(self._folder / Path(request.file).name, request.definitions, self._sources.namespace)
        self._flush()
        self._emit(LoadedAnew(request.child, request.run, facts))

    def _fits_of(self, model: Any) -> tuple[FitFacts, ...]:
        return self._watcher.fits_of(model if isinstance(model, keras.Model) else None)

    def _build_layers(self, request: BuildLayers) -> None:
        limit_cpu(self._limits.cpu_s)
        lines: Optional[tuple[LayerLine, ...]] = ()
        with suppress(Exception):  # then nothing is shown
            lines = self._builder.of(request)
        self._flush()
        self._emit(LayersBuilt(request.child, request.run, lines))

    def _predict(self, request: Predict) -> None:
        path = self._folder / PREDICTIONS.format(request.function)
        model = self._sources.namespace.get("model")
        problem = None
        try:
            inputs = np.load(self._folder / INPUTS.format(request.function), allow_pickle=False)
            np.save(path, predict(model, inputs), allow_pickle=False)
        except Exception as error:
            problem = brief_error(error)
        self._emit(Predicted(request.child, request.run, problem))

    def _interrupted(self, *_: Any) -> None:
        if self._busy:
            raise KeyboardInterrupt


def _display(*values: Any) -> None:
    """Show values as a notebook does, in text."""
    for value in values:
        print(repr(value))


def set_limits(limits: Limits) -> None:
    """Limit this process's memory, the size of its files and how many it has open, permanently."""
    for which, bound in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(which)[1]
        bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        with suppress(OSError, ValueError):  # macOS refuses some
            resource.setrlimit(which, (bound, bound))


def limit_cpu(seconds: float) -> None:
    """Set a backstop for one command, beyond the worker's own limit, which can name the line."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 10
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(argument: str) -> NoReturn:
    """The entry point of a cold child. `argument` is JSON with its pipes, folder and refusals."""
    body = json.loads(argument)
    folder, refusals = Path(body.pop("folder")), Refusals(**body.pop("refusals"))
    serve(Pipes(**body), folder, refusals)
