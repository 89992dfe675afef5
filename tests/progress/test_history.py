"""A year of sessions: journals of long ago are compacted, and no entry is lost by it."""

from __future__ import annotations

import os
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files
from tuitutor.progress.journal import (
    ALONE_SECONDS,
    MANY,
    Attempted,
    Begun,
    Entry,
    HintShown,
    Opened,
    Scrolled,
    compact,
    decode_entries,
    encode_entry,
)
from tuitutor.progress.progress import merge
from tuitutor.progress.sessions import Sessions
from tuitutor.progress.store import Store

NOW = 2e9
OLD = NOW - ALONE_SECONDS - 1
FOREIGN = b'{"is":"Certified","v":2,"exercise":"xor","at":3}'


def write(folder: Path, name: str, *lines: bytes, modified: float = OLD) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"\n".join(lines))
    os.utime(path, (modified, modified))
    return path


def a_year(folder: Path) -> list[Path]:
    return [
        write(
            folder,
            f"host-{number}-0.jsonl",
            encode_entry(Opened("xor", number)),
            encode_entry(Scrolled("xor", number, "", number + 0.25)),
            encode_entry(Attempted("xor", Verdict.FAILED, 1.0, 2.0, "v1", 1.0, number + 0.5)),
        )
        for number in range(MANY)
    ]


def progress_in(folder: Path) -> object:
    return merge(Sessions(folder, "me-1-0.jsonl").entries())


def test_old_journals_become_one_that_says_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    old = a_year(folder)
    torn = write(folder, "torn-1-0.jsonl", FOREIGN, b'{"is":"Att')
    recent = write(folder, "host-recent-0.jsonl", encode_entry(Opened("first", 5.0)), modified=NOW)
    before = progress_in(folder)
    compact(folder, NOW)
    [history] = set(folder.iterdir()) - {recent}
    assert not {*old, torn} & set(folder.iterdir())
    assert progress_in(folder) == before
    assert recent.exists()
    assert FOREIGN in history.read_bytes().splitlines()
    assert history.read_bytes().count(b"Scrolled") == 1


