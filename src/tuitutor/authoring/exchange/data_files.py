"""The local files that a notebook's code reads: copied into the course's `data/`, and read from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from tuitutor import regular
from tuitutor.authoring.exchange.blocks import Block, CodeBlock, ProposedTask
from tuitutor.authoring.exchange.html import path_below
from tuitutor.course.python_cells import plain_python
from tuitutor.grading.syntax import dotted, parse

FOLDER = "data"
LARGEST = 50_000_000  # bytes of one file, as much as a course's data/ may have
_READS = re.compile(r"read_\w+|load|load_(?!data\b)\w+|loadtxt|genfromtxt|fromfile|imread|memmap|open")
_WRITES = re.compile(
    r"save\w*|to_\w+|dump\w*|write\w*|im(?:save|write)|ModelCheckpoint|CSVLogger|BackupAndRestore|get_file"
    r"|urlretrieve|extract\w*|download\w*|makedirs|mkdir|open"
)
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")


class DataFinder:
    """Finds the files that code reads, in `folder`. `files` are their contents, by their path in the course."""

    def __init__(self, folder: Path, blocks: Iterable[Block]) -> None:
        self._folder = folder
        self.files: dict[str, bytes] = {}
        sources: list[str] = []
        for block in blocks:
            match block:
                case CodeBlock(source=source):
                    sources.append(source)
                case ProposedTask(starter=starter, solution=solution):
                    sources += [starter, solution]
        trees = [parse(plain_python(source)[0]) for source in sources]
        written = {name for tree in trees if tree is not None for name in _named_in(tree, writes=True)}
        self._written = written | {f"{name}{end}" for name in written for end in (".npy", ".npz")}  # as numpy adds

    def look(self, blocks: Iterable[Block]) -> None:
        """Let the code of all blocks read its files in `data/`, with a remark on each that isn't there."""
        for block in blocks:
            if isinstance(block, CodeBlock):
                block.source = self._reading(block.source, block.remarks)
            elif isinstance(block, ProposedTask):
                block.starter = self._reading(block.starter, block.remarks)
                block.solution = self._reading(block.solution, [])
                block.measure = self._reading(block.measure, [])

    def _reading(self, source: str, remarks: list[str]) -> str:
        plain, fault = plain_python(source)
        tree = parse(plain) if fault is None else None
        if tree is None:
            return source
        read = set(_named_in(tree, writes=False))
        lines, shown = source.split("\n"), plain.split("\n")
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        for node in sorted(texts, key=lambda node: (node.lineno, node.col_offset), reverse=True):
            name = str(node.value)
            there = self._found(name)
            at = node.lineno - 1
            if there and node.end_lineno == node.lineno and lines[at] == shown[at]:
                line = lines[at].encode()
                quoted = repr(there) if line[node.col_offset : node.col_offset + 1] == b"'" else f'"{there}"'
                lines[at] = (line[: node.col_offset] + quoted.encode() + line[node.end_col_offset :]).decode()
        for name in dict.fromkeys(str(node.value) for node in texts if node.value in read):
            if (inner := _path(name)) is not None and name not in self._written and not self._found(name):
                where = str(inner) if inner.parts[0] == FOLDER else f"{FOLDER}/{inner}"
                why = "which isn't beside the notebook"
                if (self._folder / name).is_file():
                    why = f"which has more than {LARGEST // 1_000_000} MB or can't be read"
                remarks.append(f"this cell reads '{name}', {why}; put it at {where}, and read that")
        return "\n".join(lines)

    def _found(self, name: str) -> str:
        """The path in the course of a file that is read by this name, "" if there is none."""
        inner = _path(name) if name not in self._written else None
        if inner is None:
            return ""
        there = str(inner) if inner.parts[0] == FOLDER else f"{FOLDER}/{inner}"
        if there not in self.files:
            try:
                self.files[there] = regular.read(self._folder / name, LARGEST)
            except (OSError, ValueError):
                return ""
        return there


def _path(name: str) -> PurePosixPath | None:
    """The path in a text, below the notebook's folder or the one above; None if it is no such path of a file."""
    if not 2 < len(name) <= 200 or not _SUFFIX.search(name) or re.search(r"[\s:*?%{}\\]", name):
        return None
    return path_below(PurePosixPath(name))


def _named_in(tree: ast.AST, *, writes: bool) -> Iterator[str]:
    """The texts that are given to calls which read files, or else to calls that write some."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = (dotted(node.func) or "").rpartition(".")[2]
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        opens = name == "open" and any(re.fullmatch(r"[wax][bt+]*", each) for each in texts[1:])
        if name == "open" and opens is not writes:
            continue
        if (_WRITES if writes else _READS).fullmatch(name):
            yield from texts if writes else texts[:1]
