"""Which description of the model counts: the verified one where there is one, else the program's own word."""

from __future__ import annotations

from dataclasses import dataclass

from tuitutor.grading.evidence import Evidence
from tuitutor.grading.findings import Finding, absent, errored
from tuitutor.grading.verdicts import Provenance
from tuitutor.protocol.facts import LayerFacts, ModelFacts, Shape

NOT_MEASURED = "The answer's results could not be measured. This isn't your fault; run it again."
NOT_BUILT = "Without a known input width there are no weights yet: start the model with Input((n,)), or train it."


@dataclass(frozen=True, slots=True)
class Subject:
    """The model under judgement, and who measured it."""

    model: ModelFacts
    provenance: Provenance

    @property
    def layers(self) -> tuple[LayerFacts, ...]:
        """The layers in order. InputLayer entries do not count: some models list them and some do not."""
        return tuple(layer for layer in self.model.layers if not (layer.builtin and layer.kind == "InputLayer"))

    @property
    def is_unbuilt(self) -> bool:
        """Whether no layer has weights yet; a layer that is merely left unused does not make the model unbuilt."""
        return bool(self.layers) and all(layer.params is None for layer in self.layers)


def subject(evidence: Evidence) -> Subject | Finding:
    """The model to judge, or the finding that there is none."""
    if evidence.checked is not None and evidence.checked.loaded and evidence.checked.model is not None:
        return Subject(evidence.checked.model, Provenance.VERIFIED)
    if evidence.program is None:
        return errored(NOT_MEASURED)
    if evidence.program.model is None:
        return no_model(evidence.program.model_kind)
    return Subject(evidence.program.model, Provenance.REPORTED)


def no_model(kind: str | None) -> Finding:
    """`model` is missing, or it is a value of type `kind`, which is no Keras model."""
    if kind is None or kind == "NoneType":
        return absent("no `model`", "The answer defines no `model`: give your network that name.")
    return absent(f"`model` is a {kind}", f"`model` has to be a Keras model, and it is a {kind}.")


def predicted_shape(evidence: Evidence) -> tuple[Shape, Provenance] | None:
    """The shape of the predictions on hidden samples, where some were made."""
    verified = evidence.checked.scores if evidence.checked is not None and evidence.checked.loaded else ()
    for scores, provenance in (
        (verified, Provenance.VERIFIED),
        (tuple(evidence.reported_scores.values()), Provenance.REPORTED),
    ):
        for score in scores:
            if score.output_shape is not None:
                return score.output_shape, provenance
    return None
