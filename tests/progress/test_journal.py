"""Journals as bytes: what is torn, corrupt or unknown never costs an entry that is whole."""

from __future__ import annotations

import itertools
import math
import os
import tempfile
from pathlib import Path
from random import Random
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuitutor.grading.verdicts import Verdict
from tuitutor.progress import files
from tuitutor.progress.journal import (
    Attempted,
    Begun,
    Entry,
    HintShown,
    Opened,
    PartsRead,
    Remembered,
    Scrolled,
    SolutionAsked,
    SolutionShown,
    decode_entries,
    encode_entry,
)
from tuitutor.progress.progress import merge
from tuitutor.progress.sessions import Sessions

NAMES = st.sampled_from(["xor", "random-data", "première", "a\nb", ""])
TIMES = st.floats(0, 4e9)
POINTS = st.floats(0, 100)
EPOCHS = st.integers(0, 10**20)
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Opened, lesson=NAMES, at=TIMES),
    st.builds(Scrolled, lesson=NAMES, y=st.integers(0, 10_000), focus=NAMES, at=TIMES),
    st.builds(Begun, exercise=NAMES, at=TIMES, epoch=EPOCHS, epochs=EPOCHS, left=st.booleans()),
    st.builds(
        Attempted,
        exercise=NAMES,
        verdict=st.sampled_from(Verdict),
        points=POINTS,
        out_of=POINTS,
        version=st.sampled_from(["v1", "v2"]),
        seconds=POINTS,
        at=TIMES,
        failed=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    ),
    st.builds(HintShown, exercise=NAMES, number=st.integers(1, 9), at=TIMES),
    st.builds(SolutionAsked, exercise=NAMES, at=TIMES),
    st.builds(SolutionShown, exercise=NAMES, at=TIMES),
    st.builds(PartsRead, lesson=NAMES, parts=st.lists(NAMES, max_size=3).map(tuple), at=TIMES),
    st.builds(Remembered, key=NAMES, value=st.text(max_size=5), at=TIMES),
)
FOREIGN = st.sampled_from(
    [
        b'{"is":"Certified","exercise":"xor","at":3.0}',
        b'{"is":"Opened","at":3.0}',
        b'{"is":"Opened","lesson":7,"at":3.0}',
        b'{"is":"Opened","lesson":"x","at":1e999}',
        b'{"is":"Opened","lesson":"\xff","at":3.0}',
        b'{"is":"Opened","x":' + b"[" * 100_000,
        b"\0" * 64,
        b"[]",
        b"",
    ]
) | st.binary(max_size=30).map(lambda data: b"\xfe" + data.replace(b"\n", b""))


@given(ENTRIES)
def test_an_entry_survives_the_round_trip(entry: Entry) -> None:
    line = encode_entry(entry)
    assert line.count(b"\n") == 1
    assert decode_entries(line) == (entry,)


def test_a_pass_survives_values_that_json_cannot_say() -> None:
    entry = Attempted("xor", Verdict.PASSED, math.nan, math.inf, "v1", math.nan, 1.0, ("\ud800",))
    assert decode_entries(encode_entry(entry)) == (Attempted("xor", Verdict.PASSED, 0.0, 0.0, "v1", 0.0, 1.0, ("?",)),)


@given(st.binary(max_size=200))
def test_decoding_never_raises(data: bytes) -> None:
    assert isinstance(decode_entries(data), tuple)


@given(st.lists(ENTRIES, min_size=1, max_size=5), st.data())
def test_a_journal_torn_at_any_byte_keeps_its_whole_lines(entries: list[Entry], data: st.DataObject) -> None:
    lines = [encode_entry(entry) for entry in entries]
    cut = data.draw(st.integers(0, sum(map(len, lines))))
    ends = list(itertools.accumulate(map(len, lines)))
    whole = sum(end - 1 <= cut for end in ends)  # a line is whole without its newline
    assert decode_entries(b"".join(lines)[:cut]) == tuple(entries[:whole])


@given(st.lists(ENTRIES, max_size=6), st.lists(FOREIGN, max_size=6), st.randoms(use_true_random=False))
def test_foreign_lines_are_passed_over(entries: list[Entry], foreign: list[bytes], random: Random) -> None:
    lines = [encode_entry(entry) for entry in entries]
    for line in foreign:
        lines.insert(random.randint(0, len(lines)), line + b"\n")
    assert decode_entries(b"".join(lines)) == tuple(entries)


def test_a_newer_version_may_add_fields() -> None:
    assert decode_entries(b'{"v":2,"is":"Opened","lesson":"xor","at":1,"device":{"a":[1]}}\n') == (Opened("xor", 1.0),)


@settings(max_examples=60)
@given(st.lists(st.lists(ENTRIES, max_size=5), min_size=1, max_size=4), st.data())
def test_the_merge_is_independent_of_the_listing_order(journals: list[list[Entry]], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, entries in enumerate(journals):
            torn = b'{"is":"Attempted","exercise":"xor","verd'
            (folder / f"host-{number}-0.jsonl").write_bytes(b"".join(map(encode_entry, entries)) + torn)
        listing = data.draw(st.permutations(list(os.scandir(folder))))
        with mock.patch.object(os, "scandir", return_value=listing):
            found = list(Sessions(folder, "me-1-0.jsonl").entries())
    expected = list(itertools.chain.from_iterable(journals))
    assert found == expected
    assert merge(found) == merge(expected)


def test_appending_after_a_torn_line_starts_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "host-1-0.jsonl"
    path.write_bytes(b'{"is":"Att')
    files.append(path, encode_entry(Opened("xor", 1.0)))
    assert decode_entries(path.read_bytes()) == (Opened("xor", 1.0),)


@given(ENTRIES)
def test_an_entry_is_never_changed(entry: Entry) -> None:
    with pytest.raises(AttributeError):
        entry.at = 1.0  # type: ignore[misc]
