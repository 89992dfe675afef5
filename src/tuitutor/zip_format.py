"""Zips that others made: how they may be packed, what damaged ones raise, and how large their index is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import IO

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The output of others can't be limited piece by piece."""

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    struct.error,
    OverflowError,
    UserWarning,
)
"""What `index_size` and zipfile raise for a damaged one."""

_END = 128 * 1024  # bytes; what ends a zip is shorter, with the longest remark


def index_size(stream: IO[bytes]) -> int:
    """The bytes of a zip's index, all of which zipfile would turn into objects, however many. Raises `DAMAGED`."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _END))
    tail = stream.read()
    end = tail.rfind(b"PK\5\6")
    if end < 0 or end + 22 > len(tail):
        raise zipfile.BadZipFile
    (index,) = struct.unpack_from("<L", tail, end + 12)
    if end >= 20 and tail[end - 20 : end - 16] == b"PK\6\7":
        (offset,) = struct.unpack_from("<Q", tail, end - 20 + 8)
        stream.seek(min(offset, size))
        record = stream.read(56)
        if record[:4] == b"PK\6\6":
            index = max(index if index != 0xFFFFFFFF else 0, struct.unpack_from("<Q", record, 40)[0])
        else:
            raise zipfile.BadZipFile
    stream.seek(0)
    return int(index)
