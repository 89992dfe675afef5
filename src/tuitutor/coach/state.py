"""Things used too early or wrongly: models not built, compiled or connected; wrong weights and files."""

from __future__ import annotations

import ast
import re

from tuitutor.coach.rules import Case, Rules, Words

STATE = Rules()

# ---- built and compiled ---------------------------------------------------------------------

_UNBUILT = (
    r"isn't built\. You can build it manually|^Sequential model '\w+' has no defined (?:output|input)"
    r"|has never been called and thus has no defined|^You are saving a model that has not yet been built"
)
STATE.says("unbuilt", (), "ValueError AttributeError", _UNBUILT)(
    "The model is not built: it does not know how wide its inputs are, so it has no weights and no shapes yet.",
    "Start it with Input((n,)), for n numbers per sample, or train it first.",
)
STATE.says("unbuilt", (), "AttributeError", r"^You must build the layer before accessing `(\w+)`")(
    "The layer has no {1} yet: it gets its weights once it knows how wide its inputs are.",
    "Read it after the layer has been used in a model that starts with Input((n,)).",
)


@STATE.rule("unbuilt", (), "IndexError", r"^list index out of range$")
def no_weights_yet(case: Case) -> Words | None:
    """`get_weights()[0]` of a model that has not been built before this line."""
    owner = re.search(r"(\w+)\.(?:layers\[\d+\]\.)?(?:get_weights\(\)|weights)\[\d\]", case.text)
    net = next((net for net in case.code.networks if owner is not None and net.name == owner[1]), None)
    if net is None or net.sees_width:
        return None
    above = "\n".join(case.code.answer.splitlines()[: (case.error.line or 1) - 1])
    if re.search(rf"\b{net.name}(\(|\.(fit|build|predict|evaluate|train_on_batch|load_weights)\b)", above):
        return None  # it was called, trained or used there, so it is built
    return (
        f"`{net.name}` has no weights yet: it does not know how wide its inputs are.",
        "Start it with Input((n,)), for n numbers per sample, or train it first.",
    )


@STATE.rule("compile", (), "ValueError", r"^You must call `compile\(\)` before")
def not_compiled(case: Case) -> Words:
    below = [call.lineno for call in case.code.calls("compile") if call.lineno > (case.error.line or 0)]
    if len(below) == 1 and case.code.answer:
        return (
            f"The model has no loss and no optimizer yet: it is compiled only in line {below[0]}.",
            "Move that line above this one.",
        )
    return (
        "The model has no loss and no optimizer yet.",
        "Call model.compile(optimizer='adam', loss=...) before this line.",
    )


STATE.says("compile", (), "ValueError", r"^No loss to compute\. Provide a `loss` argument in `compile\(\)`")(
    "The model was compiled without a loss, so there is nothing that training could lower.",
    "Give compile a loss=..., such as loss='sparse_categorical_crossentropy' for class numbers.",
)


@STATE.rule("compile", (), "ValueError", r"^dtype='string' is not a valid dtype|`loss_weights`")
def metrics_as_loss_weights(case: Case) -> Words | None:
    """`compile("adam", "mse", ["mae"])`: the third argument by place isn't metrics."""
    for call in case.code.calls("compile"):
        third = call.args[2] if len(call.args) > 2 else None
        if third is not None and any(isinstance(getattr(node, "value", None), str) for node in ast.walk(third)):
            written = ast.unparse(third)
            why = f"In line {call.lineno}, {written} is the third argument of compile, which Keras takes for"
            return f"{why} loss_weights.", f"Write metrics={written}."
    return None


STATE.says("unbuilt", (), "FailedPreconditionError", r"Table not initialized|lookup table.*not.*initialized")(
    "The layer has no vocabulary yet: it gets one by looking at data.",
    "Call its adapt(data) before you use it.",
)

# ---- joined up ------------------------------------------------------------------------------


