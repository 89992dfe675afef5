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
    `own` says what a part of the learner's own makes of it, as a probe found: "mixes" (its activation mixes units),
    "idle" (it is a class of the learner's own whose weights change nothing), or "" where neither is so.
    """

    name: str
    kind: str  # the class's name: "Dense"
    builtin: bool  # the class is Keras's own
    params: Optional[int]
    trainable_params: Optional[int]
    output_shape: Optional[Shape]
    settings: dict[str, Setting] = field(default_factory=dict)
    inbound: tuple[str, ...] = ()
    own: str = ""


@dataclass(frozen=True)
class ModelFacts:
    """The learner's `model`. Counts are None for an unbuilt model.

    `operations` names bare `keras.ops` nodes, which aren't layers, in the graph of any model that is reached from this
    one, be it a layer, a layer's activation or what a wrapper wraps. `inner` has the layers that are reached so and are
    not among `layers`.
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
    inner: tuple[LayerFacts, ...] = ()


@dataclass(frozen=True)
class CompileFacts:
    """How the model was compiled. Names are Keras's snake_case identifiers where it has one.

    `learning_rate` is the one of the first step. `from_logits` is the loss's own setting, where it has it.
    """

    loss: Optional[str]
    optimizer: Optional[str]
    learning_rate: Optional[float]
    metrics: tuple[str, ...] = ()
    from_logits: bool = False


@dataclass(frozen=True)
class FitFacts:
    """One call of `Model.fit`, in the order in which they ended.

    `history` maps a log's name to one value an epoch, as Keras measured it, or fewer of a long fit. `of_model`: what
    was fitted is the final `model`, or has all its trained weights, or had them when an epoch ended (a copy, a file).
    `compiled` is how it was compiled when the fit began. `samples` are all rows that it trained on, repeats included,
    and `steps` the optimizer's. `training_samples` counts the different rows among the inputs, `validation_samples` the
    different ones of the validation data that aren't among them; None: they could not be looked at.
    `callbacks_set` says what callbacks did to the weights: "restored" (the values of an earlier epoch), "set" (others),
    or "" for nothing. `lasting`: the final model has the weights that the fit left. `lowest_rate` is the lowest
    learning rate with which an epoch began or ended; None: not known.
    """

    epochs: int  # asked for
    epochs_run: int
    batch_size: Optional[int]
    validation: bool
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)
    of_model: bool = True
    compiled: Optional[CompileFacts] = None
    samples: Optional[int] = None
    steps: Optional[int] = None
    training_samples: Optional[int] = None
    validation_samples: Optional[int] = None
    callbacks_set: str = ""
    lasting: bool = True
    lowest_rate: Optional[float] = None


@dataclass(frozen=True)
class TrainingFacts:
    """How the trained weights of the final `model` came to be what they are, by all that the answer did.

    `changed`: they are not what they were when they were made. `given`: some, or some of a frozen layer, were made with
    values of the answer's own, and not by one of Keras's initializers. `outside` says what changed any of these outside
    of fits: "set" (values from elsewhere), "loop" (gradients were computed or an optimizer made steps meanwhile),
    "restored" (values that they had in training), or "" for nothing; where several did, the first of these.
    `epochs`, `samples` and `steps` are the sums over all fits that trained any of them, with what was trained without
    `fit`. `samples` is None where they could not be counted. `outside_steps` are those of an optimizer outside of fits,
    and `outside_samples` the rows that were trained on there by `train_on_batch`. `loose_steps` are those of loops of
    the program's own, even in a callback of a fit.
    """

    changed: bool
    given: bool
    outside: str
    epochs: int
    samples: Optional[int]
    steps: int
    outside_steps: int
    outside_samples: int
    loose_steps: int = 0


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

    `model` is None when there is no `model`, or when it is not a Keras model (`model_kind` says what it is).
    `saved` says whether there is a saved model, for the worker to find; `save_problem` why there is none.
    `training` is None where there is no model, or where its weights were too many to follow. `first` says whether there
    is a file with the values that the model's weights had when they were made, `measure_problem` what the exercise's
    `measure` cell raised, and `missing` the name that it did not find. `trouble` says that measuring itself failed, of
    which nobody knows whether the answer is to blame: then nothing else counts.
    """

    model: Optional[ModelFacts]
    model_kind: Optional[str]
    compiled: Optional[CompileFacts]
    fits: tuple[FitFacts, ...] = ()
    variables: tuple[VariableFacts, ...] = ()
    saved: bool = False
    save_problem: Optional[str] = None
    training: Optional[TrainingFacts] = None
    first: bool = False
    measure_problem: Optional[str] = None
    missing: Optional[str] = None
    trouble: Optional[str] = None


@dataclass(frozen=True)
class Marks:
    """How near predictions come to the labels: the share of right classes, the mean squared and absolute error.

    An error is None where predictions and labels have different shapes.
    """

    accuracy: float
    mse: Optional[float] = None
    mae: Optional[float] = None


@dataclass(frozen=True)
class ScoreFacts:
    """A score on hidden samples: `accuracy` in [0, 1], or None with the `problem`; `mse` and `mae` as in `Marks`.

    `samples` rows drawn by the data source `data`. `output_shape` is the predictions' own shape.
    `ours` marks a problem that is not the learner's: the course's data source failed. `first` are the marks of the
    weights as they were made, before any training; None where they are not known.
    """

    data: str
    samples: int
    accuracy: Optional[float]
    output_shape: Optional[Shape] = None
    problem: Optional[str] = None
    ours: bool = False
    mse: Optional[float] = None
    mae: Optional[float] = None
    first: Optional[Marks] = None


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
