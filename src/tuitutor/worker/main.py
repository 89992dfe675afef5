"""The worker process: import Keras once, say what it found, then host children until stdin ends."""

from __future__ import annotations

import os
import platform
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn, Optional

from tuitutor.protocol import codec
from tuitutor.protocol.messages import VERSION, Event, Ready, Starting, Unready
from tuitutor.worker import asked, processes
from tuitutor.worker.manners import Manners, be_modest

MINIMUM_KERAS = (3, 3)

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


def main(sources: dict[str, str]) -> NoReturn:
    """Serve requests on stdin until it ends. `sources` are our own modules, which a cold child needs too."""
    out = _claim_stdout()
    _say(out, Starting(_this_python()))
    for name, value in {**ENVIRONMENT, "KERAS_HOME": _keras_home()}.items():
        os.environ[name] = os.environ.get(name) or value
    manners = be_modest(asked.CORES, asked.NICE)
    _watch_for_the_end()
    greeting = _unfit_backend() or _import_keras() or _ready(manners)
    _stop_watching()
    if isinstance(greeting, Unready):
        _say(out, greeting)
        sys.exit(3)
    from tuitutor.worker.host import Host

    host = Host(out, sources)
    host.send(greeting)
    host.run()
    sys.exit(0)


def _keras_home() -> str:
    """Keras's own default, whether or not it can be written: for a home that cannot, Keras takes /tmp/.keras, and so
    the settings of whoever was there first.
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


def _unfit_backend() -> Optional[Unready]:
    """Why the backend that somebody asked for will not do: fusing, seeds and grades are made for TensorFlow's."""
    backend = os.environ["KERAS_BACKEND"]
    return None if backend == "tensorflow" else Unready("backend", backend, _this_python())


def _import_keras() -> Optional[Unready]:
    try:
        import keras
    except ModuleNotFoundError as error:
        missing = {"keras": "Keras", "tensorflow": "TensorFlow"}.get(error.name or "")
        return Unready("missing", missing, _this_python()) if missing else _broken(error)
    except Exception as error:
        return _broken(error)
    version = tuple(int(part) for part in keras.__version__.split(".")[:2])
    if version < MINIMUM_KERAS:
        return Unready("too-old", f"its Keras {keras.__version__} is too old; 3.3 or newer is needed", _this_python())
    return None


def _broken(error: Exception) -> Unready:
    last = " ".join(traceback.format_exception_only(type(error), error)[-1].split()).rstrip(".")
    return Unready("broken", f"importing Keras failed: {last}"[:1000], _this_python())


def _watch_for_the_end() -> None:
    """An import takes seconds; in them, end with the parent or when stdin hangs up. There are no children yet."""
    processes.die_with_parent()
    hangup = select.poll()
    hangup.register(0, 0)  # POLLHUP is always reported

    def look(*_: Any) -> None:
        if hangup.poll(0):
            os._exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)


def _stop_watching() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)
    processes.die_with_parent(0)


def _this_python() -> str:
    return f"{sys.executable} (Python {platform.python_version()})"


def _ready(manners: Manners) -> Ready:
    import keras

    from tuitutor.worker.devices import devices
    from tuitutor.worker.hatch import can_fork

    note = can_fork()
    backend = keras.backend.backend()
    version = getattr(sys.modules.get(backend), "__version__", "")
    return Ready(
        protocol=VERSION,
        python=platform.python_version(),
        keras=keras.__version__,
        backend=f"{backend} {version}".strip(),
        host=socket.gethostname(),
        pid=os.getpid(),
        forks=not note,
        note=note,
        devices=devices(),
        cores=manners.cores,
        usable_cores=manners.usable,
        nice=manners.nice,
    )


def _say(out: int, event: Event) -> None:
    os.write(out, codec.encode(event))
