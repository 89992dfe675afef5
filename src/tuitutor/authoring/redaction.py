"""A lesson's text -> its text for learners, without anything that gives answers away.

Solutions, `measure` cells, and the secrets of checks are cut out. So are comments, since they may contain anything, and
the values in a table of variants that only the removed parts used. All other text is copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, dropwhile
from pathlib import Path

import yaml
from markdown_it.token import Token
from yaml.nodes import Node, SequenceNode

from tuitutor.authoring.scaffold import value_of
from tuitutor.course.checks import Check
from tuitutor.course.choices import Question
from tuitutor.course.directives import CELL_MARK, FENCES, Directive, directive, parser, tags_of
from tuitutor.course.editions import needs_secret
from tuitutor.course.findings import Findings
from tuitutor.course.model import Exercise, Lesson
from tuitutor.course.pieces import Chunk, Piece, YamlBlock, as_written, only_block, split_lesson
from tuitutor.course.variants import read_table, words_in
from tuitutor.course.yamltree import SEPARATORS

_COMMENT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--(?![ \t]*cell[ \t]*-->).*?-->", re.DOTALL)
_OPAQUE = frozenset({"code", "code-block", "sourcecode", "code-cell", "math", "mermaid", "raw"})


def learners_text(text: str, lesson: Lesson, *, solved: bool = False) -> str:
    """The lesson's text for learners; `lesson` was read from `text`, without problems.

    If it is `solved`, solutions stay, and so do the answers to questions and the reasons against wrong answers.
    """
    exercises = {exercise.label: exercise for exercise in lesson.exercises}
    lines = text.split("\n")
    pieces = [piece for piece, _ in as_written(text)[1]]
    starts = [piece.line - 1 for piece in pieces]
    result = _front_matter(lines[: starts[0] if starts else len(lines)])
    exercise: Exercise | None = None
    in_solution = False
    for piece, first, end in zip(pieces, starts, [*starts[1:], len(lines)], strict=True):
        name = piece.name if isinstance(piece, Directive) else ""
        if name == "exercise-start" and isinstance(piece, Directive):
            exercise = exercises[piece.option("label")]
        in_solution = (in_solution or name == "solution-start") and name != "exercise-start"
        if not in_solution or solved:
            public = _public_lines(piece, lines[first:end], exercise, solved)
            after_blank = not result or not result[-1].strip()
            result += dropwhile(lambda line: not line.strip(), public) if after_blank else public
        if name == "solution-end":
            in_solution = False
    written = _with_definitions(_with_tables("\n".join(result), solved), text)
    return written.rstrip("\n") + "\n" if text.endswith("\n") else written


def _public_lines(piece: Piece, lines: list[str], exercise: Exercise | None, solved: bool) -> list[str]:
    """The lines of a piece for learners, with the blank lines below."""
    match piece:
        case YamlBlock("checks") if exercise is not None:
            return _with_content(piece, lines, _public_checks(piece.text, exercise, solved))
        case YamlBlock("lines") if not solved:
            return []
        case YamlBlock("world"):
            return _with_content(piece, lines, "later: true\n")
        case YamlBlock():
            return _with_content(piece, lines, without_comments(piece.text))
        case Directive(name="exercise-start") if exercise is not None:  # with the variants' public versions
            every = [variant.public_version for variant in exercise.every]
            versions = every if len(set(every)) > 1 else every[:1]
            at = piece.options["label"].line - piece.line
            colon = ":" if lines[at].lstrip().startswith(":") else ""
            return [*lines[: at + 1], f"{colon}version: {' '.join(versions)}", *lines[at + 1 :]]
        case Directive(name="code-cell"):
            return [] if "measure" in tags_of(piece) else lines
        case Directive(name="hint") | Chunk():
            return _markdown_without_comments(lines)
        case _:
            return lines


def _with_content(block: YamlBlock, lines: list[str], content: str) -> list[str]:
    end = 1 + block.text.count("\n")
    return [lines[0], *content.rstrip("\n").split("\n"), *lines[end:]]


def _front_matter(lines: list[str]) -> list[str]:
    """The lines of the front matter without comments, with its fences and the blank lines below."""
    fences = [at for at, line in enumerate(lines) if line.rstrip() == "---"]
    if len(fences) < 2:
        return lines
    first, last = fences[:2]
    inner = without_comments("\n".join(lines[first + 1 : last]) + "\n")
    return [*lines[: first + 1], *inner.rstrip("\n").split("\n"), *lines[last:]]


# ---- checks


def _public_checks(text: str, exercise: Exercise, solved: bool) -> str:
    """The list of checks, with `later: true` in place of checks with a secret."""
    text = without_comments(text)
    root = yaml.compose(text.translate(SEPARATORS), Loader=yaml.SafeLoader)
    assert isinstance(root, SequenceNode)
    changes: list[tuple[int, int, str]] = []
    names = {check.name for check in exercise.checks}
    for node, check in zip(root.value, exercise.checks, strict=True):
        if needs_secret(check, exercise.measure) and not (solved and isinstance(check.kind, Question)):
            changes.append((*_span(node, text), _later(node, check, text, in_flow=bool(root.flow_style))))
        elif (needs := value_of(node, "needs")) is not None:
            items = needs.value if isinstance(needs, SequenceNode) else [needs]
            if not {str(item.value).strip() for item in items} <= names:  # it has a kind of check, which may be cut out
                changes.append((*_span(needs, text), f"[{', '.join(map(_quoted, check.needs))}]"))
    for start, end, new in reversed(changes):
        text = text[:start] + new + text[end:]
    return text


def _later(node: Node, check: Check, text: str, *, in_flow: bool) -> str:
    """The public part of a check that needs a secret: its name, points and needs, and a question's choices."""
    entries = ["later: true"]
    if isinstance(check.kind, Question):
        entries.append(f"question: {_choices(node, check.kind, text)}")
    entries.append(f"name: {_quoted(check.name)}")
    if check.points != 1:
        entries.append(f"points: {check.points:g}")
    if check.needs:
        entries.append(f"needs: [{', '.join(map(_quoted, check.needs))}]")
    if in_flow:
        return f"{{{', '.join(entries)}}}"
    return f"\n{' ' * node.start_mark.column}".join(entries)


