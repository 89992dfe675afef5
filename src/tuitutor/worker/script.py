"""Runs a script of the learner's own as `python` does, and records what it trains once it has imported Keras.

Its folder, environment, standard input, threads, devices and random numbers are its own. There is no sandbox.
"""

from __future__ import annotations

import builtins
import codecs
import importlib.machinery
import io
import os
import platform
import runpy
import selectors
import signal
import sys
import sysconfig
import time
import traceback
from contextlib import suppress
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, NoReturn, Optional

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import (
    BatchEnded,
    ChildEnded,
    EpochEnded,
    Event,
    Executed,
    Outcome,
    Output,
    ScalarLogged,
    ScriptStarted,
    Stream,
    Unready,
)
from tuitutor.protocol.raised import Frame
from tuitutor.worker.learner_errors import error_info, frame_of

BATCH_SECONDS, SECONDS = 2.0, 1.0  # between two batches, and two writes, in a file: it may be on a network
_ROOTS = ("keras", "tensorflow")
_FRAMES = 20


def main(
    payload: io.FileIO, path: list[str], words: list[str], to: str = "", events: int = -1, folder: str = ""
) -> None:
    """Run the script or `-m` module of `words`, and record it: in the file `to`, or in the descriptor `events`.

    `path` is the import path that Python began with, and `payload` what our source came from. With a `folder`, a
    launcher has started us: then events, and all that is printed, go to standard output, and standard input says which
    signals to pass on.
    """
    if folder:
        os.chdir(folder)
        events = _behind_launcher(payload)
    else:
        payload.close()
    record: _Record
    if to:
        try:
            record = _RecordInFile(to)
        except OSError as error:  # the script runs all the same
            print(f"This is not recorded: {to}: {error.strerror}", file=sys.stderr)
            record = _Record(os.open(os.devnull, os.O_WRONLY))
    else:
        os.set_inheritable(events, False)
        record = _Record(events)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(line_buffering=True)  # it is shown line by line
    is_module = words[0] == "-m"
    target, *arguments = words[is_module:]
    record(_started(target, arguments))
    script = _Script(record, is_module, target)
    sys.argv[:] = ["-m" if is_module else target, *arguments]
    own = Path.cwd() if is_module else Path(target).resolve().parent
    sys.path[:] = path if getattr(sys.flags, "safe_path", False) else [str(own), *path[1:]]
    ours, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    if "__annotations__" in vars(ours):
        sys.modules["__main__"].__annotations__ = {}
    script.run()


class _Record:
    """Writes events for whoever reads them, in this process only, and not in one that it forks."""

    def __init__(self, fd: int) -> None:
        self._fd, self._process = fd, os.getpid()

    def __call__(self, event: Event) -> None:
        if os.getpid() == self._process:
            with suppress(OSError, ProtocolError):  # nobody reads any more; or it is too large
                self.write(codec.encode(event))

    def write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._fd, data) :]


class _RecordInFile(_Record):
    """Appends events to a file, also those of a job that is started again: at most one write a second."""

    def __init__(self, path: str) -> None:
        super().__init__(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644))
        self._waiting, self._written, self._batch = b"", 0.0, 0.0
        size = os.fstat(self._fd).st_size
        if size and os.pread(self._fd, 1, size - 1) != b"\n":
            self.write(b"\n")  # the process before was killed in the middle of a line

    def __call__(self, event: Event) -> None:
        if os.getpid() != self._process:
            return
        now, is_batch = time.monotonic(), isinstance(event, BatchEnded)
        with suppress(OSError, ProtocolError):
            if not is_batch or now - self._batch >= BATCH_SECONDS:
                self._waiting += codec.encode(event)
                self._batch = now if is_batch else self._batch
            may_wait = is_batch or isinstance(event, (EpochEnded, ScalarLogged))
            if self._waiting and (not may_wait or now - self._written >= SECONDS):
                waiting, self._waiting, self._written = self._waiting, b"", now
                self.write(waiting)


