"""Saved models written by hand are refused before Keras loads them; models saved by Keras are not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from tuitutor.worker import archive
from tuitutor.worker.archive import load_fresh, problem_of

DENSE = {"module": "keras.layers", "class_name": "Dense", "config": {"units": 2}, "registered_name": None}


def network(*layers: object, **more: object) -> dict[str, Any]:
    return {"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": layers}, **more}


def layer(name: str, module: str = "keras.layers", **config: object) -> dict[str, Any]:
    return {"module": module, "class_name": name, "config": config, "registered_name": None}


def function(module: str, name: str) -> dict[str, Any]:
    return {"module": module, "class_name": "function", "config": name, "registered_name": name}


def write(path: Path, config: object, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("metadata.json", "{}")
        file.writestr("config.json", json.dumps(config))
        for name, data in members.items():
            file.writestr(name, data)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "model.keras"


def own_loss(truth: Any, predicted: Any) -> Any:
    return predicted


@pytest.mark.spine
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Keras's own
def test_what_keras_writes_is_let_through(path: Path) -> None:
    import keras

    inputs = keras.Input((4,))
    hidden = keras.layers.Dense(3, "tanh", kernel_regularizer="l2")(keras.layers.Normalization()(inputs))
    outputs = keras.ops.sign(hidden) * 2 + keras.layers.Rescaling(0.5)(hidden)
    sequence = keras.Sequential([keras.Input((5, 3)), keras.layers.Bidirectional(keras.layers.LSTM(2))])
    words = keras.layers.TextVectorization()
    words.adapt(["a b", "c"])
    texts = keras.Sequential([keras.Input((1,), dtype="string"), words, keras.layers.Embedding(9, 2)])
    for model in (keras.Model(inputs, outputs), sequence, texts):
        model.compile(loss=own_loss)  # a loss of one's own is not loaded, and no matter
        model.save(path)
        assert problem_of(path) == ""
        keras.saving.load_model(path, compile=False, safe_mode=True)


@pytest.mark.parametrize(
    ("part", "named"),
    [
        (layer("Lambda"), "Lambda"),
        (layer("TFSMLayer", filepath="/tmp/x"), "TFSMLayer"),
        (layer("Mine", "__main__"), "__main__.Mine"),
        (layer("Mine", "keras.layers.os.path/.."), "Mine"),
        (layer("Dense", "kerasx.layers"), "kerasx"),
        (layer("Popen", "subprocess"), "subprocess.Popen"),
        (layer("Dense", activation=function("builtins", "exec")), "builtins.exec"),
        (layer("Dense", activation=function("keras.utils", "get_file")), "keras.utils.get_file"),
        (layer("Dense", activation=function("numpy", "load")), "numpy.load"),
        (layer("Dense", kernel_initializer=layer("run", "numpy.f2py")), "numpy.f2py.run"),
        ({"class_name": "Dense", "config": {}}, "Dense"),
        ({**DENSE, "build_config": layer("Mine", "os")}, "os.Mine"),
        ({**DENSE, "compile_config": layer("Mine", "os")}, "os.Mine"),
        ({"class_name": "__lambda__", "config": {"value": ""}}, "__lambda__"),
        (layer("StringLookup", vocabulary="/etc/passwd"), "/etc/passwd"),
        (layer("TextVectorization", idf_weights="/etc/passwd"), "/etc/passwd"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_keras_own_is_named(path: Path, part: object, named: str) -> None:
    assert named in problem_of(write(path, network(DENSE, part)))


@pytest.mark.parametrize("name", ["/etc/x", "../x", "assets/../x.txt", "x.py", "assets/x.so", "model.weights.h5/x"])
def test_members_that_keras_does_not_write(path: Path, name: str) -> None:
    assert name in problem_of(write(path, network(DENSE), **{name: b""}))


def test_links_and_doubles(path: Path) -> None:
    link = zipfile.ZipInfo("assets/vocabulary.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(write(path, network(DENSE)), "a") as file:
        file.writestr(link, "/etc/passwd")
    assert "vocabulary.txt" in problem_of(path)
    with (
        zipfile.ZipFile(write(path, network(DENSE)), "a") as file,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        file.writestr("config.json", json.dumps(network(layer("Lambda"))))
    assert "config.json" in problem_of(path)


def test_what_is_no_archive(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 not really")
    assert "cannot be read" in problem_of(path)
    deep = b"[" * 100_000
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("config.json", deep)
    assert "cannot be read" in problem_of(path)


def test_a_bomb_is_not_unpacked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", json.dumps(network(DENSE)))
        file.writestr("model.weights.h5", bytes(2 << 20))
    assert "more than" in problem_of(path)


def weights(path: Path, kind: str) -> bytes:
    with h5py.File(path, "w") as file:
        layers = file.create_group("layers")
        match kind:
            case "plain":
                layers["kernel"] = np.zeros((3, 2))
            case "external link":
                layers["kernel"] = h5py.ExternalLink("/etc/hosts.h5", "/x")
            case "soft link":
                layers["kernel"] = h5py.SoftLink("/layers")
            case "circle":
                layers["again"] = layers
            case "external storage":
                layers.create_dataset("kernel", (64,), "u1", external=[("/etc/passwd", 0, 64)])
            case "virtual":
                layout = h5py.VirtualLayout((3,), "f4")
                layout[:] = h5py.VirtualSource("/tmp/other.h5", "x", (3,))
                layers.create_virtual_dataset("kernel", layout)
            case "bomb":
                layers.create_dataset("kernel", (1 << 40,), "f4", chunks=(1 << 10,), compression="gzip")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("plain", ""),
        ("external link", "link"),
        ("soft link", "link"),
        ("circle", "link"),
        ("external storage", "another file"),
        ("virtual", "another file"),
        ("bomb", "larger than"),
    ],
)
def test_weights_come_from_the_archive_alone(path: Path, tmp_path: Path, kind: str, word: str) -> None:
    data = weights(tmp_path / "weights.h5", kind)
    problem = problem_of(write(path, network(DENSE), **{"model.weights.h5": data}))
    assert word in problem
    assert bool(problem) == bool(word)


# ---- the model of a program, loaded where only its registered classes ran

LONG = "x" * 1000 + " Exception encountered: Could not locate class 'Level'.\\nMake sure"


def test_the_reason_is_told_and_not_what_keras_was_about_to_do(tmp_path: Path) -> None:
    (tmp_path / "final.keras").touch()
    found = load_fresh(tmp_path / "final.keras", f"raise TypeError({LONG!r})", {})
    assert (found.problem or "").startswith("Could not locate class 'Level'.")


def test_a_file_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    assert load_fresh(tmp_path / "final.keras", "", {}).problem == "there is no file final.keras"
