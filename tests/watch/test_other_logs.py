"""Logs of other tools: CSV files, and event files in the formats that TensorFlow documents."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.protocol.events import EpochEnded, ScalarLogged
from tuitutor.watch.other_logs import event_files, read_csv_log, read_event_files


def field(number: int, value: int | float | bytes) -> bytes:
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    return varint(number << 3) + varint(value)


def varint(value: int) -> bytes:
    return bytes([value & 127 | 128]) + varint(value >> 7) if value > 127 else bytes([value])


def record(step: int, tag: str, value: bytes) -> bytes:
    """One `Event` with one value, as a record with checksums of zeros."""
    event = varint(1 << 3 | 1) + struct.pack("<d", 1.5) + field(2, step)
    event += field(5, field(1, field(1, tag.encode()) + value))
    return struct.pack("<Q", len(event)) + bytes(4) + event + bytes(4)


def as_tensor(value: float) -> bytes:
    return field(8, field(1, 1) + field(2, b"") + field(4, struct.pack("<f", value)))


def logged(folder: Path, name: str, *records: bytes) -> None:
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "events.out.tfevents.1.host.2.v2").write_bytes(b"".join(records))


def test_keras_epochs_in_event_files_are_epochs_with_validation(tmp_path: Path) -> None:
    for name, values in {"train": (0.5, 0.25), "validation": (0.75, 0.5)}.items():
        told = [record(step, "epoch_loss", as_tensor(value)) for step, value in enumerate(values)]
        logged(tmp_path, name, *told, record(9, "evaluation_loss_vs_iterations", as_tensor(7.0)))
    _, *epochs = read_event_files(event_files(tmp_path))
    assert [(each.epoch, each.logs) for each in epochs if isinstance(each, EpochEnded)] == [
        (1, {"loss": 0.5, "val_loss": 0.75}),
        (2, {"loss": 0.25, "val_loss": 0.5}),
    ]


def test_other_scalars_keep_their_steps_simple_values_or_tensors(tmp_path: Path) -> None:
    listed = field(8, field(1, 1) + field(5, struct.pack("<f", 0.5)))
    vector = field(8, field(1, 1) + field(2, field(2, field(1, 2))) + field(4, bytes(8)))
    torn = record(400, "loss", field(2, 1.0))[:-6]
    logged(
        tmp_path, ".", record(200, "loss", field(2, 2.0)), record(300, "loss", listed), record(300, "v", vector), torn
    )
    found = list(read_event_files(event_files(tmp_path)))
    assert found == [ScalarLogged("", "", "loss", 200, 2.0), ScalarLogged("", "", "loss", 300, 0.5)]


@given(st.binary(max_size=400))
def test_no_file_of_events_raises_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("logs")
    head = struct.pack("<Q", len(content)) + bytes(4)
    logged(folder, "train", head + content + bytes(4))
    list(read_event_files(event_files(folder)))


def test_a_csv_log_gives_its_whole_lines(tmp_path: Path) -> None:
    file = tmp_path / "log.csv"
    file.write_text("epoch,accuracy,loss,val_loss\n0,0.5,1.5,2\n1,0.75,1.25,NA\n2,0.7")
    _, *epochs = read_csv_log(file)
    assert [each.logs for each in epochs if isinstance(each, EpochEnded)] == [
        {"accuracy": 0.5, "loss": 1.5, "val_loss": 2},
        {"accuracy": 0.75, "loss": 1.25},
    ]


def test_another_csv_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    file.write_text("month,sold\n1,2\n")
    with pytest.raises(ValueError, match="no column 'epoch', as a file of Keras's CSVLogger has"):
        list(read_csv_log(file))
