"""Command lines for workers, made by pure functions, and what is fed to them first."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Sequence
from importlib import resources

from tuitutor.launch.environment import TICKETS

# Reads our own source from stdin: a length, then that many bytes of JSON. Before anything is imported, the working
# folder leaves the import path, where a learner's json.py or keras.py would be found first; Python 3.13 imports even
# before that, which PYTHONSAFEPATH is for. A Python that is too old must be able to read it and say so.
BOOT = (
    "import sys\n"
    "sys.path[:]=[p for p in sys.path if p[:1]=='/']\n"
    "import json\n"
    "if sys.version_info<(3,10):\n"
    " v='%d.%d.%d'%sys.version_info[:3]\n"
    " m={'is':'Unready','reason':'too-old','message':'Python '+v+' is too old; 3.10 or newer is needed',"
    "'python':sys.executable}\n"
    " print('\\n'+json.dumps(m))\n"
    " sys.stdout.flush()\n"
    " sys.exit(3)\n"
    "f=open(0,'rb',0,closefd=False);n=int(f.readline());b=b''\n"
    "while len(b)<n:b+=f.read(n-len(b)) or sys.exit(0)\n"
    "w=json.loads(b);s=w['sources'];g={};exec(s['tuitutor.worker.loader'],g);g['install'](s)\n"
    "from tuitutor.worker.main import main;main(**w)"
)
# What `environment.without_working_folder` does, for where a launcher or a shell's start-up file sets PYTHONPATH: once
# Python runs it is too late, since Python makes such entries absolute and imports by them as it starts.
_CLEAN = (
    "set -f; IFS=:; p=; for e in $PYTHONPATH; do case $e in /*) p=$p:$e;; esac; done; set +f; unset IFS; "
    "unset PYTHONINSPECT; PYTHONSAFEPATH=1 PYTHONPATH=${p#:}; export PYTHONSAFEPATH PYTHONPATH; "
    '[ "$PYTHONPATH" ] || unset PYTHONPATH; '
    # from here on the launcher has done its part: what fails now is Python, and a second such line is a second worker
    r'''printf '\n{"is":"Launched","step":"%s"}\n' "${SLURM_JOB_ID:+$SLURM_JOB_ID.$SLURM_STEP_ID}"; exec "$@"'''
)


def worker_argv(python: str, prefix: Sequence[str] = (), hidden: Iterable[str] = TICKETS) -> list[str]:
    """The command that starts a worker in `python`, behind a launcher's words `prefix`.

    The launcher may use the variables `hidden`, which the worker must not see. ssh joins its words for a remote
    shell, so what follows it is quoted; other launchers take argv.
    """
    command = [python, "-u", "-c", BOOT]
    if prefix:
        command = ["env", *(word for name in hidden for word in ("-u", name)), "sh", "-c", _CLEAN, "sh", *command]
    if prefix and prefix[0].rpartition("/")[2] == "ssh":
        return [*prefix, shlex.join(command)]
    return [*prefix, *command]


def worker_payload(cores: int = 0, nice: int = 0) -> bytes:
    """The worker's source and what it imports of ours, as BOOT reads it, with what is asked of `worker.main`.

    It is not asked by variables: ssh would pass on none, and a job might change them.
    """
    sources = {
        "tuitutor": "",
        "tuitutor.errors": _read("tuitutor", "errors.py"),
        **_package("tuitutor.protocol"),
        **_package("tuitutor.worker"),
    }
    body = json.dumps({"sources": sources, "cores": cores, "nice": nice}).encode("ascii")
    return b"%d\n%s" % (len(body), body)


def _package(name: str) -> dict[str, str]:
    """The sources of a package and of those in it, by module."""
    found = {name: _read(name, "__init__.py")}
    for path in resources.files(name).iterdir():
        if path.joinpath("__init__.py").is_file():
            found |= _package(f"{name}.{path.name}")
        elif path.name.endswith(".py") and path.name != "__init__.py":
            found[f"{name}.{path.name.removesuffix('.py')}"] = _read(name, path.name)
    return found


def _read(package: str, file: str) -> str:
    return resources.files(package).joinpath(file).read_text(encoding="utf-8")
