"""Courses that somebody made to hurt whoever reads them: too long, too deep, leading elsewhere, or slow to parse."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tests.course.lesson_texts import FRONT, checked, exercise

KIB = 1024
MIB = 1024 * KIB
FIFO = "a pipe that nobody writes to"
LINK = "a link to "

MYST = "project:\n  id: bad\n  title: B\n  toc:\n"
ONE = f"{MYST}    - file: l0.md\n"
CELL = "```{code-cell} ipython3\nx = 1\n```\n\n"

Files = Mapping[str, str]


def lesson(body: str, front: str = FRONT) -> Files:
    return {"myst.yml": ONE, "l0.md": f"{front}\n{body}"}


def cell(source: str) -> Files:
    return lesson(f"```{{code-cell}} ipython3\n{source}\n```\n")


def checks(text: str) -> Files:
    return {"myst.yml": ONE, "l0.md": checked(text)}


def front(text: str) -> Files:
    return lesson("", f"---\ntitle: A\n{text}\n---\n")


def predict(value: str) -> Files:
    return lesson(f"```yaml predict\nquestion: q\nvalue: {value}\n```\n{CELL}")


def variants(table: str, prose: str) -> Files:
    block = f"{prose}\n\n```yaml variants\n{table}\n```\n"
    body = checked("- params: {total: 3}").replace("```{exercise-end}", f"{block}```{{exercise-end}}")
    return {"myst.yml": ONE, "l0.md": body}


def data(source: str) -> Files:
    return {"myst.yml": ONE, "l0.md": FRONT, "data.py": source}


def lines(piece: str, count: int) -> str:
    return f"{piece}\n" * count


def blocks(piece: str, wide: int = 3_900, most: int = 110 * KIB) -> str:
    """As much of a piece as the limits allow: lines of this width, in paragraphs of two."""
    line = piece * max(1, wide // len(piece))
    return f"{line}\n{line}\n\n" * (most // (2 * len(line) + 3))


def nested_finally(depth: int) -> str:
    """Python's compiler makes twice as much of every level."""
    levels = (f"{' ' * i}try:\n{' ' * (i + 1)}pass\n{' ' * i}finally:\n" for i in range(depth))
    return f"{''.join(levels)}{' ' * depth}pass"


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))

TOO_MUCH: Mapping[str, tuple[Files, str]] = {
    # how large and how many
    "a lesson of 5 MB": ({"myst.yml": ONE, "l0.md": "x" * 5 * MIB}, "l0.md:1: found a file of 5,120 KiB"),
    "a myst.yml of 5 MB": ({"myst.yml": "x: 1\n" * MIB}, "myst.yml:1: found a file of 5,120 KiB"),
    "a data.py of 6 MB": (data("a = 1\n" * MIB), "data.py:1: found a file of 6,144 KiB"),
    "50,000 lines": (lesson(lines("a", 50_000)), "the limit is 3,000 lines"),
    "a line of 100,000": (lesson("x" * 100_000), "l0.md:5: found a line of 100,000 characters; the limit is 4,000"),
    "a paragraph of 100,000": (lesson(lines("x" * 1000, 100)), "found more than 8,000 characters without a blank line"),
    "a table of 1,000 columns": (lesson("|a" * 1000 + "|\n" + "|-" * 1000 + "|\n|x|"), "table of more than 20 columns"),
    "a table of 1,000 rows": (lesson("|a|\n|-|\n" + lines("|x|", 1000)), "l0.md:6: found a table of more than 400"),
    "1,000 cells": (lesson(("```{code-cell}\n1\n```\n\n" * 1000)[: 11 * 1100]), "found more than 200 cells"),
    "300 lessons": (
        {
            "myst.yml": MYST + "".join(f"    - file: l{i}\n" for i in range(300)),
            **{f"l{i}.md": FRONT for i in range(300)},
        },
        "found more than 200 lessons",
    ),
    "5 MB of lessons": (
        {
            "myst.yml": MYST + "".join(f"    - file: l{i}\n" for i in range(40)),
            **{f"l{i}.md": FRONT + lines("word " * 200, 1) * 1 + blocks("word ", 3000) for i in range(40)},
        },
        "the lessons have more than 2,048 KiB",
    ),
    "20,000 lessons that don't exist": (
        {"myst.yml": MYST + "".join(f"    - file: n{i}\n" for i in range(6_000))},
        "found more than 2,000 values",
    ),
    # YAML
    "aliases of aliases": (lesson("", f"---\n{LAUGHS}title: A\n---\n"), "found an anchor"),
    "aliases of aliases in myst.yml": ({"myst.yml": LAUGHS + ONE, "l0.md": FRONT}, "found an anchor"),
    "an alias of itself": ({"myst.yml": f"a: &a [*a]\n{ONE}", "l0.md": FRONT}, "found an anchor"),
    "merged aliases": (front("a: &a {x: 1}\nb: {<<: [*a, *a]}"), "found an anchor"),
    "1,000 lists in lists": (
        front(f"objectives: {'[' * 900}{']' * 900}"),
        "found lists and mappings more than 20 levels",
    ),
    "100,000 lists in lists": ({"myst.yml": f"project:\n  id: a\n  toc: {'[' * 100_000}"}, "myst.yml:3: "),
    "2,500 values": (front("objectives: [" + "a,\n" * 2_500 + "]"), "found more than 2,000 values"),
    "2,500 checks": (checks("- output_shapes: [" + "[1],\n" * 1_500 + "]"), "found more than 2,000 values"),
    "checks that all need each other": (
        checks(lines("- {built_from: layers, needs: built_from}", 150)),
        "need each other",
    ),
    "an object of Python's": (checks("- !!python/object/apply:os.system ['touch PWNED']"), "found a list"),
    # numbers
    "a number of 3,900 digits": (checks(f"- params: {{total: {'9' * 3900}}}"), "expected a number"),
    "a hexadecimal number of 1,000": (checks(f"- built_from: layers\n  points: 0x{'f' * 1000}"), "expected a number"),
    "a sexagesimal number": (checks(f"- params: {{total: 1{':59' * 500}}}"), "expected a number"),
    "an infinite number": (checks("- params: {total: 1e999999}"), "not a finite number"),
    "not a number": (checks("- params: {total: .nan}"), "not a finite number"),
    "minutes of 3,900 digits": (front(f"minutes: {'9' * 3900}"), "expected a whole number"),
    # Python
    "nested finally in data.py": (data(nested_finally(18) + "\n("), "this isn't valid Python"),
    "50,000 parentheses": (cell(lines("(" * 100, 70)), "too many nested parentheses"),
    "a guess of 3,900 signs": (predict("(" * 3_000), "expected a variable"),
    # growing when it is read
    "variants that grow": (
        variants(f"units: [3, {'4' * 3000}]", blocks("3 ", 2_000, 40 * KIB)),
        "the limit is 128 KiB",
    ),
    # leading elsewhere
    "a lesson that is a pipe": ({"myst.yml": ONE, "l0.md": FIFO}, "not a file that can be read"),
    "a myst.yml that is a pipe": ({"myst.yml": FIFO}, "no myst.yml in"),
    "a data.py that is a pipe": (data(FIFO), "cannot be read: it is no regular file"),
    "a lesson without an end": ({"myst.yml": ONE, "l0.md": f"{LINK}/dev/zero"}, "outside the course's folder"),
    "a myst.yml without an end": ({"myst.yml": f"{LINK}/dev/zero"}, "no myst.yml in"),
    "a data.py without an end": (data(f"{LINK}/dev/zero"), "data.py:1: is outside the course's folder"),
    "a lesson that is /etc/passwd": ({"myst.yml": ONE, "l0.md": f"{LINK}/etc/passwd"}, "outside the course's folder"),
    "a data.py that is /etc/passwd": (data(f"{LINK}/etc/passwd"), "data.py:1: is outside the course's folder"),
    "a lesson that leads to itself": ({"myst.yml": ONE, "l0.md": f"{LINK}l0.md"}, "not a file that can be read"),
    "a path out of the folder": (
        {"myst.yml": f"{MYST}    - file: ../../../etc/passwd.md\n"},
        "outside the course's folder",
    ),
    "an absolute path": ({"myst.yml": f"{MYST}    - file: /etc/passwd\n"}, "outside the course's folder"),
    # more than anybody reads
    "2,000 problems": (
        lesson(lines("```{exercise-end}\n```\n", 900)),
        "more problems in this file, which are not told",
    ),
}
"""Courses with their messages; without the limit, some take minutes, or all of the memory."""

