"""The runs of a folder: which belong to it, in which order, how they are followed and named, and what that takes."""

from __future__ import annotations

import json
import platform
import tracemalloc
from pathlib import Path

import pytest

from tuitutor.errors import StateError
from tuitutor.watch.known_runs import RunsOfFolder, compare_runs, files_by_name, latest_run, read_run

MB = 1_000_000
GONE = 2**22 + 1  # no process has this number


def write(records: Path, name: str, at: float, folder: str, *losses: float, arguments: tuple[str, ...] = ()) -> Path:
    records.mkdir(exist_ok=True)
    head = {"is": "run", "script": f"{name[0]}.py", "folder": folder, "host": platform.node(), "pid": GONE, "at": at}
    lines = [
        {**head, "arguments": arguments, "code": "fit(epochs=9)"},
        {"is": "fit", "fit": 1, "epochs": 9, "steps": 3},
    ]
    lines += [
        {"is": "epoch", "fit": 1, "epoch": n, "seconds": n, "logs": {"loss": loss}} for n, loss in enumerate(losses, 1)
    ]
    (records / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return records / f"{name}.jsonl"


def test_runs_of_one_folder_in_the_order_in_which_they_began(tmp_path: Path) -> None:
    records, here = tmp_path / "runs", str(tmp_path)
    write(records, "b", 3.0, here)
    write(records, "c", 2.0, "/elsewhere")
    last = write(records, "a", 1.0, here)
    (records / "odd.jsonl").write_text('["not a run"]\n')
    (records / "torn.jsonl").write_text('{"is": "run", "fol')
    runs = RunsOfFolder(records, tmp_path)
    assert [run.name for run in runs.look()] == ["a", "b"]
    assert latest_run(records, tmp_path) == last, "it was written to last"
    assert latest_run(records, tmp_path / "other") is None


def test_a_run_is_read_on_and_keeps_a_name_beside_its_file(tmp_path: Path) -> None:
    records = tmp_path / "runs"
    file = write(records, "a", 1.0, str(tmp_path), 0.5)
    runs = RunsOfFolder(records, tmp_path)
    (before,) = runs.look(1.0)
    assert before.state.name == "killed"
    with file.open("a") as more:
        more.write('{"is": "epoch", "fit": 1, "epoch": 2, "seconds": 2, "logs": {"loss": 0.25}}\n{"is": "end", "st')
    (after,) = runs.look(2.0)
    assert after.shown.curves is not None
    assert after.shown.curves.history == {"loss": (0.5, 0.25)}
    assert runs.name(after, " small\nrate ") == "small rate"
    assert runs.look(2.0)[0].called == read_run(file).called == "small rate"
    assert files_by_name(records) == {"a": file, "small rate": file}
    assert runs.name(after, "") == read_run(file).called == ""
    (records / "a.name").mkdir()
    with pytest.raises(StateError, match="can't be kept"):
        runs.name(after, "x")


def test_scripts_and_arguments_differ_in_columns(tmp_path: Path) -> None:
    records, here = tmp_path / "runs", str(tmp_path)
    write(records, "a", 1.0, here, arguments=("--rate", "0.1", "--fast"))
    write(records, "b", 2.0, here, arguments=("--rate=0.2",))
    found = compare_runs(RunsOfFolder(records, tmp_path).look())
    assert {column.name: column.values for column in found.columns} == {
        "script": ("a.py", "b.py"),
        "rate": ("0.1", "0.2"),
        "fast": ("yes", ""),
    }


@pytest.mark.long
def test_100_000_epochs_take_no_more_memory_than_what_is_drawn(tmp_path: Path) -> None:
    file = write(tmp_path, "a", 1.0, "/")
    line = '{{"is": "epoch", "fit": 1, "epoch": {0}, "seconds": {0}, "logs": {{"loss": {0}.5}}}}\n'
    with file.open("a") as more:
        more.writelines(line.format(epoch) for epoch in range(1, 100_001))
    tracemalloc.start()
    try:
        run = read_run(file)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert run.shown.curves is not None
    assert run.shown.curves.points("loss")[-1] == (100_000, 100_000.5)
    assert peak < 8 * MB, "the values of all epochs are 10 MB"
