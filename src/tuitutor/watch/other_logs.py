"""Reads what other tools log of a training: CSV files of Keras's CSVLogger, and event files of TensorBoard."""

from __future__ import annotations

import csv
import struct
from collections.abc import Iterator
from pathlib import Path

from tuitutor.engine.events import ProgramEvent
from tuitutor.protocol.events import EpochEnded, FitStarted, ScalarLogged

EVENT_FILES = "events.out.tfevents.*"
_LARGEST = 64 << 20  # bytes of one record; scalars need less than a hundred
_MOST_FILES = 1_000
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5  # wire types of protocol buffers


def read_csv_log(path: Path) -> Iterator[ProgramEvent]:
    """The epochs of a CSV file with a column `epoch`, counted from 0, and one for each value.

    Raises OSError, and ValueError with a sentence if it is no such file. A last line that is torn is left out.
    """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        names = [name for name in rows.fieldnames or () if name and name != "epoch"]
        if "epoch" not in (rows.fieldnames or ()) or not names:
            raise ValueError(f"{path.name} has no column 'epoch', as a file of Keras's CSVLogger has.")
        epochs = [logs for row in rows if (logs := _numbers(row, names)) is not None]
    yield FitStarted("", "", 1, max(2, len(epochs)), None, any(name.startswith("val_") for name in names))
    yield from (EpochEnded("", "", 1, number, 0.0, logs) for number, logs in enumerate(epochs, start=1))


def _numbers(row: dict[str, str | None], names: list[str]) -> dict[str, float] | None:
    """The values of a row; None if it isn't whole. A value that isn't there, as `NA`, is left out."""
    found = {}
    for name in names:
        given = row.get(name)
        if given is None:
            return None
        try:
            found[name] = float(given)
        except ValueError:
            continue
    return found


def event_files(folder: Path) -> list[Path]:
    """The event files in a folder and those below it, the latest last. Raises OSError."""
    found = sorted(folder.rglob(EVENT_FILES))[:_MOST_FILES]
    return sorted(found, key=lambda path: path.stat().st_mtime)


def read_event_files(paths: list[Path]) -> Iterator[ProgramEvent]:
    """The epochs that Keras's TensorBoard callback logged in event files, or else their scalars, by step.

    Keras logs "epoch_loss" in two folders, and that in the folder validation is told as "val_loss". Raises OSError. A
    record that is torn ends its file.
    """
    steps: dict[int, dict[str, float]] = {}
    epochs: dict[int, dict[str, float]] = {}
    for path in paths:
        before = "val_" if path.parent.name == "validation" else ""
        for tag, step, value in _scalars(path):
            name = tag.removeprefix("epoch_")
            (steps if name == tag else epochs).setdefault(step, {})[before + name] = value
    if epochs:
        yield FitStarted("", "", 1, max(2, len(epochs)), None, False)
        yield from (EpochEnded("", "", 1, step + 1, 0.0, epochs[step]) for step in sorted(epochs))
        return
    for step in sorted(steps):
        yield from (ScalarLogged("", "", name, step, value) for name, value in steps[step].items())


def _scalars(path: Path) -> Iterator[tuple[str, int, float]]:
    """Tag, step and value of each scalar in a file: records of TFRecord, each an `Event` of TensorFlow.

    A record is its length, a checksum of that, its bytes, a checksum (tensorflow/core/lib/io/record_writer.h). The
    numbers of fields are those of tensorflow/core/util/event.proto, summary.proto and tensor.proto.
    """
    with path.open("rb") as file:
        while len(head := file.read(12)) == 12:
            (length,) = struct.unpack("<Q", head[:8])
            if length > _LARGEST or len(record := file.read(length)) < length or len(file.read(4)) < 4:
                return
            fields = list(_fields(record))
            step = next((value for number, value in fields if number == 2 and isinstance(value, int)), 0)
            for summary in (value for number, value in fields if number == 5 and isinstance(value, bytes)):
                for value in (value for number, value in _fields(summary) if number == 1 and isinstance(value, bytes)):
                    tag, number = _value(value)
                    if number is not None:
                        yield tag, step, number


def _value(message: bytes) -> tuple[str, float | None]:
    """The tag of a summary's value and its number: a simple value, or a tensor of rank 0."""
    tag, found = "", None
    for number, value in _fields(message):
        if number == 1 and isinstance(value, bytes):
            tag = value.decode("utf-8", "replace")
        elif number == 2 and isinstance(value, float):
            found = value
        elif number == 8 and isinstance(value, bytes):
            found = _tensor(value)
    return tag, found


def _tensor(message: bytes) -> float | None:
    fields = dict(_fields(message))
    kind, content = fields.get(1), fields.get(4)
    if fields.get(2, b"") != b"" or kind not in (1, 2):  # neither a scalar of float32 nor of float64
        return None
    if isinstance(content, bytes) and len(content) == 4 * int(kind):
        return float(struct.unpack("<f" if kind == 1 else "<d", content)[0])
    listed = fields.get(5 if kind == 1 else 6)
    if isinstance(listed, bytes) and len(listed) == 4 * int(kind):
        return float(struct.unpack("<f" if kind == 1 else "<d", listed)[0])
    return listed if isinstance(listed, float) else None


def _fields(message: bytes) -> Iterator[tuple[int, int | float | bytes]]:
    """The fields of a protocol buffer: their numbers and values. What is torn ends it."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        number, kind = key >> 3, key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            yield number, value
        elif kind in (_EIGHT, _FOUR):
            size = 8 if kind == _EIGHT else 4
            if at + size > len(message):
                return
            yield number, struct.unpack("<d" if kind == _EIGHT else "<f", message[at : at + size])[0]
            at += size
        elif kind == _BYTES:
            length, at = _varint(message, at)
            yield number, message[at : at + length]
            at += length
        else:
            return


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message) and shift < 64:
        byte = message[at]
        value, shift, at = value | (byte & 127) << shift, shift + 7, at + 1
        if byte < 128:
            break
    return value, at
