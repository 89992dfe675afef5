"""The answer to a question: where it is in the draft, which choice it names, and the feedback on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tuitutor.course.choices import Question
from tuitutor.grading.findings import Finding, absent, compared
from tuitutor.grading.kinds import judge_kind
from tuitutor.grading.reading import Reading, has_number, read
from tuitutor.grading.verdicts import Provenance, Verdict

if TYPE_CHECKING:  # the bench only asks what was chosen
    from tuitutor.grading.evidence import Evidence

_ANSWER_LINE = re.compile(r"^[ \t]*#+[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_UNMARKED = re.compile(r"^[ \t]*answer[ \t]*[:=：](.*)$", re.IGNORECASE | re.MULTILINE)
_BELOW = re.compile(_ANSWER_LINE.pattern.replace("(.*)", r"\s*#*(.*)"), re.IGNORECASE | re.MULTILINE)


@judge_kind.register(Question)
def judge_question(check: Question, evidence: Evidence) -> Finding:
    """The choice that the `# answer:` line names, however it is written. The right one is never part of the finding.

    The author's feedback is for a wrong answer without its own reason in `because`.
    """
    given = _given(check, evidence.answer)
    if not given:
        return absent("no answer", "Write your answer after `# answer:` in the first line.")
    reading = _read(check, given)
    if reading.choice == check.answer:
        return Finding(Verdict.PASSED, "", given, "", Provenance.VERIFIED)
    return _wrong(check, given, reading)


def chosen(check: Question, answer: str) -> str | None:
    """The choice that the draft names, or None."""
    given = _given(check, answer)
    return _read(check, given).choice if given else None


def is_answered(check: Question, answer: str) -> bool:
    """Whether the draft has any answer, right or wrong."""
    return bool(_given(check, answer))


def with_answer(text: str, answer: str) -> str:
    """The draft with this answer in place of the old one, or as a new first line."""
    line = f"# answer: {answer}"
    old = _ANSWER_LINE.search(text)
    if old is None:
        return f"{line}\n{text}"
    # A second answer would contradict the one that was just chosen.
    return text[: old.start()] + line + _ANSWER_LINE.sub("", text[old.end() :])


def answer_and_code(text: str) -> tuple[str, str]:
    """What an author's solution writes in its `# answer:` line, and its code without that line."""
    line = _ANSWER_LINE.search(text)
    return (line[1].strip(), text[: line.start()] + text[line.end() + 1 :]) if line else ("", text)


def _wrong(check: Question, given: str, reading: Reading) -> Finding:
    provenance = Provenance.VERIFIED
    if reading.unclear:
        return absent(given, "Write one answer after `# answer:`, and nothing else.", provenance=provenance)
    if reading.choice is None and check.choices:
        return absent(given, f"Choose one of: {', '.join(check.choices)}.", provenance=provenance)
    if not check.choices and has_number(check.answer) and not has_number(given):
        return absent(given, "Write a number after `# answer:`.", provenance=provenance)
    if reason := dict(check.because).get(reading.choice or ""):
        return Finding(Verdict.FAILED, "", given, reason, provenance, beyond_feedback=True)
    return compared(False, "", given, provenance, "That is not right; read the lesson's text again.")


def _read(check: Question, given: str) -> Reading:
    return read(given, _known(check))


def _known(check: Question) -> tuple[str, ...]:
    """The answers that can be recognised: the choices or, for a free answer, those that the author foresaw."""
    return check.choices or (check.answer, *(text for text, _ in check.because))


def _given(check: Question, draft: str) -> str:
    """What is written after `# answer:`. Several such lines are joined, since they are several answers.

    If nothing is, an `answer = 12` counts, or a choice that is alone on the line below.
    """
    for pattern in (_ANSWER_LINE, _UNMARKED):
        texts = dict.fromkeys(text.strip() for text in pattern.findall(draft))
        if given := " | ".join(filter(None, texts)):
            return given
    below = _BELOW.search(draft)
    text = below[1].strip() if below else ""
    return text if text and "=" not in text and read(text, _known(check), bare=True).choice else ""
