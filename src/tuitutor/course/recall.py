"""Items to recall, from `yaml recall` blocks: questions that come back long after their lesson was passed.

The lesson doesn't show them. An item with variants asks with other numbers every time, and computes the right answer.
"""

from __future__ import annotations

import ast
import json
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from textwrap import shorten
from typing import Any

from msgspec import Struct, field

from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.directives import readable
from tuitutor.course.findings import HOW_TO_NAME, SAFE_NAME, Findings
from tuitutor.course.model import Asking, RecallItem
from tuitutor.course.pieces import YamlBlock
from tuitutor.course.reading import as_strings, read_entry, read_mapping
from tuitutor.course.variants import read_variant_values
from tuitutor.course.yamltree import mapped
from tuitutor.spelling import suggestion

Value = int | float | str
"""The result of a formula, and the value of a name in it."""

_MOST_PARTS = 200  # of a formula
_MOST = 1e15  # beyond that, a float doesn't count in ones
_LARGEST_POWER = 64
_DIGITS = 4  # behind the point, of a result to type
_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv},
    **{ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow},
    **{ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge},
    **{ast.Eq: operator.eq, ast.NotEq: operator.ne},
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{"abs": abs, "min": min, "max": max, "round": round},
    **{"ceil": math.ceil, "exp": math.exp, "floor": math.floor, "log": math.log, "log2": math.log2, "sqrt": math.sqrt},
}
_FIELD = re.compile(r"([\^_]?)\{([^{}\n]+?)(?::([,_]?(?:\.\d{1,2})?[fgde%]?))?\}")


def value_as_written(text: str) -> Value:
    """The value of a text in a table of variants: a number if possible (1,000 is 1000), else the text."""
    plain = text.replace(",", "") if re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+", text) else text
    if re.fullmatch(r"-?\d{1,15}", plain):
        return int(plain)
    return float(plain) if re.fullmatch(r"-?\d{0,15}\.\d{1,15}|-?\d(\.\d{1,15})?e-?\d{1,2}", plain) else text


def computed(formula: str, values: Mapping[str, Value]) -> Value:
    """The formula's result with these values. Raises InvalidCheck."""
    try:
        result = _of(_tree(formula.strip()), values)
        result = result if isinstance(result, str) else _number(result)
    except (ArithmeticError, ValueError, TypeError) as error:  # InvalidCheck is a ValueError
        raise InvalidCheck(f"in '{shorten(formula, 60)}': {error}") from None
    return int(result) if isinstance(result, bool) else result


def number_text(value: Value) -> str:
    """A computed number as somebody would type it. Raises InvalidCheck for a text and too many digits."""
    if isinstance(value, str):
        raise InvalidCheck(f"found the text '{shorten(value, 40)}'; expected a formula that gives a number")
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    text = f"{value:.{_DIGITS}f}".rstrip("0")
    if float(text) != value:
        raise InvalidCheck(f"found {value:.8g}; round it to what somebody would type, such as round(…, 2)")
    return text


def with_values(text: str, values: Mapping[str, Value], written: Mapping[str, str]) -> str:
    """The text with numbers in place of `{name}`, `{2 * name}` or `{name:,}`; other braces stay as they are.

    `written` has the values as they are in the table, for a name alone. In maths the braces of an exponent or index
    stay around it. Raises InvalidCheck for a misspelt name or an impossible formula.
    """

    def put(found: re.Match[str]) -> str:
        before, inside, form = found[1], found[2].strip(), found[3]
        if inside in written and not form:
            return f"{before}{{{written[inside]}}}" if before else written[inside]
        names = _names(inside)
        if not names:
            return found[0]
        if names.isdisjoint(values):
            near = suggestion(inside, values) if inside.isidentifier() else ""
            if near.startswith("did you mean"):
                raise InvalidCheck(f"found '{{{inside}}}'; {near}")
            return found[0]
        shown = value = computed(inside, values)
        if not isinstance(value, str):
            shown = format(value, form) if form else number_text(value)
        return f"{before}{{{shown}}}" if before else f"{before}{shown}"

    return _FIELD.sub(put, text) if values else text


@lru_cache(256)  # called for all variants
def _tree(formula: str) -> ast.expr:
    try:
        tree = ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise InvalidCheck("this is no formula; expected a line of Python, such as 3 * units + 1") from None
    if sum(1 for _ in ast.walk(tree)) > _MOST_PARTS:
        raise InvalidCheck("this is too long for a formula")
    return tree


def _names(formula: str) -> set[str]:
    """The names in a formula other than functions; none if it isn't one."""
    try:
        tree = _tree(formula)
    except InvalidCheck:
        return set()
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - _FUNCTIONS.keys()