def _choices(node: Node, question: Question, text: str) -> str:
    if not question.choices:
        return "{}"
    written = value_of(value_of(node, "question"), "choices")
    if isinstance(written, SequenceNode) and written.flow_style:
        start, end = _span(written, text)
        if "\n" not in text[start:end]:
            return f"{{choices: {text[start:end]}}}"
    return f"{{choices: [{', '.join(map(_quoted, question.choices))}]}}"


def _span(node: Node, text: str) -> tuple[int, int]:
    """The start and the end of the node in the text, without blanks at its end."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def _quoted(text: str) -> str:
    """The text on one line as a quoted YAML string."""
    plain = " ".join(text.split())
    return "'{}'".format(plain.replace("'", "''"))


# ---- variants


def _with_tables(text: str, solved: bool) -> str:
    """The text with tables of only the values that it uses, sorted, and under neutral names."""
    groups = split_lesson(text, Findings(Path()))[1]
    solutions = {
        group.opener.argument: group.pieces
        for group in groups
        if group.opener and group.opener.name == "solution-start"
    }
    lines = text.split("\n")
    for group in reversed(groups):
        table = only_block(group.pieces, "variants", Findings(Path()))
        if table is None or group.opener is None:
            continue
        pieces = group.pieces + (solutions.get(group.opener.option("label"), []) if solved else [])
        variants = read_table(group.pieces, None, Findings(Path()))
        assert variants is not None
        used = sorted(words_in(pieces, variants.others[0]))
        rows = [
            f"v{number}: [{', '.join(map(_quoted, [first, *(other[first] for other in variants.others)]))}]"
            for number, first in enumerate(used, start=1)
        ]
        end = table.line + 1 + table.text.count("\n")
        if rows:
            lines[table.line : end - 1] = rows
        else:
            while end < len(lines) and not lines[end].strip():
                end += 1
            lines[table.line - 1 : end] = []
    return "\n".join(lines)


# ---- comments


def without_comments(text: str) -> str:
    """YAML without its comments, and without the lines that have nothing else."""
    tokens = list(yaml.scan(text.translate(SEPARATORS), Loader=yaml.SafeLoader))
    gaps, last = list[tuple[int, int]](), 0
    for token in tokens:
        start, end = token.start_mark.index, token.end_mark.index
        gaps.append((last, start))
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            gaps.append((start, text.index("\n", start)))
        last = max(last, end)
    gaps.append((last, len(text)))
    comments = [
        (first + match.start(), first + match.end())
        for first, end in gaps
        for match in re.finditer(r"(?:^|(?<=[\s\[\]{},]))#[^\n]*", text[first:end])
    ]
    return _without(text, comments)


def _markdown_without_comments(lines: list[str]) -> list[str]:
    """Markdown without comments, but for the marks of numbers that a cell prints."""
    text = "\n".join(lines)
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    comments: list[tuple[int, int]] = []
    for token, first, end in _tokens(text, 0):
        start, stop, content = starts[first], starts[end] - 1, token.content.strip()
        is_html = token.type == "html_block" and content.startswith("<!--") and not CELL_MARK.fullmatch(content)
        if token.type in ("myst_line_comment", "myst_block_break") or is_html:
            comments.append((start, stop))
        if token.type in ("inline", "html_block"):  # a comment may be between words
            comments += [match.span() for match in _COMMENT.finditer(text, start, stop) if not match[1]]
    return _without(text, comments).split("\n")


def _tokens(text: str, offset: int) -> Iterator[tuple[Token, int, int]]:
    """The blocks of the text, and of the directives in it, with their first line (from `offset` on) and their end."""
    for token in parser().parse(text):
        if token.map is None:
            continue
        first, end = offset + token.map[0], offset + token.map[1]
        yield token, first, end
        if token.type in FENCES:
            fence = directive(token, 1, Findings(Path()))
            if fence is not None and fence.name not in _OPAQUE:
                yield from _tokens(token.content, first + 1)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these spans, and without the lines that have nothing else."""
    for start, end in sorted(set(spans), reverse=True):
        line, rest = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        rest = len(text) if rest < 0 else rest
        if not text[line:start].strip() and not text[end:rest].strip():
            start, end = line, rest + 1
            if text[:start].endswith("\n\n") and text[end : end + 1] == "\n":  # one blank line is enough
                end += 1
        else:
            start = line + len(text[line:start].rstrip()) if not text[end:rest].strip() else start
        text = text[:start] + text[end:]
    return text


# ---- links


def _with_definitions(written: str, text: str) -> str:
    """The text with the link definitions that it uses from parts that were cut out."""
    before, after = _references(text), _references(written)
    lost = sorted(before.keys() - after.keys())
    used = [label for label in lost if f"[{label.casefold()}]" in written.casefold()]
    definitions = [f"[{label.lower()}]: <{before[label]['href']}>" for label in used]
    return "\n".join([written.rstrip("\n"), "", *definitions, ""]) if definitions else written


def _references(text: str) -> dict[str, dict[str, str]]:
    env: dict[str, dict[str, dict[str, str]]] = {}
    parser().parse(text, env)
    return env.get("references", {})
