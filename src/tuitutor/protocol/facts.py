"""What the worker measures about a learner's program. Measuring happens here, judging in `grading`.

A fact that could not be measured is None or absent, never a default: a missing fact is not a pass.
Shapes are tuples of int or None; axis 0 is the batch axis and usually None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Union

Shape = tuple[Optional[int], ...]
Setting = Union[None, bool, int, float, str, tuple[int, ...]]


@dataclass(frozen=True)
class LayerFacts:
    """One layer, in the order in which the data meets it. `params` is None while it is unbuilt.

    `settings` holds the constructor's arguments that are plain values (units, activation, rate,
    kernel_size, ...); an activation is its name ("relu"), "linear" when none was given.
    `inbound` names the layers whose outputs it takes in a functional model; it is empty for inputs, and
    where the layers stand in a row anyhow or their connections are not known.
    """

    name: str
    kind: str  # the class's name: "Dense"
    builtin: bool  # the class is Keras's own
    params: Optional[int]
    trainable_params: Optional[int]
    output_shape: Optional[Shape]
    settings: dict[str, Setting] = field(default_factory=dict)
    inbound: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelFacts:
    """The learner's `model`. Counts are None for an unbuilt model.

    `operations` names bare `keras.ops` nodes in a functional graph, which are no layers.
    `kind` is "Sequential", "Functional" or the name of the learner's own class.
    """

    kind: str
    built: bool
    layers: tuple[LayerFacts, ...]
    params: Optional[int]
    trainable_params: Optional[int]
    input_shape: Optional[Shape]
    output_shape: Optional[Shape]
    operations: tuple[str, ...] = ()


@dataclass(frozen=True)
class CompileFacts:
    """How the model was compiled. Names are Keras's snake_case identifiers where it has one."""

    loss: Optional[str]
    optimizer: Optional[str]
    learning_rate: Optional[float]
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class FitFacts:
    """One call of `Model.fit`, in order. `history` maps a log's name to one value an epoch, or fewer of a long fit."""

    epochs: int  # asked for
    epochs_run: int
    batch_size: Optional[int]
    validation: bool
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class VariableFacts:
    """A variable that a check asked for. `shape` and `dtype` are None for what has neither."""

    name: str
    kind: str  # the type's name
    shape: Optional[Shape]
    dtype: Optional[str]
    value: Optional[str]  # repr, cut at 200 characters


@dataclass(frozen=True)
class ProgramFacts:
    """What the learner's own process says of itself after the answer ran without an exception.

    `model` is None when there is no `model`, or when it is no Keras model (`model_kind` says what it is).
    `saved` says whether there is a saved model, for the worker to find; `save_problem` why there is none.
    """

    model: Optional[ModelFacts]
    model_kind: Optional[str]
    compiled: Optional[CompileFacts]
    fits: tuple[FitFacts, ...] = ()
    variables: tuple[VariableFacts, ...] = ()
    saved: bool = False
    save_problem: Optional[str] = None


@dataclass(frozen=True)
class ScoreFacts:
    """A score on hidden samples: `accuracy` in [0, 1], or None with the `problem`.

    `samples` rows drawn by the data source `data`. `output_shape` is the predictions' own shape.
    `ours` marks a problem that is not the learner's: the course's data source failed.
    """

    data: str
    samples: int
    accuracy: Optional[float]
    output_shape: Optional[Shape] = None
    problem: Optional[str] = None
    ours: bool = False


@dataclass(frozen=True)
class ModelCheckFacts:
    """What a fresh process that never ran learner code found in the saved model.

    `loaded` False: safe mode refused the file (`problem` says why: Lambda or custom classes);
    then `inputs` names the data sources whose hidden inputs the learner's process is asked to predict.
    """

    loaded: bool
    problem: Optional[str] = None
    model: Optional[ModelFacts] = None
    scores: tuple[ScoreFacts, ...] = ()
    inputs: tuple[str, ...] = ()
