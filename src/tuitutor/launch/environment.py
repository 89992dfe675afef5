"""What of our own environment the Python that runs learner code may see: names on a list, none that may be a secret."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

# What Python, Keras and TensorFlow go by, and where to find a home and the libraries of a site.
_SEEN = re.compile(
    r"PATH|LANG|LANGUAGE|LC_\w+|TZ|HOME|USER|LOGNAME|TMPDIR|XDG_(RUNTIME_DIR|CACHE_HOME)|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH"
    r"|PYTHON\w*|PYENV_\w+|VIRTUAL_ENV|__PYVENV_LAUNCHER__|CONDA_PREFIX|KERAS\w*|TF_\w+|XLA_\w+|MPL\w+"
    r"|(CUDA|NVIDIA|ROCM?|HIP)_\w+|(OMP|KMP|GOMP|MKL|OPENBLAS|NUMEXPR|VECLIB)_\w+|SLURM_\w+"
)
# What srun, ssh and apptainer need besides, to start it elsewhere.
_TO_LAUNCH = re.compile(
    r"SSH_AUTH_SOCK|KRB5\w*|SLURM_JWT|(APPTAINER|SINGULARITY|PBS|LSB|SGE)\w*|MODULE\w*|LOADEDMODULES|_LMFILES_|LMOD_\w+"
)
_SECRET = re.compile(r"TF_VAR_|TOKEN|SECRET|PASSW|CREDENTIAL|API_?KEY|JWT|_(PAT|PW|KEY)$")
# These say where one Python has its own files, and another one does not start, or finds what it cannot import.
_ONE_PYTHONS_OWN = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")

# An empty or relative entry of these stands for the working folder, where a submission's json.py may lie.
_FOLDERS = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# Python imports from these too; with PYTHONINSPECT it looks for rlcompleter in the working folder before all else.
_FOLDER = ("PYTHONHOME", "PYTHONUSERBASE", "PYTHONPYCACHEPREFIX")
_INTERACTIVE = ("PYTHONINSPECT", "PYTHONSTARTUP")

TICKETS = ("SSH_AUTH_SOCK", "SLURM_JWT", "KRB5CCNAME")
"""What a launcher may use and what it launches must not see, besides passwords for Apptainer and the like."""


def environment_for(
    python: str, ours: str, folders: tuple[Path, ...], environ: Mapping[str, str], *, via: bool = False
) -> dict[str, str]:
    """The environment in which to start `python`, where `ours` runs ourselves from the import `folders`.

    The same for all code: code that works on one's own account must work when it is graded. With `via`, a
    launcher's own variables are among it. PYTHONPATH stays, since a site's modules bring TensorFlow that way; for
    another Python than ours without the entries in our folders: what is installed there was built for our Python.
    """
    kept = {name: value for name, value in environ.items() if _is_seen(name) or (via and _TO_LAUNCH.fullmatch(name))}
    kept = without_working_folder(kept)
    if python == ours:
        return kept
    kept = {name: value for name, value in kept.items() if name not in _ONE_PYTHONS_OWN}
    if "PYTHONPATH" in kept:
        entries = kept["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(entry for entry in entries if not _is_in(entry, folders))
    return kept


def hidden_in(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names in a launcher's environment that what it launches must not see."""
    return (*TICKETS, *sorted(name for name in environment if name not in TICKETS and _SECRET.search(name)))


def without_working_folder(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` as far as a Python that goes by it finds nothing by way of the folder that it was started in."""
    kept = {"PYTHONSAFEPATH": "1"}
    for name, value in environ.items():
        entries = value.split(os.pathsep)
        absolute = [entry for entry in entries if Path(entry).is_absolute()]
        if name in _INTERACTIVE or (name in _FOLDER and absolute != entries) or (name in _FOLDERS and not absolute):
            continue
        kept[name] = os.pathsep.join(absolute) if name in _FOLDERS else value
    return kept


def _is_seen(name: str) -> bool:
    return bool(_SEEN.fullmatch(name)) and not _SECRET.search(name)


def _is_in(entry: str, folders: tuple[Path, ...]) -> bool:
    return bool(entry) and any(Path(entry).resolve().is_relative_to(folder) for folder in folders)
