"""The `yaml variants` table of an exercise: which words of its text differ between its variants.

The text is that of the first variant, so each list in the table begins with the value in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.directives import Directive
from tuitutor.course.findings import Findings
from tuitutor.course.pieces import ChecksBlock, Chunk, LinesBlock, Piece, VariantsBlock
from tuitutor.course.reading import as_strings, found
from tuitutor.course.yamltree import YamlValue, read_yaml

MOST = 20  # variants of an exercise; each is read and trained separately

Words = Mapping[str, str]
"""Maps what is in the text to what replaces it in a variant."""


class VariantTable(Struct, frozen=True):
    """The words of all variants but the first, in order; `line` is where the table begins."""

    others: tuple[Words, ...]
    line: int


def read_table(pieces: Sequence[Piece], solution: Sequence[Piece] | None, findings: Findings) -> VariantTable | None:
    """The table among an exercise's pieces; None if there is none, or if it is wrong, which is a problem.

    `solution` has the pieces of its solution, which may use the values too; None if it is missing.
    """
    blocks = [piece for piece in pieces if isinstance(piece, VariantsBlock)]
    for extra in blocks[1:]:
        findings.add(extra.line, "found a second table of variants; put all values into the first")
    if not blocks:
        return None
    before, [block, *_] = len(findings.problems), blocks
    root = read_yaml(block.text, block.line + 1, findings)
    if len(findings.problems) > before:
        return None
    if root is None or not isinstance(root.plain, dict) or not root.items:
        what = "nothing" if root is None else found(root)
        findings.add(block.line, f"found {what}; expected names with their values, such as 'units: [16, 24, 32]'")
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
            case Chunk() | ChecksBlock() | LinesBlock():
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
    """The values of each name, one for each variant; None if the table is wrong, which is a problem."""
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
    """The values of a name as they are written. A value that is not valid is a problem, and left out."""
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
    """Those of the words that the pieces have, where `reworded` would replace them."""
    return set(chain.from_iterable(map(_pattern(words).findall, texts_of(pieces))))


def texts_of(pieces: Iterable[Piece]) -> Iterator[str]:
    """What is text in them, where words may be replaced."""
    for piece in pieces:
        match piece:
            case Chunk() | ChecksBlock() | LinesBlock():
                yield piece.text
            case Directive():
                yield f"{piece.argument}\n{piece.body}" if piece.name == "hint" else piece.body
            case _:
                pass


def _pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """Matches each of the words where it stands alone; of two at one place, the longer.

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
