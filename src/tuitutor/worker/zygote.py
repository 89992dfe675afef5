"""The zygote: imports Keras once, never runs an operation, and forks a keeper with its child for every order.

It has one thread, so that forking is safe. An order has only a folder, its size, pipes and flags: no answer, seed or
hidden data is ever in the memory that children inherit.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, NoReturn, Optional, Union

from tuitutor.errors import ProtocolError
from tuitutor.protocol import codec
from tuitutor.protocol.events import Ready, Unready
from tuitutor.worker import on_demand, processes
from tuitutor.worker.channel import Pipes
from tuitutor.worker.loader import ALONE
from tuitutor.worker.run_directory import CourseData
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, Sandbox, sandbox_for

MINIMUM_KERAS = (3, 3)
_ORDER = 1 << 16  # bytes
_DESCRIPTORS = 6
_MANY = 8  # orders, after which more will come; a single attempt, in three worlds, makes up to six
_DEVICES_S = 30.0  # for the list of devices; a hanging driver must not keep anybody from training

Greeting = Union[Ready, Unready]


def be_zygote(
    control: socket.socket,
    sources: dict[str, str],
    plan: Plan,
    course: CourseData,
    keras_homes: tuple[str, ...],
) -> NoReturn:
    """Greet on `control`, then serve the host's orders until it is gone. In a process of its own.

    Children see the `course`'s files, and files fetched by Keras in `keras_homes`.
    """
    try:
        processes.die_with_parent()
        processes.adopt_orphans()
        for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sig, signal.SIG_DFL)
        if plan.namespaces:
            namespaces.see_only_own_processes()
        message = greeting() if sys.platform.startswith("linux") else _greeting_of_another(sources)
        control.sendall(codec.encode(message))
        if isinstance(message, Ready):
            _Zygote(control, sources, sandbox_for(plan, course, keras_homes)).serve()
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


class _Zygote:
    def __init__(self, control: socket.socket, sources: dict[str, str], sandbox: Sandbox) -> None:
        self._control, self._sources, self._sandbox = control, sources, sandbox
        self._keepers: set[int] = set()
        self._served = 0
        warnings.simplefilter("ignore", DeprecationWarning)  # Python's own about forking from several threads
        signal.signal(signal.SIGCHLD, self._reap)
        gc.freeze()  # otherwise garbage collection in a child would touch, and so copy, all pages of Keras

    def serve(self) -> None:
        while True:
            data, fds, _, _ = socket.recv_fds(self._control, _ORDER, _DESCRIPTORS)
            if not data:
                return
            self._reap()
            for orphan in set(processes.children(os.getpid())) - self._keepers:
                processes.kill_tree(orphan)  # left by a keeper that was killed
            for fd in fds:
                os.set_inheritable(fd, False)
            if not fds:
                continue
            cold = self._sources if processes.why_not_fork() else None
            with namespaces.deeper() if self._sandbox.plan.namespaces else nullcontext():
                pid = os.fork()
            if pid == 0:
                self._be_keeper(json.loads(data), fds, cold)
            self._keepers.add(pid)
            for fd in fds:
                os.close(fd)
            self._served += 1
            if self._served == _MANY:
                on_demand.import_parts()
                gc.freeze()

    def _be_keeper(self, order: dict[str, Any], fds: list[int], cold: Optional[dict[str, str]]) -> NoReturn:
        try:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            from tuitutor.worker.keeper import Order, keep

            self._control.close()
            *pipes, to_host = fds
            folder = Path(order.pop("folder"))
            keep(
                Order(folder, pipes=Pipes(*pipes), to_host=socket.socket(fileno=to_host), **order), self._sandbox, cold
            )
        finally:
            os._exit(70)

    def _reap(self, *_: object) -> None:
        with suppress(ChildProcessError):
            while pid := os.waitpid(-1, os.WNOHANG)[0]:
                self._keepers.discard(pid)


# ---- the greeting


def greeting() -> Greeting:
    """Import Keras and describe it, or why it cannot be used."""
    backend = os.environ["KERAS_BACKEND"]
    if backend != "tensorflow":  # fusing, seeds and grades are made for TensorFlow
        return Unready("backend", backend, this_python())
    try:
        with on_demand.parts_on_demand():
            import keras
    except Exception as error:
        name = error.name if isinstance(error, ModuleNotFoundError) else ""
        if name in ("keras", "tensorflow"):
            return Unready("missing", {"keras": "Keras", "tensorflow": "TensorFlow"}[name], this_python())
        last = " ".join(traceback.format_exception_only(type(error), error)[-1].split()).rstrip(".")
        return Unready("broken", f"importing Keras failed: {last}"[:1000], this_python())
    if tuple(int(part) for part in keras.__version__.split(".")[:2]) < MINIMUM_KERAS:
        return Unready("too-old", f"its Keras {keras.__version__} is too old; 3.3 or newer is needed", this_python())
    from tuitutor.worker.keeper import keep

    _ = keep  # everything that a child needs is imported before the first fork
    note = processes.why_not_fork()
    backend = keras.backend.backend()
    version = getattr(sys.modules.get(backend), "__version__", "")
    return Ready(
        python=platform.python_version(),
        keras=keras.__version__,
        backend=f"{backend} {version}".strip(),
        host=socket.gethostname(),
        pid=os.getpid(),
        numpy=getattr(sys.modules.get("numpy"), "__version__", ""),
        forks=not note,
        note=note,
        devices=_devices(),
    )


def _greeting_of_another(sources: dict[str, str]) -> Greeting:
    """Get the greeting from a short-lived process: on this system, a process that has imported Keras must not fork."""
    boot = (
        ALONE + "import json;s=json.load(sys.stdin);g={};exec(s['tuitutor.worker.loader'],g);g['install_sources'](s)\n"
        "from tuitutor.protocol import codec;from tuitutor.worker.zygote import greeting\n"
        "sys.stdout.write('\\n'+codec.encode(greeting()).decode())"
    )
    safe = {**os.environ, "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", boot]
    done = subprocess.run(command, input=json.dumps(sources), capture_output=True, text=True, env=safe)
    try:
        return codec.decode(done.stdout.encode().splitlines()[-1])  # type: ignore[return-value]
    except (IndexError, ProtocolError):
        return Unready("broken", f"importing Keras failed: {done.stderr.strip()[-500:]}", this_python())


def _devices() -> tuple[str, ...]:
    """Return names such as "CPU:0" and "GPU:0 (NVIDIA A100)"; none if TensorFlow does not list them in time.

    Listing devices initialises CUDA, which children forked afterwards could not use. So it happens in a separate
    process.
    """
    tf: Any = sys.modules["tensorflow"]  # Keras has imported it

    def names() -> Iterator[str]:
        for device in tf.config.list_physical_devices():
            name = device.name.rpartition("physical_device:")[2]
            details = tf.config.experimental.get_device_details(device) if device.device_type == "GPU" else {}
            yield f"{name} ({details['device_name']})" if "device_name" in details else name

    if processes.why_not_fork():
        return tuple(names())
    found = processes.call_in_fork(lambda: json.dumps([*names()]), _DEVICES_S)
    return () if found is None else tuple(json.loads(found))


def this_python() -> str:
    """Return the path and version of this interpreter, for messages."""
    return f"{sys.executable} (Python {platform.python_version()})"
