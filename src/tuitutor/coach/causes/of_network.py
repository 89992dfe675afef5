"""The network: how its weights begin, and what stands between its layers."""

from __future__ import annotations

from tuitutor.coach.evidence_of_fit import LEARNED, FitEvidence, could_tell_more, is_flat, show_share
from tuitutor.grading.numbers import show_number as show
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.facts import LayerState


def hidden_softmax(evidence: FitEvidence) -> Advice | None:
    own = (at for at, layer in enumerate(evidence.layers) if layer.activation == "softmax" and not layer.from_setup)
    at = next(own, None)
    if (
        at is None
        or not any(layer.initial_spread is not None for layer in evidence.layers[at + 1 :])
        or _attends(evidence)
    ):
        return None
    if evidence.fit.epochs_run and not evidence.skill_below(0.95):
        return None
    if (
        evidence.layers[at].kind not in ("Dense", "Softmax", "Activation")
        or evidence.network is None
        or evidence.units is None
    ):
        return None
    return Advice(
        "activation",
        ("activation",),
        "This hidden layer has a softmax, which makes its outputs sum to 1, so they can't vary independently.",
        "Use activation='relu' or 'tanh' in hidden layers; softmax is for the last.",
    )


def only_linear(evidence: FitEvidence) -> Advice | None:
    """Several affine layers in a row are one affine function."""
    affine = ("Dense", "Dropout", "Flatten", "BatchNormalization", "Rescaling", "Normalization", "Identity", "Reshape")
    if len(evidence.kernels) < 2 or any(
        layer.kind not in (*affine, "Activation", "Softmax") for layer in evidence.layers
    ):
        return None
    hidden = evidence.layers[: evidence.layers.index(evidence.kernels[-1])]
    if any(layer.activation not in ("", "linear") for layer in hidden):
        return None
    margin = 0.1 if evidence.labels is not None and evidence.labels.kind == "numbers" else 0.02
    if evidence.fit.epochs_run and not (evidence.skill_below(LEARNED) and could_tell_more(evidence, by=margin)):
        return None
    return Advice(
        "activation",
        ("activation",),
        f"No layer before the last has an activation, so these {len(evidence.kernels)} Dense layers can do no more "
        "than one.",
        "Give each hidden layer one: Dense(..., activation='relu').",
    )


def without_bias(evidence: FitEvidence) -> Advice | None:
    """No layer can add a constant, and labels lie far from 0."""
    labels = evidence.labels
    if (
        labels is None
        or labels.kind != "numbers"
        or not evidence.kernels
        or not evidence.skill_below(LEARNED)
        or evidence.is_not_finite
    ):
        return None
    if any(layer.settings.get("use_bias") is not False for layer in evidence.kernels):
        return None
    if any(layer.kind.endswith("Normalization") or layer.kind == "Rescaling" for layer in evidence.layers):
        return None
    mean, spread = evidence.kernels[0].inputs
    if abs(labels.array.mean) < labels.array.spread or abs(mean) > spread:
        return None
    return Advice(
        "bias",
        ("layers",),
        f"No layer has a bias, so the answer to a row of zeros is 0, but labels are around {show(labels.array.mean)}.",
        "Leave use_bias=False out.",
    )


def squashed_away(evidence: FitEvidence) -> Advice | None:
    """In a deep stack of sigmoids the first layer's gradient is a small part of the last layer's."""
    bends = [layer for layer in evidence.kernels[:-1] if _function_of(evidence, layer) in ("sigmoid", "tanh")]
    if len(bends) < 3 or not evidence.skill_below(0.5):
        return None
    slopes = [layer.gradient for layer in evidence.kernels]
    known = [slope for slope in slopes[:-1] if slope is not None]
    last = slopes[-1]
    if not known or last is None or not min(known) < 0.01 * last:
        return None
    return Advice(
        "activation",
        ("activation",),
        f"{len(bends)} layers of {_function_of(evidence, bends[0])} one after another: on its way back from the "
        f"last, the gradient shrinks to {show(min(known) / last)} of its size, so the layers before hardly learn.",
        "Use activation='relu' in hidden layers.",
    )


