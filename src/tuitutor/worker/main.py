"""The worker process: the host of children, and the zygote that makes them, in the best sandbox there is."""

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
from tuitutor.worker.run_directory import CourseData, Listed, Unreceived, is_seen, receive
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, probe
from tuitutor.worker.zygote import be_zygote, this_python

# The TensorFlow backend whatever keras.json says; one thread, so that forking is safe and grades don't depend on the
# machine's cores; no GPU unless asked for; no start-up notes from TensorFlow, which are noise to a learner.
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

    All processes together use `cores` of the available cores (0: all of them), at priority `nice`. `course` says where
    the course's files are (see `_seen_or_sent`), and `keras_dir` where the site keeps what Keras has fetched.
    """
    out = os.dup(1)  # for the protocol; whatever else prints in this process goes to stderr
    os.dup2(2, 1)
    os.write(out, b"\n")  # ends the line that a sitecustomize may have begun
    os.write(out, codec.encode(Starting(this_python())))
    os.environ.pop("PYTHONSAFEPATH", None)  # only for our own start: a learner's script may import its neighbours
    for name, value in {**ENVIRONMENT, "KERAS_HOME": _keras_home()}.items():
        os.environ[name] = os.environ.get(name) or value
    keras_homes = tuple(folder for folder in (os.environ["KERAS_HOME"], keras_dir) if Path(folder).is_absolute())
    home, files = _seen_or_sent(out, **course or {})
    share = restrict_cores(cores, nice)
    plan = _enter(probe())
    ours, theirs = socket.socketpair(socket.AF_UNIX, SOCKETS)
    zygote = os.fork()
    if zygote == 0:  # it gets no access to the app's requests or the channel for answers
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        for fd in (null, out, ours.fileno()):
            os.close(fd)
        be_zygote(theirs, sources, plan, files, keras_homes)
    theirs.close()

    def complete(ready: Ready) -> Ready:
        ready = replace(ready, pid=os.getpid(), isolation=plan.isolation())
        ready = replace(ready, cores=share.cores, usable_cores=share.usable, nice=share.nice)
        return replace(ready, memory_bytes=usable_memory())

    _end_as(Host(out, ours, zygote, plan, complete, home, bool(files.hidden)).run())


def _seen_or_sent(
    out: int, folder: str = "", manifest: str = "", files: Sequence[tuple[str, int, str]] = (), asks: bool = False
) -> tuple[Optional[Path], CourseData]:
    """The files of the course in `folder`; if this machine doesn't see it, they are asked for, if `asks`, and received.

    `manifest` is the digest of the course's list of its `files`. Returns also the worker's folder, if that was made for
    them. Ends this process if they can't be used.
    """
    listed = [Listed(*each) for each in files]
    if not asks or not listed or is_seen(folder, manifest, listed):
        return None, CourseData.at(folder)
    os.write(out, codec.encode(Unseen()))
    scratch.sweep_scratch()
    home = scratch.make()
    try:
        return home, CourseData.at(receive(listed, home))
    except Unreceived as error:
        scratch.clear(home)
        os.write(out, codec.encode(Unready("data", str(error), this_python())))
        sys.exit(3)


def _enter(plan: Plan) -> Plan:
    """Put what is forked from now on into new namespaces, if planned. Returns the plan, without them if that fails."""
    if not plan.namespaces:
        return plan
    try:
        namespaces.enter(plan.network)
    except OSError as error:
        return replace(plan, namespaces=False, missing=(*plan.missing, f"user namespaces ({error.strerror})"))
    return plan


def _end_as(status: int) -> NoReturn:
    """End as the zygote did, so that our parent learns of an import that crashed."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with suppress(OSError, ValueError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _keras_home() -> str:
    """Keras's default folder, even if it is not writable: Keras would then use /tmp/.keras, and with it the settings of
    whichever user made it first.
    """
    try:
        home = Path.home()
    except RuntimeError:  # a user whom the system does not know
        home = Path("/nonexistent")
    return str(home / ".keras")
