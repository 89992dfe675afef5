"""A gated exercise and its solution -> an `Exercise`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from msgspec import Struct
from msgspec.structs import replace

from tuitutor.course.challenge import Challenge
from tuitutor.course.choices import Question
from tuitutor.course.digest import digest
from tuitutor.course.directives import CodeCell, Directive, read_code, readable, refuse_misspelt_options, tags_of
from tuitutor.course.editions import public_version
from tuitutor.course.findings import FILE_BYTES, HOW_TO_NAME, OF_THE_LMS, SAFE_NAME, Findings
from tuitutor.course.model import Exercise, MeasureCell, Replaced, Variant, code_lines
from tuitutor.course.pieces import Chunk, Piece, YamlBlock, only_block
from tuitutor.course.reading import as_strings, read_entry
from tuitutor.course.schema import CheckList, read_checks
from tuitutor.course.variants import VariantTable, read_table, reworded, texts_of
from tuitutor.course.yamltree import read_yaml

LEAST_LINES, MOST_LINES = 4, 14  # of a solution whose lines are put in order
WRONG_LINES = 2  # among them
_VERSION = re.compile(r"[0-9a-f]{12}")
_ANSWER = "# answer:"
_NEIGHBOURS = "This is {}: other learners have other numbers."
_OF_EXERCISES = {  # blocks of YAML, and two pronouns for messages
    "checks": ("checks", "they belong", "them"),
    "lines": ("lines", "they belong", "them"),
    "variants": ("variants", "they belong", "them"),
    "world": ("a world", "it belongs", "it"),
}


class SolutionPart(Struct, frozen=True):
    """The part between {solution-start} and {solution-end}; `code` is None when it has no cell."""

    label: str
    code: CodeCell | None
    explanation: str
    opener: Directive
    pieces: list[Piece]


def read_solution(opener: Directive, pieces: list[Piece], findings: Findings) -> SolutionPart:
    """The solution of the exercise whose label {solution-start} names."""
    if not opener.argument:
        findings.add(opener.line, "this {solution-start} names no exercise; expected its label after it")
    for piece in pieces:
        if isinstance(piece, YamlBlock) and piece.word in _OF_EXERCISES:
            blocks, belong, _ = _OF_EXERCISES[piece.word]
            findings.add(piece.line, f"found {blocks} in a solution; {belong} in the exercise")
    refuse_lesson_blocks(pieces, findings)
    for cell in _cells(pieces, measure=True):
        findings.add(cell.line, "found a 'measure' cell in a solution; it belongs in the exercise")
    code = _only_cell(pieces, "solution", opener, findings)
    return SolutionPart(opener.argument, code, _text(pieces, findings), opener, pieces)


def refuse_outside(block: YamlBlock, findings: Findings) -> None:
    """Make a block that belongs in an exercise a problem, outside of one."""
    blocks, _, them = _OF_EXERCISES[block.word]
    findings.add(block.line, f"found {blocks} outside an exercise; put {them} between its start and end")


def refuse_lesson_blocks(pieces: Sequence[Piece], findings: Findings) -> None:
    """Make `yaml predict` blocks among these a problem, since no cell below can answer them, and items to recall."""
    for piece in pieces:
        if isinstance(piece, YamlBlock) and piece.word == "recall":
            findings.add(piece.line, "found a 'yaml recall' block in an exercise; put it above or below")
        if isinstance(piece, YamlBlock) and piece.word == "predict":
            what = "found a 'yaml predict' block with no lesson cell after it"
            findings.add(piece.line, f"{what}; put it right before one")


# ---- an exercise and its variants


def read_exercise(
    opener: Directive, pieces: list[Piece], solution: SolutionPart | None, findings: Findings
) -> Exercise:
    """The exercise with its checks, hints and variants. A missing part is a problem, and empty in the result."""
    before = len(findings.problems)
    first = _read_one(opener, pieces, solution, findings)
    table = read_table(pieces, solution.pieces if solution is not None else None, findings)
    if table is None:
        return first
    sound = len(findings.problems) == before
    if not sound:  # the other variants have the same problems
        findings = Findings(findings.path, findings.lines)
    variants = [first, *_read_others(opener, pieces, solution, table, findings)]
    if first.released:
        variants = _with_versions(variants, opener, findings)
    if sound:
        _require_different(variants, table, findings)
    numbered = []
    for number, exercise in enumerate(variants, start=1):
        drawn = Variant(number, len(variants))
        prose = f"{exercise.prose}\n\n*{_NEIGHBOURS.format(drawn)}*"
        numbered.append(replace(exercise, drawn=drawn, prose=prose))
    return replace(first, variants=tuple(numbered)).variant(1)


def _require_different(variants: list[Exercise], table: VariantTable, findings: Findings) -> None:
    """Make variants a problem if an answer, or the place of the right choice, is a neighbour's too."""
    for (i, first), (j, second) in combinations(enumerate(variants, start=1), 2):
        if first.version == second.version and not first.released:
            what = f"variants {i} and {j} have the same checks, so an answer to one passes the other"
            findings.add(table.line, f"{what}; give them values that the checks tell apart")
    questions = [variant.question for variant in variants if variant.question and variant.question.numbered]
    places = {question.choices.index(question.answer) + 1 for question in questions if question.answer}
    if len(questions) == len(variants) and len(places) == 1:
        what = f"the right choice is number {places.pop()} in each variant, and a neighbour may tell its number"
        findings.add(table.line, f"{what}; list the choices in another order in one of them")


