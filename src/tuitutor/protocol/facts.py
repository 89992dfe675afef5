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
    """One layer. `params` is None until it is built.

    `settings` holds the constructor's arguments that are plain values (units, activation, rate,
    kernel_size, ...); an activation is its name ("relu"), "linear" if none was given.
    `inbound` names the layers whose outputs it takes in a functional model; it is empty for inputs, in a Sequential
    model, and if the connections are not known.
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
    """The learner's `model`. Counts are None if it is unbuilt; `params` counts arrays in its graph's operations too.

    `operations` names computations that aren't layers: bare `keras.ops` nodes in this model or in one nested in it (as
    a layer, a layer's activation or inside a wrapper). `inner` has the
    nested layers that are not among `layers`.
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
    """How the model was compiled. Names are Keras's snake_case identifiers if it has one.

    `learning_rate` is that of the optimizer's next step. `from_logits` is the loss's setting, False if it has none.
    `clipped` is the length or size that the optimizer cuts gradients to, None if it doesn't; `momentum`, `epsilon`
    and `decay`, that of weights, are its settings. `changed` names its settings, except the rate, that
    differ from those that Keras gives its class, None if unknown. `smoothing` is the loss's label_smoothing.
    """

    loss: Optional[str]
    optimizer: Optional[str]
    learning_rate: Optional[float]
    metrics: tuple[str, ...] = ()
    from_logits: bool = False
    clipped: Optional[float] = None
    momentum: Optional[float] = None
    epsilon: Optional[float] = None
    decay: Optional[float] = None
    changed: Optional[tuple[str, ...]] = None
    smoothing: float = 0.0


@dataclass(frozen=True)
class ArrayFacts:
    """Numbers about inputs or labels: of all rows, or of some thousand that stand for them.

    `low` to `spread` (a standard deviation) are those of its finite values, and `lost` is the share of the others.
    `columns` has the mean and the spread of each column of a table, if they are few; `still` is the share of columns
    that are the same in all rows, and `fractions` that of numbers that aren't whole. `by_row`:
    each row of a table was brought to mean 0 and spread 1, or to 0 to 1, by itself. `squeezed` is the column, from 0,
    of which a few far values make nearly all the spread. `lengths` is by how much the rows' lengths differ, relative to
    their mean. `ranged`: in two columns or more, one row is exactly 0, or -1, and one exactly 1, as the smallest and
    the largest. `padded` is the share of steps that are 0 up to the end of their row, and `tiny` that of values that
    are next to nothing beside the others' mean size.
    """

    shape: Shape
    dtype: str
    rows: int
    low: float
    high: float
    mean: float
    spread: float
    lost: float = 0.0
    still: float = 0.0
    columns: tuple[tuple[float, float], ...] = ()
    fractions: float = 0.0
    by_row: bool = False
    squeezed: Optional[int] = None
    lengths: Optional[float] = None
    ranged: bool = False
    padded: float = 0.0
    tiny: float = 0.0


@dataclass(frozen=True)
class LabelFacts:
    """What labels are. `kind`: "one-hot"; "tags" (several numbers, each 0 or 1); "classes" (one whole number of few);
    "numbers". `counts` has how often each class comes, by its number in `values`.

    `alike` is the share of rows with the label of the row before, in the order in which they were given, and `drift`
    how much labels go up or down with the row's number (a correlation). `empty` is the share of rows of zeros, where no
    row of "tags" has more than one 1.
    """

    array: ArrayFacts
    kind: str
    values: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    alike: float = 0.0
    drift: float = 0.0
    empty: float = 0.0


