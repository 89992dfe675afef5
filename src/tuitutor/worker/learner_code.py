"""The learner's code in a child: running and watching it, and measuring the state that it leaves."""

from __future__ import annotations

import faulthandler
import io
import math
import os
import pickle
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, Optional

import keras
import numpy as np

from tuitutor.protocol.events import (
    Executed,
    Halted,
    Kept,
    LayersBuilt,
    LoadedAnew,
    Measured,
    Outcome,
    Predicted,
    Recorded,
    Repeated,
    Reran,
    ValueShown,
)
from tuitutor.protocol.facts import LayerLine, ProgramFacts, StepFacts
from tuitutor.protocol.limits import FULL, OPEN_FILES, Limits
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import (
    BuildLayers,
    Execute,
    Keep,
    LoadAnew,
    Measure,
    Predict,
    Record,
    Repeat,
    Rerun,
    Start,
)
from tuitutor.worker import plain_data
from tuitutor.worker.archive import load_fresh, outputs_of
from tuitutor.worker.carrying import INPUTS, INSTEAD, KEPT, MODEL, PREDICTIONS, RERUN_MODEL, VARIABLES
from tuitutor.worker.channel import Emitter, Pipes
from tuitutor.worker.layer_lines import LayerBuilder
from tuitutor.worker.learner_errors import brief_error, raise_if_ours, suppress_learner_errors
from tuitutor.worker.measure_cell import RunAnswer, copy_mutables
from tuitutor.worker.pictures.gallery import BACKEND, GALLERY
from tuitutor.worker.sources import Replacing, Sources
from tuitutor.worker.training.fits import Watcher
from tuitutor.worker.training.measure import program_facts, save_to, shorten_fits, variable_facts
from tuitutor.worker.training.offered import Offered
from tuitutor.worker.training.origin import install_activations
from tuitutor.worker.training.rebuilding import to_save
from tuitutor.worker.training.recording import CannotRepeat
from tuitutor.worker.training.repeating import repeat
from tuitutor.worker.training.speed import install_batches
from tuitutor.worker.training.step_log import StepLog
from tuitutor.worker.verify import WRONG_KIND, predict_all
from tuitutor.worker.walls.refusals import Refusals


class Captured(io.TextIOWrapper):
    """Standard output that reports being closed: an answer that closes it loses what it prints afterwards."""

    on_close: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, fd: int) -> None:
        raw = io.BufferedWriter(io.FileIO(fd, "w", closefd=False))
        super().__init__(raw, encoding="utf-8", errors="backslashreplace", line_buffering=True)

    def close(self) -> None:
        self.on_close()
        super().close()


