"""Checks on the answer but not its model: its text, the variables that it leaves and its output."""

from __future__ import annotations

import ast
import math
import re
import sys

from tuitutor.course.checks import Expected, Source, Stdout, Variable
from tuitutor.course.choices import Question
from tuitutor.grading.evidence import Evidence, judge_kind, program_of
from tuitutor.grading.numbers import same_dims, shape_text
from tuitutor.grading.outcome import Finding, absent, bound_row, compared, from_rows, pending, yes_or_no
from tuitutor.grading.question import NO_ANSWER, number_values, read_choice
from tuitutor.grading.syntax import parse
from tuitutor.grading.verdicts import Provenance, Row, Verdict
from tuitutor.protocol.facts import CellFacts, VariableFacts
from tuitutor.spelling import with_article

Value = bool | int | float | str
UNMEASURED = "The answer's results could not be measured"


# ---- text


@judge_kind.register(Question)
def judge_question(check: Question, evidence: Evidence) -> Finding:
    """The choice in the `# answer:` line. The right one is never part of the finding.

    The author's feedback is for a wrong answer without its own reason in `because`.
    """
    text = evidence.written.choice
    if not text:
        return absent(NO_ANSWER, "Write your answer after `# answer:` in the first line.")
    provenance, choice = Provenance.VERIFIED, read_choice(check, text)
    if choice is not None and check.answer and choice == check.answer:
        return Finding(Verdict.PASSED, "", text, "", provenance)
    if choice is None and check.choices:
        how, choices = "Answer with one of these choices", check.choices
        if check.numbered:
            how += ", or with its number"
            choices = tuple(f"#{place} {choice}" for place, choice in enumerate(check.choices, start=1))
        return absent(text, f"{how}: {', '.join(choices)}.", provenance=provenance)
    if choice is None and not number_values(text):
        return absent(text, "Write a single number after `# answer:`, in digits.", provenance=provenance)
    if not check.answer:  # this edition doesn't have it
        return pending("Graded later.")
    if reason := dict(check.because).get(choice or ""):
        return Finding(Verdict.FAILED, "", text, reason, provenance, beyond_feedback=True)
    return compared(False, "", text, provenance, "That is not right; read the lesson's text again.")


@judge_kind.register(Source)
def judge_source(check: Source, evidence: Evidence) -> Finding:
    """Whether the code calls all required names and no forbidden ones. An answer without code never passes."""
    written = evidence.written
    if not written.valid:
        return absent("not valid Python", "The answer is not valid Python, so its calls cannot be found.")
    if not written.code:
        return absent("no code", "The answer has no code yet.")
    missing = [name for name in check.calls if name not in written.calls]
    banned = [name for name in check.never if name in written.calls]
    return compared(
        agrees=not missing and not banned,
        expected=", ".join([f"calls {name}" for name in check.calls] + [f"never calls {name}" for name in check.never]),
        found=", ".join([f"no call of {name}" for name in missing] + [f"calls {name}" for name in banned]),
        provenance=Provenance.VERIFIED,
        why="This exercise is about using those calls." if missing else "Solve this exercise without it.",
    )


# ---- variables


@judge_kind.register
def judge_variable(check: Variable, evidence: Evidence) -> Finding:
    """A variable's shape, dtype and value; if the check has none of these, the variable only has to exist."""
    cell = evidence.cell or CellFacts()
    known = cell.variables if check.name in cell.names else program_of(evidence).variables
    facts = next((facts for facts in known if facts.name == check.name), None)
    if facts is None and (cell.problem is None or cell.missing is not None):
        name = cell.missing or check.name  # the `measure` cell may have lacked another one
        return absent(f"no `{name}`", f"The answer defines no `{name}`: give the value that name.")
    if facts is None:
        return absent(f"no `{check.name}`", f"{UNMEASURED}: {cell.problem}")
    by_cell = check.name in cell.names
    label = check.name.replace("_", " ") if by_cell else "value"
    why = f"Print `{check.name}` and its .shape to see what it holds."
    if by_cell and check.expected.equals is True and facts.kind == "str":  # the cell says why not
        return from_rows([Row(label, "yes", "no", False)], Provenance.REPORTED, _text(facts) or why)
    rows = _rows(check.expected, facts, label, by_cell) or [Row("type", "any", facts.kind, True)]
    return from_rows(rows, Provenance.REPORTED, why)


def _text(facts: VariableFacts) -> str:
    """The value of a text in one line; of a very long text, which is reported in part, the beginning."""
    shown = facts.value or ""
    value = _literal(shown)
    return " ".join((value if isinstance(value, str) else shown.strip("'\"")).split())


def _rows(expected: Expected, facts: VariableFacts, label: str, by_cell: bool) -> list[Row]:
    """Rows for the variable; `label` is the name of its value. Truth that a `measure` cell found is yes or no."""
    rows = []
    if expected.shape is not None:
        agrees = same_dims(expected.shape, facts.shape)
        rows.append(Row("shape", shape_text(expected.shape), shape_text(facts.shape), agrees))
    if expected.dtype is not None:
        found = facts.dtype or f"none, it is {with_article(facts.kind)}"
        rows.append(Row("dtype", expected.dtype, found, _dtype(expected.dtype) == _dtype(found)))
    value = _literal(facts.value or "")
    if expected.equals is not None:
        text, found = repr(expected.equals), facts.value or "?"
        if expected.within is not None:
            text += f" within {expected.within:g}"
        if by_cell and isinstance(expected.equals, bool):
            text, found = yes_or_no(expected.equals), yes_or_no(value) if isinstance(value, bool) else found
        rows.append(Row(label, text, found, _equals(value, expected.equals, expected.within)))
    if expected.bound is not None:
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
        rows.append(bound_row(label, expected.bound, number, facts.value or "?"))
    return rows


def _dtype(text: str) -> str:
    """`float32` from "float32", "tf.float32" and "<dtype: 'float32'>"."""
    words: list[str] = re.findall(r"[a-z]+\d*", text)
    return words[-1] if words else text


def _equals(value: object, expected: Value, within: float | None) -> bool:
    if isinstance(expected, bool) or isinstance(value, bool) or isinstance(expected, str):
        return type(value) is type(expected) and value == expected
    if not isinstance(value, (int, float)) or abs(value) > sys.float_info.max:  # too large for float arithmetic
        return False
    return math.isclose(value, expected, rel_tol=1e-6) if within is None else abs(value - expected) <= within


def _literal(shown: str) -> object:
    """The value with this repr, which may be a NumPy or TensorFlow scalar; None if it is no literal."""
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


# ---- output


@judge_kind.register
def judge_stdout(check: Stdout, evidence: Evidence) -> Finding:
    """The regular expression matches somewhere in the output; a program without output matches nothing."""
    expected = f"output that matches {check.matches}"
    if not evidence.stdout.strip():
        return absent("nothing", "The answer printed nothing: use print(...).", expected, Provenance.REPORTED)
    if check.matches in evidence.endless:
        why = "Looking for this in what the answer printed takes too long: print less, or something simpler."
        return absent("too long a search", why, expected, Provenance.REPORTED)
    match = re.search(check.matches, evidence.stdout, re.MULTILINE)
    found = match[0] if match else evidence.stdout.strip().splitlines()[-1]
    return compared(match is not None, expected, found[:200], Provenance.REPORTED, "The output is compared as printed.")
