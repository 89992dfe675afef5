"""Evidence for advice on a fit: facts, and what follows from them by arithmetic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from tuitutor.course.checks import Check
from tuitutor.course.kind import Change
from tuitutor.grading.naming import fold_name
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import (
    ArrayFacts,
    CompileFacts,
    DataFacts,
    FitFacts,
    LabelFacts,
    LayerFacts,
    LayerState,
    ModelFacts,
    NetworkFacts,
)

NUMBER_LOSSES = (
    "meansquarederror", "meanabsoluteerror", "huber", "logcosh", "meansquaredlogarithmicerror",
    "meanabsolutepercentageerror", "difference",
)  # fmt: skip
ONE_OF_MANY = ("sparsecategoricalcrossentropy", "categoricalcrossentropy")
ADAPTIVE = ("adam", "adamw", "nadam", "adamax", "rmsprop", "lion")
SQUASHED = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softmax": (0.0, 1.0), "hardsigmoid": (0.0, 1.0)}

WITH_KERNELS = ("Dense", "Conv1D", "Conv2D", "LSTM", "GRU", "SimpleRNN")
LAYERS_OF_FUNCTIONS = {"ReLU": "relu", "Softmax": "softmax", "LeakyReLU": "leaky_relu", "ELU": "elu"}
PASS_ON = ("Dropout", "Flatten", "Reshape", "Identity")

HITS = ("accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy")

Series = tuple[float, ...]


def is_flat(loss: Series) -> bool:
    """The same to the last digit in each epoch: no weight changes, since even shuffling changes a mean of floats."""
    return bool(loss) and max(loss) - min(loss) <= 2e-6 * max(loss)


@dataclass(frozen=True)
class FitEvidence:
    """A fit, and what came of it. `first`: no fit came before it.

    `checks` are the exercise's; advice mustn't change what is `held`.
    """

    fit: FitFacts
    first: bool = True
    checks: Sequence[Check] = ()
    held: frozenset[Change] = frozenset()

    # ---- compile

    @cached_property
    def loss(self) -> str:
        """The loss's folded name; "" if there is none, or several."""
        name = (self.fit.compiled.loss if self.fit.compiled is not None else None) or self.fit.own_loss
        return "" if name is None or "," in name else fold_name(name)

    @property
    def from_logits(self) -> bool:
        return self.fit.own_logits or (self.fit.compiled is not None and self.fit.compiled.from_logits)

    @property
    def optimizer(self) -> str:
        return (self.fit.compiled.optimizer if self.fit.compiled is not None else None) or ""

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        return tuple(map(fold_name, self.fit.compiled.metrics)) if self.fit.compiled is not None else ()

    # ---- data

    @property
    def data(self) -> DataFacts:
        return self.fit.data or DataFacts()

    @property
    def inputs(self) -> ArrayFacts | None:
        return self.data.inputs[0] if self.data.inputs else None

    @property
    def labels(self) -> LabelFacts | None:
        return self.data.labels

    @property
    def rows(self) -> int:
        return self.inputs.rows if self.inputs is not None else 0

    @property
    def batch(self) -> int | None:
        """The rows in a batch: of a stream, what went by."""
        passed = self.data.largest_batch
        return passed if passed is not None else self.fit.batch_size

    # ---- the network

    @property
    def network(self) -> NetworkFacts | None:
        return self.fit.network

    @cached_property
    def layers(self) -> tuple[LayerState, ...]:
        return self.network.layers if self.network is not None else ()

    @cached_property
    def kernels(self) -> tuple[LayerState, ...]:
        """Layers with a kernel, in the order in which they are called."""
        return tuple(layer for layer in self.layers if layer.initial_spread is not None)

    @property
    def last(self) -> str:
        """The function applied last, folded; "" if unknown."""
        return fold_name(self.network.last) if self.network is not None and self.network.last else ""

    @property
    def units(self) -> int | None:
        return self.network.units if self.network is not None else None

    # ---- the run

    @cached_property
    def curve(self) -> Series:
        return self.fit.history.get("loss", ())

    @cached_property
    def accuracy(self) -> Series:
        for name in HITS:
            if name in self.fit.history:
                return self.fit.history[name]
        return ()

    @cached_property
    def baseline(self) -> float | None:
        """The loss of the best constant answer; None if unknown."""
        labels = self.labels
        if labels is None:
            return None
        if self.loss in (*ONE_OF_MANY, "binarycrossentropy") and labels.counts:
            total = sum(labels.counts)
            entropy = -sum(count / total * math.log(count / total) for count in labels.counts if count)
            return entropy / (
                len(labels.counts) if self.loss == "binarycrossentropy" and labels.kind == "one-hot" else 1
            )
        spreads = [spread for _, spread in labels.array.columns] or [labels.array.spread]
        if self.loss == "meansquarederror":
            return sum(spread**2 for spread in spreads) / len(spreads)
        return None

    @cached_property
    def skill(self) -> float | None:
        """How much better than the best constant it is on what it trains on: 1 is perfect; None if unknown."""
        if self.network is not None and self.network.skill is not None:
            return self.network.skill
        if self.baseline and self.curve and math.isfinite(self.curve[-1]):
            return 1 - self.curve[-1] / self.baseline
        return None

    def skill_below(self, skill: float) -> bool:
        """Whether it is known to be no better than that."""
        return self.skill is not None and self.skill < skill

    @property
    def is_not_finite(self) -> bool:
        """Whether the loss is no finite number any more."""
        return bool(self.curve) and not all(map(math.isfinite, self.curve))

    @cached_property
    def moved(self) -> float | None:
        """The largest change of a kernel, relative to its initial size; None if unknown."""
        found = [layer.moved for layer in self.kernels if layer.moved is not None]
        return max(found, default=None)

    @cached_property
    def falls(self) -> bool:
        """Whether the loss still falls at the end: by 1 % in each of its last epochs, or it had only a few."""
        late = self.curve[-4:]
        return len(late) < 3 or all(after < 0.99 * before for before, after in pairwise(late))

    def allows(self, advice: Advice) -> bool:
        """Whether advice leaves alone what is held."""
        return self.held.isdisjoint(advice.changes)


