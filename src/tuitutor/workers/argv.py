"""How a worker is started: its command line, the source code that it reads from stdin first, and its environment.

A worker gets the environment variables on a list, and no secrets.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tuitutor.workers.slurm import Job

# Settings of Python, Keras and TensorFlow, and where to find the home folder and a site's libraries.
_SEEN = re.compile(
    r"PATH|LANG|LANGUAGE|LC_\w+|TZ|HOME|USER|LOGNAME|TMPDIR|XDG_(RUNTIME_DIR|CACHE_HOME)|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH"
    r"|PYTHON\w*|PYENV_\w+|VIRTUAL_ENV|__PYVENV_LAUNCHER__|CONDA_PREFIX|KERAS\w*|TF_\w+|XLA_\w+|MPL\w+"
    r"|(CUDA|NVIDIA|ROCM?|HIP)_\w+|(OMP|KMP|GOMP|MKL|OPENBLAS|NUMEXPR|VECLIB)_\w+|SLURM_\w+|TUITUTOR_HIDDEN_ERRORS"
)
# Further variables that srun, ssh and apptainer need, to start Python elsewhere.
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

# Variables that a launcher may use but a worker must not see, besides passwords for Apptainer and the like.
_TICKETS = ("SSH_AUTH_SOCK", "SLURM_JWT", "KRB5CCNAME")
_LONGEST_LINE = 200  # characters of a worker's stderr in a message


def environment_for(
    python: str, ours: str, folders: tuple[Path, ...], environ: Mapping[str, str], *, via: bool = False
) -> dict[str, str]:
    """Return the environment for starting `python`. `ours` is the Python that runs us, `folders` are our import paths.

    It is the same for all code: code that works for its author must also work when it is graded. With `via`, it
    includes a launcher's own variables. PYTHONPATH stays, since a site's modules provide TensorFlow that way. For a
    Python other than ours, entries inside `folders` are dropped: packages there were built for our Python.
    """
    passed = {
        name: value
        for name, value in environ.items()
        if (_SEEN.fullmatch(name) and not _SECRET.search(name)) or (via and _TO_LAUNCH.fullmatch(name))
    }
    passed = without_working_folder(passed)
    if python == ours:
        return passed
    passed = {name: value for name, value in passed.items() if name not in _ONE_PYTHONS_OWN}
    if "PYTHONPATH" in passed:
        entries = passed["PYTHONPATH"].split(os.pathsep)
        dropped = {entry for entry in entries if entry and any(map(Path(entry).resolve().is_relative_to, folders))}
        passed["PYTHONPATH"] = os.pathsep.join(entry for entry in entries if entry not in dropped)
    return passed


def _hidden_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of variables in a launcher's environment that the worker must not see."""
    return (*_TICKETS, *sorted(name for name in environment if name not in _TICKETS and _SECRET.search(name)))


def without_working_folder(environ: Mapping[str, str]) -> dict[str, str]:
    """Return `environ` without variables that make Python look for files in its working folder."""
    safe = {"PYTHONSAFEPATH": "1"}
    for name, value in environ.items():
        entries = value.split(os.pathsep)
        absolute = [entry for entry in entries if Path(entry).is_absolute()]
        if name in _INTERACTIVE or (name in _FOLDER and absolute != entries) or (name in _FOLDERS and not absolute):
            continue
        safe[name] = os.pathsep.join(absolute) if name in _FOLDERS else value
    return safe


# Reads our own source from stdin: a length, then that many bytes of JSON. First it removes the working folder from the
# import path, where a learner's json.py or keras.py would be found first; Python 3.13 imports even before that, hence
# PYTHONSAFEPATH. Then it leaves that folder, where a launcher starts us, too: a relative path in a variable of Keras's
# or TensorFlow's would lead to settings and plugins in it. It must also run in a Python that is too old, to report
# that.
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
# Reads our own source from a descriptor, whose number is the first argument, as BOOT does from stdin. The script gets
# the import path as Python made it.
SCRIPT_BOOT = (
    "import sys;path=sys.path[:]\n"
    "sys.path[:]=[p for p in path if p[:1]=='/']\n"
    "import json\n"
    "if sys.version_info<(3,10):\n"
    " sys.exit('Python %d.%d is too old to be watched; 3.10 or newer is needed.'%sys.version_info[:2])\n"
    "f=open(int(sys.argv[1]),'rb',0);n=int(f.readline());b=b''\n"
    "while len(b)<n:b+=f.read(n-len(b)) or sys.exit(0)\n"
    "w=json.loads(b);s=w.pop('sources');g={};exec(s['tuitutor.worker.loader'],g);g['install_sources'](s)\n"
    "from tuitutor.worker.script import main;main(f,path,sys.argv[2:],**w)"
)
_QUOTED = re.compile(re.escape(BOOT[:10]) + ".*" + re.escape(BOOT[-10:]), re.DOTALL)  # in whatever quotes
_OWN_LINES = [line for line in BOOT.splitlines() if len(line) > 20]

# Does the same as `without_working_folder`, in case a launcher or a shell's start-up file sets PYTHONPATH.
# Once Python runs it is too late: Python makes these entries absolute and imports from them while it starts.
_CLEAN = (
    "set -f; IFS=:; p=; for e in $PYTHONPATH; do case $e in /*) p=$p:$e;; esac; done; set +f; unset IFS; "
    "unset PYTHONINSPECT; PYTHONSAFEPATH=1 PYTHONPATH=${p#:}; export PYTHONSAFEPATH PYTHONPATH; "
    '[ "$PYTHONPATH" ] || unset PYTHONPATH; '
    # The launcher has done its part: from now on, failures are Python's. A second such line means a second worker.
    r'''printf '\n{"is":"Launched","step":"%s"}\n' "${SLURM_JOB_ID:+$SLURM_JOB_ID.$SLURM_STEP_ID}"; exec "$@"'''
)


