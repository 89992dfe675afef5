"""The course's data sources, for scoring on hidden samples. They run only where no learner code does.

A source takes the number of samples `n` and a `seed`, and returns features of shape (n, features) and labels of
shape (n,). The lessons' setup cells draw from the same distributions. Public data hide nothing: there, "hidden" is the
part that the lessons keep apart for testing, of which the seed draws a share and disturbs each sample a little, so that
none of them is to be found in what is public.
"""

from __future__ import annotations

import numpy as np


def noise(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features in [0, 1), shape (n, 3); labels 0 or 1, shape (n,), that have nothing to do with them."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, 3))
    return x, rng.integers(2, size=n)


def xor3(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features in [-0.5, 0.5), shape (n, 3); labels, shape (n,): 1 where an odd number of features is positive."""
    x = np.random.default_rng(seed).random((n, 3)) - 0.5
    return x, np.logical_xor.reduce(x > 0, axis=1).astype(int)


def digits(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits of scikit-learn: images in [0, 1], shape (n, 8, 8, 1); labels 0 to 9, shape (n,)."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    images, which = _kept_apart(x.reshape(-1, 8, 8, 1) / 16, y, n, seed)
    rng = np.random.default_rng(seed)
    for axis in (1, 2):  # moved by up to a third of a pixel
        share = rng.uniform(-0.33, 0.33, (len(images), 1, 1, 1))
        framed = np.pad(images, [(0, 0), *((1, 1) if each == axis else (0, 0) for each in (1, 2)), (0, 0)])
        before, after = np.take(framed, range(8), axis), np.take(framed, range(2, 10), axis)
        images = (1 - abs(share)) * images + np.maximum(share, 0) * before + np.maximum(-share, 0) * after
    return np.clip(images + rng.normal(0, 0.02, images.shape), 0, 1), which


def breast_cancer(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Tumours of scikit-learn: measured features as they are, shape (n, 30); labels, shape (n,): 1 is benign."""
    from sklearn.datasets import load_breast_cancer

    x, y = _kept_apart(*load_breast_cancer(return_X_y=True), n, seed)
    return x * np.random.default_rng(seed).normal(1, 0.01, x.shape), y  # measured again, to a percent


def _kept_apart(x: np.ndarray, y: np.ndarray, n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """`n` rows, or all if there are fewer, of the 30 % that the lessons' setup cells keep apart."""
    from sklearn.model_selection import train_test_split

    _, x_test, _, y_test = train_test_split(x, y, test_size=0.3, random_state=329, stratify=y)
    drawn = np.random.default_rng(seed).permutation(len(x_test))[:n]
    return x_test[drawn], y_test[drawn]


def nines(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits of scikit-learn: pixels in [0, 1], shape (n, 64); labels, shape (n,): 1 is a nine."""
    images, which = digits(n, seed)
    return images.reshape(-1, 64), (which == 9).astype(int)


def moved_digits(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The digits, each at a place drawn by chance on an empty canvas: images in [0, 1], shape (n, 12, 12, 1)."""
    x, y = digits(n, seed)
    return _moved(x, seed), y


def _moved(x: np.ndarray, seed: int) -> np.ndarray:
    moved = np.zeros((len(x), 12, 12, 1))
    places = np.random.default_rng(seed).integers(5, size=(len(x), 2))
    for canvas, image, (row, column) in zip(moved, x, places, strict=True):
        canvas[row : row + 8, column : column + 8] = image
    return moved


def photographs(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The digits in any light: contrast and brightness of each drawn by chance, shape (n, 8, 8, 1); labels 0 to 9."""
    x, y = digits(n, seed)
    rng = np.random.default_rng(seed)
    contrast, brightness = (rng.uniform(*ends, (len(x), 1, 1, 1)) for ends in ((0.05, 1), (-4, 4)))
    return contrast * x + brightness, y


def new_digits(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The sevens, eights and nines among the moved digits, shape (n, 12, 12, 1); labels, shape (n,): 0, 1 and 2.

    Each of them at as many places as it takes for `n`, one after the other: rows far apart show different pictures.
    """
    x, y = digits(540, seed)
    new = np.flatnonzero(y >= 7)
    rows = np.repeat(new, -(-n // len(new)))[:n]
    return _moved(x[rows], seed), y[rows] - 7


def doors(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Diaries of a door: 0 is nothing, 1 open, 2 close, shape (n, 60); labels, shape (n,): 1 if it is open at last.

    The first 12 steps are made like the lesson's: as many 1s as 2s, so that a count tells nothing. Then comes a
    night in which nothing happens, and in which the lesson's SimpleRNN forgets.
    """
    rng = np.random.default_rng(seed)
    x = np.zeros((n, 60), dtype=int)
    for diary in x:
        steps = rng.permutation(12)[: 2 * rng.integers(1, 6)]
        diary[steps[::2]], diary[steps[1::2]] = 1, 2
    last = np.array([diary[diary > 0][-1] for diary in x])
    return x, (last == 1).astype(int)


def side_of_line(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of a square, shape (n, 2); labels, shape (n,): 1 on the one side of a line."""
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    return points, (2 * points[:, 0] - points[:, 1] > 0.6).astype(int)


def other_line(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, with a line of another direction: by a third of a half turn, at least."""
    rng = np.random.default_rng(seed)
    points = rng.uniform(-1, 1, (n, 2))
    angle = np.arctan2(-1, 2) + rng.uniform(np.pi / 3, 5 * np.pi / 3)
    return points, (points @ [np.cos(angle), np.sin(angle)] > 0.6 / np.sqrt(5)).astype(int)


def walks(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two features that differ in size by 200, shape (n, 2); labels, shape (n,), on which both bear alike."""
    features = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    return features * [1, 200], (features[:, 0] + features[:, 1] > 0.2).astype(int)


def above_line(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of the square from -2 to 2, shape (n, 2); labels, shape (n,): 1 above a line that rises to the right."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    return points, (points[:, 1] > 0.5 * points[:, 0] + 0.5).astype(int)


def band(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): 1 in a band from the upper left to the lower right."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    return points, (np.abs(points.sum(axis=1)) < 1).astype(int)


def ring(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): 1 within a circle around its middle."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    return points, ((points**2).sum(axis=1) < 1.4).astype(int)


def pinwheel(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): which of three curved arms each is in, 0 to 2."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    turned = np.arctan2(points[:, 1], points[:, 0]) + np.hypot(points[:, 0], points[:, 1])
    return points, np.floor(turned / (2 * np.pi / 3)).astype(int) % 3


def diabetes(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Patients of scikit-learn's study, each feature on a scale of its own, shape (n, 10); progression, shape (n,).

    They are those that the lesson trains on: the exercise asks for a low loss, not yet for new patients.
    """
    from sklearn.datasets import load_diabetes

    x, y = load_diabetes(return_X_y=True, scaled=False)
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(len(x))[:n]
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    return scaled[drawn] + rng.normal(0, 0.01, (len(drawn), 10)), y[drawn]


def disc(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of the square from -1 to 1, shape (n, 2); labels, shape (n,): 1 within 0.7 of the middle."""
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    return points, ((points**2).sum(axis=1) < 0.49).astype(int)


def other_disc(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, with a disc whose middle is 0.3 away from that of the square."""
    rng = np.random.default_rng(seed)
    points, angle = rng.uniform(-1, 1, (n, 2)), rng.uniform(0, 2 * np.pi)
    return points, (((points - 0.3 * np.array([np.cos(angle), np.sin(angle)])) ** 2).sum(axis=1) < 0.49).astype(int)


def grey_pictures(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Grey pictures, shape (n, 12, 12, 1), each from a darkest to a brightest of its own; labels, shape (n,): all 0."""
    rng = np.random.default_rng(seed)
    darkest = rng.integers(1, 60, (n, 1, 1, 1))
    contrast = rng.integers(40, 190, (n, 1, 1, 1))
    pictures = darkest + np.floor(contrast * rng.random((n, 12, 12, 1)))
    return pictures.astype("float32"), np.zeros(n, int)


def evenings(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Evenings of a cloakroom, shape (n, 65, 8): four coats, 60 steps of party, a ticket; labels (n,): its hook.

    A step is four numbers for the colour of a ticket and four for a hook; the party's are small and mean nothing.
    """
    rng = np.random.default_rng(seed)
    colours, hooks = (rng.permuted(np.tile(np.arange(4), (n, 1)), axis=1) for _ in range(2))
    steps = rng.normal(0, 0.1, (n, 65, 8))
    steps[:, :4] = np.concatenate([np.eye(4)[colours], np.eye(4)[hooks]], axis=2)
    asked = rng.integers(4, size=n)
    rows = np.arange(n)
    steps[:, 64] = np.concatenate([np.eye(4)[colours[rows, asked]], np.zeros((n, 4))], axis=1)
    return steps.astype("float32"), hooks[rows, asked]


def locks(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """What four wheels show and by how much each is turned, shape (n, 8); labels (n, 8): where they end, twice."""
    rows = np.random.default_rng(seed).integers(10, size=(n, 8))
    return rows, np.tile((rows[:, :4] + rows[:, 4:]) % 10, 2)


def rents(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Flats: rooms, age and distance to the centre, each from -1 to 1, shape (n, 3); rents by 100, shape (n, 1)."""
    rng = np.random.default_rng(seed)
    flats = rng.uniform(-1, 1, (n, 3))
    rooms, age, distance = flats.T
    return flats, (9 + 4 * rooms - age - 3 * distance * rooms + rng.normal(0, 0.3, n)).reshape(-1, 1)


def pumps(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Pumps on the first of January: load, heat and wear from -1 to 1, and no visit of a mechanic yet, shape (n, 4).

    Labels, shape (n,): 1 for a pump that breaks down by December. In the lesson's table, which was written in December,
    the visits tell.
    """
    load, heat, wear = np.random.default_rng(seed).uniform(-1, 1, (3, n))
    broke = (np.abs(load + heat) + 0.3 * wear > 0.65).astype(int)
    return np.column_stack([load, heat, wear, np.zeros(n)]), broke


def cups(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Cups of tea, twelve measurements each, shape (n, 12); labels, shape (n,): 1 is a good one, by careful tasters."""
    rng = np.random.default_rng(seed)
    fine = rng.integers(2, size=n)
    return rng.normal(0, 1, (n, 12)) + 0.7 * (2 * fine[:, None] - 1), fine