def _of(node: ast.expr, values: Mapping[str, Value]) -> Any:
    """The value of a part of a formula. Raises InvalidCheck, or what Python raises when it computes it."""
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            if name not in values:
                raise InvalidCheck(f"there is no '{name}' among the variants; {suggestion(name, values)}")
            return values[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(_of(operand, values))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _of(operand, values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            one, other = _number(_of(left, values)), _number(_of(right, values))
            if isinstance(op, ast.Pow) and abs(other) > _LARGEST_POWER:
                raise InvalidCheck(f"found a power of {other:g}; the limit is {_LARGEST_POWER}")
            return _number(_OPERATORS[type(op)](one, other))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_of(left, values), _of(right, values))
        case ast.BoolOp(op=op, values=parts):
            return (all if isinstance(op, ast.And) else any)(_of(part, values) for part in parts)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _of(body if _of(test, values) else orelse, values)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in _FUNCTIONS:
            return _number(_FUNCTIONS[name](*(_number(_of(argument, values)) for argument in arguments)))
        case _:
            raise InvalidCheck(
                f"found '{shorten(ast.unparse(node), 40)}'; a formula has numbers, names, + - * / // % **, "
                f"comparisons, 'a if b else c' and {', '.join(_FUNCTIONS)}"
            )


def _number(value: Any) -> Any:
    if not isinstance(value, int | float):
        raise InvalidCheck(f"found the text '{shorten(str(value), 40)}' where a number is needed")
    if not abs(value) < _MOST:
        raise InvalidCheck("this gives a number that is too large")
    return value


RIGHT = "true"  # marks the right choice, in place of a reason
_LONGEST_CHOICE = 120  # characters: two lines on a screen of 80
_LEAST_CHOICES = 2


class _Written(Struct, frozen=True):
    """The keys of a block."""

    id: str
    ask: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    number: str = ""
    wrong: dict[str, str] = field(default_factory=dict)
    variants: dict[str, list[str]] = field(default_factory=dict)
    place: str = ""


def read_recall(block: YamlBlock, findings: Findings) -> RecallItem | None:
    """The item in a block; None if it is invalid, which is a problem."""
    first = block.line + 1
    root = read_mapping(block.text, first, findings, "'id:', 'ask:' and 'choices:' or 'number:'", at=first)
    if root is None:
        return None
    written: _Written | None = read_entry(as_strings(mapped(root.items, first, root.key_lines)), _Written, findings)
    if written is None:
        return None
    variants = read_variant_values(root.items["variants"], findings) if written.variants else {}
    if variants is None:
        return None
    try:
        if not SAFE_NAME.fullmatch(written.id.strip()):
            raise InvalidCheck(f"in 'id': found '{written.id}'; {HOW_TO_NAME}")
        askings = tuple(_askings(written, variants, first, findings))
    except InvalidCheck as unfit:
        findings.add(first, str(unfit))
        return None
    # without the reasons, which may change
    hashed = [[asking.ask, asking.question.choices, asking.question.answer] for asking in askings]
    version = digest(json.dumps(hashed))
    return RecallItem(written.id.strip(), askings, version, block.line, written.place.strip("# "))


def _askings(
    written: _Written, variants: Mapping[str, Sequence[str]], line: int, findings: Findings
) -> Iterator[Asking]:
    """The variants of an item, from the values of its names. Raises InvalidCheck."""
    if bool(written.choices) == bool(written.number):
        raise InvalidCheck("expected either 'choices', each with 'true' or the reason why it is wrong, or a 'number'")
    if written.wrong and not written.number:
        raise InvalidCheck("'wrong' has wrong numbers; the reason why a choice is wrong stands at the choice")
    if not written.ask.strip():
        raise InvalidCheck("found no question; expected 'ask: …'")
    if odd := next((name for name in variants if not name.isidentifier()), None):
        raise InvalidCheck(f"found the name '{odd}' among the variants; use letters, digits and '_' only")
    table = [dict(zip(variants, row, strict=True)) for row in zip(*variants.values(), strict=True)]
    for words in table if variants else [{}]:
        values = {name: value_as_written(text) for name, text in words.items()}
        task = readable(with_values(written.ask, values, words), line, findings).strip()
        ask = _choice_question if written.choices else _number_question
        yield Asking(task, ask(written, values, words))


def _choice_question(written: _Written, values: Mapping[str, Value], words: Mapping[str, str]) -> Question:
    """The question of an item with choices: numbers by their size, texts in an order that gives nothing away."""
    reasons = {with_values(choice, values, words).strip(): reason.strip() for choice, reason in written.choices.items()}
    if len(reasons) < max(_LEAST_CHOICES, len(written.choices)):
        raise InvalidCheck("found a choice twice" if len(written.choices) >= _LEAST_CHOICES else "expected two or more")
    right = [choice for choice, reason in reasons.items() if reason == RIGHT]
    if len(right) != 1:
        raise InvalidCheck(f"found {len(right)} right choices; write 'true' at one, and at each other why it is wrong")
    if wordy := next((choice for choice in reasons if len(choice) > _LONGEST_CHOICE), None):
        raise InvalidCheck(f"found a choice of {len(wordy)} characters; the limit is {_LONGEST_CHOICE}")
    because = {choice: with_values(reason, values, words) for choice, reason in reasons.items() if reason != RIGHT}
    no_reason = (choice for choice, reason in because.items() if reason.casefold() in ("", "false", "no"))
    if choice := next(no_reason, None):
        raise InvalidCheck(f"found no reason why '{choice}' is wrong; say it to whoever chooses it")
    ordered = sorted(reasons, key=lambda choice: digest(f"{written.id}\0{choice}"))
    begins = [value_as_written(choice.partition(" ")[0]) for choice in reasons]
    numbers = [value for value in begins if not isinstance(value, str)]
    if len(numbers) == len(reasons):
        ordered = [choice for _, choice in sorted(zip(numbers, reasons, strict=True))]
    return Question.of(right[0], choices=tuple(ordered), because=because)


def _number_question(written: _Written, values: Mapping[str, Value], words: Mapping[str, str]) -> Question:
    """The question of an item whose answer is a number."""
    right = number_text(computed(written.number, values))
    because: dict[str, str] = {}
    for formula, reason in written.wrong.items():
        number = number_text(computed(formula, values))
        if number in because:
            raise InvalidCheck(
                f"two of the wrong numbers are {number}{_with(words)}; choose values that tell them apart"
            )
        if float(number) == float(right):
            raise InvalidCheck(
                f"'{formula}' gives {number}{_with(words)}, which is right; choose values that tell them apart"
            )
        because[number] = with_values(reason, values, words)
    return Question.of(number=right, because=because)


def _with(words: Mapping[str, str]) -> str:
    values = ", ".join(f"{name} {value}" for name, value in words.items())
    return f" with {values}" if values else ""