_SSH_FAILED = 255  # ssh's exit status for its own errors; other launchers of this kind use it, too
# srun's lines about the failure of a task, which the task itself has explained better, and its pointers to help texts.
_NOISE = re.compile(r'srun: error: \S+: tasks? \S+: |srun: Terminating StepId|Try "\S+ --help')
_STEP_ENDED = re.compile(r"slurmstepd\S*: error: \*\*\*|srun: error: Node failure")


@dataclass(frozen=True, slots=True)
class LaunchCommand:
    """The command that starts `python`: by itself, or by the words of a launcher, such as ("srun", "-p", "gpu").

    Only this class knows launchers by name: srun, ssh, and any other program.
    """

    python: str
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the command as a user would type it."""
        return shlex.join([*self.words, self.python])

    @property
    def launcher(self) -> str:
        """The name of the launcher's program, "" without one."""
        return self.words[0].rpartition("/")[2] if self.words else ""

    @property
    def is_srun(self) -> bool:
        return self.launcher == "srun"

    def argv(self, environment: Mapping[str, str]) -> list[str]:
        """Return the command that starts a worker in an environment.

        The launcher may use the secrets in it, but the worker must not see them. An srun starts one task, in a job with
        our name, even in an allocation for several tasks; the user's own options come later, so they win. In an
        allocation, the job step takes only what one task needs, so that other steps don't have to wait.
        """
        command = [self.python, "-u", "-c", BOOT]
        if not self.words:
            return command
        unset = [word for name in _hidden_in(environment) for word in ("-u", name)]
        return self.launched(["env", *unset, "sh", "-c", _CLEAN, "sh", *command], environment)

    def launched(self, command: list[str], environment: Mapping[str, str]) -> list[str]:
        """Return a command behind the launcher, if there is one."""
        if not self.words:
            return command
        if self.is_srun:
            exact = ["--exact"] if self._in_allocation(environment) else []
            return [self.words[0], "-n1", "-N1", "--job-name=tuitutor", *exact, *self.words[1:], *command]
        if self.launcher == "ssh":  # it joins its arguments for a remote shell; other launchers take an argv
            return [*self.words, shlex.join(command)]
        return [*self.words, *command]

    def job(self, environment: Mapping[str, str]) -> Job | None:
        """Return the Slurm job that this command makes; None without srun."""
        return Job(environment, self._in_allocation(environment)) if self.is_srun else None

    def _in_allocation(self, environment: Mapping[str, str]) -> bool:
        return "SLURM_JOB_ID" in environment or any(word.startswith("--jobid") for word in self.words)

    def several_started(self) -> str:
        """Return a sentence for a command that started several workers at once."""
        advice = " task: srun -n1 -N1" if self.is_srun else ""
        return f"{self.launcher or str(self)!r} started several workers at once; it has to start one{advice}."

    def last_line(self, stderr: str, pattern: re.Pattern[str] | None = None) -> str:
        """Return the last line of a worker's stderr, or the last that begins with `pattern`; of a long one the end."""
        lines = [line.strip(" .\r") for line in _without_boot(stderr).splitlines()]
        lines = [line for line in lines if line and not _NOISE.match(line) and (not pattern or pattern.match(line))]
        line = lines[-1] if lines else ""
        return line if len(line) <= _LONGEST_LINE else f"... {line[-_LONGEST_LINE:]}"

    def launcher_failure(self, stderr: str, status: int | None) -> str:
        """Return the launcher's own message about the end of a worker with this exit status; "" if there is none."""
        if self.is_srun:
            return self.last_line(stderr, _STEP_ENDED)
        return self.last_line(stderr) if self.launcher and status == _SSH_FAILED else ""


def _without_boot(text: str) -> str:
    """Return the output of a program that isn't Python, without its quotations of BOOT."""
    lines = _QUOTED.sub("...", text).splitlines()
    return "\n".join(line for line in lines if not any(own in line for own in _OWN_LINES))


def worker_payload(
    cores: int = 0, nice: int = 0, course: Mapping[str, object] | None = None, keras_dir: str = ""
) -> bytes:
    """Return the source of the worker and of our modules that it imports, and the arguments of `worker.main`, for BOOT.

    The arguments aren't environment variables: ssh would not pass them on, and a job might change them.
    """
    return payload(cores=cores, nice=nice, course=course, keras_dir=keras_dir)


def payload(**arguments: object) -> bytes:
    """Return our source for another Python, and the arguments of its `main`."""
    sources = {
        "tuitutor": "",
        "tuitutor.errors": _read("tuitutor", "errors.py"),
        **_package("tuitutor.protocol"),
        **_package("tuitutor.worker"),
    }
    body = json.dumps({"sources": sources, **arguments}).encode("ascii")
    return b"%d\n%s" % (len(body), body)


def _package(name: str) -> dict[str, str]:
    """Return the sources of a package and its subpackages, by module name."""
    sources = {name: _read(name, "__init__.py")}
    for path in resources.files(name).iterdir():
        if path.joinpath("__init__.py").is_file():
            sources |= _package(f"{name}.{path.name}")
        elif path.name.endswith(".py") and path.name != "__init__.py":
            sources[f"{name}.{path.name.removesuffix('.py')}"] = _read(name, path.name)
    return sources


def _read(package: str, file: str) -> str:
    return resources.files(package).joinpath(file).read_text(encoding="utf-8")