def same_start(evidence: FitEvidence) -> Advice | None:
    hidden = evidence.kernels[:-1]
    alike = [layer for layer in hidden if layer.symmetric and not layer.frozen and layer.settings.get("units", 2) != 1]
    if alike:
        return Advice(
            "initial",
            ("settings",),
            f"All units of '{alike[0].name}' began with the same weights, so they learn the same and stay as good as "
            "one unit.",
            "Leave kernel_initializer out: random weights make units differ.",
        )
    zeros = next((layer for layer in evidence.layers if layer.kind == "Embedding" and layer.dead >= 0.999), None)
    if zeros is not None and evidence.skill_below(0.8):
        return Advice(
            "initial",
            ("settings",),
            f"'{zeros.name}' gives 0 for everything: it began with zeros, and where these are multiplied, no gradient "
            "gets past them.",
            "Leave embeddings_initializer out: random numbers make what it stands for differ.",
        )
    # in a layer of few inputs and many units, he_normal is several times as wide as Glorot's, and right
    usual = [layer for layer in evidence.kernels if str(layer.settings.get("kernel_initializer")).startswith("he_")]
    wide = [
        layer
        for layer in evidence.kernels
        if (layer.initial_spread or 0) > 6 and not layer.frozen and not layer.from_setup and layer not in usual
    ]
    flat = [
        layer
        for layer in hidden
        if layer.initial_spread is not None and layer.initial_spread < 0.001 and not layer.frozen
    ]
    if flat and evidence.skill_below(LEARNED):
        return Advice(
            "initial",
            ("settings",),
            f"The weights of '{flat[0].name}' began next to 0, so its units are alike and no gradient gets past it.",
            "Leave kernel_initializer out: random weights of the usual size make units differ.",
        )
    if wide and evidence.skill_below(LEARNED):
        return Advice(
            "initial",
            ("settings",),
            f"The weights of '{wide[0].name}' began {show(wide[0].initial_spread)} times as wide as usual for its "
            "size.",
            "Leave kernel_initializer out, or take 'he_normal' for relu.",
        )
    return None


def frozen_layers(evidence: FitEvidence) -> Advice | None:
    frozen = [layer for layer in evidence.kernels if layer.frozen]
    moved = any(layer.moved for layer in frozen)  # in this fit, or in one before it
    if not frozen or not evidence.skill_below(0.8) or (moved and not is_flat(evidence.curve)):
        return None
    if len(frozen) == len(evidence.kernels):
        why = "All layers are frozen (trainable is False), so nothing is learned."
    elif moved:
        return None
    elif frozen[0] is evidence.kernels[0] and not frozen[0].from_setup:
        why = f"'{frozen[0].name}' is frozen (trainable is False) and was never trained: what it hands on is chance."
    else:
        return None
    return Advice("frozen", ("settings",), why, "Set trainable = True before you compile, or train the layer first.")


def unmoved_weights(evidence: FitEvidence) -> Advice | None:
    """Trainable weights still have exactly their initial values."""
    network, steps = evidence.network, evidence.fit.steps or 0
    if network is None or not network.unmoved or not evidence.skill_below(0.8) or steps < 20 or evidence.is_not_finite:
        return None
    if any(layer.dead >= 0.999 for layer in evidence.layers) or evidence.fit.highest_rate == 0:
        return None
    late = next((layer for layer in evidence.kernels if layer.not_in_optimizer and layer.moved == 0), None)
    if late is not None:
        return Advice(
            "frozen",
            ("settings",),
            f"'{late.name}' was frozen when the training was set up, and that it is trainable since then hasn't "
            "reached the optimizer: its weights are still those that it began with.",
            "Compile the model again after each change of trainable.",
        )
    if network.unmoved_all and evidence.fit.lasting:
        return Advice(
            "standing",
            ("optimizer",),
            f"In {steps} steps no weight has changed at all.",
            "Look at what comes between gradients and weights: with gradient_accumulation_steps, a step counts only if "
            "so many batches come; a factor or a clip of 0 leaves nothing.",
        )
    if network.unmoved_all:
        return None
    return Advice(
        "gradient",
        ("layers",),
        f"The weights '{network.unmoved[0]}' are still those that they began with, while others learned: no gradient "
        "reached them, and what they hand on is chance.",
        "Look for what cuts them off: stop_gradient, numpy, a rounding or an argmax between them and the loss.",
    )