def _started(script: str, arguments: list[str]) -> ScriptStarted:
    return ScriptStarted(
        script,
        tuple(arguments),
        folder=str(Path.cwd()),
        host=platform.node(),
        pid=os.getpid(),
        job=os.environ.get("SLURM_JOB_ID", ""),
        restarts=int(os.environ.get("SLURM_RESTART_COUNT", "0") or 0),
        at=time.time(),
    )


# ---- the script


class _Script:
    """A script or module that runs in this process."""

    def __init__(self, record: _Record, is_module: bool, target: str) -> None:
        self._record, self._is_module, self._target = record, is_module, target
        self._libraries = set(sys.modules)  # the names of modules that aren't the script's own
        self._watcher: Any = None
        self._standard = Path(sysconfig.get_path("stdlib")).resolve()

    def run(self) -> None:
        """Run it. Raises what it raises, after Python has been told how to show that."""
        sys.meta_path.insert(0, _Finder(self))
        outcome: Outcome = "ok"
        error: Optional[BaseException] = None
        began = time.monotonic()
        try:
            if self._is_module:
                runpy._run_module_as_main(self._target)  # type: ignore[attr-defined]
            else:
                self._run_file()
        except BaseException as raised:
            error = raised
            is_end = isinstance(raised, SystemExit) and raised.code in (None, 0)
            outcome = "ok" if is_end else "interrupted" if isinstance(raised, KeyboardInterrupt) else "raised"
        if self._watcher is not None:
            self._watcher.finish()
        info = None if error is None or outcome == "ok" else error_info(error, self._own_files())
        self._record(Executed("", "", outcome, round(time.monotonic() - began, 3), info))
        if error is not None:
            show = sys.excepthook
            sys.excepthook = lambda kind, raised, trace: show(kind, raised, _without_ours(raised))
            raise error

    def _run_file(self) -> None:
        main: Any = sys.modules["__main__"]
        path = Path(self._target).absolute()
        loader = importlib.machinery.SourceFileLoader("__main__", str(path))
        vars(main).update(__file__=str(path), __builtins__=builtins, __loader__=loader, __cached__=None)
        exec(compile(path.read_bytes(), str(path), "exec", dont_inherit=True), vars(main))

    # ---- its own files

    def is_own(self, name: str, module: Any) -> bool:
        """Whether a module is the script's own: not ours, not loaded with Keras, and not installed."""
        file = getattr(module, "__file__", None)
        if name in self._libraries or not isinstance(file, str):
            return name == "__main__"
        folder = Path(file).resolve().parent
        is_installed = {"site-packages", "dist-packages"} & set(folder.parts) or self._standard in folder.parents
        return not is_installed and folder != self._standard

    def _own_files(self) -> set[str]:
        return {str(module.__file__) for name, module in list(sys.modules.items())
                if self.is_own(name, module) and hasattr(module, "__file__")}  # fmt: skip

    def here(self) -> tuple[Frame, ...]:
        """The frames in the script's own files that lead to this call, outermost first."""
        own = self._own_files()
        walked = reversed(list(traceback.walk_stack(sys._getframe(1))))
        return tuple(frame_of(frame, line) for frame, line in walked if frame.f_code.co_filename in own)[-_FRAMES:]

    # ---- Keras

    def imported(self, name: str, before: set[str]) -> None:
        """Note that Keras or TensorFlow is imported; `before` are the modules from before it."""
        self._libraries |= set(sys.modules) - before
        keras, tensorflow = (sys.modules.get(root) for root in _ROOTS)
        if self._watcher is not None or keras is None or not hasattr(keras, "__version__") or _is_loading(tensorflow):
            return
        python = f"{sys.executable} (Python {platform.python_version()})"
        try:
            if int(keras.__version__.partition(".")[0]) < 3:
                self._record(Unready("too-old", f"Keras {keras.__version__}", python))
                return
            from tuitutor.worker.training.script_fits import ScriptWatcher

            watcher = ScriptWatcher(self._record, self.here)
            names = frozenset(name for name, module in list(sys.modules.items()) if self.is_own(name, module))
            watcher.install(names)
            self._watcher = watcher
            if not watcher.sees_all:
                self._record(Unready("backend", keras.config.backend(), python))
        except Exception as problem:  # the script runs all the same
            self._record(Unready("broken", f"{type(problem).__name__}: {problem}"[:500], python))


