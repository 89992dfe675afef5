"""Files as nobody would write them, made at random: Python, notebooks, Markdown, zips, and damaged ones of each."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from tests.classroom.submissions.conftest import zipped

_WORDS = (
    *("a", "xor", "model", "keras", "1", "1e999", "0x", "'", '"', '"""', "f'{", "{", "}", "(", ")", "[", "]", ":", ";"),
    *(
        "=",
        "==",
        "**",
        "@",
        "\\",
        "\n",
        "\n",
        "\n    ",
        "\t",
        "\x0c",
        "\0",
        "#",
        "# answer:",
        "# answer: 12",
        "%",
        "%%",
    ),
    *(
        "%matplotlib inline",
        "!ls",
        "x = !ls",
        "?",
        "model?",
        "def f():",
        "class A:",
        "try:",
        "finally:",
        "lambda",
        "if",
    ),
    *("match x:", "case _:", "async", "await", "yield", "import", "from", "é", "\u202e", "\ud7ff", "\U0001f600", "ﬁ"),
    *("\u2028", "\ufeff", "\r", "\r\n", " ", "          ", "\\N{BULLET}", "coding: utf-7", "pass", "else:", ","),
)
_LINES = (
    *("---", "```", "```{code-cell} ipython3", ":tags: [xor]", ":tags: [", ":label: xor", "~~~", "::::", ":::{note}"),
    *(
        "```{exercise-start} X",
        "```{exercise-end}",
        "```{solution-start} xor",
        "a = 1",
        "a = %x",
        "%x",
        "",
        "",
        "> > >",
    ),
    *(
        "  - - -",
        "kernelspec: {",
        "&a [*a, *a]",
        "<!--",
        "| a | b |",
        "|-|",
        "$$",
        "[a]: b",
        "[^1]: x",
        "# xor",
        "\t\t",
    ),
)
_NAMES = (
    "ada/xor.py",
    "ada/xor.ipynb",
    "xor.md",
    "Ada_1_assignsubmission_file_/xor.py",
    "tuitutor.json",
    "../x.py",
    "x.zip",
)


def odd_file(random: Random) -> tuple[str, bytes]:
    """A name below the folder of all answers, and what is in the file."""
    kind = random.choice(("py", "ipynb", "md", "zip", "json"))
    data = _odd(kind, random)
    if random.random() < 0.2:
        data = _damaged(data, random)
    name = {
        "py": "ada/xor.py",
        "ipynb": "ada/xor.ipynb",
        "md": "ada/xor.md",
        "zip": "ada.zip",
        "json": "ada/tuitutor.json",
    }
    return name[kind], data


def _odd(kind: str, random: Random, depth: int = 0) -> bytes:
    match kind:
        case "py":
            return _text(random, _WORDS, random.choice(("", " ")))
        case "md":
            return _text(random, _LINES, "\n")
        case "ipynb":
            return json.dumps(_notebook(random)).encode()
        case "json":
            return json.dumps({"course": random.choice(("", "small", 3)), "claims": _anything(random, 0)}).encode()
    kinds = ("py", "ipynb", "md", "json") if depth > 3 else ("py", "ipynb", "md", "json", "zip")
    files = {_name(random): _odd(random.choice(kinds), random, depth + 1) for _ in range(random.randrange(5))}
    return zipped(files)


def _text(random: Random, words: tuple[str, ...], between: str) -> bytes:
    chosen = [random.choice(words) * random.choice((1, 1, 1, 2, 40)) for _ in range(random.randrange(60))]
    text = between.join(chosen) * random.choice((1, 1, 1, 1, 1, 30))
    return text.encode("utf-16" if random.random() < 0.03 else random.choice(("utf-8", "utf-8-sig")))


def _notebook(random: Random) -> Any:
    if random.random() < 0.1:
        return _anything(random, 0)
    sound = random.random() < 0.6
    cells = [_cell(random, sound) for _ in range(random.randrange(8))]
    if sound:
        return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    return {"nbformat": 4, "metadata": _anything(random, 3), "cells": cells if random.random() < 0.9 else {}}


def _cell(random: Random, sound: bool) -> Any:
    if not sound and random.random() < 0.1:
        return _anything(random, 2)
    source = _text(random, random.choice((_WORDS, _LINES)), "").decode("utf-8", "replace")
    tags = random.choice((["xor"], ["golf-1", "xor"], ["setup"], []) if sound else ([3], "xor", None, {}))
    kind = random.choice(("code", "code", "markdown", "raw") if sound else ("code", None, 3))
    written: Any = random.choice((source, source.splitlines(True)) if sound else ([source, 3], {}, None))
    code: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" and sound else {}
    return {"cell_type": kind, "source": written, "metadata": {"tags": tags}, **code}


def _anything(random: Random, depth: int) -> Any:
    if depth > 5 or random.random() < 0.4:
        return random.choice((None, True, 0, -1, 1e300, float("nan"), 10**400, "", "xor", "\ud800", "x" * 1000, [], {}))
    inner = [_anything(random, depth + 1) for _ in range(random.randrange(4))]
    return inner if random.random() < 0.5 else {str(number): value for number, value in enumerate(inner)}


def _name(random: Random) -> str:
    return random.choice(_NAMES) if random.random() < 0.7 else "/".join(random.choices(_WORDS, k=3)) + ".py"


def _damaged(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 3, 20))):
        if changed:
            at = random.randrange(len(changed))
            changed[at : at + random.choice((0, 1, 1, 9))] = random.randbytes(random.choice((0, 1, 1, 4)))
    return bytes(changed)
