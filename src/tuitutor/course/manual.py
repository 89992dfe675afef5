"""What each check asks, for authors: `tuitutor checks` and docs/checks.md are this text.

The keys of a check are the parameters that it is read by; tests hold that each of them is described here, that every
example reads, and that `grading` verifies what is said to be verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import wrap

COLUMNS = 100
_SAVED = "the saved model, in a process that never ran learner code"
_OWN = "what the learner's process recorded"


@dataclass(frozen=True, slots=True)
class Page:
    """One check: what it asks, an example, what each of its keys means (none where the check is one value).

    `read_from` says where the facts come from, and `verified` whether that is out of the answer's reach.
    """

    asks: str
    example: str
    read_from: str
    verified: bool
    keys: Mapping[str, str] = field(default_factory=dict)


PAGES: Mapping[str, Page] = {
    "layers": Page(
        "The network has these layers, in this order. `...` stands for any number of layers. Only the settings that "
        "are named count, and an Input never does. An activation may be a setting or a layer of its own.",
        "layers: [{Dense: {units: 3, activation: relu}}, ..., {Dense: {units: 2}}]",
        _SAVED,
        True,
    ),
    "output_shapes": Page(
        "The output shape of each layer. The first axis, the batch, matches anything, and so does null.",
        "output_shapes: [[null, 3], [null, 2]]",
        _SAVED,
        True,
    ),
    "output_shape": Page(
        "The output shape of the network: all axes, or one number for only the last.",
        "output_shape: 2",
        "the saved model; where it does not load, the predictions that the answer made",
        True,
    ),
    "params": Page(
        "How many parameters there are.",
        "params: {per_layer: [12, 8], total: 20, trainable: {at_most: 1000}}",
        _SAVED,
        True,
        {
            "per_layer": "each layer's own, exactly, as a list",
            "total": "all of them (number)",
            "trainable": "those that training may change (number)",
        },
    ),
    "compiled": Page(
        "How the network was compiled. Names are compared as Keras understands them: mse is mean_squared_error.",
        "compiled: {loss: sparse_categorical_crossentropy, optimizer: adam, learning_rate: {at_most: 0.1}}",
        _OWN,
        False,
        {
            "loss": "its name, or a list of names of which any will do",
            "optimizer": "likewise",
            "learning_rate": "the rate at the start (number)",
            "metrics": "names that have to be among the metrics",
        },
    ),
    "fit": Page(
        "At least one call of fit that trained the final model meets all of this. The sums count all that trained "
        "it: other fits, loops, and models that share its weights.",
        "fit: {epochs: {at_most: 30}, validation: true, total_samples: {at_most: 300000}}",
        _OWN,
        False,
        {
            "epochs": "epochs that ran, fewer than asked for where a callback stopped (number)",
            "asked": "epochs asked for (number)",
            "batch_size": "rows in a batch (number)",
            "steps": "steps of the optimizer (number)",
            "validation": "whether there was validation data",
            "training_samples": "different rows trained on (number)",
            "validation_samples": "different rows validated on that were not trained on (number)",
            "lowest_rate": "the lowest learning rate that an epoch began or ended with (number)",
            "restored": "false: neither a callback nor the program put other weights in place of the trained ones",
            "last": "true: the last fit has to meet it, not just any",
            "total_epochs": "epochs of all that trained it (number)",
            "total_samples": "rows trained on in all, each time counted (number)",
            "total_steps": "steps in all (number)",
            "epoch_samples": "total_samples divided by total_epochs (number)",
        },
    ),
    "history": Page(
        "What the curves of the model's last fit do. Each key but `gap` is the name of a curve.",
        "history: {val_loss: {falls: true, best: {at_most: 0.3}}, gap: {accuracy: {at_most: 0.05}}}",
        _OWN,
        False,
        {
            "gap": "for a metric, how far training and validation are apart in the last epoch (number)",
            "curves": "any name that fit recorded: falls or rises (true), best, last, and earlier, which holds for "
            "all epochs before the last (numbers). The best loss or error is the lowest, the best of "
            "anything else the highest",
        },
    ),
    "accuracy": Page(
        "The share of hidden samples that are classified correctly. A model that passes with its initial weights, "
        "before any training, fails, unless `before` says otherwise. Where each label is a sequence, shape (samples, "
        "steps), a sample is correct if all its steps are.",
        "accuracy: {data: xor3, samples: 4000, at_least: 0.95, before: {at_most: 0.8}}",
        "predictions of " + _SAVED,
        True,
        {
            "data": "the function of data.py that draws them",
            "samples": "how many, 1 or more",
            "equals": "exactly this, 0 to 1",
            "at_least": "no less, 0 to 1",
            "at_most": "no more, 0 to 1",
            "before": "what it has to score with its initial weights (number)",
        },
    ),
    "error": Page(
        "The mean error on hidden samples. `before` as in accuracy.",
        "error: {data: line, samples: 1000, metric: mse, at_most: 0.1}",
        "predictions of " + _SAVED,
        True,
        {
            "data": "the function of data.py that draws them",
            "samples": "how many, 1 or more",
            "metric": "mse (mean of the squares) or mae (mean of the sizes)",
            "at_most": "no more, above 0",
            "before": "what it has to score with its initial weights (number)",
        },
    ),
    "trained": Page(
        "How the weights were found: `fit`, by fit alone; `loop`, by gradients and without fit; `steps`, by either; "
        "`hand`, without fit and without Keras's optimizers. Weights that come from elsewhere pass only with `hand`.",
        "trained: fit",
        _OWN,
        False,
    ),
    "built_from": Page(
        "The network is built from layers: no bare operations of keras.ops and no Lambda, so that it is not a "
        "formula. A list names the layer classes it may use.",
        "built_from: {layers: [Dense, Dropout], activations: [tanh]}",
        _SAVED,
        True,
        {"layers": "layer classes that it may use", "activations": "activations that it may use; any if left out"},
    ),
    "variable": Page(
        "A variable that the answer leaves, or that the exercise's measure cell makes. Without any key it only has "
        "to exist. Numbers are equal if they differ by less than a millionth of their size.",
        "variable: {batch: {shape: [32, 3], dtype: float32}}",
        _OWN,
        False,
        {
            "shape": "all axes, exactly; [] is a single number's",
            "dtype": "such as float32",
            "equals": "a number, a string, true or false",
            "within": "how far a number may be from `equals`",
            "at_least": "no less",
            "at_most": "no more",
        },
    ),
    "stdout": Page(
        "What the answer prints matches a regular expression, anywhere.",
        'stdout: {matches: "rank: 3"}',
        _OWN,
        False,
        {"matches": "the regular expression; ^ and $ match at the ends of lines"},
    ),
    "source": Page(
        "Names that the code calls, or must not call. Comments and strings do not count, and a function that the "
        "learner defines is not the library's of the same name.",
        "source: {calls: [fit], never: [exec]}",
        "the answer's text",
        True,
        {"calls": "all of these are called", "never": "none of these is called"},
    ),
    "question": Page(
        "The learner's answer after `# answer:`. However it is written, it is compared by its meaning: `3`, `three` "
        "and `at most 3`. A free number may have more digits than asked for, if it rounds to the answer.",
        "question: {choices: [9, 12, 16], answer: 12, because: {9: no biases, 16: one bias too many}}",
        "the answer's text",
        True,
        {
            "answer": "the right one; free text where there are no choices",
            "number": "the right number, where any may be given; 0.906 rounds to 0.91",
            "choices": "the answers to choose from",
            "because": "why a wrong answer is wrong, shown to those who give it",
        },
    ),
    "play": Page(
        "A state of the playground as the answer, trained again on hidden points from hidden initial weights. The "
        "exercise sets its data and whatever `state` hides. It is the exercise's only check.",
        "play: {state: dataset=xor&noise=10, epochs: 300, runs: 3, test_loss: {at_most: 0.05}, units: {at_most: 8}}",
        "a training that tuitutor runs",
        True,
        {
            "state": "where the learner begins, as an address",
            "epochs": "how long it is trained; epochs x runs x training points may be 500,000 at most",
            "test_loss": "half the mean squared error on test points, after the last epoch: {at_most: ...}",
            "units": "hidden units (number)",
            "layers": "hidden layers (number)",
            "features": "the only inputs that may be used",
            "without": "inputs that must not be used",
            "optimizers": "the only optimizers that may be used",
            "runs": "how many times it is trained, 1 to 5, and has to succeed; 1 if left out",
        },
    ),
}
SHARED_KEYS: Mapping[str, str] = {
    "name": "the check's name; unique in its exercise",
    "points": "0 or more; 1 if left out. All checks have to pass; points only say how far an answer got",
    "needs": "names or keys of checks that have to pass first; until then this one is skipped",
    "feedback": "what learners who fail it are told",
    "best": "true: the lowest count of a passing answer is kept as a personal best (params, fit)",
}
_INTRO = """\
# Checks

