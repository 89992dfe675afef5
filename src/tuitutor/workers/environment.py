"""The environment variables that the Python that runs learner code may see: those on a list, and no secrets."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

# Settings of Python, Keras and TensorFlow, and where to find the home folder and a site's libraries.
_SEEN = re.compile(
    r"PATH|LANG|LANGUAGE|LC_\w+|TZ|HOME|USER|LOGNAME|TMPDIR|XDG_(RUNTIME_DIR|CACHE_HOME)|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH"
    r"|PYTHON\w*|PYENV_\w+|VIRTUAL_ENV|__PYVENV_LAUNCHER__|CONDA_PREFIX|KERAS\w*|TF_\w+|XLA_\w+|MPL\w+"
    r"|(CUDA|NVIDIA|ROCM?|HIP)_\w+|(OMP|KMP|GOMP|MKL|OPENBLAS|NUMEXPR|VECLIB)_\w+|SLURM_\w+"
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