def _with_versions(variants: list[Exercise], opener: Directive, findings: Findings) -> list[Exercise]:
    """The variants with the versions that a release wrote: one for every variant, or one for all."""
    versions = _released_versions(opener, Findings(findings.path))
    if len(versions) not in (1, len(variants)):
        what = f"found {len(versions)} versions for {len(variants)} variants"
        findings.add(opener.options["version"].line, f"{what}; only a release has them, so take them out")
        return variants
    if len(versions) == 1:
        versions *= len(variants)
    return [
        replace(variant, version=version, public_version=version)
        for variant, version in zip(variants, versions, strict=True)
    ]


def _read_others(
    opener: Directive, pieces: list[Piece], solution: SolutionPart | None, table: VariantTable, findings: Findings
) -> Iterator[Exercise]:
    """All variants but the first. Problems that the first doesn't have name their variant."""
    for number, words in enumerate(table.others, start=2):
        task, explanation = reworded(pieces, words), reworded(solution.pieces if solution else [], words)
        if (size := sum(map(len, texts_of(chain(task, explanation))))) > FILE_BYTES:
            limit = f"the limit is {FILE_BYTES // 1024} KiB"
            findings.add(table.line, f"in variant {number}, the exercise has {size // 1024:,} KiB; {limit}")
            return
        found = Findings(findings.path, findings.lines, unclosed=findings.unclosed)
        yield _read_one(opener, task, solution and read_solution(solution.opener, explanation, found), found)
        known = {(problem.line, problem.text) for problem in findings.problems}
        for problem in found.problems:
            if (problem.line, problem.text) not in known:
                findings.add(problem.line, f"in variant {number}: {problem.text}")


def _read_one(opener: Directive, pieces: list[Piece], solution: SolutionPart | None, findings: Findings) -> Exercise:
    label = _label(opener, findings)
    refuse_lesson_blocks(pieces, findings)
    checks = _checks(pieces, opener, findings)
    question, challenge = _question(checks, opener, findings), _challenge(checks, findings)
    only_asks = question is not None and len(checks.checks) == 1
    starter = _only_cell(pieces, "starter", opener, findings)
    if starter is None and not (only_asks or challenge):
        findings.add(opener.line, "this exercise has no starter; expected a code cell with the tag 'starter'")
    versions = _released_versions(opener, findings)
    for check in checks.checks if not versions else ():
        if check.later:
            findings.add(check.line, f"found 'later: true', which only a release has; {OF_THE_LMS}")
    solved = solution.code if solution is not None else None
    if solved is None and not (only_asks or versions):
        line = solution.opener.line if solution else opener.line
        text = f"no solution cell for '{label}'; expected one tagged 'solution' in {{solution-start}} {label}"
        findings.add(line, text)
    measure = _measure(pieces, findings)
    # moving the cell does not change the check
    version = digest(f"{checks.version}\0{measure.hashed_text}") if measure else checks.version
    prose = _text(pieces, findings)
    starter_text = _below(_answer_lines(question, challenge), starter)
    world, other_data = _world(pieces, findings)
    starters = (cell for cell in _cells(pieces) if "starter" in tags_of(cell) and "margin" in cell.options)
    with_margin = next(starters, None)
    return Exercise(
        label=label,
        title=opener.argument or label,
        prose=prose,
        starter=starter_text,
        checks=checks.checks,
        hints=_hints(pieces, findings),
        solution=_below([f"{_ANSWER} {question.answer}"] if question and question.answer else [], solved),
        explanation=solution.explanation if solution else "",
        line=opener.line,
        version=versions[0] if versions else version,
        measure=measure,
        world=world,
        margin=with_margin is None or _is_on(with_margin, "margin", findings),
        coach=_is_on(opener, "coach", findings),
        public_version=versions[0] if versions else public_version(checks, version, measure, prose, starter_text),
        released=bool(versions),
        other_data=other_data,
        was=_former_labels(opener, findings),
        wrong_lines=_wrong_lines(pieces, solved.source if solved is not None else "", findings),
    )


