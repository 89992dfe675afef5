"""Cells that take long, need a network or show what no terminal can are named, and others are not."""

from __future__ import annotations

from typing import Any

import pytest

from tuitutor.authoring.exchange.blocks import CodeBlock
from tuitutor.authoring.exchange.caution import cautions

NAMED = {
    "data": ("(x, y), _ = keras.datasets.mnist.load_data()", "needs the internet (keras.datasets.mnist.load_data())"),
    "file": ('get_file("a", "b")', "needs the internet (get_file())"),
    "address": ('pd.read_csv("https://x.org/a.csv")', "needs the internet (pd.read_csv() of an address)"),
    "weights": ("keras.applications.Xception()", "loads weights"),
    "pip": ("!pip install -q seaborn\nx = 1", "'!pip install -q seaborn' is for Jupyter and needs the internet"),
    "bash": ("%%bash\nls", "'%%bash' makes a comment of its whole cell here"),
    "window": ('import cv2\ncv2.imshow("a", b)', "needs OpenCV's windows (cv2)"),
    "widget": ("from ipywidgets import interact", "needs the notebook's widgets (ipywidgets)"),
    "packages": (
        "import seaborn as sns\nfrom pandas import x",
        "needs pandas and seaborn, which tuitutor doesn't install",
    ),
    "module": (
        "from data.drawing import draw_units\nimport numpy",
        "this cell imports data.drawing; put that into the course's data/, with an __init__.py",
    ),
    "typed": ('n = int(input("How many? "))', "needs somebody to type an answer"),
    "epochs": ("model.fit(x, y, epochs=50)", "may take long (50 epochs)"),
    "backend": ('import os\nos.environ["KERAS_BACKEND"] = "jax"', "chooses Keras's backend"),
}
FINE = [
    "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()",
    "%matplotlib inline\nx = 1",
    "import os.path\nfrom sklearn import svm\nimport tensorflow as tf",
    "%%time\nmodel.fit(x, y, epochs=5)",
    "keras.applications.Xception(weights=None)",
    'print("https://x.org".upper())',
    "y = 10 % 3",
    "keras.utils.plot_model(model)",
    "for x in",
]


@pytest.mark.parametrize(("source", "why"), NAMED.values(), ids=NAMED)
def test_what_may_not_run_is_named(source: str, why: str) -> None:
    [sentence] = cautions(CodeBlock(source))
    assert why in sentence


@pytest.mark.parametrize("source", FINE)
def test_what_runs_here_is_not(source: str) -> None:
    assert cautions(CodeBlock(source)) == []


BAR = "Epoch 1/2\n1875/1875 ━━━━━━━━━━━━━━━━━━━━ {}s 3ms/step - loss: 0.2\nEpoch 2/2\n1875/1875 [====] - {}s 2ms/step\n"


@pytest.mark.parametrize(
    ("outputs", "metadata", "why"),
    [
        ([{"output_type": "stream", "text": BAR.format(15, 12)}], {}, "it took 27 s when it last ran"),
        ([{"output_type": "stream", "text": BAR.format(5, 4).splitlines(keepends=True)}], {}, None),
        (
            [],
            {
                "execution": {
                    "iopub.execute_input": "2024-01-01T10:00:00Z",
                    "shell.execute_reply": "2024-01-01T10:01:30Z",
                }
            },
            "90 s",
        ),
        ([], {"execution": {"iopub.execute_input": "soon"}}, "50 epochs"),
    ],
)
def test_what_a_notebook_remembers_tells_how_long_a_cell_takes(
    outputs: list[Any], metadata: dict[str, Any], why: str | None
) -> None:
    found = cautions(CodeBlock("model.fit(x, y, epochs=50)", outputs=outputs, metadata=metadata))
    assert [why in sentence for sentence in found if why] == ([True] if why else [])
    assert bool(found) == bool(why)


def test_a_cell_that_raised_when_it_last_ran_is_named() -> None:
    raised = [{"output_type": "error", "ename": "NameError", "evalue": "x", "traceback": []}]
    assert "raised NameError when it last ran" in cautions(CodeBlock("x", outputs=raised))[0]
    assert cautions(CodeBlock("x", ["raises-exception"], outputs=raised)) == []
