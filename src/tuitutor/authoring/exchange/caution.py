"""What may keep a cell from running as it did: it takes long, needs a network, or shows what a terminal can't."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

from tuitutor.authoring.exchange.blocks import CodeBlock
from tuitutor.course.folder import DATA
from tuitutor.course.python_cells import plain_python
from tuitutor.grading.syntax import dotted, parse

NEEDS_NETWORK, MAY_BE_SLOW = "this cell needs the internet", "this cell may take long"
_LONG_S = 20.0  # of the CPU minute that a lesson may take
_MANY_EPOCHS = 20
# The last lines of Keras's progress bars, "1875/1875 ━━━━ 5s 3ms/step" and "- 5s": how long an epoch took.
_EPOCH_S = re.compile(r"(?:━|=|-) ?\s(\d+)s \d+(?:ms|us|s|µs)/step")
_FETCHING_PATHS = ("requests.", "tfds.load", "wget.", "gdown.", "sns.load_dataset", "seaborn.load_dataset")
_FETCHES = frozenset(
    {
        "from_pretrained", "from_preset", "get_file", "hf_hub_download", "load_dataset", "urlopen", "urlretrieve",
        "dataset_download", "model_download",
    }
)  # fmt: skip
_DISPLAYS = {
    "cv2": "OpenCV's windows", "IPython": "Jupyter itself", "ipywidgets": "the notebook's widgets",
    "plotly": "a browser", "bokeh": "a browser", "tkinter": "a window", "pygame": "a window", "turtle": "a window",
    "google": "Google Colab",
}  # fmt: skip
# The packages that the extra "cpu" installs, and their dependencies.
_BROUGHT = frozenset(
    {
        "PIL", "absl", "dateutil", "h5py", "joblib", "keras", "matplotlib", "ml_dtypes", "mpl_toolkits", "numpy",
        "optree", "packaging", "requests", "rich", "scipy", "sklearn", "tensorflow",
    }
)  # fmt: skip
_HAD = _BROUGHT | _DISPLAYS.keys() | sys.stdlib_module_names  # what nobody has to be told of, or is told otherwise
_MAGIC = re.compile(r"^\s*(!|%%?)\s*([\w-]+)?(.*)$", re.MULTILINE)
_FETCHING_SHELL = re.compile(
    r"\b(?:pip3?|conda|mamba|uv)\s+(?:\w+\s+)?install|\b(?:wget|curl|git\s+clone|kaggle|gdown)\b"
)
_QUIET_MAGICS = frozenset({"matplotlib", "time", "timeit", "capture", "autoreload", "load_ext", "config"})
_ADDRESS = re.compile(r"https?://|s3://|gs://|hf://")


def cautions(cell: CodeBlock) -> list[str]:
    """What a teacher should know about the cell before learners run it, in sentences."""
    source, fault = plain_python(cell.source)
    found = [*_magics(cell.source, source)]
    for output in () if {"raises-exception", "skip-execution"} & set(cell.tags) else cell.outputs:
        if isinstance(output, dict) and output.get("output_type") == "error":
            kind = str(output.get("ename") or "an error")
            found.append(f"this cell raised {kind} when it last ran; if it is meant to, tag it 'raises-exception'")
    tree = parse(source) if fault is None else None
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)] if tree else []
    if needs := next(filter(None, map(_download_by, calls)), ""):
        found.append(f"{NEEDS_NETWORK} ({needs}); learners on a cluster may not have it")
    modules = list(_imports(tree)) if tree else []
    asks = "somebody to type an answer" if any(_dotted(call.func) == "input" for call in calls) else ""
    shows = (f"{_DISPLAYS[top]} ({module})" for module in modules if (top := module.split(".")[0]) in _DISPLAYS)
    if shown := asks or next(shows, ""):
        found.append(
            f"this cell needs {shown}, which a terminal does not have; show it with matplotlib, or leave it out"
        )
    own = {module for module in modules if module.split(".")[0] == DATA}
    if own:
        found.append(
            f"this cell imports {' and '.join(sorted(own))}; put that into the course's {DATA}/, with an __init__.py"
        )
    if lacking := sorted({module.split(".")[0] for module in modules if module not in own} - _HAD):
        found.append(
            f"this cell needs {' and '.join(lacking)}, which tuitutor doesn't install; make sure that learners have it"
        )
    if "KERAS_BACKEND" in source:
        found.append(
            "this cell chooses Keras's backend, but it is too late for that here: Keras already runs on TensorFlow"
        )
    if long := _why_slow(cell, calls):
        found.append(f"{MAY_BE_SLOW} ({long}); all cells of a lesson together have one CPU minute")
    return found


def _magics(original: str, plain: str) -> Iterator[str]:
    """A warning about magics and shell lines, which become comments when the cell runs here."""
    if original == plain:
        return
    for match in _MAGIC.finditer(original):
        line = match[0].strip()
        if line in plain.split("\n") or (match[1] != "!" and match[2] in _QUIET_MAGICS):
            continue
        if match[1] == "%%":
            yield f"'{line[:60]}' makes a comment of its whole cell here; if the rest is Python, delete that line"
            return
        fetches = " and needs the internet" if _FETCHING_SHELL.search(line) else ""
        yield f"'{line[:60]}' is for Jupyter{fetches}; here it is a comment, so check that the cell works without it"
        return


def _download_by(call: ast.Call) -> str:
    """What a call downloads, or "" if it seems to download nothing."""
    path = _dotted(call.func)
    name = path.rsplit(".", 1)[-1]
    if name in _FETCHES or name.startswith("fetch_") or path.startswith(_FETCHING_PATHS):
        return f"{path}()"
    if name == "load_data" and "." in path:
        return f"{path}()"
    is_pretrained = "applications." in path and name[:1].isupper() and _weights(call, "imagenet") is not None
    if is_pretrained or _weights(call, None) == "imagenet":
        return f"{path}() loads weights"
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    if any(isinstance(each, ast.Constant) and _ADDRESS.match(str(each.value)) for each in arguments):
        return f"{path}() of an address"
    return ""


def _weights(call: ast.Call, default: str | None) -> object:
    """The argument `weights` if it is a constant, else the default."""
    given = [word.value for word in call.keywords if word.arg == "weights"]
    return given[0].value if given and isinstance(given[0], ast.Constant) else default


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def _why_slow(cell: CodeBlock, calls: Sequence[ast.Call]) -> str:
    """Why it may take long: the time it took by the notebook or Keras, or else its number of epochs."""
    took = _seconds_taken(cell)
    if took >= _LONG_S:
        return f"it took {took:.0f} s when it last ran"
    fits = [call for call in calls if _dotted(call.func).endswith(".fit")]
    words = [word.value for fit in fits for word in fit.keywords if word.arg == "epochs"]
    epochs = max(
        (word.value for word in words if isinstance(word, ast.Constant) and isinstance(word.value, int)), default=0
    )
    return f"{epochs} epochs" if epochs >= _MANY_EPOCHS and not took else ""


def _seconds_taken(cell: CodeBlock) -> float:
    """Seconds between the first and last times recorded by Jupyter and its extensions, under any name, or those that
    Keras's progress bars show, if they are more; 0 if neither says it.
    """
    times: list[datetime] = []
    for key in ("execution", "ExecuteTime"):
        noted = cell.metadata.get(key)
        for value in noted.values() if isinstance(noted, dict) else ():
            try:
                times.append(datetime.fromisoformat(str(value).replace("Z", "+00:00")).replace(tzinfo=None))
            except ValueError:
                continue
    printed = 0
    for output in cell.outputs:
        text = output.get("text") if isinstance(output, dict) else None
        lines = text if isinstance(text, list) else str(text or "").split("\n")
        shown = [str(line).replace("\b", "").rsplit("\r", 1)[-1] for line in lines]
        printed += sum(int(found[1]) for line in shown if (found := _EPOCH_S.search(line)))
    return max(float(printed), (max(times) - min(times)).total_seconds() if len(times) > 1 else 0.0)


def _dotted(node: ast.expr) -> str:
    """The dotted name of an expression, without any call or index before it."""
    return (dotted(node) or "").lstrip(".")
