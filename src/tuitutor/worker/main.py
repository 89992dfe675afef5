"""The worker process: the host of children, and the zygote that makes them, behind the best walls there are."""

from __future__ import annotations

import os
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from tuitutor.protocol import codec
from tuitutor.protocol.events import Ready, Starting
from tuitutor.worker.child_process import SOCKETS
from tuitutor.worker.cores import restrict
from tuitutor.worker.memory import usable_memory
from tuitutor.worker.walls import namespaces
from tuitutor.worker.walls.sandbox import Plan, probe
from tuitutor.worker.zygote import be_zygote, this_python

# TensorFlow's backend whatever a keras.json says; one thread, so that forking is safe and a grade does not depend on
# the host's cores; no GPU unless asked; TensorFlow's start-up notes are noise to a learner.
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


def main(sources: dict[str, str], cores: int, nice: int) -> NoReturn:
    """Serve requests on stdin until it ends. `sources` are our own modules, which a cold child needs too.

    All that runs keeps to `cores` of the cores that there are (0: all of them), at priority `nice`.
    """
    out = _claim_stdout()
    os.write(out, codec.encode(Starting(this_python())))
    os.environ.pop("PYTHONSAFEPATH", None)  # it was for our own start, and a learner's script may have neighbours
    for name, value in {**ENVIRONMENT, "KERAS_HOME": _keras_home()}.items():
        os.environ[name] = os.environ.get(name) or value
    share = restrict(cores, nice)
    plan = _entered(probe())
    ours, theirs = socket.socketpair(socket.AF_UNIX, SOCKETS)
    zygote = os.fork()
    if zygote == 0:
        _become_zygote(theirs, sources, plan, not_ours=(out, ours.fileno()))
    theirs.close()
    from tuitutor.worker.host import Host

    def complete(ready: Ready) -> Ready:
        ready = replace(ready, pid=os.getpid(), isolation=plan.isolation())
        ready = replace(ready, cores=share.cores, usable_cores=share.usable, nice=share.nice)
        return replace(ready, memory_bytes=usable_memory())

    _end_as(Host(out, ours, zygote, complete).run())


def _entered(plan: Plan) -> Plan:
    """Have what is forked from now on live in namespaces of its own, if that is the plan and works."""
    if not plan.namespaces:
        return plan
    try:
        namespaces.enter(plan.network)
    except OSError as error:
        return replace(plan, namespaces=False, missing=(*plan.missing, f"user namespaces ({error.strerror})"))
    return plan


def _become_zygote(control: socket.socket, sources: dict[str, str], plan: Plan, not_ours: tuple[int, ...]) -> NoReturn:
    """In a forked process: what the app says to the host, and the way to answer it, stay out of its reach."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for fd in (null, *not_ours):
        os.close(fd)
    be_zygote(control, sources, plan)


def _end_as(status: int) -> NoReturn:
    """End as the zygote did, so that our parent learns of an import that crashed."""
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        with suppress(OSError, ValueError):
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _keras_home() -> str:
    """Keras's own default, whether or not it can be written: for a home that cannot, Keras takes /tmp/.keras, and so
    the settings of the first one.
    """
    try:
        home = Path.home()
    except RuntimeError:  # a user whom the system does not know
        home = Path("/nonexistent")
    return str(home / ".keras")


def _claim_stdout() -> int:
    """Take fd 1 for the protocol; whatever else prints in this process goes to stderr."""
    out = os.dup(1)
    os.dup2(2, 1)
    os.write(out, b"\n")  # ends the line that a sitecustomize may have begun
    return out
