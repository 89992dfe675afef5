"""The parts of a lesson while it is being imported, whatever its format, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Text:
    """Markdown for a lesson. `remarks` are for the teacher, each with its line of `source`, from 0."""

    source: str
    remarks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class CodeBlock:
    """A runnable cell. `outputs` and `metadata` come from the notebook, and show how long it took.

    What should be known of a cell that `is_repeated` was told where it stood first.
    """

    source: str
    tags: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    outputs: Sequence[Any] = ()
    metadata: dict[str, Any] = field(default_factory=dict)
    is_repeated: bool = False


@dataclass(slots=True)
class ProposedTask:
    """A future exercise. `checks` are its checks in YAML; if it has none, `proposed` are some to choose from.

    `measure` is the cell that some of them need. The label is made from `name`; `after` are the labels of exercises
    that it builds on. `solution` is "" if there is none in code, and then `about` says why.
    """

    name: str
    title: str
    prose: Text
    starter: str
    solution: str = ""
    explanation: Text = field(default_factory=lambda: Text(""))
    hints: list[Text] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    measure: str = ""
    about: str = ""
    remarks: list[str] = field(default_factory=list)


Block = Text | CodeBlock | ProposedTask


@dataclass(slots=True)
class Front:
    """The front matter. What the source lacks is empty; if `minutes` is 0, they are estimated."""

    title: str = ""
    summary: str = ""
    minutes: int = 0
    objectives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SourceLesson:
    """A lesson as it was read. `files` are its pictures and data, by their path beside the lesson.

    The `remarks` are on all of it. If it is one of several parts, `whole` is the id of what was split.
    """

    id: str
    front: Front
    blocks: list[Block]
    files: dict[str, bytes] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """A lesson to be written to `id`.md, with its files beside it. `remarks` come with their line of `text`, from 1.

    If it is one of several parts, `whole` is the id of what was split.
    """

    id: str
    text: str
    remarks: tuple[tuple[int, str], ...]
    files: Mapping[str, bytes]
    whole: str = ""
