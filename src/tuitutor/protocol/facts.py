"""What the worker measures about a learner's program. Measuring happens here, judging in `grading`.

A fact that could not be measured is None or absent, never a default: a missing fact is not a pass.
Shapes are tuples of int or None; axis 0 is the batch axis and usually None.
"""

from __future__ import annotations

from dataclasses import field
from typing import Optional, Union

from tuitutor.protocol.quick import dataclass

Shape = tuple[Optional[int], ...]
Setting = Union[None, bool, int, float, str, tuple[int, ...]]


@dataclass(frozen=True)
class LayerFacts:
    """One layer."""

    name: str
    kind: str  # the class's name: "Dense"
    builtin: bool  # the class is Keras's own
    params: Optional[int]  # None: not built yet
    trainable_params: Optional[int]
    output_shape: Optional[Shape]
    # the constructor's arguments that are plain values: units, rate, kernel_size; an activation by name, as "linear"
    settings: dict[str, Setting] = field(default_factory=dict)
    # names of the layers before it in a functional model; empty for inputs, in a Sequential model, or if unknown
    inbound: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModelFacts:
    """The learner's `model`. Counts are None if it is not built."""

    kind: str  # "Sequential", "Functional" or the name of the learner's own class
    built: bool
    layers: tuple[LayerFacts, ...]
    params: Optional[int]  # with arrays in the operations of its graph
    trainable_params: Optional[int]
    input_shape: Optional[Shape]
    output_shape: Optional[Shape]
    # bare `keras.ops` nodes of this model or a nested one (a layer, a layer's activation, inside a wrapper)
    operations: tuple[str, ...] = ()
    inner: tuple[LayerFacts, ...] = ()  # nested layers that are not among `layers`


@dataclass(frozen=True)
class CompileFacts:
    """How the model was compiled. Names are Keras's snake_case identifiers, if there are any."""

    loss: Optional[str]
    optimizer: Optional[str]
    learning_rate: Optional[float]  # of the optimizer's next step
    metrics: tuple[str, ...] = ()
    from_logits: bool = False  # the loss's setting; False if it has none
    clipped: Optional[float] = None  # the norm or value to which the optimizer clips gradients
    momentum: Optional[float] = None
    epsilon: Optional[float] = None
    weight_decay: Optional[float] = None  # weight_decay
    changed: Optional[tuple[str, ...]] = None  # optimizer settings, but the rate, that aren't Keras's defaults
    label_smoothing: float = 0.0  # the loss's label_smoothing


@dataclass(frozen=True)
class ArrayFacts:
    """Statistics of inputs or labels, from all rows or a sample of some thousand."""

    shape: Shape
    dtype: str
    rows: int
    low: float  # `low` to `spread` are those of the finite values
    high: float
    mean: float
    spread: float  # standard deviation
    not_finite: float = 0.0  # share of values that are not finite
    constant_columns: float = 0.0  # share of constant columns
    columns: tuple[tuple[float, float], ...] = ()  # mean and standard deviation by column of a small table
    fractions: float = 0.0  # share of values that aren't whole numbers
    scaled_by_row: bool = False  # the rows of a table were scaled one by one, to mean 0 and spread 1 or to 0..1
    outlier_column: Optional[int] = None  # the column, from 0, in which a few outliers make nearly all the spread
    length_spread: Optional[float] = None  # difference of the rows' lengths, relative to their mean
    min_max_scaled: bool = False  # two columns or more have a minimum of exactly 0 or -1, and a maximum of exactly 1
    padded: float = 0.0  # share of steps that are 0 up to the end of their row
    quartiles: tuple[float, ...] = ()  # of all values: the first, the median, the third
    tiny: float = 0.0  # share of values that are negligible beside the mean size of the others


@dataclass(frozen=True)
class LabelFacts:
    """Labels and their kind."""

    array: ArrayFacts
    kind: str  # "one-hot", "tags" (several numbers, each 0 or 1), "classes" (a whole number of few), "numbers"
    values: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()  # rows of each class, in the order of `values`
    same_as_before: float = 0.0  # share of rows with the label of the row before, in the order of the data
    drift: float = 0.0  # correlation of labels with the row's number
    without_class: float = 0.0  # share of rows of zeros, where no row of "tags" has more than one 1