def _is_loading(module: Any) -> bool:
    return bool(getattr(getattr(module, "__spec__", None), "_initializing", False))


class _Finder:
    """Finds Keras and TensorFlow as the other finders do, and tells the script's record once they are loaded."""

    def __init__(self, script: _Script) -> None:
        self._script = script

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name not in _ROOTS:
            return None
        others = (finder for finder in sys.meta_path if finder is not self and hasattr(finder, "find_spec"))
        spec = next(filter(None, (finder.find_spec(name, path, target) for finder in others)), None)
        if spec is not None and spec.loader is not None:
            execute, before = spec.loader.exec_module, set(sys.modules)

            def execute_and_tell(module: ModuleType) -> None:
                execute(module)
                spec._initializing = False  # type: ignore[attr-defined]
                self._script.imported(name, before)

            spec.loader.exec_module = execute_and_tell  # type: ignore[method-assign]
        return spec


def _without_ours(error: BaseException) -> Optional[TracebackType]:
    """The traceback of an error without our own frames; also of those that led to it."""
    seen: set[int] = set()
    ahead: list[Optional[BaseException]] = [error]
    while ahead:
        part = ahead.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        part.__traceback__ = _cleaned(part.__traceback__)
        ahead += [part.__cause__, part.__context__]
    return error.__traceback__


def _cleaned(trace: Optional[TracebackType]) -> Optional[TracebackType]:
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    cleaned: Optional[TracebackType] = None
    for entry in reversed(frames):
        name = entry.tb_frame.f_code.co_filename
        if name.startswith("<tuitutor.") or (name == "<string>" and entry is frames[0]):
            continue
        entry.tb_next = cleaned
        cleaned = entry
    return cleaned


# ---- behind a launcher, which passes on standard output and the end of standard input


def _behind_launcher(control: io.FileIO) -> int:
    """Go on in a new process, whose events are written to the descriptor that is returned. This one passes all on."""
    pipes = [os.pipe() for _ in range(3)]
    heard = os.dup(control.fileno())
    child = os.fork()
    if child:
        for _, write in pipes:
            os.close(write)
        _pass_on(child, [read for read, _ in pipes], heard)
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (pipes[0][1], 1), (pipes[1][1], 2)):
        os.dup2(source, target)
    for fd in (null, heard, *(read for read, _ in pipes), pipes[0][1], pipes[1][1]):
        os.close(fd)
    return pipes[2][1]


def _pass_on(child: int, pipes: list[int], heard: int) -> NoReturn:
    """Write all that the script prints, and its events, as lines to standard output, until it has ended."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # the script gets them, too
    decoders = {fd: codecs.getincrementaldecoder("utf-8")("replace") for fd in pipes[:2]}
    streams: dict[int, Stream] = {pipes[0]: "stdout", pipes[1]: "stderr"}
    with selectors.DefaultSelector() as selector:
        for fd in (*pipes, heard):
            selector.register(fd, selectors.EVENT_READ)
        ended = None
        while ended is None or selector.get_map().keys() - {heard}:
            ready = [key.fd for key, _ in selector.select(0.2)]
            for fd in ready:
                data = os.read(fd, 1 << 16)
                if not data:
                    selector.unregister(fd)
                if fd == heard:
                    with suppress(ProcessLookupError, ValueError):
                        os.kill(child, int(data or signal.SIGHUP))
                elif fd == pipes[2]:
                    _write(data)
                elif text := decoders[fd].decode(data, final=not data):
                    _write(codec.encode(Output("", "", text, streams[fd])))
            if ended is None:
                done, status = os.waitpid(child, os.WNOHANG)
                ended = os.waitstatus_to_exitcode(status) if done else None
            elif not ready:
                break  # a process that it started and left behind still has its output open
    _write(codec.encode(ChildEnded("", "exited" if ended >= 0 else "crashed", abs(ended))))
    os._exit(0)


def _write(data: bytes) -> None:
    with suppress(OSError):  # the one who watches has gone
        while data:
            data = data[os.write(1, data) :]
