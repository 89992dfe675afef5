"""Worlds: a lesson's setup with other data of the same kind, in which what is learned is another concept."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from tuitutor.protocol.requests import World


def call_data_source(source: str, function: str, *arguments: int) -> tuple[Any, ...]:
    """What a function of the course's data module, whose text is `source`, returns. Raises whatever it raises."""
    module = ModuleType("course_data")
    exec(compile(source, "<data.py>", "exec"), module.__dict__)  # the author's, not the learner's
    return tuple(getattr(module, function)(*arguments))


class Replacing:
    """Replaces what a setup binds in a namespace by the data of a world.

    Each name is replaced once, right after the statement that binds it first, so all that later statements make of it
    follows. "digits.images" is an entry of what a statement binds to `digits`.
    """

    def __init__(self, world: World, namespace: dict[str, Any]) -> None:
        self._world, self._namespace = world, namespace
        self._drawn: dict[str, tuple[Any, ...]] = {}
        self._waiting = [
            (name, function, place)
            for function, names in world.replaced
            for place, name in enumerate(names)
            if name != "_"
        ]

    def replace(self) -> None:
        """Replace what is bound by now. Raises whatever the data module raises, and ValueError if the sizes differ."""
        for each in list(self._waiting):
            name, function, place = each
            root, _, entry = name.partition(".")
            if root not in self._namespace:
                continue
            self._waiting.remove(each)
            holder = self._namespace[root]
            own = getattr(holder, entry) if entry else holder
            if function not in self._drawn:
                number = self._world.number
                rows = len(own) if np.ndim(own) else 1
                self._drawn[function] = call_data_source(self._world.data_source, function, rows, number, number)
            drawn = np.array(self._drawn[function][place], dtype=np.asarray(own).dtype).reshape(np.shape(own))
            value = drawn if np.ndim(own) else drawn.item()
            if entry:
                setattr(holder, entry, value)
            else:
                self._namespace[root] = value
