"""What a learner may predict before a cell runs, from a `yaml predict` block. It is never graded."""

from __future__ import annotations

import ast
import builtins
from functools import lru_cache
from textwrap import shorten

from msgspec import Struct

from tuitutor.course.bounds import InvalidCheck
from tuitutor.spelling import one_of, suggestion

FORMS = ("falls", "rises", "falls, then rises", "hardly moves")
"""What a curve may do from a fit's first epoch to its last; `engine.kernel` decides which."""


class Guess(Struct, frozen=True):
    """A question that the cell below answers: by the `value` of an expression of its variables, or by a `curve`.

    A curve is a log of the cell's last fit, and its answers are `FORMS`. `choices` is empty if any number, shape or
    word may be typed.
    """

    question: str
    value: str = ""
    curve: str = ""
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: str, value: str = "", curve: str = "", choices: tuple[str, ...] = ()) -> Guess:
        """The guess from the block's keys. Raises InvalidCheck."""
        asked, offered = " ".join(question.split()), tuple(" ".join(choice.split()) for choice in choices)
        if not asked:
            raise InvalidCheck("'question' needs a sentence")
        if bool(value.strip()) == bool(curve.strip()):
            raise InvalidCheck(
                "expected either 'value' (what the cell below leaves) or 'curve' (a log of its last fit)"
            )
        if value:
            _names(value)
        if curve and (other := next((choice for choice in offered if choice not in FORMS), None)):
            raise InvalidCheck(f"found '{other}' among the choices; a curve's are {one_of(FORMS)}")
        if whole := next((choice for choice in offered if choice.isdecimal()), None):
            raise InvalidCheck(
                f"found the choice {whole}; choices are picked by their place; to have a number typed, leave them out"
            )
        if len(offered) == 1 or len({choice.casefold() for choice in offered}) < len(offered):
            raise InvalidCheck("'choices' needs two or more, all different")
        return cls(asked, value.strip(), curve.strip(), offered or (FORMS if curve else ()))

    def unmet(self, source: str) -> str:
        """Why a cell with this source cannot answer, in a sentence; "" if it may be able to."""
        asked, made = _names(self.value) if self.value else set(), assigned(source)
        if not asked or asked & made:
            return ""
        name = min(asked)
        return f"in 'value': the cell below never assigns '{name}'; {suggestion(name, sorted(made))}"


@lru_cache(256)  # asked when it is read, and again for the cell below
def _names(value: str) -> frozenset[str]:
    """The names in an expression other than Python's builtins. Raises InvalidCheck."""
    try:
        tree = ast.parse(value.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InvalidCheck(
            f"in 'value': found '{shorten(value, 60)}'; expected a variable, or an expression with variables"
        ) from None
    names = frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)).difference(dir(builtins))
    if not names:
        raise InvalidCheck(f"in 'value': found '{shorten(value, 60)}'; expected a variable that the cell below assigns")
    return names


@lru_cache(256)  # the same setup is asked for each exercise below it
def assigned(source: str) -> frozenset[str]:
    """The names that a cell assigns or imports, even in a branch or a loop."""
    import symtable  # a course that comes from the cache needs none

    try:
        names = symtable.symtable(source, "<cell>", "exec").get_symbols()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(name.get_name() for name in names if name.is_assigned() or name.is_imported())
