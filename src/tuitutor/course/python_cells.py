"""The Python in a cell: IPython's magics become comments, and a syntax error is found before anybody runs it."""

from __future__ import annotations

import ast
import re
import symtable
import sys
import warnings
from functools import lru_cache

from msgspec import Struct

# After these the cell is still Python; after any other cell magic (%%bash, %%writefile) it is not.
_PYTHON_CELL_MAGICS = frozenset({"capture", "prun", "time", "timeit"})

_MAGIC = re.compile(r"^[ \t]*[%!?]|\?[ \t]*$|=[ \t]*[%!]", re.MULTILINE)
_MOST_MAGICS = 30  # found one by one, since every one takes a pass over the whole cell


class Fault(Struct, frozen=True):
    """A syntax error; its `line` counts from 1 within the source. `kind` is the class's name."""

    line: int
    text: str
    kind: str = "SyntaxError"


def without_magics(source: str) -> str:
    """The source with IPython magics and shell lines as comments. It is only parsed if it may have some."""
    return plain_python(source)[0] if _MAGIC.search(source) else source


def plain_python(source: str) -> tuple[str, Fault | None]:
    """The source with IPython magics and shell lines as comments, line for line, and its syntax error if there is one.

    Only a line that is a syntax error in Python is taken for a magic, so a `%` in a string or expression stays.
    In a cell with very many magics, where that would take too long, every line that looks like one is a magic.
    """
    lines = source.split("\n")
    if lines[0].startswith("%%"):
        python = lines[0][2:].split(" ")[0] in _PYTHON_CELL_MAGICS
        lines = [f"# {line}" if line and (i == 0 or not python) else line for i, line in enumerate(lines)]
    for _ in range(min(len(lines), _MOST_MAGICS) + 1):
        fault = syntax_fault("\n".join(lines))
        if fault is None or not _is_magic(lines[fault.line - 1]):
            return "\n".join(lines), fault
        lines[fault.line - 1] = _as_comment(lines[fault.line - 1])
    lines = [_as_comment(line) if line.lstrip().startswith(("%", "!")) else line for line in lines]
    return "\n".join(lines), syntax_fault("\n".join(lines))


def syntax_fault(source: str) -> Fault | None:
    """The first syntax error of Python source."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an odd escape in a string is up to the author
            # A compiler finds more than a parser, such as a return outside a function. But it copies a `finally` block
            # for every way out, so nested ones would take gigabytes.
            if "finally" in source:
                ast.parse(source, "<cell>")
                symtable.symtable(source, "<cell>", "exec")
            else:
                compile(source, "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        last = source.count("\n") + 1
        return Fault(max(1, min(error.lineno or 1, last)), error.msg, type(error).__name__)
    except (ValueError, RecursionError, MemoryError) as error:
        return Fault(1, str(error) or "nested too deeply")
    return None


def may_read_more(python: str) -> bool:
    """Whether that Python, as "3.14.1", is newer than ours, so a syntax error here may be valid there."""
    version = python.split(".")[:2]
    return all(map(str.isdecimal, version)) and tuple(map(int, version)) > sys.version_info[:2]


@lru_cache(256)  # called with the same setup for all exercises below it
def assigned(source: str) -> frozenset[str]:
    """The names that a cell assigns or imports, even in a branch or a loop."""
    try:
        names = symtable.symtable(source, "<cell>", "exec").get_symbols()
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(name.get_name() for name in names if name.is_assigned() or name.is_imported())


def _is_magic(line: str) -> bool:
    text = line.strip()
    if text.startswith("#"):
        return False
    _, _, assigned = text.partition("=")
    return text.startswith(("%", "!", "?")) or text.endswith("?") or assigned.lstrip().startswith(("%", "!"))


def _as_comment(line: str) -> str:
    """The line as a comment; if it is indented, after a `pass`, so that its block is not empty."""
    indent = line[: len(line) - len(line.lstrip())]
    return f"{indent}pass  # {line.strip()}" if indent else f"# {line}"
