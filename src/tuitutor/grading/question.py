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
_LONGEST = 1_000  # characters that are kept of an answer


@judge_kind.register(Question)
def judge_question(check: Question, evidence: Evidence) -> Finding:
    """The choice that the `# answer:` line names, however it is written. The right one is never part of the finding.

    The author's feedback is for a wrong answer without its own reason in `because`.
    """
    text = evidence.written.given
    if not text:
        return absent("no answer", "Write your answer after `# answer:` in the first line.")
    reading = _read(check, text)
    if reading.choice == check.answer:
        return Finding(Verdict.PASSED, "", text, "", Provenance.VERIFIED)
    return _wrong(check, text, reading)


def chosen(check: Question, answer: str) -> str | None:
    """The choice that the draft names, or None."""
    text = given(check, answer)
    return _read(check, text).choice if text else None


def is_answered(check: Question, answer: str) -> bool:
    """Whether the draft has any answer, right or wrong."""
    return bool(given(check, answer))


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


def _wrong(check: Question, text: str, reading: Reading) -> Finding:
    provenance = Provenance.VERIFIED
    if reading.unclear:
        return absent(text, "Write one answer after `# answer:`, and nothing else.", provenance=provenance)
    if reading.choice is None and check.choices:
        return absent(text, f"Choose one of: {', '.join(check.choices)}.", provenance=provenance)
    if not check.choices and has_number(check.answer) and not has_number(text):
        return absent(text, "Write a number after `# answer:`.", provenance=provenance)
    if reason := dict(check.because).get(reading.choice or ""):
        return Finding(Verdict.FAILED, "", text, reason, provenance, beyond_feedback=True)
    return compared(False, "", text, provenance, "That is not right; read the lesson's text again.")


def _read(check: Question, text: str, bare: bool = False) -> Reading:
    if len(text) > _LONGEST:  # it was cut off, so its beginning says nothing
        return Reading(unclear=True)
    return read(text, _known(check), bare)


def _known(check: Question) -> tuple[str, ...]:
    """The answers that can be recognised: the choices or, for a free answer, those that the author foresaw."""
    return check.choices or (check.answer, *(text for text, _ in check.because))


def given(check: Question, draft: str) -> str:
    """What is written after `# answer:`. Several such lines are joined, since they are several answers.

    If nothing is, an `answer = 12` counts, or a choice that is alone on the line below. Of a text that is too long
    to be an answer, only the beginning is returned.
    """
    for pattern in (_ANSWER_LINE, _UNMARKED):
        texts = dict.fromkeys(text.strip() for text in pattern.findall(draft))
        if joined := " | ".join(filter(None, texts)):
            return joined[: _LONGEST + 1]
    below = _BELOW.search(draft)
    text = below[1].strip()[: _LONGEST + 1] if below else ""
    return text if text and "=" not in text and _read(check, text, bare=True).choice else ""