@dataclass(frozen=True)
class DataFacts:
    """The data of a fit, and of later calls of `predict` and `evaluate`. None: unknown, or there are none.

    `tells`, `held_tells` and `asked_tells` are the R2 of a quick predictor of labels from inputs, on other rows.
    """

    inputs: tuple[ArrayFacts, ...] = ()
    labels: Optional[LabelFacts] = None
    validation_labels: Optional[LabelFacts] = None  # validation labels
    validation_inputs: Optional[ArrayFacts] = None  # the first validation inputs
    unshuffled: bool = False  # batches have the rows in the order of the data, not shuffled
    label_column: Optional[int] = None  # the input column, from 0, that has the labels in it
    predictable: tuple[float, ...] = ()  # for the row's own labels, those of the row before, and those of the row after
    validation_shared: Optional[float] = None  # share of validation rows that are trained on
    # share of validation rows, or of evaluated rows, that an earlier fit trained the network on but this one does not
    trained_earlier: Optional[float] = None
    largest_batch: Optional[int] = None  # rows in the largest batch of a stream
    # inputs and labels of later calls: of several arrays, those closest in size to the training data
    later_inputs: Optional[ArrayFacts] = None
    later_labels: Optional[ArrayFacts] = None
    later_elsewhere: bool = False  # later calls went to another network with the same shapes and initial weights
    same_inputs: Optional[tuple[int, int]] = None  # the indices of two inputs that are the same array
    label_input: Optional[int] = None  # the index of an input, not the first, that is the labels
    one_batch: bool = False  # all batches of a stream were the same
    later_shuffled: bool = False  # `predict` got a stream that comes in another order each time
    # total variation (0 to 1, less what is chance) of whole numbers, as those of words, from the training data's
    later_distance: Optional[float] = None  # in later calls
    validation_distance: Optional[float] = None  # in the validation data
    category_column: Optional[int] = None  # the column whose few numbers predict more as categories than by size
    category_gain: float = 0.0  # how much more, an R2 on other rows
    # "horizontal", "vertical": mirror images are of another class; "half", "quarter": turned images are
    mirrored: tuple[str, ...] = ()
    evaluated_loss: Optional[float] = None  # the largest loss that `evaluate` returned
    validation_predictable: Optional[float] = None
    later_predictable: Optional[float] = None
    contradicted: Optional[float] = None  # share of a stream's rows that came again with another class
    batch_overlap: Optional[float] = None  # mean share of a batch's rows that were in the batch before
    # what makes later inputs look like training inputs: "reversed N" along that axis, "swapped N M", or "columns"
    later_turned: str = ""
    window_overlap: Optional[float] = (
        None  # share of validation windows that begin a step before or after a training window
    )