def not_caught_up(evidence: FitEvidence) -> Advice | None:
    """BatchNormalization whose running means are still far from those of batches: good in training, bad afterwards."""
    network, steps = evidence.network, evidence.fit.steps or 0
    if (
        network is None
        or not evidence.baseline
        or not evidence.curve
        or evidence.is_not_finite
        or not evidence.skill_below(0.3)
        or steps > 1000
    ):
        return None
    if not any(layer.kind == "BatchNormalization" for layer in evidence.layers) or evidence.batch == 1:
        return None
    if evidence.curve[-1] > 0.35 * evidence.baseline or not evidence.fit.lasting:
        return None
    return Advice(
        "batch",
        ("epochs", "batch"),
        f"In training the loss falls to {show(evidence.curve[-1])}, but asked about the same rows afterwards the "
        "network "
        f"does little better than guessing: in {steps} steps the running means of BatchNormalization haven't caught "
        "up.",
        "Train for more steps, with smaller batches, or take BatchNormalization(momentum=0.9).",
    )


def dropped_too_much(evidence: FitEvidence) -> Advice | None:
    rates = [rate for layer in evidence.layers if layer.kind.endswith("Dropout")
             and isinstance(rate := layer.settings.get("rate"), float)]  # fmt: skip
    if not rates or max(rates) < 0.75 or not evidence.skill_below(0.97):
        return None
    return Advice(
        "dropout",
        ("settings",),
        f"Dropout({show(max(rates))}) leaves {show_share(1 - max(rates))} of the units in training, too few to learn "
        "with.",
        "Take 0.2 to 0.5.",
    )


def penalised(evidence: FitEvidence) -> Advice | None:
    """A penalty on weights that makes most of the loss, or has made them all next to 0."""
    network = evidence.network
    if network is None or not evidence.skill_below(0.8):
        return None
    decay, rate = (
        (evidence.fit.compiled.weight_decay if evidence.fit.compiled is not None else None) or 0.0,
        evidence.fit.highest_rate,
    )
    if decay * (rate or 0.0) > 0.01:  # of each weight, at each step
        return Advice(
            "regularizer",
            ("optimizer",),
            f"With weight_decay={show(decay)} and a rate of {show(rate or 0.0)} each step takes "
            f"{show_share(min(1.0, decay * (rate or 0.0)))} off each weight, more than it learns.",
            "Take a smaller weight_decay, such as 0.004.",
        )
    shrunk = network.spread < 0.02 and all(0.9 < (layer.moved or 0) < 1.1 for layer in evidence.kernels)
    regular = any(layer.settings.get("kernel_regularizer") for layer in evidence.layers) and bool(evidence.kernels)
    regular = regular or any(layer.settings.get("embeddings_regularizer") for layer in evidence.layers)
    bound = [
        layer for layer in evidence.kernels if layer.settings.get("kernel_constraint") and (layer.moved or 0) > 0.85
    ]
    if bound and network.spread < 0.05:
        return Advice(
            "regularizer",
            ("settings",),
            f"The kernel_constraint of '{bound[0].name}' keeps its weights so small that its answers hardly differ.",
            "Leave it out, or allow more: keras.constraints.MaxNorm(3).",
        )
    # it began far above guessing, and ends where nothing but the penalty is small
    outweighed = (
        bool(evidence.curve)
        and evidence.baseline is not None
        and (network.penalty or 0.0) > 0.01 * evidence.curve[-1] > 0
        and evidence.skill_below(0.1)
        and evidence.curve[0] > 3 * evidence.baseline
        and abs(evidence.curve[-1] - (network.penalty or 0.0) - evidence.baseline) < 0.1 * evidence.baseline
    )
    if outweighed and not regular:
        return Advice(
            "regularizer",
            ("loss",),
            f"The loss began at {show(evidence.curve[0])} and fell to what guessing gives, and the answers are no "
            "better: what is added to the loss outweighs the errors.",
            "Multiply what add_loss gets by a smaller factor, such as 0.01.",
        )
    heavy = evidence.curve and network.penalty is not None and network.penalty > 0.5 * abs(evidence.curve[-1])
    if not heavy and not (regular and (shrunk or outweighed)):
        return None
    return Advice(
        "regularizer",
        ("settings",),
        "The penalty on the size of weights outweighs the rest of the loss, so they shrink instead of learning.",
        "Take a smaller factor, such as keras.regularizers.L2(0.0001).",
    )


