"""How a worker is started: its command line, the source code that it reads from stdin first, and its environment.

Of the variables, the Python that runs learner code may see those on a list, and no secrets.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path

# Settings of Python, Keras and TensorFlow, and where to find the home folder and a site's libraries.
_SEEN = re.compile(
    r"PATH|LANG|LANGUAGE|LC_\w+|TZ|HOME|USER|LOGNAME|TMPDIR|XDG_(RUNTIME_DIR|CACHE_HOME)|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH"
    r"|PYTHON\w*|PYENV_\w+|VIRTUAL_ENV|__PYVENV_LAUNCHER__|CONDA_PREFIX|KERAS\w*|TF_\w+|XLA_\w+|MPL\w+"
    r"|(CUDA|NVIDIA|ROCM?|HIP)_\w+|(OMP|KMP|GOMP|MKL|OPENBLAS|NUMEXPR|VECLIB)_\w+|SLURM_\w+|TUITUTOR_HIDDEN_ERRORS"
)
# What srun, ssh and apptainer also need, to start Python elsewhere.
_TO_LAUNCH = re.compile(
    r"SSH_AUTH_SOCK|KRB5\w*|SLURM_JWT|(APPTAINER|SINGULARITY|PBS|LSB|SGE)\w*|MODULE\w*|LOADEDMODULES|_LMFILES_|LMOD_\w+"
)
_SECRET = re.compile(r"TF_VAR_|TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|JWT|_(PAT|PW|KEY)$")
# These point to one Python's own files. With them, another Python doesn't start or finds packages it can't import.
_ONE_PYTHONS_OWN = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")

# An empty or relative entry in these leads to the working folder, where a submission's json.py may be.
_FOLDERS = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# Python imports from these too; with PYTHONINSPECT it looks for rlcompleter in the working folder before all else.
_FOLDER = ("PYTHONHOME", "PYTHONUSERBASE", "PYTHONPYCACHEPREFIX")
_INTERACTIVE = ("PYTHONINSPECT", "PYTHONSTARTUP")

TICKETS = ("SSH_AUTH_SOCK", "SLURM_JWT", "KRB5CCNAME")
"""Variables that a launcher may use but a worker must not see, besides passwords for Apptainer and the like."""


def environment_for(
    python: str, ours: str, folders: tuple[Path, ...], environ: Mapping[str, str], *, via: bool = False
) -> dict[str, str]:
    """The environment in which to start `python`. `ours` is the Python that runs us, `folders` are our import paths.

    It is the same for all code: code that works for its author must also work when it is graded. With `via`, it
    includes a launcher's own variables. PYTHONPATH is kept, since a site's modules provide TensorFlow that way. For a
    Python other than ours, entries inside `folders` are dropped: packages there were built for our Python.
    """
    kept = {}
    for name, value in environ.items():
        seen = _SEEN.fullmatch(name) and not _SECRET.search(name)
        if seen or (via and _TO_LAUNCH.fullmatch(name)):
            kept[name] = value
    kept = without_working_folder(kept)
    if python == ours:
        return kept
    kept = {name: value for name, value in kept.items() if name not in _ONE_PYTHONS_OWN}
    if "PYTHONPATH" in kept:
        entries = kept["PYTHONPATH"].split(os.pathsep)
        ours_too = {entry for entry in entries if entry and any(map(Path(entry).resolve().is_relative_to, folders))}
        kept["PYTHONPATH"] = os.pathsep.join(entry for entry in entries if entry not in ours_too)
    return kept


def hidden_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names of variables in a launcher's environment that the worker must not see."""
    return (*TICKETS, *sorted(name for name in environment if name not in TICKETS and _SECRET.search(name)))


