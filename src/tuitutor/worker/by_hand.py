"""A wall around an answer that has to find its weights by hand: nothing finds them for it.

Keras's optimizers, and so `fit`, change no weight: an answer may call them to compare. Solvers of libraries raise.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any, Optional

_EQUATIONS = ("inv", "lstsq", "pinv", "solve", "solve_triangular", "tensorinv", "tensorsolve")
_IN_STEPS = {  # also refused if the weights have to be found step by step
    "numpy": ("polyfit",),
    **dict.fromkeys(("numpy.linalg", "scipy.linalg", "tensorflow.linalg", "keras.ops"), _EQUATIONS),
}
_LEARN = ("fit", "fit_predict", "partial_fit")
_NO_SOLVER = "No library is to solve it for you in this exercise: {} is refused."
_NO_SLOPES = "You are to find the slopes yourself in this exercise: {} is refused."


@contextmanager
def walled(how: str) -> Iterator[None]:
    """Inside the block, solvers raise RuntimeError: optimizers and estimators, with "descent" also those of equations.

    With "slopes", only functions that differentiate raise it.
    """
    wall = _Wall(how)
    wall.close_imported()
    sys.meta_path.insert(0, wall)
    try:
        yield
    finally:
        sys.meta_path.remove(wall)
        wall.reopen()


class _Wall(MetaPathFinder):
    """Closes modules; it also finds modules imported later, to close them at once."""

    def __init__(self, how: str) -> None:
        self._closes_slopes = how == "slopes"
        self._equations = _IN_STEPS if how == "descent" else {}
        self._names = () if self._closes_slopes else ("scipy.optimize", "sklearn.base", *self._equations)
        self._undo: list[Callable[[], None]] = []

    def close_imported(self) -> None:
        """Close the modules that are imported already."""
        for name in self._names:
            package, _, attribute = name.partition(".")
            module = sys.modules.get(name) or getattr(sys.modules.get(package), attribute, None)
            if module is not None:  # TensorFlow's linalg is imported under another name
                self._close(name, module)
        if self._closes_slopes:
            self._close_slopes(sys.modules["tensorflow"])

    def reopen(self) -> None:
        """Restore everything."""
        for restore in reversed(self._undo):
            restore()

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(fullname, path) if fullname in self._names else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            self._close(fullname, module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def _close(self, name: str, module: ModuleType) -> None:
        """Make the solvers of that module raise."""
        if name == "sklearn.base":
            for mixin in (module.ClassifierMixin, module.RegressorMixin):
                self._set(mixin, "__getattribute__", _refusing_to_learn)
            return
        for solver in getattr(module, "__all__", ()) if name == "scipy.optimize" else self._equations.get(name, ()):
            function = getattr(module, solver, None)
            if callable(function) and not isinstance(function, type):
                self._set(module, solver, _refusing(f"{name}.{solver}", function))

    def _close_slopes(self, tensorflow: Any) -> None:
        """Make TensorFlow's derivatives raise."""
        tape, compat = tensorflow.GradientTape, tensorflow.compat.v1
        for owner, known_as in (
            *((tape, f"tape.{name}") for name in ("gradient", "jacobian", "batch_jacobian")),
            (tensorflow.autodiff.ForwardAccumulator, "accumulator.jvp"),
            (tensorflow, "tf.gradients"),
            (compat, "tf.gradients"),
        ):
            name = known_as.partition(".")[2]
            self._set(owner, name, _refusing(known_as, getattr(owner, name), _NO_SLOPES))

    def _set(self, owner: Any, name: str, value: Any) -> None:
        own = vars(owner).get(name)
        self._undo.append(lambda: delattr(owner, name) if own is None else setattr(owner, name, own))
        setattr(owner, name, value)


def _refusing(name: str, function: Callable[..., Any], message: str = _NO_SOLVER) -> Callable[..., Any]:
    @functools.wraps(function)
    def refuse(*_: Any, **__: Any) -> Any:
        raise RuntimeError(message.format(name))

    return refuse


def _refusing_to_learn(estimator: Any, name: str) -> Any:
    if name in _LEARN:
        raise RuntimeError(_NO_SOLVER.format(f"{type(estimator).__name__}.{name}"))
    return object.__getattribute__(estimator, name)
