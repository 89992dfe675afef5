"""What of our own environment another Python may see."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

# These say where one Python has its own files, and another one does not start, or finds what it cannot import.
_ONE_PYTHONS_OWN = ("PYTHONHOME", "VIRTUAL_ENV", "PYTHONEXECUTABLE", "__PYVENV_LAUNCHER__")


def environment_for(python: str, ours: str, folders: tuple[Path, ...], environ: Mapping[str, str]) -> dict[str, str]:
    """The environment in which to start `python`, where `ours` runs ourselves from the import `folders`.

    PYTHONPATH stays, since a site's modules bring TensorFlow that way, but for the entries in our folders: what is
    installed there with us was built for our Python.
    """
    if python == ours:
        return dict(environ)
    kept = {name: value for name, value in environ.items() if name not in _ONE_PYTHONS_OWN}
    if "PYTHONPATH" in kept:
        entries = kept["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(entry for entry in entries if not _is_in(entry, folders))
    return kept


def _is_in(entry: str, folders: tuple[Path, ...]) -> bool:
    return bool(entry) and any(Path(entry).resolve().is_relative_to(folder) for folder in folders)