@dataclass(frozen=True)
class LayerState:
    """A layer with weights or an activation, at the end of the program. None: unknown, or it has no kernel."""

    name: str
    kind: str
    activation: str = ""  # the name of its activation
    frozen: bool = False
    dead: float = 0.0  # share of units that are 0 for all rows
    saturated: float = 0.0  # share of values at an end of the activation's range
    gradient: Optional[float] = None  # root mean square of the kernel's gradient
    initial_spread: Optional[float] = (
        None  # spread of the kernel's initial values, as a multiple of Glorot's for its size
    )
    symmetric: bool = False  # all units began the same, and still are
    moved: Optional[float] = None  # relative change of the kernel; of a BatchNormalization, whether its means changed
    grew: Optional[float] = None  # share of changed weights that became larger
    from_setup: bool = False  # its initial values are the setup's, as of a loaded model
    not_in_optimizer: bool = False  # frozen when the optimizer was built, and not frozen now
    inputs: tuple[float, float] = (0.0, 0.0)  # mean and spread of its inputs
    width: Optional[int] = None  # values in its output for one row
    settings: dict[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class NetworkFacts:
    """The fitted network at the end of the program, run on a batch of the fit's rows."""

    last: str  # the function applied last, wherever it stands; "" if unknown
    units: Optional[int]  # the size of an output row
    low: float
    high: float
    spread: float
    sums_axis: Optional[int] = None  # the last axis along which outputs add up to 1
    constant: bool = False  # the outputs are the same for all rows
    integer_inputs: bool = False  # its Input takes whole numbers only
    penalty: Optional[float] = None  # added to the loss by regularizers
    skill: Optional[float] = None  # accuracy above the most frequent class, as a share of what is possible; or R2
    missed_classes: tuple[float, ...] = ()  # classes that occur in the labels and are never predicted
    layers: tuple[LayerState, ...] = ()
    backwards_loss: bool = False  # the program's own loss is larger for right labels than for other rows' labels
    looks_ahead: bool = False  # a step's label is the next step's input, and outputs depend on later inputs
    unsteady: float = 0.0  # how far a second answer to the same rows is from the first, in spreads of the outputs
    unmoved: tuple[str, ...] = ()  # trainable matrices of weights that still have their initial values
    unmoved_all: bool = False  # and there are no others
    orderless: bool = False  # its outputs for rows of steps don't depend on the order of the steps


@dataclass(frozen=True)
class StopFacts:
    """An EarlyStopping callback."""

    monitor: str
    better: str  # "up" or "down"
    patience: int
    min_delta: float
    restores: bool  # restore_best_weights
    stopped: bool  # it ended the fit
    compared: bool = True  # it found values of `monitor` in the logs, Keras's or a callback's


@dataclass(frozen=True)
class FitFacts:
    """One call of `Model.fit`. Several are listed in the order in which they ended.

    Rows of the setup's arrays are counted by index. None: unknown.
    """

    epochs: int  # the argument
    epochs_run: int
    batch_size: Optional[int]
    validation: bool
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)  # log -> value by epoch; fewer for long fits
    # it trained the final `model`, one with the same variables, or one with its values at the end of an epoch (a copy)
    of_model: bool = True
    trained_part: bool = False  # it trained a part of the final model, and such fits together trained all its weights
    compiled: Optional[CompileFacts] = None  # when the fit began
    steps: Optional[int] = None  # of optimizers
    training_samples: Optional[int] = None  # distinct rows of the inputs
    validation_samples: Optional[int] = None  # validation rows of the setup's arrays never trained on so far
    validation_unlike: int = 0  # validation rows that are not in the setup's arrays
    validation_seen: int = 0  # validation rows of the setup's arrays that something else had trained on before
    validation_mislabelled: int = 0  # validation rows with other labels than the setup's; then none counts
    lasting: bool = True  # the final model has the weights from the end of the last epoch
    restored: Optional[int] = None  # the earlier epoch, from 1, whose weights it has instead
    lowest_rate: Optional[float] = None  # the learning rate at starts and ends of epochs
    measured: dict[str, Optional[float]] = field(default_factory=dict)  # last values of curves, by Keras's own metrics
    highest_rate: Optional[float] = None
    idle: Optional[float] = None  # share of starts and ends of epochs with a rate below a hundredth of the highest
    class_weights: dict[str, float] = field(default_factory=dict)  # class weights, or means of sample weights by class
    early_stopping: Optional[StopFacts] = None
    data: Optional[DataFacts] = None  # of the last fit only, as is `network`
    network: Optional[NetworkFacts] = None
    discarded: int = 0  # earlier fits of networks built alike, with the same data, that were then discarded
    recompiled: int = 0  # earlier fits of this network with an optimizer of their own, set alike
    pieces: int = 0  # fits of networks of the same shapes on other rows, discarded without being used
    own_loss: str = ""  # of the program's own train step: "difference" for outputs minus labels; "" if unknown
    own_logits: bool = False  # its `from_logits`
    output: Shape = ()  # of the network's output; () if it isn't one known array


@dataclass(frozen=True)
class LoopFacts:
    """The program's own training loops."""

    gradients: int = 0  # gradients that were computed
    target_shape: Shape = ()  # the largest shape of a differentiated value, which should be a scalar
    without_gradient: int = 0  # times that no variable had a gradient
    broadcast: tuple[Shape, ...] = ()  # shapes whose difference was broadcast to a table of all with all
    ascents: int = 0  # updates of variables along the gradient
    descents: int = 0  # and against it
    losses: tuple[float, ...] = ()  # outside of graphs, from steps at equal distances, and the last
    single_step_optimizers: int = 0  # optimizers that made a single step each
    networks: int = 0  # sets of variables that were trained one after another
    fit: Optional[FitFacts] = None  # the loop as a fit of 0 epochs with up to ten values of history
    swapped_arguments: bool = False  # a loss got outputs in place of labels
    untrained: tuple[str, ...] = ()  # trainable layers whose gradients were never computed
    first_batch_only: bool = False  # all steps took the first batch of a stream
    disconnected: tuple[str, ...] = ()  # variables whose gradient was None each time, while others had one


