"""YAML whose every value knows its line. Each of a text's faults is found, not only the first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tuitutor.course.findings import Findings

Plain = None | bool | int | float | str | list["Plain"] | dict[str, "Plain"]

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALARS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float")}
# YAML 1.1 wants a dot in a float, so it would read 1e-3 as text.
_DOTLESS_FLOAT = re.compile(r"[-+]?\d+[eE][-+]?\d+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A YAML value: `plain` is it as Python values, `line` where it starts in the file.

    `items` holds the values within, by key or by position; `key_lines` the lines of a mapping's keys.
    `text` is a scalar as it was written (so that `no` or `0.50` can be told from false and 0.5).
    """

    plain: Plain
    line: int
    text: str = ""
    items: dict[str | int, Entry] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


def read_yaml(text: str, first_line: int, findings: Findings) -> Entry | None:
    """The text as an entry, or None when it is empty or is no YAML (a problem). `first_line` is its first line's."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        findings.add(_fault_line(error, text, first_line), _fault(error, text))
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        findings.add(first_line, f"not YAML: {str(error).splitlines()[0]}")
        return None
    return None if node is None else _Reader(first_line, findings).entry(node)


def _fault_line(error: yaml.MarkedYAMLError, text: str, first_line: int) -> int:
    mark = error.problem_mark or error.context_mark
    last = max(text.rstrip("\n").count("\n"), 0)
    return first_line + (min(mark.line, last) if mark is not None else 0)


def _fault(error: yaml.MarkedYAMLError, text: str) -> str:
    mark = error.problem_mark
    lines = text.split("\n")
    if mark is not None and mark.line < len(lines) and "\t" in lines[mark.line]:
        return "found a tab; YAML is indented with spaces only"
    return f"not YAML: {error.problem or error}"


class _Reader:
    """Nodes to entries. An alias is refused: it would make one value stand at two lines, or contain itself."""

    def __init__(self, first_line: int, findings: Findings) -> None:
        self._first_line = first_line
        self._findings = findings
        self._seen: set[int] = set()

    def entry(self, node: Node) -> Entry:
        line = self._line(node)
        if id(node) in self._seen:
            self._findings.add(line, "found an anchor ('&name') used a second time; write the value out at each place")
            return Entry(None, line)
        self._seen.add(id(node))
        match node:
            case SequenceNode():
                return self._sequence(node, line)
            case MappingNode():
                return self._mapping(node, line)
            case _:
                return Entry(_scalar(node), line, text=str(node.value))

    def _line(self, node: Node) -> int:
        return self._first_line + int(node.start_mark.line)

    def _sequence(self, node: SequenceNode, line: int) -> Entry:
        items: dict[str | int, Entry] = {i: self.entry(child) for i, child in enumerate(node.value)}
        return Entry([item.plain for item in items.values()], line, items=items)

    def _mapping(self, node: MappingNode, line: int) -> Entry:
        items: dict[str | int, Entry] = {}
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
        plain: Plain = {str(key): item.plain for key, item in items.items()}
        return Entry(plain, line, items=items, key_lines=key_lines)


def _scalar(node: Node) -> Plain:
    text = str(node.value)
    if isinstance(node, ScalarNode) and not node.style and _DOTLESS_FLOAT.fullmatch(text):
        return float(text)
    if node.tag not in _SCALARS:
        return text
    try:
        value: Plain = SafeConstructor().construct_object(node)
    except (ValueError, ConstructorError, KeyError):  # "0x_" and "!!bool maybe" look like what they are not
        return text
    return value