STATE.says(
    "functional", (), "ValueError", r"^All `outputs` values must be KerasTensors\. Received: outputs=<(\w+) name="
)(
    "The output is the layer {1} itself, which was not applied to anything.",
    "Call the layer on what comes before it: {1}(...)(x).",
)
STATE.says(
    "functional",
    (),
    "ValueError",
    r"^Output with path `.*` is not connected to `inputs`$|^`inputs` not connected to `outputs`",
)(
    "The outputs are not connected to these inputs: the layers between them start from another Input.",
    "Follow the chain from the output back: each layer is called on the one before it, the first on this Input.",
)
STATE.says(
    "functional",
    (),
    "ValueError TypeError",
    r"^A KerasTensor is symbolic: .*(?:convert it to a NumPy|NumPy operations|cannot be used as input to a NumPy)",
)(
    "What Input and the layers return has no numbers in it yet, but numpy works only on numbers.",
    "Use the function of the same name in keras.ops, or a layer.",
)

# ---- weights --------------------------------------------------------------------------------

_COUNT = (
    r"^You called `set_weights\(weights\)` on layer '(\w+)' with a weight list of length (\d+), "
    r"but the layer was expecting (\d+) weights"
)


@STATE.rule("weights", (), "ValueError", _COUNT)
def count_of_weights(case: Case) -> Words:
    pair = " (in a Dense layer, kernel and bias)" if case[3] == "2" else ""
    return (
        f"Layer '{case[1]}' has {case[3]} arrays of weights{pair}, but it was given {case[2]}.",
        "Give a list of as many arrays as get_weights() returns, in its order.",
    )


@STATE.rule(
    "weights",
    (),
    "ValueError",
    r"^Layer \w+ weight shape (\(.*?\)) is not compatible with provided weight shape (\(.*?\))",
)
def shape_of_weights(case: Case) -> Words:
    turned = f"({', '.join(reversed(case[2].strip('()').split(', ')))})" == case[1]
    return (
        f"The layer's weights have shape {case[1]}, but it was given {case[2]}.",
        "Swap rows and columns with .T: a kernel has a row for each input and a column for each unit."
        if turned
        else "A kernel has a row for each input and a column for each unit; look at the shapes of get_weights().",
    )


# ---- files ----------------------------------------------------------------------------------


@STATE.rule("file", (), "ValueError", r"^File not found: filepath=(.+?)\. Please ensure")
def no_model_file(case: Case) -> Words | None:
    """Not if the code mentions the file twice: Keras says the same about an existing file that is not a model."""
    if case.code.answer.count(case[1]) > 1:
        return None
    return (
        f"There is no file '{case[1]}' in the folder where this runs.",
        "Save a model under that name first, with model.save(...), or check the spelling.",
    )


@STATE.rule("file", (), "FileNotFoundError", r"^(?:\[Errno 2\] No such file or directory: '(.+)'|(.+?) not found\.)$")
def no_such_file(case: Case) -> Words | None:
    """Only for reading: when a file is written, it is the folder that is missing."""
    if re.search(r"['\"][wax]b?\+?['\"]|\.(save|savetxt|savefig|to_csv|write_text)\b", case.text):
        return None
    name = case[1] or case[2]
    if "/" in name:
        return None
    return (
        f"There is no file '{name}' here: each run starts in an empty folder.",
        "Use the data that the lesson already has, or write the file first.",
    )


STATE.says("file", (), "ValueError", r"^Invalid filepath extension for saving\..*Received: filepath=([\w-]+)\.$")(
    "'{1}' does not say in which format to save.",
    "Call it '{1}.keras'.",
)


@STATE.rule("file", (), "ValueError", r"^The filename must end in `\.weights\.h5`\. Received: filepath=(.+)$")
def weights_file(case: Case) -> Words:
    stem = re.sub(r"\.(h5|hdf5|keras|weights)$", "", case[1])
    return (
        f"The name of a file of weights has to end in .weights.h5, but '{case[1]}' doesn't.",
        f"Call it '{stem}.weights.h5'.",
    )
