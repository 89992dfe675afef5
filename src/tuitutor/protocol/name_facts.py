"""What a library documents about its public names: signatures, defaults and first sentences.

Runs on Python 3.10 with the standard library alone.
"""

from __future__ import annotations

from dataclasses import field
from typing import Optional

from tuitutor.protocol.quick import dataclass


@dataclass(frozen=True)
class NameFacts:
    """A public name of a module: "Dense", or "Model.fit" for a method.

    `parameters` are written as in a signature ("units", "activation=None", "*", "**kwargs"); None if it can't be called
    or they are unknown. `text` has the first sentences about it, `about` those about each parameter. `gives` is the
    class, such as "keras.Model", whose methods its instances or results have; "" if unknown. `more` are all names that
    its `**kwargs` may take; None if they take any, or if nobody knows.
    """

    name: str
    parameters: Optional[tuple[str, ...]] = None
    text: str = ""
    about: dict[str, str] = field(default_factory=dict)
    gives: str = ""
    more: Optional[tuple[str, ...]] = None
