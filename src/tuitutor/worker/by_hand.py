"""While an answer runs that is to find its weights by hand, whatever would find them for it refuses or does nothing.

Keras's optimizers, and so `fit`, change no weight: an answer may call them to compare. Libraries that solve refuse.
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
_IN_STEPS = {  # refused as well where the weights are to be found step by step
    "numpy": ("polyfit",),
    **dict.fromkeys(("numpy.linalg", "scipy.linalg", "tensorflow.linalg", "keras.ops"), _EQUATIONS),
}
_LEARN = ("fit", "fit_predict", "partial_fit")
_SAID = "No library is to solve it for you in this exercise: {} is refused."
_SAID_OF_SLOPES = "You are to find the slopes yourself in this exercise: {} is refused."


@contextmanager
def walled(how: str) -> Iterator[None]:
    """Inside the block, solvers raise RuntimeError: optimizers and estimators, and with "descent" equations too.

    With "slopes", what differentiates does instead.
    """
    undo: list[Callable[[], None]] = []
    wall = _Wall(how, undo)
    for name in wall.names:
        package, _, within = name.partition(".")
        module = sys.modules.get(name) or getattr(sys.modules.get(package), within, None)
        if module is not None:  # TensorFlow's linalg goes by another name
            wall.close(name, module)
    if how == "slopes":
        wall.refuse_slopes(sys.modules["tensorflow"])
    sys.meta_path.insert(0, wall)
    try:
        yield
    finally:
        sys.meta_path.remove(wall)
        for each in reversed(undo):
            each()


class _Wall(MetaPathFinder):
    """Closes modules, those that are imported later as soon as they are."""

    def __init__(self, how: str, undo: list[Callable[[], None]]) -> None:
        self.undo = undo
        self.equations = _IN_STEPS if how == "descent" else {}
        self.names = () if how == "slopes" else ("scipy.optimize", "sklearn.base", *self.equations)

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[ModuleSpec]:
        spec = PathFinder.find_spec(fullname, path) if fullname in self.names else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            self.close(fullname, module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec

    def close(self, name: str, module: ModuleType) -> None:
        """Make what solves in that module refuse."""
        if name == "sklearn.base":
            for mixin in (module.ClassifierMixin, module.RegressorMixin):
                self._set(mixin, "__getattribute__", _refusing_to_learn)
            return
        for solver in getattr(module, "__all__", ()) if name == "scipy.optimize" else self.equations.get(name, ()):
            function = getattr(module, solver, None)
            if callable(function) and not isinstance(function, type):
                self._set(module, solver, _refusing(f"{name}.{solver}", function))

    def refuse_slopes(self, tensorflow: Any) -> None:
        """Make TensorFlow's derivatives refuse."""
        tape, compat = tensorflow.GradientTape, tensorflow.compat.v1
        for owner, known_as in (
            *((tape, f"tape.{name}") for name in ("gradient", "jacobian", "batch_jacobian")),
            (tensorflow.autodiff.ForwardAccumulator, "accumulator.jvp"),
            (tensorflow, "tf.gradients"),
            (compat, "tf.gradients"),
        ):
            name = known_as.partition(".")[2]
            self._set(owner, name, _refusing(known_as, getattr(owner, name), _SAID_OF_SLOPES))

    def _set(self, owner: Any, name: str, value: Any) -> None:
        had = vars(owner).get(name)
        self.undo.append(lambda: delattr(owner, name) if had is None else setattr(owner, name, had))
        setattr(owner, name, value)


def _refusing(name: str, function: Callable[..., Any], said: str = _SAID) -> Callable[..., Any]:
    @functools.wraps(function)
    def refuse(*_: Any, **__: Any) -> Any:
        raise RuntimeError(said.format(name))

    return refuse


def _refusing_to_learn(estimator: Any, name: str) -> Any:
    if name in _LEARN:
        raise RuntimeError(_SAID.format(f"{type(estimator).__name__}.{name}"))
    return object.__getattribute__(estimator, name)
