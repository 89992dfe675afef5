"""A lesson's questions before a cell runs, from `yaml predict` blocks. Nothing here is graded."""

from __future__ import annotations

import ast
import builtins
from functools import lru_cache
from textwrap import shorten

from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.findings import Findings
from tuitutor.course.model import CURVE_FORMS, Prediction
from tuitutor.course.python_cells import assigned
from tuitutor.course.reading import as_strings, read_entry, read_mapping
from tuitutor.spelling import one_of, suggestion


def read_prediction(text: str, first_line: int, findings: Findings) -> Prediction | None:
    """The question in a block whose YAML begins at `first_line`; None if it is invalid, which is a problem."""
    root = read_mapping(text, first_line, findings, "'question:' and 'value:', each on a line", at=first_line)
    prediction: Prediction | None = read_entry(as_strings(root), _prediction, findings) if root is not None else None
    return prediction


def unanswered(prediction: Prediction, source: str) -> str:
    """Why a cell with this source cannot answer the question, in a sentence; "" if it may be able to."""
    names, made = _names(prediction.value) if prediction.value else set(), assigned(source)
    if not names or names & made:
        return ""
    name = min(names)
    return f"in 'value': the cell below never assigns '{name}'; {suggestion(name, sorted(made))}"


def _prediction(question: str, value: str = "", curve: str = "", choices: tuple[str, ...] = ()) -> Prediction:
    """The question from the block's keys. Raises InvalidCheck."""
    sentence, choices = " ".join(question.split()), tuple(" ".join(choice.split()) for choice in choices)
    if not sentence:
        raise InvalidCheck("'question' needs a sentence")
    if bool(value.strip()) == bool(curve.strip()):
        raise InvalidCheck("expected either 'value' (what the cell below leaves) or 'curve' (a log of its last fit)")
    if value:
        _names(value)
    if curve and (other := next((choice for choice in choices if choice not in CURVE_FORMS), None)):
        raise InvalidCheck(f"found '{other}' among the choices; a curve's are {one_of(CURVE_FORMS)}")
    if whole := next((choice for choice in choices if choice.isdecimal()), None):
        raise InvalidCheck(
            f"found the choice {whole}; choices are picked by their place; to have a number typed, leave them out"
        )
    if len(choices) == 1 or len({choice.casefold() for choice in choices}) < len(choices):
        raise InvalidCheck("'choices' needs two or more, all different")
    return Prediction(sentence, value.strip(), curve.strip(), choices or (CURVE_FORMS if curve else ()))


@lru_cache(256)  # called when a block is read, and again for the cell below
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
