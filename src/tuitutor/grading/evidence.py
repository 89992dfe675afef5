"""All that is known about an attempt when it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from tuitutor.protocol.facts import ModelCheckFacts, ProgramFacts, ScoreFacts


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts by where they come from. None is "not known", and nothing that is not known passes.

    `program` is the learner's process's own word; `checked` comes from a process that never ran learner code.
    `reported_scores` are scores of predictions that the learner's process made, by data source.
    """

    answer: str
    stdout: str = ""
    program: ProgramFacts | None = None
    checked: ModelCheckFacts | None = None
    reported_scores: dict[str, ScoreFacts] = field(default_factory=dict)
