"""A playground run as a document, which `reports.json` describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from tuitutor.playground.address import write_address
from tuitutor.playground.data import Data
from tuitutor.playground.playground_state import SETTINGS, value
from tuitutor.playground.run import Run
from tuitutor.playground.small_network import Layer
from tuitutor.reports.json import Document, document


def play_document(run: Run, epochs: int) -> Document:
    """A run of `epochs` epochs; if it diverged before that, the remaining rows of losses are null."""
    data, train, diverged = run.data, run.data.train, run.diverged
    missing = [(np.nan, np.nan)] * (epochs + 1 - len(run.losses))
    return document(
        "play",
        config={name: value(run.config, name) for name in SETTINGS} | {"hidden": sorted(run.config.hidden)},
        address=write_address(run.config),
        inputs=run.config.inputs,
        train=_points(data, slice(train)),
        test=_points(data, slice(train, None)),
        weights0=_layers(run.weights(0)),
        weights=_layers(run.weights()),
        losses=_numbers(np.array([*run.losses, *missing])),
        diverged=diverged and {"epoch": diverged.epoch, "reason": diverged.reason, "way_back": diverged.way_back},
    )


def settings_document() -> Document:
    """All settings of the playground."""
    return document(
        "play-settings",
        settings=[
            {
                "name": setting.name,
                "range": setting.kind.range,
                "default": setting.default,
                "words": setting.words,
                "ours": setting.ours,
            }
            for setting in SETTINGS.values()
        ],
    )


def _points(data: Data, which: slice) -> Document:
    return {"x": data.x[which].tolist(), "label": data.label[which].tolist()}


def _layers(layers: Sequence[Layer]) -> list[Document]:
    return [{"kernel": _numbers(layer.kernel), "bias": _numbers(layer.bias)} for layer in layers]


def _numbers(array: npt.NDArray[np.float64]) -> Any:
    """The array as lists, with None for values that are not finite."""
    values = array.astype(object)
    values[~np.isfinite(array)] = None
    return values.tolist()
