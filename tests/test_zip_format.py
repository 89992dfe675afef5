"""The size of a zip's index is told before zipfile reads it, whatever the zip says of itself."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from tuitutor.zip_format import DAMAGED, index_size


def zipped(comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("a.py", b"a = 1\n")
        packed.comment = comment
    return buffer.getvalue()


WHOLE = zipped()
END = WHOLE.index(b"PK\5\6")
SIZE = END - WHOLE.index(b"PK\1\2")


def in_64_bits(index: int, *, offset: int = END, says: int = 0xFFFFFFFF) -> bytes:
    """The zip in the format for large ones, with a record at `offset` that tells of so large an index."""
    record = b"PK\6\6" + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, index, END - SIZE)
    locator = b"PK\6\7" + struct.pack("<LQL", 0, offset, 1)
    end = WHOLE[END : END + 12] + struct.pack("<L", says) + WHOLE[END + 16 :]
    return WHOLE[:END] + record + locator + end


@pytest.mark.parametrize("before", [b"", b"x" * 200_000])
@pytest.mark.parametrize("comment", [b"", b"c" * 65_535])
def test_it_is_what_ends_the_zip_that_counts(before: bytes, comment: bytes) -> None:
    stream = io.BytesIO(before + zipped(comment))
    assert index_size(stream) == SIZE
    assert stream.tell() == 0
    assert zipfile.ZipFile(stream).namelist() == ["a.py"]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", WHOLE[:END], WHOLE[:-1], WHOLE[END : END + 21]],
    ids=["empty", "begun", "no end", "one byte less", "part of the end"],  # not the bytes: they have the time
)
def test_what_has_no_end_is_damaged(data: bytes) -> None:
    with pytest.raises(DAMAGED):
        index_size(io.BytesIO(data))


def test_an_end_alone_is_an_empty_zip() -> None:
    assert index_size(io.BytesIO(b"PK\5\6" + bytes(18))) == 0


@pytest.mark.parametrize(
    ("index", "says", "size"),
    [(SIZE, 0xFFFFFFFF, SIZE), (1 << 40, 0xFFFFFFFF, 1 << 40), (1 << 40, 5, 1 << 40), (5, SIZE, SIZE)],
)
def test_in_the_format_for_large_zips_the_larger_of_two_sizes_counts(index: int, says: int, size: int) -> None:
    assert index_size(io.BytesIO(in_64_bits(index, says=says))) == size


def test_a_large_zip_that_python_writes_is_read() -> None:
    stream = io.BytesIO(in_64_bits(SIZE))
    assert zipfile.ZipFile(stream).namelist() == ["a.py"]


@pytest.mark.parametrize("offset", [0, END + 1, 1 << 63])
def test_a_large_zip_whose_record_is_elsewhere_is_damaged(offset: int) -> None:
    with pytest.raises(DAMAGED):
        index_size(io.BytesIO(in_64_bits(SIZE, offset=offset)))


def test_a_locator_with_nothing_before_it_is_one() -> None:
    with pytest.raises(DAMAGED):
        index_size(io.BytesIO(b"PK\6\7" + bytes(16) + b"PK\5\6" + bytes(18)))
