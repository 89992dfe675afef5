"""Checks on what the program leaves behind: its variables and its output."""

from __future__ import annotations

import ast
import math
import re
import sys

from tuitutor.course.checks import Expected, Stdout, Variable
from tuitutor.grading.evidence import Evidence, judge_kind, program_of
from tuitutor.grading.numbers import same_dims, shape_text
from tuitutor.grading.outcome import Finding, absent, bound_row, compared, from_rows, yes_or_no
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Provenance, Row
from tuitutor.protocol.facts import CellFacts, VariableFacts
from tuitutor.spelling import with_article

Value = bool | int | float | str
UNMEASURED = "The answer's results could not be measured"


@judge_kind.register
def judge_variable(check: Variable, evidence: Evidence) -> Finding:
    """A variable's shape, dtype and value; if the check asks for none of these, it only has to exist."""
    cell = evidence.cell or CellFacts()
    known = cell.variables if check.name in cell.names else program_of(evidence).variables
    facts = next((facts for facts in known if facts.name == check.name), None)
    if facts is None and (cell.problem is None or cell.missing is not None):
        name = cell.missing or check.name  # the `measure` cell may have lacked another one
        return absent(f"no `{name}`", f"The answer defines no `{name}`: give the value that name.")
    if facts is None:
        return absent(f"no `{check.name}`", f"{UNMEASURED}: {cell.problem}")
    by_cell = check.name in cell.names
    why = f"Print `{check.name}` and its .shape to see what it holds."
    if by_cell and check.expected.equals is True and facts.kind == "str":  # the cell says why not
        return from_rows(
            [Row(check.name.replace("_", " "), "yes", "no", False)], Provenance.REPORTED, _text(facts) or why
        )
    rows = _rows(check.expected, facts, check.name.replace("_", " ") if by_cell else "value") or [
        Row("type", "any", facts.kind, True)
    ]
    return from_rows(rows, Provenance.REPORTED, why)


def _text(facts: VariableFacts) -> str:
    """What a text says, in one line; the beginning of one that was too long to be told whole."""
    shown = facts.value or ""
    said = _literal(shown)
    return " ".join((said if isinstance(said, str) else shown.strip("'\"")).split())


def _rows(expected: Expected, facts: VariableFacts, label: str) -> list[Row]:
    """What was asked of the value, which is called `label`: if a `measure` cell computed it, by what it says."""
    rows = []
    if expected.shape is not None:
        rows.append(
            Row("shape", shape_text(expected.shape), shape_text(facts.shape), same_dims(expected.shape, facts.shape))
        )
    if expected.dtype is not None:
        found = facts.dtype or f"none, it is {with_article(facts.kind)}"
        rows.append(Row("dtype", expected.dtype, found, _dtype(expected.dtype) == _dtype(found)))
    if expected.equals is not None:
        wanted = repr(expected.equals) if expected.within is None else f"{expected.equals!r} within {expected.within:g}"
        found = facts.value or "?"
        if isinstance(expected.equals, bool) and label != "value":
            wanted, said = yes_or_no(expected.equals), _literal(found)
            found = yes_or_no(said) if isinstance(said, bool) else found
        rows.append(Row(label, wanted, found, _equals(expected.equals, facts.value, expected.within)))
    if expected.bound is not None:
        value = _literal(facts.value or "")
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        rows.append(bound_row(label, expected.bound, number, facts.value or "?"))
    return rows


def _dtype(text: str) -> str:
    """`float32` from "float32", "tf.float32" and "<dtype: 'float32'>"."""
    words: list[str] = re.findall(r"[a-z]+\d*", text)
    return words[-1] if words else text


def _equals(wanted: Value, shown: str | None, within: float | None = None) -> bool:
    """Whether a value's repr is the wanted value; numbers may be NumPy or TensorFlow scalars."""
    value = _literal(shown or "")
    if isinstance(wanted, bool) or isinstance(value, bool) or isinstance(wanted, str):
        return type(value) is type(wanted) and value == wanted
    if not isinstance(value, (int, float)) or abs(value) > sys.float_info.max:  # too large for float arithmetic
        return False
    return math.isclose(value, wanted, rel_tol=1e-6) if within is None else abs(value - wanted) <= within


def _literal(shown: str) -> object:
    for scalar in (
        r"np\.(True|False)_",
        r"np\.\w+\((.*)\)",
        r"array\(([^,\[\]]*)(?:, dtype=\w+)?\)",
        r"<tf\..*numpy=(.*)>",
    ):
        if (found := re.fullmatch(scalar, shown)) is not None:
            shown = found[1]
    tree = parse(shown, mode="eval")
    try:
        return ast.literal_eval(tree) if isinstance(tree, ast.Expression) else None
    except (ValueError, TypeError, RecursionError, MemoryError):
        return None


@judge_kind.register
def judge_stdout(check: Stdout, evidence: Evidence) -> Finding:
    """The regular expression matches somewhere in what was printed; a program that prints nothing matches nothing."""
    expected = f"output that matches {check.matches}"
    if not evidence.stdout.strip():
        return absent("nothing", "The answer printed nothing: use print(...).", expected, Provenance.REPORTED)
    if check.matches in evidence.endless:
        why = "Looking for this in what the answer printed takes too long: print less, or something simpler."
        return absent("too long a search", why, expected, Provenance.REPORTED)
    match = re.search(check.matches, evidence.stdout, re.MULTILINE)
    found = match[0] if match else evidence.stdout.strip().splitlines()[-1]
    return compared(match is not None, expected, found[:200], Provenance.REPORTED, "The output is compared as printed.")
