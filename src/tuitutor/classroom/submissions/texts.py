"""A file's bytes -> the text of an answer."""

from __future__ import annotations

import codecs

from tuitutor.errors import UsageError

LARGEST = 512 * 1024  # bytes of an answer; well below the limit for a message to the worker
LARGEST_NOTEBOOK = 32 * 1024 * 1024  # including its pictures
EMPTY = "the answer is empty; write one and save it."


def is_notebook(name: str) -> bool:
    """Whether a file of this name has cells."""
    return name.lower().endswith((".ipynb", ".md"))


def most_bytes(name: str) -> int:
    """The size limit for a file of this name."""
    return LARGEST_NOTEBOOK if name.lower().endswith(".ipynb") else LARGEST


def too_large(name: str) -> str:
    """The message for a file that is too large."""
    most = most_bytes(name) // 1024
    size = f"{most} KiB" if most < 1024 else f"{most // 1024} MiB"
    hint = "; clear its outputs and save it again" if most > 1024 else ""
    return f"more than {size}, which is too large for an answer{hint}."


def decode_answer(data: bytes, name: str) -> str:
    """Decode UTF-8, or UTF-16 with a byte order mark. The text has plain line ends and no byte order mark.

    Raises UsageError, a sentence without the name, if it is empty, too large or in another encoding.
    """
    if len(data) > most_bytes(name):
        raise UsageError(too_large(name))
    try:
        in_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        text = data.decode("utf-16" if in_utf16 else "utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02x}"
        raise UsageError(f"{byte} in line {line} is not UTF-8; save the file as UTF-8.") from None
    if not text.strip():
        raise UsageError(EMPTY)
    return text