Each entry of an exercise's `yaml checks` block has one of the keys below, and any of the shared
ones. `tuitutor checks KEY` prints only the part on that key. This page is what `tuitutor checks`
prints.

Where it says *number*, write the number itself, or bounds: `{at_least: 0.9}`, `{at_most: 30}`, or
both. There is no tolerance except for rounding: a rate that Keras keeps as 0.10000000149 is 0.1.
What is unknown, nan or infinite meets no bound.

*Verified* facts come from a process that never ran learner code, or from the answer's text.
*Reported* ones come from the learner's own process, so a program can forge them: `tuitutor grade`
and `check --untrusted` give no points for them where they could have been verified.
"""


def manual() -> str:
    """The whole reference, as Markdown."""
    parts = [_INTRO, *map(page, PAGES), "## Shared keys\n\n" + "\n".join(_items(SHARED_KEYS)) + "\n"]
    return "\n".join(parts)


def page(key: str) -> str:
    """The part on one check, as Markdown. Raises KeyError."""
    this = PAGES[key]
    source = f"Read from {this.read_from}: {'verified' if this.verified else 'reported'}."
    parts = [f"## {key}", _wrapped(this.asks), f"```yaml\n- {this.example}\n```"]
    parts += ["\n".join(_items(this.keys))] if this.keys else []
    return "\n\n".join([*parts, _wrapped(source)]) + "\n"


def _items(meanings: Mapping[str, str]) -> Iterator[str]:
    for name, meaning in meanings.items():
        yield _wrapped(f"- `{name}`: {meaning}", "  ")


def _wrapped(text: str, indent: str = "") -> str:
    return "\n".join(wrap(text, COLUMNS, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False))
