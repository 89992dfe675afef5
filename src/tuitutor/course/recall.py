"""Items to recall, from `yaml recall` blocks: questions that come back long after their lesson was passed.

The lesson doesn't show them. An item with variants asks with other numbers every time, and computes the right answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from tuitutor.course.bounds import InvalidCheck
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.directives import readable
from tuitutor.course.findings import HOW_TO_NAME, SAFE_NAME, Findings
from tuitutor.course.formulas import Value, computed, number_text, value_as_written, with_values
from tuitutor.course.model import Asking, RecallItem
from tuitutor.course.pieces import YamlBlock
from tuitutor.course.reading import as_strings, read_entry, read_mapping
from tuitutor.course.variants import read_variant_values
from tuitutor.course.yamltree import mapped

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
