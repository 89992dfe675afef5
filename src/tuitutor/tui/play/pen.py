"""Data that is drawn by hand: a pen on the plane, and the points that it has set."""

from __future__ import annotations

from tuitutor.playground.kinds import FEWEST_POINTS, MOST_POINTS, REACH, Point

_NEAR = 0.5  # how near to the pen, in the plane's units, a point must be to be removed


class Pen:
    """`x` and `y` are its position, `points` what it has set. `classes` is 2, 3, or 0 for values from -1 to 1."""

    def __init__(self, points: tuple[Point, ...], classes: int) -> None:
        self.x = self.y = 0.0
        self.points = list(points)
        self.classes = classes

    def move(self, across: float, down: float) -> None:
        """Move by fractions of the plane's width and height, staying inside."""
        self.x = min(max(self.x + across * 2 * REACH, -REACH), REACH)
        self.y = min(max(self.y - down * 2 * REACH, -REACH), REACH)

    def put(self, number: int) -> bool:
        """Set a point of the class with this number, from 1 on; False if there is no such class, or no room."""
        if number > max(2, self.classes) or len(self.points) >= MOST_POINTS:
            return False
        label = float(number - 1) if self.classes == 3 else (-1.0, 1.0)[number - 1]
        self.points.append((round(self.x, 2), round(self.y, 2), label))
        return True

    def take(self) -> bool:
        """Remove the nearest point; False if there is none near enough."""
        gaps = [max(abs(x - self.x), abs(y - self.y)) for x, y, _ in self.points]
        if not gaps or min(gaps) > _NEAR:
            return False
        self.points.pop(gaps.index(min(gaps)))
        return True

    @property
    def enough(self) -> bool:
        """Whether there are enough points to train and to test with."""
        return len(self.points) >= FEWEST_POINTS

    @property
    def place(self) -> tuple[float, float]:
        """Its position from the left and from the top, from 0 up to 1."""
        return min(0.5 + self.x / (2 * REACH), 0.9999), min(0.5 - self.y / (2 * REACH), 0.9999)
