"""YAML with the line of every value. All faults of a text are found, not only the first."""

from __future__ import annotations

import re
from collections.abc import Iterable

import yaml
from msgspec import Struct, field
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from tuitutor.course.findings import NUMBER, YAML_DEPTH, YAML_VALUES, Findings

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = Reader.NON_PRINTABLE
_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float")}
# YAML 1.1 counts these as line ends, and editors do not: the following lines would be off by one.
SEPARATORS = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))
# YAML 1.1 wants a dot in a float, so it would read 1e-3 as text.
_DOTLESS_FLOAT = re.compile(r"[-+]?\d+[eE][-+]?\d+")


class YamlValue(Struct, frozen=True):
    """A YAML value: `plain` is the value in Python, `line` the number of its first line in the file.

    `items` has the values within, by key or by position ("0", "1"), `key_lines` the lines of a mapping's keys. `text`
    is a scalar as it is written: `no` and `0.50`, where `plain` is false and 0.5.
    """

    plain: Plain
    line: int
    text: str = ""
    items: dict[str, YamlValue] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


def as_list(values: Iterable[YamlValue], line: int) -> YamlValue:
    """The entry of a list."""
    items = {str(position): value for position, value in enumerate(values)}
    return YamlValue([item.plain for item in items.values()], line, items=items)


def mapped(items: dict[str, YamlValue], line: int, key_lines: dict[str, int]) -> YamlValue:
    """The entry of a mapping."""
    return YamlValue({key: item.plain for key, item in items.items()}, line, items=items, key_lines=key_lines)


def read_yaml(text: str, first_line: int, findings: Findings) -> YamlValue | None:
    """The text as an entry, or None if it is empty or not YAML (a problem). It starts at `first_line` of the file.

    If the whole text is not YAML, the parts that begin without indent are read one by one, so that no fault hides
    another.
    """
    text = text.translate(SEPARATORS)
    try:
        node = yaml.compose(text, Loader=_LOADER)
        return None if node is None else _YamlReader(first_line, findings).entry(node)
    except _TooMuch as excess:
        findings.add(*excess.args)
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        lines = text.split("\n")
        starts = [i for i, line in enumerate(lines) if line[:1].strip() and not line.startswith("#")]
        if len(starts) < 2:
            findings.add(*_fault(error, text, first_line))
            return None
    ends = [*starts[1:], len(lines)]
    parts = [read_yaml("\n".join(lines[a:b]), first_line + a, findings) for a, b in zip(starts, ends, strict=True)]
    return _join(parts, first_line)


def _join(parts: list[YamlValue | None], line: int) -> YamlValue | None:
    """Join parts of a list or mapping; None if nothing could be read."""
    lists = [part for part in parts if part is not None and isinstance(part.plain, list)]
    if lists:
        return as_list((item for part in lists for item in part.items.values()), line)
    mappings = [part for part in parts if part is not None and isinstance(part.plain, dict)]
    if not mappings:
        return None
    items = {key: item for part in mappings for key, item in part.items.items()}
    key_lines = {key: number for part in mappings for key, number in part.key_lines.items()}
    return mapped(items, line, key_lines)


def _fault(error: Exception, text: str, first_line: int) -> tuple[int, str]:
    """The line of a fault, and a sentence."""
    if unfit := _UNPRINTABLE.search(text):
        line = first_line + text.count("\n", 0, unfit.start())
        return line, f"found the character U+{ord(unfit[0]):04X}, which YAML does not allow; remove it"
    if not isinstance(error, yaml.MarkedYAMLError):
        return first_line, f"not YAML: {str(error).splitlines()[0]}"
    mark = error.problem_mark or error.context_mark
    lines = text.rstrip("\n").split("\n")
    number = min(mark.line, len(lines) - 1) if mark is not None else 0
    if "\t" in lines[number]:
        return first_line + number, "found a tab; YAML is indented with spaces only"
    return first_line + number, f"not YAML: {error.problem or error}"


class _TooMuch(Exception):
    """YAML beyond a limit; the arguments are the line and a sentence."""


class _YamlReader:
    """Turns nodes into entries. Raises `_TooMuch`.

    Aliases are refused: with an alias, a value could be on two lines, or contain itself.
    """

    def __init__(self, first_line: int, findings: Findings) -> None:
        self._first_line = first_line
        self._findings = findings
        self._nodes: set[int] = set()
        self._depth = 0

    def entry(self, node: Node) -> YamlValue:
        line = self._line(node)
        if len(self._nodes) == YAML_VALUES:
            raise _TooMuch(line, f"found more than {YAML_VALUES:,} values, which is the limit of a block of YAML")
        if self._depth > YAML_DEPTH:
            raise _TooMuch(line, f"found lists and mappings more than {YAML_DEPTH} levels deep, which is the limit")
        if id(node) in self._nodes:
            self._findings.add(line, "found an anchor ('&name') used a second time; write the value out at each place")
            return YamlValue(None, line)
        self._nodes.add(id(node))
        self._depth += 1
        match node:
            case SequenceNode():
                value = as_list(map(self.entry, node.value), line)
            case MappingNode():
                value = self._mapping(node, line)
            case _:
                value = YamlValue(_scalar(node), line, text=str(node.value))
        self._depth -= 1
        return value

    def _line(self, node: Node) -> int:
        return self._first_line + int(node.start_mark.line)

    def _mapping(self, node: MappingNode, line: int) -> YamlValue:
        items: dict[str, YamlValue] = {}
        key_lines: dict[str, int] = {}
        for key_node, value in node.value:
            if not isinstance(key_node, ScalarNode):
                self._findings.add(self._line(key_node), "found a list or mapping as a key; keys are words")
                continue
            key = str(key_node.value)
            if key in items:
                self._findings.add(self._line(key_node), f"found the key '{key}' a second time; keep one of them")
                continue
            items[key] = self.entry(value)
            key_lines[key] = self._line(key_node)
        return mapped(items, line, key_lines)


def _scalar(node: Node) -> Plain:
    text = str(node.value)
    if isinstance(node, ScalarNode) and not node.style and _DOTLESS_FLOAT.fullmatch(text):
        return float(text)
    if node.tag not in _SCALARS or len(text) > NUMBER:  # Python itself refuses to write very long ones
        return text
    try:
        value: Plain = SafeConstructor().construct_object(node)
    except (ValueError, ConstructorError, KeyError):  # "0x_" and "!!bool maybe" look like what they are not
        return text
    return value