# ---- options of {exercise-start}


def _label(opener: Directive, findings: Findings) -> str:
    """The label; a missing or invalid one is replaced by one that can name a file."""
    refuse_misspelt_options(opener, ("label", "was", "version", "after", "coach"), findings)
    label = opener.option("label")
    if SAFE_NAME.fullmatch(label):
        return label
    if label:
        findings.add(opener.options["label"].line, f"found the label '{label}'; {HOW_TO_NAME}")
    else:
        findings.add(opener.line, "this exercise has no label; expected a line ':label: some-name' under it")
    return f"line-{opener.line}"


def _released_versions(opener: Directive, findings: Findings) -> tuple[str, ...]:
    """The versions that `release` wrote into an exercise, one for every variant; none in a teacher's edition."""
    versions = tuple(opener.option("version").split())
    for version in versions:
        if not _VERSION.fullmatch(version):
            text = f"found the version '{version}'; only a release has one, so take it out"
            findings.add(opener.options["version"].line, text)
    return versions


def _former_labels(opener: Directive, findings: Findings) -> tuple[str, ...]:
    """The labels that the exercise had before, the first one first."""
    labels = tuple(opener.option("was").replace(",", " ").split())
    for label in labels:
        if not SAFE_NAME.fullmatch(label):
            findings.add(opener.options["was"].line, f"found the former label '{label}'; {HOW_TO_NAME}")
        if label == opener.option("label"):
            findings.add(opener.options["was"].line, f"found the former label '{label}', which is the label itself")
    return labels


def _is_on(found: Directive, option: str, findings: Findings) -> bool:
    """The value of an option that is true or false; true without it."""
    value = found.option(option) if option in found.options else "true"
    if value not in ("true", "false"):
        findings.add(found.options[option].line, f"found ':{option}: {value}'; expected true or false")
    return value != "false"


# ---- checks


def _checks(pieces: list[Piece], opener: Directive, findings: Findings) -> CheckList:
    block = only_block(pieces, "checks", findings)
    if block is None:
        findings.add(opener.line, "this exercise has no checks; expected a fenced block '```yaml checks'")
        return CheckList((), "")
    return read_checks(block.text, block.line + 1, findings)


def _question(checks: CheckList, opener: Directive, findings: Findings) -> Question | None:
    questions = [check.kind for check in checks.checks if isinstance(check.kind, Question)]
    if len(questions) > 1:
        findings.add(opener.line, "found two question checks; an exercise asks one question")
    return questions[0] if questions else None


def _challenge(checks: CheckList, findings: Findings) -> Challenge | None:
    """The challenge. It must be the only check: its answer is an address, not code."""
    challenge = next((check for check in checks.checks if isinstance(check.kind, Challenge)), None)
    if challenge is None or not isinstance(challenge.kind, Challenge):
        return None
    if other := next((check for check in checks.checks if check is not challenge), None):
        findings.add(other.line, "found another check beside 'play'; put all that you ask of the network into 'play'")
    return challenge.kind


# ---- cells


def _cells(pieces: list[Piece], measure: bool = False) -> list[Directive]:
    """The code cells that are tagged 'measure', or all others."""
    cells = (piece for piece in pieces if isinstance(piece, Directive) and piece.name == "code-cell")
    return [cell for cell in cells if ("measure" in tags_of(cell)) == measure]


def _only_cell(pieces: list[Piece], tag: str, opener: Directive, findings: Findings) -> CodeCell | None:
    """The cell of an exercise or solution. A second cell in it is a problem, since it would never run."""
    codes = [read_code(cell, findings, ("margin",)) for cell in _cells(pieces)]
    tagged = [code for code in codes if tag in code.tags]
    for code in codes:
        if tag not in code.tags:
            findings.add(code.line, f"found a cell without the tag '{tag}' in {{{opener.name}}}; tag it or move it out")
    for code in tagged[1:]:
        findings.add(code.line, f"found a second '{tag}' cell; keep one of them")
    return next(iter([*tagged, *codes]), None)