def never_normalised(evidence: FitEvidence) -> Advice | None:
    """BatchNormalization in a loop of the program's own that calls the network as if it didn't train."""
    asleep = [layer for layer in evidence.layers if layer.kind == "BatchNormalization" and layer.moved == 0]
    if (
        not asleep
        or evidence.fit.epochs
        or (evidence.fit.steps or 0) < 20
        or not (evidence.skill_below(0.8) or evidence.is_not_finite)
    ):
        return None
    return Advice(
        "loop",
        (),
        f"'{asleep[0].name}' has never seen a batch in training: its running mean is still 0 and its spread 1, so it "
        "passes on what it gets.",
        "Tell the network that it trains: model(x, training=True) within the tape.",
    )


def without_order(evidence: FitEvidence) -> Advice | None:
    """Attention without the positions of steps."""
    if (
        evidence.network is None
        or not evidence.network.orderless
        or not evidence.skill_below(0.6)
        or evidence.is_not_finite
    ):
        return None
    if not any(layer.kind == "Embedding" for layer in evidence.layers) and not could_tell_more(evidence, by=0.2):
        return None
    return Advice(
        "size",
        ("layers",),
        "The answer to a row is the same if its steps come in reverse: attention alone doesn't know where a step "
        "stands.",
        "If order matters, add what tells places apart to the first layer's output: an Embedding of 0, 1, 2, ...",
    )


def normalised_alone(evidence: FitEvidence) -> Advice | None:
    """BatchNormalization in training on batches of one row: each number's mean is itself."""
    if evidence.batch != 1 or not any(layer.kind == "BatchNormalization" for layer in evidence.layers):
        return None
    if not evidence.skill_below(0.95) or evidence.rows < 2:
        return None
    return Advice(
        "batch",
        ("batch",),
        "BatchNormalization takes mean and spread over a batch, and each batch has one row here: everything becomes 0.",
        "Take larger batches, such as batch_size=32.",
    )


def sees_what_came_before(evidence: FitEvidence) -> Advice | None:
    """Labels for steps, of which a causal network has learned nothing."""
    labels, inputs = evidence.labels, evidence.inputs
    if (
        labels is None
        or inputs is None
        or not evidence.skill_below(0.1)
        or evidence.falls
        or (evidence.fit.steps or 0) < 100
    ):
        return None
    if (
        len(labels.array.shape) < 2
        or len(inputs.shape) < 2
        or labels.array.shape[1] != inputs.shape[1]
        or evidence.is_not_finite
    ):
        return None
    if any("Attention" in layer.kind or layer.kind == "Bidirectional" for layer in evidence.layers):
        return None
    causal = next((layer for layer in evidence.layers if layer.settings.get("padding") == "causal"), None)
    if causal is None:
        return None
    return Advice(
        "size",
        ("settings",),
        f"With padding='causal', '{causal.name}' sees of each row only the steps up to the one that it is asked about, "
        "and from these the network has learned nothing of the labels.",
        "If what comes later tells, too, take padding='same'.",
    )


def _attends(evidence: FitEvidence) -> bool:
    """Whether a softmax may be the weights of an attention of the learner's own."""
    kinds = (
        "Dot",
        "Multiply",
        "Einsum",
        "Matmul",
        "Attention",
        "MultiHeadAttention",
        "Permute",
        "RepeatVector",
        "Embedding",
    )
    return any(layer.kind in kinds for layer in evidence.layers)


def _function_of(evidence: FitEvidence, layer: LayerState) -> str:
    """The layer's function, or that of an activation layer after it."""
    if layer.activation not in ("", "linear"):
        return layer.activation
    after = evidence.layers[evidence.layers.index(layer) + 1 :]
    found = next(
        (layer for layer in after if layer.initial_spread is not None or layer.activation not in ("", "linear")), None
    )
    return found.activation if found is not None and found.initial_spread is None else layer.activation
