"""What a library says of its names: signatures, defaults and first sentences.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional


@dataclass(frozen=True)
class NameFacts:
    """A public name of a module: "Dense", or "Model.fit" for a method.

    `parameters` are written as in a signature ("units", "activation=None", "*", "**kwargs"); None: not to be called, or
    nobody knows. `text` is the first sentences on it, `about` the first on each parameter. `gives` is the class,
    "keras.Model", whose methods its instance or its result has; "" where that is not known.
    """

    name: str
    parameters: Optional[tuple[str, ...]] = None
    text: str = ""
    about: dict[str, str] = field(default_factory=dict)
    gives: str = ""