def _measure(pieces: list[Piece], findings: Findings) -> MeasureCell | None:
    """The cell tagged 'measure', with its options."""
    cells = _cells(pieces, measure=True)
    for extra in cells[1:]:
        findings.add(extra.line, "found a second 'measure' cell; keep one of them")
    if not cells:
        return None
    cell, code = cells[0], read_code(cells[0], findings, ("data", "samples", "labels", "model", "in-place"))
    data, samples, labels, in_place = (cell.option(name) for name in ("data", "samples", "labels", "in-place"))
    line = cell.options["data"].line if data else cell.line
    if bool(data) != bool(samples):
        findings.add(line, "a 'measure' cell with ':data:' needs ':samples:' too; give both or neither")
    if samples and not (samples.isdecimal() and int(samples)):
        findings.add(line, f"found {samples} samples; expected a whole number, at least 1")
    for name, value in (("labels", labels), ("in-place", in_place)):
        if value not in ("", "true", "false"):
            findings.add(line, f"found ':{name}: {value}'; expected true or false")
    count = int(samples) if samples.isdecimal() else 0
    return MeasureCell(code.source, code.line, data, count, labels == "true", cell.option("model"), in_place == "true")


# ---- other parts


def _world(pieces: list[Piece], findings: Findings) -> tuple[tuple[Replaced, ...], bool]:
    """What other worlds replace in the setup; and whether only the teacher's edition knows, for `later: true`."""
    block, before = only_block(pieces, "world", findings), len(findings.problems)
    root = read_yaml(block.text, block.line + 1, findings) if block is not None else None
    if block is None or len(findings.problems) > before:
        return (), False
    if root is not None and root.plain == {"later": True}:
        return (), True
    if root is None or not isinstance(root.plain, dict) or not root.items:
        what = "expected a function of data.py and the names that it replaces, such as 'xor3: [data, labels]'"
        findings.add(block.line, f"this world replaces nothing; {what}")
        return (), False
    names: dict[str, tuple[str, ...]] = read_entry(root, dict[str, tuple[str, ...]], findings, "world") or {}
    return tuple(Replaced(function, names[function], root.key_lines[function]) for function in names), False


def _wrong_lines(pieces: list[Piece], solution: str, findings: Findings) -> tuple[str, ...]:
    """The lines to put among those of the solution."""
    block, before = only_block(pieces, "lines", findings), len(findings.problems)
    root = read_yaml(block.text, block.line + 1, findings) if block is not None else None
    if block is None or len(findings.problems) > before:
        return ()
    line = block.line + 1
    found: list[str] | None = read_entry(as_strings(root), list[str], findings, "lines") if root is not None else []
    wrong = tuple(text.rstrip() for text in found or ())
    right = code_lines(solution)
    stripped = {text.strip() for text in right}
    if len(set(wrong)) != WRONG_LINES or any(not text.strip() or "\n" in text for text in wrong):
        findings.add(line, f"found {len(wrong)} lines; expected two wrong ones, such as '- model.fit(x, x)'")
    elif known := next((text for text in wrong if text.strip() in stripped), None):
        findings.add(line, f"'{known.strip()}' is a line of the solution; write one that people take for it")
    elif right and not LEAST_LINES <= len(right) <= MOST_LINES:
        what = f"the solution has {len(right)} lines of code"
        findings.add(line, f"{what}; only {LEAST_LINES} to {MOST_LINES} are put in order, so take this block out")
    return wrong


def _hints(pieces: list[Piece], findings: Findings) -> tuple[str, ...]:
    hints = [piece for piece in pieces if isinstance(piece, Directive) and piece.name == "hint"]
    texts = []
    for hint in hints:
        parts = readable(hint.argument, hint.line, findings), readable(hint.body, hint.body_line, findings)
        if text := "\n\n".join(filter(None, parts)):
            texts.append(text)
        else:
            findings.add(hint.line, "found an empty hint; expected its text between the fences")
    return tuple(texts)


def _text(pieces: list[Piece], findings: Findings) -> str:
    chunks = [piece for piece in pieces if isinstance(piece, Chunk)]
    return "\n\n".join(text for chunk in chunks if (text := readable(chunk.text, chunk.line, findings)))


def _answer_lines(question: Question | None, challenge: Challenge | None) -> list[str]:
    """The lines for the answer at the top of a starter: empty for a question, the initial state for a challenge."""
    if question is not None:
        choices = [f"#   {choice}" for choice in question.choices]
        return [f"{_ANSWER} ", *(["# one of:", *choices] if choices else [])]
    return [f"{_ANSWER} {challenge.address}"] if challenge is not None else []


def _below(lines: list[str], cell: CodeCell | None) -> str:
    """The cell's code below these lines, unless it has an answer line of its own."""
    code = cell.source if cell else ""
    return code if code.startswith(_ANSWER) else "\n".join([*lines, *([code] if code else [])])