SLOW: Mapping[str, Files] = {
    **{
        f"nothing but {piece!r}": lesson(blocks(piece)) for piece in ("> ", "- ", "1. ", "> - ", "- > ", "* * ", "| - ")
    },
    **{
        f"nothing but {piece!r}": lesson(blocks(piece))
        for piece in ("[", "![", "[a](", "[[a](b)", "]", "[a][", "![[]", "[^1]")
    },
    **{
        f"nothing but {piece!r}": lesson(blocks(piece))
        for piece in ("`a", "*", "*a_ ", "a**b", "*[a", "<", "<a ", "<!--", "&#")
    },
    **{
        f"nothing but {piece!r}": lesson(blocks(piece))
        for piece in ("$", "$a ", "$x_{", r"$\frac{", r"$\begin{matrix}", r"\sqrt[")
    },
    **{
        f"nothing but {piece!r}": lesson(lines(piece, 2_900 // (1 + piece.count("\n"))))
        for piece in (
            "$$\n",
            "$$\nx\n$$\n",
            "```{note}\n",
            ":::{note}\n",
            "# a\n",
            "a\n=\n",
            "- - - x\n",
            "(a)=\n",
            "% a\n",
            "~~~\n",
        )
    },
    "blank lines below options": lesson("```{code-cell} ipython3\n" + "\n" * 2_900 + "```\n"),
    "a directive in each line": lesson(lines("```{note}", 2_900)[:7_900]),
    "footnotes and links": lesson("".join(f"[^{i}]: a\n\n[{i}]: a\n\n" for i in range(700))),
    "nested finally": cell(nested_finally(18)),
    "1,000 signs": cell("x = " + "-" * 3_000 + "1"),
    "3,000 lines of magics": cell(lines("%a", 2_500)),
    "a name that is nearly ours, often": lesson("".join(f":::{{noet{i}}}\n:::\n\n" for i in range(900))),
    "a regular expression of 10^20 states": checks("- stdout: {matches: '" + "(" * 10 + "a" + "{100})" * 10 + "'}"),
    "a regular expression that is nested": checks("- stdout: {matches: '" + "(" * 1_900 + ")" * 1_900 + "'}"),
    "sixty exercises": lesson("".join(exercise(label=f"a{i}") for i in range(60))),
}
"""Within the limits, and as slow to read as they allow."""


def write(folder: Path, files: Files) -> Path:
    """A course of these files in a new folder."""
    folder.mkdir()
    for name, text in files.items():
        if text == FIFO:
            os.mkfifo(folder / name)
        elif text.startswith(LINK):
            (folder / name).symlink_to(text.removeprefix(LINK))
        else:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
