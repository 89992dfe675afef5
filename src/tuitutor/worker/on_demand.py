"""Rarely used parts of Keras, imported on first use.

`keras.wrappers` imports scikit-learn with SciPy where installed, `keras.visualization` Matplotlib: a third of the time
of Keras's import, and 80 MB, in a process that may serve a single run.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Optional

_PARTS = ("wrappers", "visualization")  # in every package of Keras


class _LazyModule(ModuleType):
    """Stands for a module until the first use of one of its attributes."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # `inspect` and imports read these of every module
            raise AttributeError(name)
        return getattr(self._load(), name)

    def __dir__(self) -> list[str]:
        return dir(self._load())

    def _load(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        vars(self).update(vars(module))
        return module


class _LazyFinder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Optional[ModuleSpec]:
        package, _, part = fullname.rpartition(".")
        if part not in _PARTS or package.split(".")[0] != "keras":
            return None
        if spec := PathFinder.find_spec(fullname, path):
            spec.loader = self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _LazyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


@contextmanager
def parts_on_demand() -> Iterator[None]:
    """Inside the block, these parts of Keras are imported as `_LazyModule`s."""
    finder = _LazyFinder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def import_parts() -> None:
    """Import all these parts now, for the future children of a process that will have many."""
    for part in [module for module in sys.modules.values() if isinstance(module, _LazyModule)]:
        with suppress(Exception):  # a broken library; code that uses the part gets the error
            dir(part)