@dataclass(frozen=True)
class GivenFacts:
    """What a fit was given. `held` and `held_inputs` are the labels and the first inputs to validate on.

    `steady`: batches have the rows in the order in which they were given, not shuffled. `copied` is the column of
    the inputs that has the labels in it, from 0. `tells` has how much of the labels a quick predictor finds in the
    inputs (an R2 on other rows), then how much of the labels of the row before and of the one after. `shared` is
    the share of validation rows that are trained on, and `known` of those, or of rows to evaluate on that this fit
    leaves out, that an earlier fit has trained the network on. `batch` is the number of rows in the largest batch
    of a stream. `asked` and `asked_labels` are what the network was given by `predict` and `evaluate` afterwards:
    of several arrays, those that are most alike in size to what it was trained on. `asked_elsewhere`: it was asked
    nothing, but a network of the same shapes with the weights that it began with was. `twins` are the places, from
    0, of two inputs that are the same array, and `label_input` that of one, but for the first, that is the labels
    themselves. `repeated`: all batches of a stream were the same one. `asked_shuffled`: the network was asked to
    predict a stream that comes in another order each time. `apart` is how far the shares of whole numbers, as those
    of words, are apart in what it was trained on and asked about (0 to 1, less what is chance), and `held_apart` in
    what it validates on. `named` is the column of few numbers that tell more as names than by their size, and
    `named_tells` how much (an R2 on other rows). `mirrored` has the directions, of "horizontal" and "vertical", in
    which a picture's mirror image is of another class, and "half" and "quarter" if one that is turned so far is.
    `asked_loss` is the largest loss that `evaluate` has found. `held_tells` and `asked_tells` are how much of the
    labels to validate on, and to evaluate on, the quick predictor finds in their inputs (an R2). `contradicted` is the
    share of a stream's rows that came again, and with the label of another class, and `in_common` the mean share of a
    batch's rows that were in the batch before it. `redealt`: the rows to train on and
    to validate on are taken from one dataset that comes in another order each time. `asked_turned` says what makes
    inputs that it was asked about like those of training: "reversed N" along that axis, "swapped N M", two of them,
    or "columns", in another order; "" for nothing. `overlap` is the share of rows of steps to validate on that begin
    one step before or after one that is trained on. None: unknown, or there are none.
    """

    inputs: tuple[ArrayFacts, ...] = ()
    labels: Optional[LabelFacts] = None
    held: Optional[LabelFacts] = None
    held_inputs: Optional[ArrayFacts] = None
    steady: bool = False
    copied: Optional[int] = None
    tells: tuple[float, ...] = ()
    shared: Optional[float] = None
    known: Optional[float] = None
    batch: Optional[int] = None
    asked: Optional[ArrayFacts] = None
    asked_labels: Optional[ArrayFacts] = None
    asked_elsewhere: bool = False
    twins: Optional[tuple[int, int]] = None
    label_input: Optional[int] = None
    repeated: bool = False
    asked_shuffled: bool = False
    apart: Optional[float] = None
    held_apart: Optional[float] = None
    named: Optional[int] = None
    named_tells: float = 0.0
    mirrored: tuple[str, ...] = ()
    asked_loss: Optional[float] = None
    held_tells: Optional[float] = None
    asked_tells: Optional[float] = None
    contradicted: Optional[float] = None
    in_common: Optional[float] = None
    redealt: bool = False
    asked_turned: str = ""
    overlap: Optional[float] = None