class LearnerCode:
    """Answers the commands that run learner code, or measure the state that it leaves.

    `busy` while learner code runs. `answer` is the answer, once it is run.
    """

    def __init__(self, emit: Emitter, pipes: Pipes, folder: Path, captured: list[Captured], refusals: Refusals) -> None:
        self.busy = self._watches = False
        self.answer: Optional[RunAnswer] = None
        self._emit, self._pipes, self._folder, self._captured, self._refusals = emit, pipes, folder, captured, refusals
        self._limits, self._seed = Limits(), 0
        self._began = 0.0  # CPU time of this process before the latest run
        self._closed_at: tuple[Frame, ...] | None = None
        self._main = ModuleType("__main__")
        self._sources = Sources(self._main.__dict__)
        self._setup: Optional[dict[str, Any]] = None  # the variables before any answer
        self._replacing: Optional[Replacing] = None
        self._watcher = Watcher(emit, "")
        self._step_log: Optional[StepLog] = None
        self._builder = LayerBuilder()

    # ---- running

    def start(self, request: Start) -> None:
        """Begin with these limits, permanently, and this seed."""
        os.environ["COLUMNS"] = str(request.columns)
        self._limits, self._seed = request.limits, request.seed
        for resource_id, bound in (
            (resource.RLIMIT_AS, request.limits.memory_bytes),
            (resource.RLIMIT_FSIZE, request.limits.file_bytes),
            (resource.RLIMIT_NOFILE, OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            hard = resource.getrlimit(resource_id)[1]
            bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            with suppress(OSError, ValueError):  # macOS refuses some
                resource.setrlimit(resource_id, (bound, bound))
        keras.utils.set_random_seed(request.seed)  # initial weights follow from it, so grades are reproducible
        self._watcher.child = request.child
        self._replacing = None if request.world is None else Replacing(request.world, self._main.__dict__)

    def limit_cpu(self) -> None:
        """Set a backstop for one command, beyond the worker's own limit, which can name the line."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime + self._limits.cpu_s) + 10
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    def execute(self, request: Execute) -> Executed:
        """Run a cell or an answer."""
        self._prepare(request)
        outcome: Outcome = "ok"
        error: Optional[ErrorInfo] = None
        start, self._began = time.monotonic(), time.process_time()
        self.limit_cpu()
        try:
            self.busy = True
            after = None if self._replacing is None else self._replacing.replace
            with self._watcher.by_hand(request.by_hand):
                value = self._sources.execute(request.source, request.filename, after)
            self.busy = False
            if value is not None:
                self._emit(ValueShown(request.child, request.run, value))
        except KeyboardInterrupt as caught:
            outcome, error = "interrupted", self._sources.error(caught)
        except BaseException as caught:
            outcome, error = "raised", self._sources.error(caught)
            sentence = self._refusals.sentence(caught, error.message, self._folder)
            error = error if sentence is None else replace(error, message=sentence)
        finally:
            self.busy = False
            self._watcher.look_for(None, ())
            with suppress_learner_errors():  # whatever the code did to matplotlib, its output still counts
                GALLERY.end()
        if outcome == "ok" and self._closed_at is not None:
            message = "the code closed standard output, so what it printed after that is lost"
            outcome, error = "raised", ErrorInfo("ClosedOutput", message, self._closed_at)
        self._flush()
        return Executed(request.child, request.run, outcome, round(time.monotonic() - start, 3), error)

    def _prepare(self, request: Execute) -> None:
        """Watch the run. For an answer, also copy the variables from before it."""
        self._watch(request.child, request.run)
        self._closed_at, self._watcher.repeats = None, request.repeats
        GALLERY.begin(request.run)
        is_first = self._setup is None
        if is_first and (request.answer or request.part):
            self._replacing = None  # the setup is over, and with it the replacing of its data
            self._setup = copy_mutables(self._sources.namespace)
            self._watcher.initial.lend()
        if request.answer and self._setup is not None:
            before = self._setup if is_first else copy_mutables(self._sources.namespace)
            self._prepare_answer(request, self._setup, before)

    def _prepare_answer(self, request: Execute, setup: dict[str, Any], before: dict[str, Any]) -> None:
        watcher = self._watcher
        wall = partial(watcher.by_hand, request.by_hand)
        self.answer = RunAnswer(
            request.source,
            self._sources.namespace,
            setup,
            before,
            watcher.fits_of,
            watcher.rows_in_loops,
            wall,
            self._seed,
        )
        watcher.begin_answer()
        watcher.look_for(Offered(self.answer.setup) if request.rows else None, request.curves)
        if not request.most_steps:
            return
        self._step_log = StepLog(watcher.doing, request.most_steps)

        def halted(steps: StepFacts) -> None:
            self._flush()
            self._emit(Halted(request.child, request.run, steps))

        if request.halt_after:
            self._step_log.halt_after(request.halt_after, halted)

    def _watch(self, child: str, run: str) -> None:
        """Watch learner code in this run. Nothing is installed before the first, as a child that verifies runs none."""
        self._watcher.run = run
        if self._watches:
            return
        self._watches = True
        self._watcher.install()
        install_activations()
        install_batches()
        self._main.__dict__["display"] = _display
        os.environ["MPLBACKEND"] = BACKEND  # for a matplotlib that is imported later
        GALLERY.install(self._emit, child)
        sys.modules["__main__"] = self._main
        sys.argv = ["answer.py"]  # a script that reads its arguments must not find ours
        self._note_exits()

    def _note_exits(self) -> None:
        """Record where the learner's code closes its output or ends Python with `os._exit`."""
        end, close = os._exit, os.close

        def note_closed() -> None:
            if self._closed_at is None and self.busy:
                self._closed_at = self._sources.here()

        def noted_exit(status: int) -> NoReturn:
            faulthandler.dump_traceback(self._pipes.trace)
            end(status)

        def noted_close(fd: int) -> None:
            if fd in (1, 2):
                note_closed()
            close(fd)

        for captured in self._captured:
            captured.on_close = note_closed
        os._exit, os.close = noted_exit, noted_close

    def _flush(self) -> None:
        for stream in {sys.stdout, sys.stderr, *self._captured}:
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                continue  # closed, or replaced by an object that cannot be flushed

    # ---- measuring

    def measure(self, request: Measure) -> Measured:
        """Describe the state after the program, and save its model on request."""
        try:
            facts = self._facts(request)
        except Exception as error:
            raise_if_ours(error)
            facts = ProgramFacts(None, None, None, problem=brief_error(error))
        return Measured(request.child, request.run, facts)

    def _facts(self, request: Measure) -> ProgramFacts:
        namespace, watcher = self._sources.namespace, self._watcher
        model = None
        with suppress_learner_errors():
            model = eval(request.model, {**namespace, "keras": keras}) if request.model else namespace.get("model")
        is_model = isinstance(model, keras.Model)
        fits = shorten_fits(watcher.looked_into(watcher.fits_of(model)))
        offered = Offered(self.answer.setup) if self.answer is not None else None
        training = watcher.training_of(model, offered, request.apart_from) if is_model else None
        facts = replace(program_facts(model, fits, training), loops=watcher.loops())
        if self._step_log is not None and is_model:
            with suppress_learner_errors():  # without these facts, they are unknown
                facts = replace(facts, steps=self._step_log.facts(model), outputs=outputs_of(model))
        if request.save:
            facts = self._save(model, facts)
        uncarried: tuple[str, ...] = ()
        if self.answer is not None:
            self.answer.model = model
            uncarried = self._carry(0, request.carried, namespace, self.answer.training(model))
        return replace(
            facts,
            variables=tuple(variable_facts(name, namespace[name]) for name in request.variables if name in namespace),
            uncarried=uncarried,
        )

    def _save(self, model: keras.Model, facts: ProgramFacts) -> ProgramFacts:
        """Save the model if it is built; it may be rebuilt for that."""
        if facts.model is None or not facts.model.built:
            return facts
        with to_save(model) as saves:
            problem = save_to(str(self._folder / MODEL), saves)
            saved = problem is None
            if problem is not None and self._refusals.is_full(problem):
                problem = FULL
            return replace(facts, saved=saved, save_problem=problem, rebuilt=saved and saves is not model)

    def _carry(
        self, number: int, names: tuple[str, ...], namespace: dict[str, Any], training: dict[str, Any]
    ) -> tuple[str, ...]:
        """Write variables for a `measure` cell in another process. Returns the names of those that can't be written."""
        values = {name: namespace[name] for name in names if name in namespace} | training
        return plain_data.write_values(self._folder / VARIABLES.format(number), values)

    def keep(self, request: Keep) -> Kept:
        """Write values of the setup to a file, for a `measure` cell."""
        namespace, problem = self._sources.namespace, None
        pickled = b""
        try:
            pickled = pickle.dumps({name: namespace[name] for name in request.names if name in namespace})
            (self._folder / KEPT).write_bytes(pickled)
        except Exception as error:
            raise_if_ours(error, pickle.PicklingError, AttributeError, TypeError)
            problem = brief_error(error)
        return Kept(request.child, request.run, sha256(pickled).hexdigest(), problem)

    def rerun(self, request: Rerun) -> Reran:
        """Run the answer again with the seed and values in a file, for a `measure` cell in another process."""
        self.limit_cpu()
        problem = ""
        try:
            assert self.answer is not None
            seed, instead = pickle.loads((self._folder / INSTEAD).read_bytes())  # by a process without learner code
            variables = self.answer.rerun(seed, **instead)
            names = tuple(name for name in request.carried if name != "model")
            self._carry(request.number, names, variables, {"fits": variables["fits"]})
            if "model" in request.carried and isinstance(variables.get("model"), keras.Model):
                with to_save(variables["model"]) as saves:
                    save_to(str(self._folder / RERUN_MODEL.format(request.number)), saves)
        except BaseException as error:
            problem = brief_error(error)
        return Reran(request.child, request.run, problem)

    def record(self, request: Record) -> Recorded:
        """Write the latest fit to a file, so that it can be repeated."""
        self.limit_cpu()
        recording, reply = self._watcher.kept, Recorded(request.child, request.run, "no fit was seen")
        if recording is not None:
            try:
                facts = self._watcher.fits_of(recording.model)
                fit = next(fit for fit in reversed(facts) if fit.of_model)
                quality = recording.write(self._folder, fit, request.measure)
                used = round(time.process_time() - self._began, 3)
                reply = Recorded(request.child, request.run, "", quality.name, quality.value, fit.validation, used)
            except CannotRepeat as reason:
                reply = replace(reply, problem=str(reason))
            except Exception as error:
                raise_if_ours(error)
                reply = replace(reply, problem=brief_error(error))
        self._flush()
        return reply

    def repeat(self, request: Repeat) -> Repeated:
        """Repeat a recorded fit with a change."""
        self.limit_cpu()
        self._watch(request.child, request.run)  # its fits are streamed like a learner's
        began, problem, quality = time.process_time(), "", math.nan
        try:
            quality = repeat(self._folder, request.change, request.seed, request.redrawn, request.cpu_s).value
        except Exception as error:
            raise_if_ours(error, CannotRepeat)
            problem = brief_error(error)
        self._flush()
        used = round(time.process_time() - began, 3)
        return Repeated(request.child, request.run, problem, quality, used)

    def load_anew(self, request: LoadAnew) -> LoadedAnew:
        """Load a model that another process has saved."""
        self._watch(request.child, request.run)
        self.limit_cpu()
        facts = load_fresh(self._folder / Path(request.file).name, request.definitions, self._sources.namespace)
        self._flush()
        return LoadedAnew(request.child, request.run, facts)

    def build_layers(self, request: BuildLayers) -> LayersBuilt:
        """Build the layers of a draft, and describe them by line."""
        self.limit_cpu()
        lines: Optional[tuple[LayerLine, ...]] = ()
        with suppress_learner_errors():  # without lines, nothing is shown
            lines = self._builder.of(request)
        self._flush()
        return LayersBuilt(request.child, request.run, lines)

    def predict(self, request: Predict) -> Predicted:
        """Write the model's predictions for inputs in a file."""
        path = self._folder / PREDICTIONS.format(request.function)
        model = self._sources.namespace.get("model")
        problem = None
        try:
            inputs = np.load(self._folder / INPUTS.format(request.function), allow_pickle=False)
            np.save(path, np.stack(predict_all(model, inputs)), allow_pickle=False)
        except Exception as error:
            raise_if_ours(error, *WRONG_KIND)
            problem = brief_error(error)
        return Predicted(request.child, request.run, problem)


def _display(*values: Any) -> None:
    """Show values as a notebook does, in text."""
    for value in values:
        print(repr(value))
