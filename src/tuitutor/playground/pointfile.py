"""Reads points from a file with x, y and label, one point per line."""

from __future__ import annotations

from pathlib import Path

from tuitutor import safe_read
from tuitutor.errors import UsageError
from tuitutor.playground.kinds import FEWEST_POINTS, MOST_POINTS, Point, point, write_number

_LARGEST = 1_000_000  # bytes
_CLASSES = ({-1.0, 1.0}, {0.0, 1.0}, {0.0, 1.0, 2.0})


def read_points(path: Path, *, classes: bool) -> tuple[Point, ...]:
    """The points of a CSV file; with `classes`, labels must be classes. Raises UsageError with what to change.

    A first line of three names is taken for column names.
    """
    points: list[Point] = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip():
            continue
        fields = [field.strip().strip('"') for field in line.split(",")]
        try:
            if len(fields) != 3:
                raise ValueError(f"{len(fields)} value{'' if len(fields) == 1 else 's'}: expected x, y, label")
            points.append(point(*fields))
        except ValueError as error:
            names = [field for field in fields if field and not field[0].isdigit() and field[0] not in "+-."]
            if number == 1 and len(fields) == len(names) == 3:
                continue
            raise UsageError(f"{path}:{number}: {error}.") from None
    if not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        count = f"{len(points)} point{'' if len(points) == 1 else 's'}"
        raise UsageError(f"{path}: it has {count}; the playground takes {FEWEST_POINTS} to {MOST_POINTS}.")
    labels = {label for _, _, label in points}
    if classes and not any(labels <= known for known in _CLASSES):
        some = ", ".join(write_number(label) for label in sorted(labels)[:3])
        raise UsageError(
            f"{path}: its labels ({some}, ...) name no classes; use -1 and 1, 0 and 1, or 0, 1 and 2, "
            "or problem=regression for values."
        )
    return tuple(points)


def _text(path: Path) -> str:
    try:
        with safe_read.open_regular(path) as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{path}: larger than a megabyte; the playground takes {MOST_POINTS} points at most.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path}: not a text file; save the points as CSV: x, y, label.") from None
