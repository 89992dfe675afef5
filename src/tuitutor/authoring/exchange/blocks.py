"""What a lesson is made of while it is being imported, whatever it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Text:
    """Markdown as a lesson has it. `remarks` are for the teacher, each with the line of `source`, from 0."""

    source: str
    remarks: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Code:
    """A cell that runs. `outputs` and `metadata` are those that a notebook had, and tell how long it took."""

    source: str
    tags: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    outputs: Sequence[Any] = ()
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Task:
    """An exercise to be: `proposed` are lines of YAML to choose checks from, `measure` the cell that some of them need.

    `name` is what its label is made of. `solution` is "" where there is none in code, and `about` says why then.
    """

    name: str
    title: str
    prose: Text
    starter: str
    solution: str = ""
    explanation: Text = field(default_factory=lambda: Text(""))
    hints: list[Text] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)
    measure: str = ""
    about: str = ""
    remarks: list[str] = field(default_factory=list)


Block = Text | Code | Task


@dataclass(slots=True)
class Front:
    """The front matter. What the source does not say is empty; `minutes` 0 are reckoned."""

    title: str = ""
    summary: str = ""
    minutes: int = 0
    objectives: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """A lesson as it was read. `files` are the pictures that come along, by their path beside the lesson."""

    id: str
    front: Front
    blocks: list[Block]
    files: dict[str, bytes] = field(default_factory=dict)