def without_working_folder(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what would make Python look for files in the folder that it is started in."""
    kept = {"PYTHONSAFEPATH": "1"}
    for name, value in environ.items():
        entries = value.split(os.pathsep)
        absolute = [entry for entry in entries if Path(entry).is_absolute()]
        if name in _INTERACTIVE or (name in _FOLDER and absolute != entries) or (name in _FOLDERS and not absolute):
            continue
        kept[name] = os.pathsep.join(absolute) if name in _FOLDERS else value
    return kept


# Reads our own source from stdin: a length, then that many bytes of JSON. First it removes the working folder from the
# import path, where a learner's json.py or keras.py would be found first; Python 3.13 imports even before that, hence
# PYTHONSAFEPATH. Then it leaves that folder, where a launcher starts us, too: a relative path in a variable of Keras's
# or TensorFlow's would lead to settings and plugins in it. It must also run in a Python that is too old, which then
# says so.
BOOT = (
    "import sys\n"
    "sys.path[:]=[p for p in sys.path if p[:1]=='/']\n"
    "import json,os\n"
    "os.chdir('/')\n"
    "if sys.version_info<(3,10):\n"
    " v='%d.%d.%d'%sys.version_info[:3]\n"
    " m={'is':'Unready','reason':'too-old','message':'Python '+v+' is too old; 3.10 or newer is needed',"
    "'python':sys.executable}\n"
    " print('\\n'+json.dumps(m))\n"
    " sys.stdout.flush()\n"
    " sys.exit(3)\n"
    "f=open(0,'rb',0,closefd=False);n=int(f.readline());b=b''\n"
    "while len(b)<n:b+=f.read(n-len(b)) or sys.exit(0)\n"
    "w=json.loads(b);s=w['sources'];g={};exec(s['tuitutor.worker.loader'],g);g['install_sources'](s)\n"
    "from tuitutor.worker.main import main;main(**w)"
)
_QUOTED = re.compile(re.escape(BOOT[:10]) + ".*" + re.escape(BOOT[-10:]), re.DOTALL)  # in whatever quotes
_OWN_LINES = [line for line in BOOT.splitlines() if len(line) > 20]

# Does the same as `without_working_folder`, in case a launcher or a shell's start-up file sets PYTHONPATH.
# Once Python runs it is too late: Python makes these entries absolute and imports from them while it starts.
_CLEAN = (
    "set -f; IFS=:; p=; for e in $PYTHONPATH; do case $e in /*) p=$p:$e;; esac; done; set +f; unset IFS; "
    "unset PYTHONINSPECT; PYTHONSAFEPATH=1 PYTHONPATH=${p#:}; export PYTHONSAFEPATH PYTHONPATH; "
    '[ "$PYTHONPATH" ] || unset PYTHONPATH; '
    # The launcher has done its part: what fails from now on is Python, and a second such line means a second worker.
    r'''printf '\n{"is":"Launched","step":"%s"}\n' "${SLURM_JOB_ID:+$SLURM_JOB_ID.$SLURM_STEP_ID}"; exec "$@"'''
)


def worker_argv(python: str, prefix: Sequence[str] = (), hidden: Iterable[str] = TICKETS) -> list[str]:
    """The command that starts a worker in `python`, with a launcher's command `prefix` before it.

    The launcher may use the environment variables `hidden`, but the worker must not see them. ssh joins its arguments
    for a remote shell, so the command after it is quoted; other launchers take an argv.
    """
    command = [python, "-u", "-c", BOOT]
    if prefix:
        command = ["env", *(word for name in hidden for word in ("-u", name)), "sh", "-c", _CLEAN, "sh", *command]
    if prefix and prefix[0].rpartition("/")[2] == "ssh":
        return [*prefix, shlex.join(command)]
    return [*prefix, *command]


def without_boot(text: str) -> str:
    """What a program that isn't Python printed about BOOT, without the parts of BOOT that it quotes."""
    lines = _QUOTED.sub("...", text).splitlines()
    return "\n".join(line for line in lines if not any(own in line for own in _OWN_LINES))


def worker_payload(
    cores: int = 0, nice: int = 0, course: Mapping[str, object] | None = None, keras_dir: str = ""
) -> bytes:
    """The source of the worker and our modules that it imports, and the arguments of `worker.main`, as BOOT reads them.

    The arguments aren't environment variables: ssh would not pass them on, and a job might change them.
    """
    sources = {
        "tuitutor": "",
        "tuitutor.errors": _read("tuitutor", "errors.py"),
        **_package("tuitutor.protocol"),
        **_package("tuitutor.worker"),
    }
    arguments = {"cores": cores, "nice": nice, "course": course, "keras_dir": keras_dir}
    body = json.dumps({"sources": sources, **arguments}).encode("ascii")
    return b"%d\n%s" % (len(body), body)


def _package(name: str) -> dict[str, str]:
    """The sources of a package and its subpackages, by module name."""
    found = {name: _read(name, "__init__.py")}
    for path in resources.files(name).iterdir():
        if path.joinpath("__init__.py").is_file():
            found |= _package(f"{name}.{path.name}")
        elif path.name.endswith(".py") and path.name != "__init__.py":
            found[f"{name}.{path.name.removesuffix('.py')}"] = _read(name, path.name)
    return found


def _read(package: str, file: str) -> str:
    return resources.files(package).joinpath(file).read_text(encoding="utf-8")
