"""The `yaml variants` table of an exercise: the words of its text that differ between its variants.

The text is the first variant's, so the lists in the table begin with its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.directives import Directive
from tuitutor.course.findings import Findings
from tuitutor.course.pieces import Chunk, Piece, YamlBlock, only_block
from tuitutor.course.reading import as_strings, found, read_mapping
from tuitutor.course.yamltree import YamlValue

MOST = 20  # variants of an exercise; all are read and trained separately
_TABLE = "names with their values, such as 'units: [16, 24, 32]'"

Words = Mapping[str, str]
"""Maps words of the text to their replacements in a variant."""


class VariantTable(Struct, frozen=True):
    """The words of all variants but the first, in order; `line` is where the table begins."""

    others: tuple[Words, ...]
    line: int


def read_table(pieces: Sequence[Piece], solution: Sequence[Piece] | None, findings: Findings) -> VariantTable | None:
    """The table among an exercise's pieces; None if there is none, or if it is wrong, which is a problem.

    `solution` has the pieces of its solution, which may use the values too; None if it is missing.
    """
    block, before = only_block(pieces, "variants", findings), len(findings.problems)
    root = read_mapping(block.text, block.line + 1, findings, _TABLE, at=block.line) if block is not None else None
    if block is None or root is None:
        return None
    if not root.items:
        findings.add(block.line, f"found {found(root)}; expected {_TABLE}")
        return None
    rows = read_variant_values(root, findings)
    if rows is None:
        return None
    names = _refuse_shared_firsts(rows, root, findings)
    if solution is not None:
        there = words_in([*pieces, *solution], names)
        for first, name in names.items():
            if first not in there:
                what = f"'{first}' appears nowhere in this exercise; the first value has to be the one in its text"
                findings.add(root.key_lines[name], f"in '{name}': {what}")
    if len(findings.problems) > before:
        return None
    firsts, *others = zip(*rows.values(), strict=True)
    return VariantTable(tuple(dict(zip(firsts, values, strict=True)) for values in others), block.line)


def reworded(pieces: Sequence[Piece], words: Words) -> list[Piece]:
    """The pieces with their words replaced. Names stay: labels, options, languages."""
    pattern = _pattern(words)

    def put(text: str) -> str:
        return pattern.sub(lambda match: words[match[0]], text)

    changed: list[Piece] = []
    for piece in pieces:
        match piece:
            case Chunk() | YamlBlock("checks" | "lines"):
                changed.append(replace(piece, text=put(piece.text)))
            case Directive(name="hint"):
                changed.append(replace(piece, argument=put(piece.argument), body=put(piece.body)))
            case Directive():
                changed.append(replace(piece, body=put(piece.body)))
            case _:
                changed.append(piece)
    return changed


# ---- the table


def read_variant_values(table: YamlValue, findings: Findings) -> Mapping[str, Sequence[str]] | None:
    """The values of all names, one for every variant; None if the table is wrong, which is a problem."""
    before = len(findings.problems)
    rows = {name: _values(name, entry, findings) for name, entry in table.items.items()}
    if len(findings.problems) == before:
        most = max(rows, key=lambda name: len(rows[name]))
        for name, values in rows.items():
            if len(values) < len(rows[most]):
                what = f"found {len(values)} values, but '{most}' has {len(rows[most])}"
                findings.add(table.key_lines[name], f"in '{name}': {what}; give one for each variant")
    return rows if len(findings.problems) == before else None


def _values(name: str, entry: YamlValue, findings: Findings) -> list[str]:
    """The values of a name as they are written. An invalid value is a problem, and left out."""
    if not isinstance(entry.plain, list) or len(entry.items) < 2:
        what = f"found {found(entry)}" if len(entry.items) != 1 else "found one value"
        findings.add(entry.line, f"in '{name}': {what}; expected a value for each variant, such as [16, 24, 32]")
        return []
    if len(entry.items) > MOST:
        findings.add(entry.line, f"in '{name}': found {len(entry.items)} values; the limit is {MOST} variants")
        return []
    values = []
    for number, item in enumerate(entry.items.values(), start=1):
        written = as_strings(item).plain
        if item.plain is None or not isinstance(written, str) or not written.strip() or "\n" in written.strip():
            what = "nothing" if item.plain is None else found(item)
            findings.add(
                item.line, f"in '{name}': found {what} for variant {number}; expected a number, or one line of text"
            )
        else:
            values.append(written.strip())
    return values


def _refuse_shared_firsts(rows: Mapping[str, Sequence[str]], root: YamlValue, findings: Findings) -> Mapping[str, str]:
    """The names by their first values, which no two may share."""
    names: dict[str, str] = {}
    for name, (first, *_) in rows.items():
        if other := names.get(first):
            what = f"'{other}' begins with '{first}' too, so it isn't clear which of them the text means"
            findings.add(
                root.key_lines[name], f"in '{name}': {what}; give both a word beside it, such as '{first} units'"
            )
        names.setdefault(first, name)
    return names


# ---- the text


def words_in(pieces: Sequence[Piece], words: Words) -> set[str]:
    """The words that `reworded` would replace in the pieces."""
    return set(chain.from_iterable(map(_pattern(words).findall, texts_of(pieces))))


def texts_of(pieces: Iterable[Piece]) -> Iterator[str]:
    """The texts in which words may be replaced."""
    for piece in pieces:
        match piece:
            case Chunk() | YamlBlock("checks" | "lines"):
                yield piece.text
            case Directive():
                yield f"{piece.argument}\n{piece.body}" if piece.name == "hint" else piece.body
            case _:
                pass


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """Matches the words where they stand alone; of two at one place, the longer.

    3 is not in 3.5, 13 or xor-3, and 300 not in 1,300.
    """
    alone = []
    for word in sorted(words, key=len, reverse=True):
        before = after = ""
        if re.match(r"\w", word):
            before = r"(?<![\w.])(?<![A-Za-z]-)"
        if re.match(r"\d{3}(?!\d)", word):
            before += r"(?<!\d,)"
        if re.search(r"\w$", word):
            after = r"(?!\w)"
        if re.search(r"\d$", word):
            after += r"(?!\.\d)(?!,\d{3}(?!\d))"
        alone.append(f"{before}{re.escape(word)}{after}")
    return re.compile("|".join(alone))
