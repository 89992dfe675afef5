"""Items to recall, from `yaml recall` blocks: questions that come back when the lesson they stand in is long passed.

They aren't shown in the lesson. An item with variants asks with other numbers each time, and computes what is right.
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
from tuitutor.course.pieces import RecallBlock
from tuitutor.course.reading import as_strings, found, read_entry
from tuitutor.course.variants import read_variant_values
from tuitutor.course.yamltree import mapped, read_yaml

RIGHT = "true"  # what stands at the right choice, in place of a reason
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


def read_recall(block: RecallBlock, findings: Findings) -> RecallItem | None:
    """The item in a block; None if it is invalid, which is a problem."""
    before, first = len(findings.problems), block.line + 1
    root = read_yaml(block.text, first, findings)
    if len(findings.problems) > before:
        return None
    if root is None or not isinstance(root.plain, dict):
        what = "nothing" if root is None else found(root)
        findings.add(first, f"found {what}; expected 'id:', 'ask:' and 'choices:' or 'number:'")
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
    # a version is what is asked and what is right, never why
    version = digest(json.dumps([[each.ask, each.question.choices, each.question.answer] for each in askings]))
    return RecallItem(written.id.strip(), askings, version, block.line, written.place.strip("# "))


def _askings(
    written: _Written, variants: Mapping[str, Sequence[str]], line: int, findings: Findings
) -> Iterator[Asking]:
    """The variants of an item, from the values of each name. Raises InvalidCheck."""
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
        asked = readable(with_values(written.ask, values, words), line, findings).strip()
        yield Asking(asked, _chosen(written, values, words) if written.choices else _counted(written, values, words))


def _chosen(written: _Written, values: Mapping[str, Value], words: Mapping[str, str]) -> Question:
    """The question of an item with choices: numbers by their size, others in an order that tells nothing."""
    offered = {with_values(text, values, words).strip(): said.strip() for text, said in written.choices.items()}
    if len(offered) < max(_LEAST_CHOICES, len(written.choices)):
        raise InvalidCheck("found a choice twice" if len(written.choices) >= _LEAST_CHOICES else "expected two or more")
    right = [text for text, said in offered.items() if said == RIGHT]
    if len(right) != 1:
        raise InvalidCheck(f"found {len(right)} right choices; write 'true' at one, and at each other why it is wrong")
    if wordy := next((text for text in offered if len(text) > _LONGEST_CHOICE), None):
        raise InvalidCheck(f"found a choice of {len(wordy)} characters; the limit is {_LONGEST_CHOICE}")
    because = {text: with_values(said, values, words) for text, said in offered.items() if said != RIGHT}
    if silent := next((text for text, said in because.items() if not said or said.casefold() in ("false", "no")), None):
        raise InvalidCheck(f"found no reason why '{silent}' is wrong; say it to whoever chooses it")
    ordered = sorted(offered, key=lambda choice: digest(f"{written.id}\0{choice}"))
    begins = [value_as_written(choice.partition(" ")[0]) for choice in offered]
    numbers = [value for value in begins if not isinstance(value, str)]
    if len(numbers) == len(offered):
        ordered = [choice for _, choice in sorted(zip(numbers, offered, strict=True))]
    return Question.of(right[0], choices=tuple(ordered), because=because)


def _counted(written: _Written, values: Mapping[str, Value], words: Mapping[str, str]) -> Question:
    """The question of an item whose answer is a number."""
    right = number_text(computed(written.number, values))
    because: dict[str, str] = {}
    for formula, said in written.wrong.items():
        number = number_text(computed(formula, values))
        if number in because:
            raise InvalidCheck(
                f"two of the wrong numbers are {number}{_with(words)}; choose values that tell them apart"
            )
        if float(number) == float(right):
            raise InvalidCheck(
                f"'{formula}' gives {number}{_with(words)}, which is right; choose values that tell them apart"
            )
        because[number] = with_values(said, values, words)
    return Question.of(number=right, because=because)


def _with(words: Mapping[str, str]) -> str:
    told = ", ".join(f"{name} {value}" for name, value in words.items())
    return f" with {told}" if told else ""
