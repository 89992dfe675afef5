"""Parts of Keras that few use, and that import whole libraries where those are installed: imported when asked for.

`keras.wrappers` imports scikit-learn with SciPy, `keras.visualization` Matplotlib: a third of the time that Keras's
import takes, and 80 MB, in a process that may be there for a single run.
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

_PARTS = ("wrappers", "visualization")  # in all packages in which versions of Keras have them


class _Part(ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # as `inspect` and imports ask of any module
            raise AttributeError(name)
        return getattr(self._module(), name)

    def __dir__(self) -> list[str]:
        return dir(self._module())

    def _module(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = importlib.import_module(self.__name__)
        vars(self).update(vars(module))
        return module


class _Parts(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Any, target: Any = None) -> Optional[ModuleSpec]:
        package, _, part = fullname.rpartition(".")
        if part not in _PARTS or package.split(".")[0] != "keras":
            return None
        if spec := PathFinder.find_spec(fullname, path):
            spec.loader = self
        return spec

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Part(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


@contextmanager
def parts_on_demand() -> Iterator[None]:
    """What of Keras is imported in this context stands for those parts until they are asked for."""
    finder = _Parts()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def import_parts() -> None:
    """Import them all now, for the children of a process that will have many."""
    for part in [module for module in sys.modules.values() if isinstance(module, _Part)]:
        with suppress(Exception):  # a library that is broken; who asks for the part is told
            dir(part)
