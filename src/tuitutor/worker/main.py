"""The worker process: it forks the zygote, which makes children in the best sandbox available, and becomes the host."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, Optional

from tuitutor.protocol import codec
from tuitutor.protocol.events import Ready, Starting, Unready, Unseen
from tuitutor.worker import scratch
from tuitutor.worker.cores import restrict_cores, usable_memory
from tuitutor.worker.host import Host
from tuitutor.worker.processes import SOCKETS
from tuitutor.worker.run_directory import CourseData, ListedFile, NotReceived, is_visible, receive
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, probe
from tuitutor.worker.zygote import be_zygote, this_python

# The TensorFlow backend whatever keras.json says; one thread, so that forking is safe and grades don't depend on the
# machine's cores; no GPU by default; no start-up messages from TensorFlow, which are noise to a learner.
ENVIRONMENT = {
    "KERAS_BACKEND": "tensorflow",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def main(
    sources: dict[str, str], cores: int, nice: int, course: Optional[dict[str, Any]] = None, keras_dir: str = ""
) -> NoReturn:
    """Serve requests on stdin until it ends. `sources` are our own modules, which a cold child needs too.

    All processes together use `cores` of the available cores (0: all of them), at priority `nice`. `course` has the
    arguments of `_find_course`, and `keras_dir` is the site's folder of files fetched by Keras.
    """
    out = os.dup(1)  # for the protocol; any other output of this process goes to stderr
    os.dup2(2, 1)
    os.write(out, b"\n")  # ends a line that a sitecustomize may have begun
    os.write(out, codec.encode(Starting(this_python())))
    os.environ.pop("PYTHONSAFEPATH", None)  # only for our own start: a learner's script may import its neighbours
    for name, value in {**ENVIRONMENT, "KERAS_HOME": _keras_home()}.items():
        os.environ[name] = os.environ.get(name) or value
    keras_homes = tuple(folder for folder in (os.environ["KERAS_HOME"], keras_dir) if Path(folder).is_absolute())
    home, files = _find_course(out, **course or {})
    share = restrict_cores(cores, nice)
    plan = _enter(probe())
    ours, theirs = socket.socketpair(socket.AF_UNIX, SOCKETS)
    zygote = os.fork()
    if zygote == 0:  # it gets no access to the app's requests or the channel for events
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for fd in (null, out, ours.fileno()):
            os.close(fd)
        be_zygote(theirs, sources, plan, files, keras_homes)
    theirs.close()

    def complete(ready: Ready) -> Ready:
        return replace(
            ready,
            pid=os.getpid(),
            isolation=plan.isolation(),
            cores=share.cores,
            usable_cores=share.usable,
            nice=share.nice,
            memory_bytes=usable_memory(),
        )

    _end_as(Host(out, ours, zygote, plan, complete, home, bool(files.hidden)).run())


def _find_course(
    out: int, folder: str = "", manifest: str = "", files: Sequence[tuple[str, int, str]] = (), asks: bool = False
) -> tuple[Optional[Path], CourseData]:
    """Find the course in `folder`, or request and receive its `files` if `asks` and this machine doesn't see them.

    `manifest` is the digest of the course's manifest, which lists the files. Also returns the worker's folder, if it
    was made for received files. Ends this process if the files can't be used.
    """
    listed = [ListedFile(*file) for file in files]
    if not asks or not listed or is_visible(folder, manifest, listed):
        return None, CourseData.at(folder)
    os.write(out, codec.encode(Unseen()))
    scratch.sweep_scratch()
    home = scratch.make()
    try:
        return home, CourseData.at(receive(listed, home))
    except NotReceived as error:
        scratch.clear(home)
        os.write(out, codec.encode(Unready("data", str(error), this_python())))
        sys.exit(3)


def _enter(plan: Plan) -> Plan:
    """Put future children into new namespaces, if planned. Returns the plan, without namespaces if that fails."""
    if not plan.namespaces:
        return plan
    try:
        namespaces.enter(plan.network)
    except OSError as error:
        return replace(plan, namespaces=False, missing=(*plan.missing, f"user namespaces ({error.strerror})"))
    return plan


def _end_as(status: int) -> NoReturn:
    """End with the zygote's wait status, so that our parent learns of an import that crashed."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with suppress(OSError, ValueError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _keras_home() -> str:
    """Return Keras's default folder, writable or not.

    By itself, Keras would replace an unwritable one by /tmp/.keras, with the settings of any user who made that first.
    """
    try:
        home = Path.home()
    except RuntimeError:  # a user unknown to the system
        home = Path("/nonexistent")
    return str(home / ".keras")
