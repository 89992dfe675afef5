"""Checks on the answer's text: the answer to a question, and what the code calls."""

from __future__ import annotations

from tuitutor.course.checks import Source
from tuitutor.course.choices import Question
from tuitutor.grading.evidence import Evidence, judge_kind
from tuitutor.grading.outcome import Finding, absent, compared, pending
from tuitutor.grading.question import NO_ANSWER, number_values, read_choice
from tuitutor.grading.verdicts import Provenance, Verdict


@judge_kind.register(Question)
def judge_question(check: Question, evidence: Evidence) -> Finding:
    """The choice that the `# answer:` line names. The right one is never part of the finding.

    The author's feedback is for a wrong answer without its own reason in `because`.
    """
    text = evidence.written.choice
    if not text:
        return absent(NO_ANSWER, "Write your answer after `# answer:` in the first line.")
    provenance, choice = Provenance.VERIFIED, read_choice(check, text)
    if choice is not None and check.answer and choice == check.answer:
        return Finding(Verdict.PASSED, "", text, "", provenance)
    if choice is None and check.choices:
        how, offered = "Answer with one of these choices", check.choices
        if check.numbered:
            how += ", or with its number"
            offered = tuple(f"#{place} {each}" for place, each in enumerate(check.choices, start=1))
        return absent(text, f"{how}: {', '.join(offered)}.", provenance=provenance)
    if choice is None and not number_values(text):
        return absent(text, "Write a single number after `# answer:`, in digits.", provenance=provenance)
    if not check.answer:  # this edition doesn't have it
        return pending("Graded later.")
    if reason := dict(check.because).get(choice or ""):
        return Finding(Verdict.FAILED, "", text, reason, provenance, beyond_feedback=True)
    return compared(False, "", text, provenance, "That is not right; read the lesson's text again.")


@judge_kind.register(Source)
def judge_source(check: Source, evidence: Evidence) -> Finding:
    """Whether the code calls all that it must, and nothing that it must not. An answer without code never passes."""
    written = evidence.written
    if not written.valid:
        return absent("not valid Python", "The answer is not valid Python, so its calls cannot be found.")
    if not written.code:
        return absent("no code", "The answer has no code yet.")
    missing = [name for name in check.calls if name not in written.calls]
    banned = [name for name in check.never if name in written.calls]
    return compared(
        agrees=not missing and not banned,
        expected=", ".join([f"calls {name}" for name in check.calls] + [f"never calls {name}" for name in check.never]),
        found=", ".join([f"no call of {name}" for name in missing] + [f"calls {name}" for name in banned]),
        provenance=Provenance.VERIFIED,
        why="This exercise is about using those calls." if missing else "Solve this exercise without it.",
    )