def test_few_journals_are_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "journal", "host-1-0.jsonl", encode_entry(Opened("xor", 1.0)))
    compact(path.parent, NOW)
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["write_beside", "sync_folder", "stamp"])
def test_a_kill_half_way_loses_nothing_and_counts_nothing_twice(step: str, tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    a_year(folder)
    before = progress_in(folder)
    with mock.patch.object(files, step, side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        compact(folder, NOW)
    assert progress_in(folder) == before
    compact(folder, NOW)
    assert progress_in(folder) == before


def test_a_journal_that_is_written_meanwhile_stays(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    awake = a_year(folder)[3]
    write_beside = files.write_beside

    def slowly(path: Path, data: bytes) -> Path:
        files.append(awake, encode_entry(HintShown("xor", 2, 99.0)))
        return write_beside(path, data)

    with mock.patch.object(files, "write_beside", slowly):
        compact(folder, NOW)
    assert awake.exists()
    assert merge(Sessions(folder, "me-1-0.jsonl").entries()).exercise("xor").hints == 2


def test_a_session_that_slept_meanwhile_loses_nothing(tmp_path: Path) -> None:
    sleeper = Store.open(tmp_path, "course")
    sleeper.record(Opened("first", sleeper.now()))
    folder = tmp_path / "course" / "journal"
    [path] = folder.iterdir()
    os.utime(path, (OLD, OLD))
    a_year(folder)
    compact(folder, NOW)
    assert not path.exists()
    sleeper.record(HintShown("xor", 1, sleeper.now()))
    found = Store.open(tmp_path, "course").progress()
    assert found.opened == {"first", "xor"}
    assert (found.exercise("xor").hints, found.exercise("xor").attempts) == (1, MANY)


ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Opened, lesson=st.sampled_from("ab"), at=st.floats(0, 9)),
    st.builds(Scrolled, lesson=st.sampled_from("ab"), y=st.integers(0, 3), focus=st.just(""), at=st.floats(0, 9)),
    st.builds(HintShown, exercise=st.sampled_from("ab"), number=st.integers(1, 3), at=st.floats(0, 9)),
    st.builds(Begun, exercise=st.sampled_from("ab"), at=st.floats(0, 9), epoch=st.integers(0, 9), left=st.booleans()),
    st.builds(
        Attempted,
        exercise=st.sampled_from("ab"),
        verdict=st.sampled_from(Verdict),
        points=st.just(1.0),
        out_of=st.just(1.0),
        version=st.just("v1"),
        seconds=st.just(1.0),
        at=st.floats(0, 9),
    ),
)


@settings(max_examples=40)
@given(st.lists(st.lists(ENTRIES, max_size=4), max_size=5))
def test_what_is_merged_does_not_change_by_it(
    tmp_path_factory: pytest.TempPathFactory, journals: list[list[Entry]]
) -> None:
    folder = tmp_path_factory.mktemp("journals") / "journal"
    times = {entry.at for entries in journals for entry in entries}
    if len(times) < sum(map(len, journals)):
        return  # entries of the same moment have no order that could be kept
    for number, entries in enumerate(journals):
        write(folder, f"host-{number}-0.jsonl", *map(encode_entry, entries))
    with mock.patch("tuitutor.progress.journal.MANY", 0):
        before = progress_in(folder)
        compact(folder, NOW)
        assert progress_in(folder) == before
        compact(folder, NOW)
        assert progress_in(folder) == before


def test_only_journals_that_were_left_alone_for_a_week_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    old = a_year(folder)
    week = NOW - 604_800
    older = write(folder, "host-older-0.jsonl", encode_entry(Opened("a", 1.0)), modified=week - 1)
    kept = [
        write(folder, "host-week-0.jsonl", encode_entry(Opened("b", 1.0)), modified=week),
        write(folder, "host-day-0.jsonl", encode_entry(Opened("c", 1.0)), modified=NOW - 86_400),
        write(folder, "notes.txt", b"mine"),
        folder / "folder.jsonl",
    ]
    kept[-1].mkdir()
    os.utime(kept[-1], (OLD, OLD))
    compact(folder, NOW)
    assert all(path.exists() for path in kept)
    assert not any(path.exists() for path in (*old, older))
    assert len(list(folder.iterdir())) == len(kept) + 1


@pytest.mark.parametrize(
    ("count", "size", "taken"), [(64, 1, True), (63, 1, False), (2, 2_000_000, True), (2, 1_999_999, False)]
)
def test_many_journals_are_compacted_or_large_ones(count: int, size: int, taken: bool, tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    paths = [write(folder, f"host-{number}-0.jsonl", b"x" * size) for number in range(count)]
    compact(folder, NOW)
    assert not paths[0].exists() if taken else all(path.exists() for path in paths)


def test_what_was_compacted_once_is_not_compacted_alone(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    history = write(folder, "history-00c0ffee.jsonl", b"x" * 5_000_000)
    small = write(folder, "host-1-0.jsonl", encode_entry(Opened("a", 1.0)))
    compact(folder, NOW)
    assert history.exists()
    assert small.exists()
    write(folder, "host-2-0.jsonl", b"x" * 4_000_000)
    compact(folder, NOW)
    assert not history.exists()
    assert not small.exists()


def test_of_positions_and_of_how_far_an_attempt_came_the_last_is_kept_and_each_line_once(tmp_path: Path) -> None:
    folder = tmp_path / "journal"
    a_year(folder)
    late, early, other = Scrolled("xor", 9, "", 900.0), Scrolled("xor", 8, "", 800.0), Scrolled("first", 1, "", 1.0)
    notes = [Begun("xor", 700.0 + epoch, epoch, 40) for epoch in range(9)]
    write(folder, "a-1-0.jsonl", encode_entry(late), encode_entry(other), *map(encode_entry, notes), b"odd", b"odd")
    write(folder, "b-1-0.jsonl", encode_entry(early), b"odd")
    compact(folder, NOW)
    [history] = folder.iterdir()
    data = history.read_bytes()
    assert [entry for entry in decode_entries(data) if isinstance(entry, Scrolled)] == [late, other]
    assert [entry for entry in decode_entries(data) if isinstance(entry, Begun)] == notes[-1:]
    assert data.count(b"odd\n") == 1
    assert data.endswith(b"\n")
    assert b"\n\n" not in data