@dataclass(frozen=True)
class LayerState:
    """A layer with weights or an activation, at the end. `function` is its activation's name.

    `silent` is the share of its units that are 0 for each row, and `full` the share of values at an end of its
    function's range. `gradient` is the root mean square of its kernel's gradient. `start` is the spread of the kernel's
    initial values, by Glorot's for its size; `alike`: its units all began the same, and still are. `moved` is by how
    much of its initial size the kernel has changed, of a BatchNormalization whether its means have (0 or 1), and
    `grew` the share of its changed weights that became larger.
    `lent`: it began with what the lesson's setup had set, as by loading it, so its initial values are not chance.
    `left_out`: it isn't frozen any more, but was when the optimizer was told what to train.
    `inputs` has mean and spread of what goes in, and `width` is how many numbers of each row come out. None: unknown,
    or no kernel.
    """

    name: str
    kind: str
    function: str = ""
    frozen: bool = False
    silent: float = 0.0
    full: float = 0.0
    gradient: Optional[float] = None
    start: Optional[float] = None
    alike: bool = False
    moved: Optional[float] = None
    grew: Optional[float] = None
    lent: bool = False
    left_out: bool = False
    inputs: tuple[float, float] = (0.0, 0.0)
    width: Optional[int] = None
    settings: dict[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class NetworkFacts:
    """The fitted network at the end of the program, on a batch of the fit's rows.

    `last` is the function applied last, wherever it stands; "" if unknown. `units` is the size of an output row.
    `sums` is the axis along which outputs add up to 1, the last one that does; None for none. `same`: its outputs
    are the same for all rows. `whole`: its Input takes whole numbers alone. `penalty` is what regularizers add to the
    loss. `backwards`: a loss of the program's own is larger for right answers than for those of other rows. `ahead`:
    the label of each step is the input of the next, and the answers depend on inputs that come later. `orderless`: its
    answers to rows of steps are the same in whatever order these come.
    """

    last: str
    units: Optional[int]
    low: float
    high: float
    spread: float
    sums: Optional[int] = None
    same: bool = False
    whole: bool = False
    penalty: Optional[float] = None
    skill: Optional[float] = None
    missed: tuple[float, ...] = ()
    layers: tuple[LayerState, ...] = ()
    backwards: bool = False
    ahead: bool = False
    orderless: bool = False


@dataclass(frozen=True)
class StopFacts:
    """An EarlyStopping: it waits for `monitor` to go "up" or "down"; `stopped`: it ended the fit.

    `compared`: it found values of `monitor`, whoever has put them into the logs.
    """

    monitor: str
    better: str
    patience: int
    min_delta: float
    restores: bool
    stopped: bool
    compared: bool = True


@dataclass(frozen=True)
class FitFacts:
    """One call of `Model.fit`. Several are listed in the order in which they ended.

    `history` maps a log's name to one value per epoch, as Keras measured it; fewer for a long fit. `of_model`: it
    fitted the final `model`, or one that shares all its trained weights, or had the same values when some epoch ended
    (a copy, a file). `part`: no fit did, but this one and others that are parts trained all its weights between them.
    `compiled` is how it was compiled when the fit began. `steps` counts those of optimizers. `training_samples` counts
    the distinct rows among the inputs,
    `validation_samples` the rows of the setup's arrays, by index, that were validated on and not trained on, here or
    before; None: unknown. `validation_unlike` counts others that were validated on, and `validation_seen` rows of the
    setup's arrays that only something else than this fit had trained on before. If `validation_mislabelled` of them
    have other labels than the setup's, none counts. `measured` has the last values of curves as Keras's own metrics of
    these names measure them with the weights and data that they belong to; None for one that can't be measured again.
    `lasting`: the final model has the weights that training left at the end of the last epoch; `restored`: the earlier
    epoch, counted from 1, whose weights it has instead, if it is one. `lowest_rate` and `highest_rate` are the ends of
    the learning rate at the starts and ends of epochs, and `idle` is the share of these at which it was below a
    hundredth of the highest; None: unknown. `weighted` has class weights, by the class, or the means of its rows'
    weights. `given` says what it was given, and `network` what came of it; only of the last fit. `forgotten` counts
    fits of networks that were built alike, given the same and left before it, and `recompiled` the fits of this network
    before it that each had an optimizer of their own, set alike. `pieces` counts fits of networks of the same shapes
    that were given other rows each, and are gone without having been asked anything. `own_loss` is what a train step or
    loop of the program's own computes, "difference" if it subtracts outputs and labels, "" if it is unknown, and
    `own_logits` its setting of `from_logits`. `output` is the shape of what the network gives, () if it isn't one known
    array.
    """

    epochs: int  # asked for
    epochs_run: int
    batch_size: Optional[int]
    validation: bool
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)
    of_model: bool = True
    part: bool = False
    compiled: Optional[CompileFacts] = None
    steps: Optional[int] = None
    training_samples: Optional[int] = None
    validation_samples: Optional[int] = None
    validation_unlike: int = 0
    validation_seen: int = 0
    validation_mislabelled: int = 0
    lasting: bool = True
    restored: Optional[int] = None
    lowest_rate: Optional[float] = None
    measured: dict[str, Optional[float]] = field(default_factory=dict)
    highest_rate: Optional[float] = None
    idle: Optional[float] = None
    weighted: dict[str, float] = field(default_factory=dict)
    stop: Optional[StopFacts] = None
    given: Optional[GivenFacts] = None
    network: Optional[NetworkFacts] = None
    forgotten: int = 0
    recompiled: int = 0
    pieces: int = 0
    own_loss: str = ""
    own_logits: bool = False
    output: Shape = ()


