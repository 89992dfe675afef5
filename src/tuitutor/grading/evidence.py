"""The facts by which an attempt is judged, the description of the model that counts, and the call of the judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatch
from typing import TYPE_CHECKING

from tuitutor.course.kind import CheckKind
from tuitutor.grading.outcome import Finding, NothingToJudge, absent, errored
from tuitutor.grading.verdicts import Provenance
from tuitutor.grading.written import Written
from tuitutor.protocol.facts import (
    CellFacts,
    FreshFacts,
    LayerFacts,
    ModelCheckFacts,
    ModelFacts,
    ProgramFacts,
    ScoreFacts,
    Shape,
    StepFacts,
)
from tuitutor.spelling import with_article

if TYPE_CHECKING:
    from tuitutor.playground.playground_state import Config


NOT_MEASURED = "The answer's results could not be measured. This isn't your fault; run it again."
NOT_BUILT = "Without a known input width there are no weights yet: start the model with Input((n,)), or train it."


@dataclass(frozen=True, slots=True)
class Played:
    """An answer to a challenge, trained again by our own process.

    `config` is the trained state; None if the answer is no state (`problem` says why). `losses` are the test losses
    after the last epoch, one per run; `diverged` describes a run that diverged, "" if none did. `overruled` names the
    settings of the answer that the exercise's own replaced.
    """

    config: Config | None = None
    problem: str = ""
    losses: tuple[float, ...] = ()
    diverged: str = ""
    overruled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Restarted:
    """An answer that was stopped and started again.

    `before` are the steps of its first start, None if it ended by itself. `grown` has the bytes by which its memory
    grew at both starts, None if unknown. `fresh` is its saved model, in a fresh process.
    """

    before: StepFacts | None = None
    grown: tuple[int | None, ...] = ()
    fresh: FreshFacts | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Facts by their source. None means "not known", and unknown facts never pass.

    `written` comes from the answer's text, `program` from the learner's process, `checked` from a process that never
    ran learner code. `reported_scores` are scores of the learner's process's predictions, by data source. `cell` has
    the findings of the `measure` cell; `in_place` says why it had to run in the learner's process, "" if it didn't.
    `in_world`: the answer ran with other data than the lesson's. `endless` are regular expressions for which a search
    in `stdout` takes too long. `restarted` is for an answer that is stopped and started again.
    """

    written: Written = field(default_factory=Written)
    stdout: str = ""
    program: ProgramFacts | None = None
    checked: ModelCheckFacts | None = None
    reported_scores: dict[str, ScoreFacts] = field(default_factory=dict)
    played: Played | None = None
    cell: CellFacts | None = None
    in_place: str = ""
    in_world: bool = False
    endless: frozenset[str] = frozenset()
    restarted: Restarted = field(default_factory=Restarted)


@dataclass(frozen=True, slots=True)
class Subject:
    """The model to judge, and who measured it."""

    model: ModelFacts
    provenance: Provenance

    @property
    def layers(self) -> tuple[LayerFacts, ...]:
        """The layers in order, without InputLayer entries: only some models list them."""
        return tuple(layer for layer in self.model.layers if not (layer.builtin and layer.kind == "InputLayer"))


def program_of(evidence: Evidence) -> ProgramFacts:
    """The report of the learner's process. Raises `NothingToJudge` if nothing could be measured."""
    if evidence.program is None:
        raise NothingToJudge(errored(NOT_MEASURED))
    return evidence.program


def subject(evidence: Evidence) -> Subject:
    """The model to judge: the verified one if there is one, else the reported one. Raises `NothingToJudge`."""
    if evidence.checked is not None and evidence.checked.loaded and evidence.checked.model is not None:
        return Subject(evidence.checked.model, Provenance.VERIFIED)
    program = program_of(evidence)
    if program.model is None:
        raise NothingToJudge(no_model(program.model_kind))
    return Subject(program.model, Provenance.REPORTED)


def no_model(kind: str | None) -> Finding:
    """`model` is missing (`kind` is None), or has the type `kind` and is no Keras model."""
    if kind is None or kind == "NoneType":
        return absent("no `model`", "The answer defines no `model`: give your network that name.")
    found = with_article(kind)
    return absent(f"`model` is {found}", f"`model` has to be a Keras model, but it is {found}.")


def predicted_shape(evidence: Evidence) -> tuple[Shape, Provenance] | None:
    """The shape of the predictions on hidden samples, and who made them; None if there are none."""
    verified = evidence.checked.scores if evidence.checked is not None and evidence.checked.loaded else ()
    shapes = [(score.output_shape, Provenance.VERIFIED) for score in verified]
    shapes += [(score.output_shape, Provenance.REPORTED) for score in evidence.reported_scores.values()]
    return next(((shape, provenance) for shape, provenance in shapes if shape is not None), None)


@singledispatch
def judge_kind(check: CheckKind, evidence: Evidence) -> Finding:
    """Judge a check. Modules register a function for every kind. Raises `NothingToJudge`."""
    raise NotImplementedError(f"nothing judges the check '{check.key}'")
