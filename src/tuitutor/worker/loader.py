"""The first code in a worker: it makes modules received over stdin importable, so no shared disk is needed.

This file is sent as text and executed; `install_sources` then gets a dict from module name to source text.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import linecache
import sys
from types import ModuleType
from typing import Any, Optional

# For `python -c`, before its first import: nothing is imported from the working folder, where anybody may write.
ALONE = "import sys;sys.path[:]=[p for p in sys.path if p[:1]=='/']\n"


class SourceFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports modules from a dict of sources. A name with submodules is a package."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname not in self.sources:
            return None
        package = any(name.startswith(fullname + ".") for name in self.sources)
        return importlib.machinery.ModuleSpec(fullname, self, origin=f"<{fullname}>", is_package=package)

    def exec_module(self, module: ModuleType) -> None:
        source, filename = self.sources[module.__name__], f"<{module.__name__}>"
        linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
        exec(compile(source, filename, "exec"), module.__dict__)  # our own source, from the launcher


def install_sources(sources: dict[str, str]) -> None:
    """Make `sources` importable, ahead of installed modules of the same name."""
    sys.meta_path.insert(0, SourceFinder(sources))