def as_built(fits: Sequence[FitFacts], model: ModelFacts | None, compiled: CompileFacts | None) -> tuple[FitFacts, ...]:
    """The fits; where the network wasn't run for the last one, or wasn't fitted at all, with how it was built."""
    if (fits and fits[-1].network is not None) or model is None or compiled is None:
        return tuple(fits)
    *before, last = fits or [FitFacts(0, 0, None, False, compiled=compiled)]
    return (*before, replace(last, network=_built(model, last.data)))


def _built(model: ModelFacts, data: DataFacts | None) -> NetworkFacts | None:
    """The state of a chain of Keras's layers, as far as it is known without running it."""
    layers = [layer for layer in model.layers if layer.kind != "InputLayer"]
    inner = [layer for layer in model.inner if layer.kind != "InputLayer" and not layer.kind.endswith("Cell")]
    chain = not inner and all(layer.builtin and len(layer.inbound) <= 1 for layer in layers)
    if not layers or not chain or model.operations or model.output_shape is None:
        return None
    states = [
        LayerState(layer.name, layer.kind, _function(layer), initial_spread=1.0 if layer.kind in WITH_KERNELS else None,
                   width=_width(layer), settings=layer.settings)
        for layer in layers
    ]  # fmt: skip
    first = next((at for at, state in enumerate(states) if state.kind not in PASS_ON), None)
    if first is not None and data is not None and len(data.inputs) == 1:
        states[first] = replace(states[first], inputs=(data.inputs[0].mean, data.inputs[0].spread))
    last = next((state for state in reversed(states) if state.kind not in PASS_ON), states[-1])
    return NetworkFacts(last.activation, model.output_shape[-1], 0.0, 0.0, 0.0, layers=tuple(states))


def _width(layer: LayerFacts) -> int | None:
    sizes = layer.output_shape[1:] if layer.output_shape is not None else ()
    known = [size for size in sizes if size is not None]
    return math.prod(known) if known and len(known) == len(sizes) else None


def _function(layer: LayerFacts) -> str:
    if layer.kind in LAYERS_OF_FUNCTIONS:
        return LAYERS_OF_FUNCTIONS[layer.kind]
    activation = layer.settings.get("activation")
    return activation if isinstance(activation, str) else ""


LEARNED = 0.9  # a skill that needs no advice on scales, rates and sizes


def show_share(part: float) -> str:
    """In percent, with as many digits as it takes not to be 0."""
    percent = 100 * part
    return f"{percent:.0f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"


def could_tell_more(evidence: FitEvidence, unknown: bool = False, by: float = 0.1) -> bool:
    """Whether a quick predictor finds more in the inputs than the network does; `unknown` if there was none."""
    data = evidence.data
    if not data.predictable:
        return unknown
    return data.predictable[0] > max(0.0, evidence.skill or 0) + by


def is_sorted(labels: LabelFacts | None) -> bool:
    """Whether rows with the same label come in a block, or labels go up or down with the row's number."""
    if labels is None:
        return False
    if labels.counts:
        total = sum(labels.counts)
        by_chance = sum((count / total) ** 2 for count in labels.counts)
        return labels.same_as_before > by_chance + 0.6 * (1 - by_chance)
    return abs(labels.drift) > 0.7


def first_kernel(evidence: FitEvidence) -> LayerState | None:
    """The first layer with weights that multiply inputs; None if inputs are numbers of words."""
    for layer in evidence.layers:
        if layer.kind in ("Embedding", "BatchNormalization", "LayerNormalization"):
            return None
        if layer.initial_spread is not None:
            return layer
    return None


def grows(evidence: FitEvidence) -> bool:
    """Whether the loss ends far above where it began, or above what guessing gives."""
    curve = evidence.curve
    if len(curve) < 2 or not all(map(math.isfinite, curve)):
        return False
    return curve[-1] > 2 * curve[0] > 0 or (evidence.baseline is not None and curve[-1] > 3 * evidence.baseline)
