"""The coach on real exceptions of the installed Keras, and on near misses, many in one child.

Many small ones; test_mistakes.py has whole mistakes, each in a process of its own, with curves and code.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tuitutor.coach import advise
from tuitutor.grading.verdicts import Advice
from tuitutor.protocol.events import Output
from tuitutor.protocol.limits import Limits
from tuitutor.protocol.raised import ErrorInfo, Frame
from tuitutor.protocol.requests import Execute
from tuitutor.workers.worker import Worker

NET = "model = Sequential([Input((3,)), Dense(2, activation='softmax')])\n"
MSE = NET + "model.compile(loss='mse', optimizer='sgd')\n"  # whose steps take the least to trace


def compiled(loss: str, last: str = "Dense(2, activation='softmax')", width: int = 3) -> str:
    return f"model = Sequential([Input(({width},)), {last}])\nmodel.compile(loss='{loss}', optimizer='sgd')\n"


# source, the topic, the line, and words that the advice has to contain
TYPICAL: dict[str, tuple[str, str, int, tuple[str, ...]]] = {
    "unbuilt": ("model = Sequential([Dense(3)])\nmodel.count_params()", "unbuilt", 2, ("Input(",)),
    "unbuilt output": ("model = Sequential([Dense(3)])\nmodel.output_shape", "unbuilt", 2, ("not built",)),
    "unbuilt layer": ("d = Dense(3)\nd.output", "unbuilt", 2, ("not built",)),
    "unit": ("model = Sequential([\n  Dense(unit=3),\n])", "argument", 2, ("Dense", "`unit`", "units=")),
    "no units": ("Dense()", "argument", 1, ("Dense needs `units`",)),
    "activations": ("Dense(3, activations='relu')", "argument", 1, ("`activations`", "activation=")),
    "lr": ("keras.optimizers.Adam(lr=0.1)", "argument", 1, ("`lr`", "learning_rate=")),
    "rleu": ("Dense(3, activation='rleu')", "name", 1, ("'rleu'", "'relu'")),
    "sofmax": ("Activation('sofmax')", "name", 1, ("'softmax'",)),
    "optimizer": (NET + "model.compile(loss='mse', optimizer='adan')", "name", 2, ("'adam'",)),
    "loss": (compiled("mean_square_error") + "model.fit(data, labels)", "name", 3, ("'mean_squared_error'",)),
    "metric": (
        NET + "model.compile(loss='mse', metrics=['acuracy'])\nmodel.fit(data, labels)",
        "name",
        3,
        ("'accuracy'",),
    ),
    "no compile": (NET + "model.fit(data, labels)", "compile", 2, ("compile(",)),
    "width": (compiled("mse", width=10) + "model.fit(data, labels)", "shape", 3, ("10", "3 numbers", "Input((3,))")),
    "image": (
        "model = Sequential([Input((8, 8, 1)), Conv2D(2, 3)])\nmodel.compile(loss='mse')\nmodel.fit(data, labels)",
        "shape",
        3,
        ("(None, 8, 8, 1)", "(32, 3)"),
    ),
    "conv on rows": ("Sequential([Input((3,)), Conv2D(2, 3)])", "shape", 1, ("4 axes", "got 2")),
    "categorical": (
        compiled("categorical_crossentropy") + "model.fit(data, labels)",
        "loss",
        3,
        ("sparse_categorical_crossentropy", "2 outputs"),
    ),
    "binary on two": (
        compiled("binary_crossentropy") + "model.fit(data, labels)",
        "loss",
        3,
        ("1 number per sample", "gives 2"),
    ),
    "one softmax": (
        compiled("sparse_categorical_crossentropy", "Dense(1, activation='softmax')") + "model.fit(data, labels)",
        "loss",
        3,
        ("one unit", "label 1", "binary_crossentropy"),
    ),
    "label 7": (
        compiled("sparse_categorical_crossentropy") + "labels[:] = 7\nmodel.fit(data, labels)",
        "loss",
        4,
        ("label 7", "2 units", "8 units"),
    ),
    "label -1": (
        compiled("sparse_categorical_crossentropy") + "labels[:] = -1\nmodel.fit(data, labels)",
        "loss",
        4,
        ("label -1", "from 0"),
    ),
    "one-hot": (
        compiled("sparse_categorical_crossentropy") + "model.fit(data, np.zeros((64, 2)))",
        "loss",
        3,
        ("'categorical_crossentropy'",),
    ),
    "no flatten": (
        "model = Sequential([Input((8, 8)), Dense(2)])\nmodel.compile(loss='sparse_categorical_crossentropy')\n"
        "model.fit(np.zeros((4, 8, 8)), np.zeros(4))",
        "loss",
        3,
        ("Flatten()",),
    ),
    "recall": (
        NET + "model.compile(loss='sparse_categorical_crossentropy', metrics=['recall'])\nmodel.fit(data, labels)",
        "metric",
        3,
        ("recall", "accuracy"),
    ),
    "largest_batch": (MSE + "model.fit(data, labels, batch=32)", "argument", 3, ("`batch`", "batch_size=")),
    "epoch": (MSE + "model.fit(data, labels, epoch=3)", "argument", 3, ("epochs=",)),
    "optimiser": (NET + "model.compile(loss='mse', optimiser='adam')", "argument", 2, ("optimizer=",)),
    "lengths": (MSE + "model.fit(data, labels[:10])", "data", 3, ("64 samples", "10 labels")),
    "lists": (MSE + "model.fit([[1, 2, 3]], [[1]])", "data", 3, ("np.array",)),
    "class": ("Sequential([Input((3,)), Dense])", "layer", 1, ("Dense(...)",)),
    "no list": ("Sequential(Input((3,)), Dense(2))", "layer", 1, ("square brackets",)),
    "units text": ("Dense('relu')", "argument", 1, ("`units`", "relu")),
    "shape 3": ("Input(3)", "shape", 1, ("Input((3,))",)),
    "history": (MSE + "h = model.fit(data, labels)\nh['loss']", "history", 4, ("history.history",)),
    "no curve": (MSE + "h = model.fit(data, labels)\nh.history['accuracy']", "history", 4, ("metrics=['accuracy']",)),
    "no val": (MSE + "h = model.fit(data, labels)\nh.history['val_loss']", "history", 4, ("validation_data",)),
    "none": (
        "model = Sequential([Dense(2)]).compile(loss='mse')\nmodel.fit(data, labels)",
        "none",
        2,
        ("`model` is None", "model.compile(...)"),
    ),
    "method": (NET + "model.fitt(data)", "attribute", 2, ("`fit`",)),
    "module": ("keras.layer.Dense(3)", "attribute", 1, ("keras.layers",)),
    "import": ("from keras.layers import Densee", "import", 1, ("`Dense`",)),
    "import module": ("import tensorflw", "import", 1, ("`tensorflow`",)),
    "memory": (
        "x = np.zeros((50_000, 50_000, 10_000))",
        "memory",
        1,
        ("(50000, 50000, 10000)", "TiB", "fewer rows"),
    ),
    "name": ("modle = 1\nprint(model)", "name", 2, ("`model`", "`modle`")),
    "too early": ("print(model)\nmodel = 1", "name", 1, ("before it is defined",)),
    "not imported": ("LSTM(3)", "name", 1, ("from keras.layers import LSTM",)),
    "true": ("x = true", "name", 1, ("True",)),
    "never closed": ("model = Sequential([\n  Dense(2)\nmodel.fit(data", "syntax", 3, ("closing bracket",)),
    "bracket": ("x = [(1, 2]", "syntax", 1, ("]", "(")),
    "extra bracket": ("print('a'))", "syntax", 1, ("closes nothing",)),
    "comma": ("Sequential([Dense(3) Dense(2)])", "syntax", 1, ("comma",)),
    "colon": ("if data\n  pass", "syntax", 1, ("colon",)),
    "print": ("print 'a'", "syntax", 1, ("print(...)",)),
    "string": ("s = 'abc", "syntax", 1, ("closing quote",)),
    "equals": ("if x = 3: pass", "syntax", 1, ("==",)),
    "twice": (NET + "model.fit(data, epochs=3, epochs=4)", "syntax", 2, ("`epochs`", "twice")),
    "order": ("f(x=1, 2)", "syntax", 1, ("positional arguments",)),
    "quotes": ("print(“a”)", "syntax", 1, ("“", "plain")),
    "no indent": ("for i in range(3):\nprint(i)", "indentation", 2, ("four spaces",)),
    "indent": ("x = 3\n  y = 4", "indentation", 2, ("indented more than the one above",)),
    "unindent": ("def f():\n    x = 3\n  y = 4", "indentation", 3, ("Line it up",)),
    "tabs": ("def f():\n\tx = 3\n        y = 4", "indentation", 3, ("spaces",)),
    "closed": ("import sys\nsys.stdout.close()\nprint('a')", "output", 3, ("standard output",)),
}

# programs whose errors look like typical ones and are something else, or nothing that can be told for sure
NEAR_MISSES: dict[str, str] = {
    "own class": "class Net:\n  def __init__(self, units): pass\nNet()",
    "own function": "def fitted(x): pass\nfitted(batch=3)",
    "odd argument": MSE + "model.fit(data, labels, colour=3)",
    "own file": "f = open('/dev/null', 'w')\nf.close()\nf.write('x')",
    "print to own file": "f = open('/dev/null', 'w')\nf.close()\nprint('x', file=f)",
    "own none": "x = None\nx.append(3)",
    "own dict": "d = {}\nd['accuracy']",
    "odd method": NET + "model.zzz()",
    "odd import": "from keras.layers import Qwzx",
    "odd module": "import qwzxj",
    "own ValueError": "raise ValueError('the activation function is rleu')",
    "own MemoryError": "raise MemoryError()",
    "index": "[1, 2][5]",
    "division": "1 / 0",
    "int": "int('abc')",
    "plain syntax": "x = = 3",
}


async def raised_by(worker: Worker, programs: dict[str, str]) -> dict[str, ErrorInfo]:
    """What each program raises, all of them in one child."""
    source = f"PROGRAMS = {programs!r}\n" + Path(__file__).with_name("raise_errors.py").read_text()
    child = await worker.child(Limits(wall_s=120, cpu_s=60), columns=72, seed=0, warm=False)
    request = Execute(child.name, child.next_run(), source, "raise_errors.py")
    said = [event async for event in child.ask(request) if isinstance(event, Output)]
    child.stop()
    raised = json.loads("".join(event.text for event in said if event.stream == "stdout"))
    assert [name for name, error in raised.items() if error is None] == []
    return {
        name: ErrorInfo(**{**error, "frames": tuple(Frame(**frame) for frame in error["frames"])})
        for name, error in raised.items()
    }


def _said(advice: tuple[Advice, ...]) -> str:
    return " ".join(f"{each.why} {each.try_}" for each in advice)


@pytest.mark.long
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("fits", [False, pytest.param(True, marks=pytest.mark.long)])
async def test_typical_errors_are_recognised_and_near_misses_are_not(worker: Worker, fits: bool) -> None:
    typical = {name: each for name, each in TYPICAL.items() if ("fit(" in each[0]) is fits}
    near = {name: source for name, source in NEAR_MISSES.items() if ("fit(" in source) is fits}
    errors = await raised_by(worker, {name: source for name, (source, *_) in typical.items()} | near)
    for name, (source, topic, line, words) in typical.items():
        advice = advise(errors[name], (), (), source)
        assert [(each.topic, each.line) for each in advice] == [(topic, line)], f"{name}: {errors[name]}"
        assert all(word in _said(advice) for word in words), f"{name}: {_said(advice)}"
    spoken = {name: _said(advice) for name in near if (advice := advise(errors[name], (), ()))}
    assert spoken == {}


def test_what_the_worker_says_of_closed_output_is_recognised() -> None:
    error = ErrorInfo("ClosedOutput", "the code closed standard output", (Frame("a.py", 2, "<module>", "os.close(1)"),))
    (advice,) = advise(error, (), ())
    assert (advice.topic, advice.line) == ("output", 2)


def test_an_error_without_frames_or_message_is_survived() -> None:
    for kind in ("ValueError", "SyntaxError", "TypeError", "NameError", "MemoryError"):
        assert advise(ErrorInfo(kind, ""), (), ()) == ()