@dataclass(frozen=True)
class TrainingFacts:
    """All training of the final `model` in the answer, by `fit` and by loops of its own."""

    changed: bool  # its weights are not all at their initial values
    stepped: bool  # an optimizer got some of them, or a tape computed their gradients
    epochs: int  # of all fits that trained some of its weights, or the source of copied ones
    samples: Optional[int]  # None: could not be counted
    steps: int
    frozen: int = 0  # frozen parameters that the program had trained before
    rows_of: dict[str, Optional[float]] = field(default_factory=dict)  # share trained on, by the setup's array


@dataclass(frozen=True)
class StepFacts:
    """The optimizers' steps, in order: (iterations, weights, slots, rate) before each.

    `iterations` is the optimizer's own counter. `weights` and `slots` are half the sums of squares of the trained
    variables, and of the optimizer's own, such as momenta.
    """

    states: tuple[tuple[float, float, float, float], ...] = ()
    of_model: bool = False  # the final `model` has the trained variables, or values that they had before a step


@dataclass(frozen=True)
class FreshFacts:
    """A saved model, loaded in a process that has run only imports and registered classes of the program."""

    problem: Optional[str] = None  # why it could not be loaded or called
    outputs: tuple[float, ...] = ()  # a number for its weights, then its outputs for fixed inputs


@dataclass(frozen=True)
class VariableFacts:
    """A variable that a check asked for. `shape` and `dtype` are None if it has none."""

    name: str
    kind: str  # the type's name
    shape: Optional[Shape]
    dtype: Optional[str]
    value: Optional[str]  # repr, cut at 200 characters


@dataclass(frozen=True)
class CellFacts:
    """The result of the exercise's `measure` cell."""

    variables: tuple[VariableFacts, ...] = ()  # the requested ones that it assigned
    names: tuple[str, ...] = ()  # all that it assigned
    problem: Optional[str] = None  # what it raised
    missing: Optional[str] = None  # the name that was not defined


@dataclass(frozen=True)
class ProgramFacts:
    """The report of the learner's own process after the answer ran without an exception."""

    model: Optional[ModelFacts]  # None: there is no `model`, or it is not a Keras model
    model_kind: Optional[str]  # its type's name
    compiled: Optional[CompileFacts]
    fits: tuple[FitFacts, ...] = ()
    variables: tuple[VariableFacts, ...] = ()
    saved: bool = False  # the model was saved to a file
    save_problem: Optional[str] = None
    training: Optional[TrainingFacts] = None  # None: there is no model, or its weights could not be followed
    rebuilt: bool = False  # saved as a functional model of Keras's layers that computes the same as the learner's class
    uncarried: tuple[str, ...] = ()  # variables that could not be written as plain data
    problem: Optional[str] = None  # why measuring failed, by our fault or the answer's; then nothing else counts
    loops: Optional[LoopFacts] = None
    steps: Optional[StepFacts] = None
    outputs: tuple[float, ...] = ()  # of the model, as in `FreshFacts`, if steps were counted


@dataclass(frozen=True)
class PermutedScore:
    """The scores that remain when the numbers in a model's weights are permuted: the worst of several permutations."""

    left: float  # of the outputs
    mapped: float  # of the best linear map from outputs to labels: what a layer on top of a finished answer learns
    inputs: float  # the same from inputs, through a random linear map to as many columns: the best of several


@dataclass(frozen=True)
class ScoreFacts:
    """A score on `samples` hidden rows of the data source `data`."""

    data: str
    samples: int
    accuracy: Optional[float]  # 0 to 1; None: see `problem`
    output_shape: Optional[Shape] = None  # of the predictions
    problem: Optional[str] = None
    ours: bool = False  # the course's data source failed, which is not the learner's fault
    mse: Optional[float] = None  # None: predictions and labels differ in shape
    mae: Optional[float] = None
    permuted: dict[str, PermutedScore] = field(default_factory=dict)  # by metric


@dataclass(frozen=True)
class LayerLine:
    """The layers on one line of a draft, from its code alone."""

    line: int  # from 1
    shapes: tuple[Shape, ...] = ()  # outputs of the last layer that is called on the line
    params: int = 0  # weights of all layers made on the line
    problem: str = ""  # Keras's message on a layer or a shape that it refuses


@dataclass(frozen=True)
class ModelCheckFacts:
    """The saved model in a fresh process that never ran learner code."""

    loaded: bool  # False: the file could not be loaded safely
    problem: Optional[str] = None  # why not: a Lambda layer, a custom class
    model: Optional[ModelFacts] = None
    scores: tuple[ScoreFacts, ...] = ()
    inputs: tuple[str, ...] = ()  # data sources whose hidden inputs the learner's process predicts instead