@dataclass(frozen=True)
class LoopFacts:
    """Loops of the program's own. `asked` counts gradients that were asked for.

    `target` is the largest shape of what gradients were asked of, which should have been one number; `missing` counts
    the times that no variable had a gradient. `crossed` has the shapes of what was subtracted from each other and made
    a table of all with all. `added` and `taken` count writes along a gradient and against it. `losses` are values
    of losses, of steps at equal distances and the last, outside of graphs. `anew` counts optimizers that made a single
    step each, and `networks` those sets of variables that gradients were asked of one after another. `fit` is what the
    loop did as if it had been a fit, of no epochs, with a history of at most ten values; None if it isn't known, or
    there was a fit. `swapped`: a loss got outputs for labels. `unasked` names layers that could be trained and of
    which no gradient was asked. `restarts`: each step took the first batch of a stream. `cut_off` names variables whose
    gradient was asked for and never there, while others had one.
    """

    asked: int = 0
    target: Shape = ()
    missing: int = 0
    crossed: tuple[Shape, ...] = ()
    added: int = 0
    taken: int = 0
    losses: tuple[float, ...] = ()
    anew: int = 0
    networks: int = 0
    fit: Optional[FitFacts] = None
    swapped: bool = False
    unasked: tuple[str, ...] = ()
    restarts: bool = False
    cut_off: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrainingFacts:
    """What trained the final `model`, counting everything that the answer did.

    `changed`: its weights are not all as they were made. `stepped`: an optimizer was given some of them, or a tape was
    asked for their gradients. `epochs` are those of all fits of the model, and of others that trained some of its
    weights or values that these were copied from; `samples` and `steps` also count loops of the program's own.
    `samples` is None if they could not be counted. `frozen` counts parameters that are frozen and that the program had
    trained before. `rows_of` has, by the names that were asked for, the share of a setup's array that it was trained
    on; None: unknown.
    """

    changed: bool
    stepped: bool
    epochs: int
    samples: Optional[int]
    steps: int
    frozen: int = 0
    rows_of: dict[str, Optional[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class StepFacts:
    """The steps of optimizers, in order: each as (iterations, weights, slots, rate), as it was before the step.

    `iterations` is the optimizer's own count of its steps; `weights` and `slots` are half the sums of squares of the
    variables that it trains, and of its own, such as momenta. `of_model`: the final `model` has what was trained, or
    values that it had before a step.
    """

    states: tuple[tuple[float, float, float, float], ...] = ()
    of_model: bool = False


@dataclass(frozen=True)
class FreshFacts:
    """A saved model in a process that has run nothing of the program but imports and registered classes.

    `problem` is why the file could not be loaded or called, None if it could. `outputs` are a number that stands for
    its weights, and then what it gives for inputs that are always the same.
    """

    problem: Optional[str] = None
    outputs: tuple[float, ...] = ()


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
    """What the exercise's `measure` cell found: of the `variables` asked for, those that it made.

    `names` are all that it assigns, `problem` is what it raised, and `missing` the name that it did not find.
    """

    variables: tuple[VariableFacts, ...] = ()
    names: tuple[str, ...] = ()
    problem: Optional[str] = None
    missing: Optional[str] = None


@dataclass(frozen=True)
class ProgramFacts:
    """What the learner's own process reports after the answer ran without an exception.

    `model` is None if there is no `model`, or if it is not a Keras model (`model_kind` says what it is).
    `saved` says whether the model was saved to a file, `save_problem` why it could not be. `rebuilt`: what was saved is
    a functional model of Keras's layers that does what the model with its classes of the learner's own does.
    `training` is None if there is no model, or if its weights could not be followed. `uncarried` names variables that
    could not be written as plain data. `problem` says why measuring itself failed, which may or may not be the answer's
    fault; then nothing else counts. `steps` and the model's `outputs`, as in `FreshFacts`, are there if steps were
    counted.
    """

    model: Optional[ModelFacts]
    model_kind: Optional[str]
    compiled: Optional[CompileFacts]
    fits: tuple[FitFacts, ...] = ()
    variables: tuple[VariableFacts, ...] = ()
    saved: bool = False
    save_problem: Optional[str] = None
    training: Optional[TrainingFacts] = None
    rebuilt: bool = False
    uncarried: tuple[str, ...] = ()
    problem: Optional[str] = None
    loops: Optional[LoopFacts] = None
    steps: Optional[StepFacts] = None
    outputs: tuple[float, ...] = ()


@dataclass(frozen=True)
class PermutedScore:
    """What is left of a score when the numbers in a model's weights are mixed up: the worst of some mixes.

    `left` is the score of what comes out, `mapped` that of the best linear map from it to the labels, which is all
    that a layer on top of a finished answer learns. `inputs` is that of the best linear map from what goes in, put into
    as many columns as come out by a linear map drawn at random: the best of some draws.
    """

    left: float
    mapped: float
    inputs: float


@dataclass(frozen=True)
class ScoreFacts:
    """A score on hidden samples: `accuracy` in [0, 1], or None with the `problem`; `mse` and `mae` are mean errors.

    The errors are None if predictions and labels have different shapes. `samples` rows were drawn by the data source
    `data`. `output_shape` is the shape of the predictions. `ours`: the problem is not the learner's fault; the course's
    data source failed. `permuted` says, by metric, what models reach whose weights are this one's, mixed up.
    """

    data: str
    samples: int
    accuracy: Optional[float]
    output_shape: Optional[Shape] = None
    problem: Optional[str] = None
    ours: bool = False
    mse: Optional[float] = None
    mae: Optional[float] = None
    permuted: dict[str, PermutedScore] = field(default_factory=dict)


@dataclass(frozen=True)
class LayerLine:
    """What the layers on a line of a draft make, from its code alone; `line` counts from 1.

    `shapes` are those of the outputs of the last layer that is called there, and `params` counts the weights of all
    that are made there. `problem` is what Keras says of the layer or the shapes that it refuses, or "".
    """

    line: int
    shapes: tuple[Shape, ...] = ()
    params: int = 0
    problem: str = ""


@dataclass(frozen=True)
class ModelCheckFacts:
    """What a fresh process that never ran learner code found in the saved model.

    `loaded` False: the file could not be loaded safely (`problem` says why: a Lambda layer, a custom class);
    then `inputs` names the data sources whose hidden inputs the learner's process is asked to predict.
    """

    loaded: bool
    problem: Optional[str] = None
    model: Optional[ModelFacts] = None
    scores: tuple[ScoreFacts, ...] = ()
    inputs: tuple[str, ...] = ()
