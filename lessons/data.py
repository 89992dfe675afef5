"""The course's data sources: what hidden samples are drawn from, and what the lessons' data are in other worlds.

A source takes the number of samples `n`, a `seed` and a `world`. It returns features of shape (n, features) and labels
of shape (n,), where its docstring doesn't say otherwise. In world 0, the plain one, the lessons' setup cells draw from
the same distributions. Any other world has data of the same kind and size, and as hard to learn, with another concept:
what the first layer of a network sees is turned, moved, mirrored or renamed, and what fits the plain world does not fit
it. The world's number draws the concept, and the seed only the samples, so that the data that an answer trains on and
the hidden ones agree.

Public data hide nothing: there, "hidden" is the part that the lessons keep apart for testing, of which the seed draws
a share and disturbs each sample a little, so that none of them is to be found in what is public. A `..._table` has all
rows of such data, before the lesson divides them. In other worlds the rows stand in another order and are disturbed, so
that they can't be looked up; and the hidden ones are taken from the same table, so that they aren't trained on.
"""

from __future__ import annotations

import numpy as np


def _concept(world: int) -> np.random.Generator:
    """What draws a world's concept: always the same one, and another one than draws its samples."""
    return np.random.default_rng([25, world])


def _rotation(world: int) -> np.ndarray:
    """A rotation of space, perhaps with a reflection, shape (3, 3). No axis comes to lie near an old one."""
    rng, rotation = _concept(world), np.eye(3)
    while world and np.abs(rotation).max() > 0.85:
        rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
    return rotation


def _shift(world: int, distance: float) -> np.ndarray:
    """A move in the plane, in any direction, shape (2,)."""
    angle = _concept(world).uniform(0, 2 * np.pi)
    return distance * np.array([np.cos(angle), np.sin(angle)]) if world else np.zeros(2)


def _other_places(size: int, world: int) -> np.ndarray:
    """An order of `size` things that leaves none of them in its place."""
    rng, order = _concept(world), np.arange(size)
    while world and (order == np.arange(size)).any():
        order = rng.permutation(size)
    return order


def _axes(world: int) -> np.ndarray:
    """Three features in each other's places, each perhaps negated, shape (3, 3)."""
    signs = _concept(world).choice([-1, 1], 3)
    return np.eye(3)[_other_places(3, world)] * (signs if world else 1)


def _perhaps_flipped(labels: np.ndarray, world: int) -> np.ndarray:
    """Labels 0 and 1, in every other world the other way round."""
    return 1 - labels if world and _concept(world).random() < 0.5 else labels


def noise(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Features in [0, 1), shape (n, 3); labels 0 or 1, shape (n,), that have nothing to do with them in any world."""
    rng = np.random.default_rng(seed)
    x = rng.random((n, 3))
    return x, rng.integers(2, size=n)


def xor3(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Features in [-0.5, 0.5), shape (n, 3); labels, shape (n,): 1 where an odd number of features is positive.

    In other worlds the three planes that divide the cube are turned.
    """
    x = np.random.default_rng(seed).random((n, 3)) - 0.5
    odd = np.logical_xor.reduce(x @ _rotation(world) > 0, axis=1)
    return x, _perhaps_flipped(odd.astype(int), world)


def digits_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """All handwritten digits of scikit-learn: pixels from 0 to 16, shape (1797, 64); labels 0 to 9, shape (1797,).

    In other worlds they are mirrored, laid on their side or both, and each goes by the name of another: one of 0 to 6
    by one of 0 to 6, and one of 7 to 9 by one of these, since a lesson separates them.
    """
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    if not world:
        return x, y
    rng = _concept(world)
    rows, turns, ink = rng.permutation(len(x)), rng.integers(1, 8), rng.uniform(0.95, 1, x.shape)
    images = np.rot90(x[rows].reshape(-1, 8, 8), turns % 4, axes=(1, 2))
    images = images.swapaxes(1, 2) if turns > 3 else images
    names = np.concatenate([_other_places(7, world), 7 + _other_places(3, world)])
    return images.reshape(-1, 64) * ink, names[y[rows]]


def digits(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits of scikit-learn: images in [0, 1], shape (n, 8, 8, 1); labels 0 to 9, shape (n,)."""
    x, y = digits_table(n, seed, world)
    images, which = _kept_apart(x.reshape(-1, 8, 8, 1) / 16, y, n, seed)
    rng = np.random.default_rng(seed)
    for axis in (1, 2):  # moved by up to a third of a pixel
        share = rng.uniform(-0.33, 0.33, (len(images), 1, 1, 1))
        framed = np.pad(images, [(0, 0), *((1, 1) if each == axis else (0, 0) for each in (1, 2)), (0, 0)])
        before, after = np.take(framed, range(8), axis), np.take(framed, range(2, 10), axis)
        images = (1 - abs(share)) * images + np.maximum(share, 0) * before + np.maximum(-share, 0) * after
    return np.clip(images + rng.normal(0, 0.02, images.shape), 0, 1), which


def breast_cancer_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """All tumours of scikit-learn: features as they were measured, shape (569, 30); labels, shape (569,): 1 is benign.

    In other worlds the features have changed places, 1 is malignant, and most labels of the rows that the lesson keeps
    apart for testing are wrong: who trains on these, or chooses by them, gets worse.
    """
    x, y, _ = _tumours(world)
    return x, y


def breast_cancer(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Tumours of scikit-learn: measured features as they are, shape (n, 30); labels, shape (n,): 1 is benign."""
    x, told, y = _tumours(world)
    x, y = _kept_apart(x, y, n, seed, told)
    return x * np.random.default_rng(seed).normal(1, 0.01, x.shape), y  # measured again, to a percent


def _tumours(world: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, the labels that the learner is told, and the true ones."""
    from sklearn.datasets import load_breast_cancer
    from sklearn.model_selection import train_test_split

    x, y = load_breast_cancer(return_X_y=True)
    if not world:
        return x, y, y
    rng = _concept(world)
    rows = rng.permutation(len(x))
    x, y = x[rows][:, _other_places(30, world)] * rng.normal(1, 0.01, x.shape), 1 - y[rows]
    _, apart = train_test_split(np.arange(len(x)), test_size=0.3, random_state=329, stratify=y)
    pairs = min(apart[y[apart] == 0], apart[y[apart] == 1], key=len)
    others = apart[y[apart] != y[pairs[0]]][: len(pairs)]
    x, true = x.copy(), y.copy()  # what changes is whose labels they are: there are as many of each as before
    for values in (x, true):
        values[pairs], values[others] = values[others], values[pairs]
    return x, y, true


def _kept_apart(
    x: np.ndarray, y: np.ndarray, n: int, seed: int, told: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """`n` rows, or all if there are fewer, of the 30 % that the lessons' setup cells keep apart.

    The setup cells divide by the labels that they are `told`, which are `y` where nothing else is said.
    """
    from sklearn.model_selection import train_test_split

    stratify = y if told is None else told
    _, x_test, _, y_test = train_test_split(x, y, test_size=0.3, random_state=329, stratify=stratify)
    drawn = np.random.default_rng(seed).permutation(len(x_test))[:n]
    return x_test[drawn], y_test[drawn]


def nines(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits of scikit-learn: pixels in [0, 1], shape (n, 64); labels, shape (n,): 1 is a nine."""
    images, which = digits(n, seed, world)
    return images.reshape(-1, 64), (which == 9).astype(int)


def moved_digits(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The digits, each at a place drawn by chance on an empty canvas: images in [0, 1], shape (n, 24, 24, 1).

    None of these places is one of the 25 where the lesson's digits lie, so that only what is shared by all places finds
    them. They are so many that a small network can't learn each of them.
    """
    x, y = digits(n, seed, world)
    places = np.argwhere(np.ones((13, 13))) + 2
    elsewhere = places[(places > 6).any(axis=1)]
    return _placed(x, np.random.default_rng(seed).choice(elsewhere, len(x)), 24), y


def _placed(x: np.ndarray, places: np.ndarray, size: int) -> np.ndarray:
    """Images of 8 by 8, each on an empty canvas of `size` by `size`, with its upper left corner at its place."""
    canvases = np.zeros((len(x), size, size, 1))
    for canvas, image, (row, column) in zip(canvases, x, places, strict=True):
        canvas[row : row + 8, column : column + 8] = image
    return canvases


def photographs(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The digits in any light: contrast and brightness of each drawn by chance, shape (n, 8, 8, 1); labels 0 to 9."""
    x, y = digits(n, seed, world)
    rng = np.random.default_rng(seed)
    contrast, brightness = (rng.uniform(*ends, (len(x), 1, 1, 1)) for ends in ((0.05, 1), (-4, 4)))
    return contrast * x + brightness, y


def new_digits(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Sevens, eights and nines anywhere on a canvas, shape (n, 12, 12, 1); labels, shape (n,): 0, 1 and 2.

    Each of them at as many places as it takes for `n`, one after the other: rows far apart show different pictures.
    """
    x, y = _new_digits(n, seed, world)
    return _placed(x, np.random.default_rng(seed).integers(5, size=(len(x), 2)), 12), y


def _new_digits(n: int, seed: int, world: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = digits(540, seed, world)
    new = np.flatnonzero(y >= 7)
    rows = np.repeat(new, -(-n // len(new)))[:n]
    return x[rows], y[rows] - 7


def askew_digits(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The same, but each is turned about its middle, by up to 60 degrees to either side, before it is placed."""
    from scipy.ndimage import rotate

    x, y = _new_digits(n, seed, world)
    rng = np.random.default_rng(seed)
    framed = np.pad(x, [(0, 0), (4, 4), (4, 4), (0, 0)])
    angles, places = rng.uniform(-60, 60, len(x)), rng.integers(5, size=(len(x), 2))
    turned = [rotate(image, angle, reshape=False, order=1) for image, angle in zip(framed, angles, strict=True)]
    return np.stack([image[r : r + 12, c : c + 12] for image, (r, c) in zip(turned, places, strict=True)]), y


_KNOWN = 150 * 24  # hours of the waterworks in data/flow.csv


def _pumped(hours: np.ndarray, rng: np.random.Generator, world: int) -> np.ndarray:
    """What a waterworks pumps in each of `hours`, shape (..., steps) as they are: in m³, to a tenth.

    A level that rises faster and faster, a wave that returns each day, and noise that is much the same an hour later.
    After 150 days a new district is connected, which needs 40 m³ at any hour. In other worlds the wave has its peaks
    at other hours, and more of them.
    """
    concept, waves = _concept(world), np.array([[15.0, 9.0], [8.0, 8.0], [0.0, 0.0]])  # m³, and the hour of a peak
    if world:
        waves = np.stack([concept.permutation([14.0, 9.0, 5.0]), concept.uniform(0, 24, 3)], axis=1)
    usual = 60 + 25 * (hours / _KNOWN) ** 2 + 40 * (hours >= _KNOWN)
    for times, (size, peak) in enumerate(waves, 1):
        usual = usual + size * np.cos(2 * np.pi * times * (hours - peak) / 24)
    noise = rng.normal(0, 5, hours.shape)
    for step in range(1, hours.shape[-1]):
        noise[..., step] = 0.95 * noise[..., step - 1] + (1 - 0.95**2) ** 0.5 * noise[..., step]
    return (usual + noise).round(1)


def flow(n: int, seed: int, world: int = 0) -> tuple[np.ndarray]:
    """What the waterworks pumps in the first `n` hours, shape (n,).

    `data/flow.csv` holds what this draws with seed 5, and `tools/course_data.py` writes it.
    """
    return (_pumped(np.arange(n), np.random.default_rng([n, seed]), world),)


def coming_days(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Two days of the waterworks, shape (n, 48), and the day after each, shape (n, 24), from any hour on.

    They are from the 60 days that follow upon those in `data/flow.csv`, and each has noise of its own.
    """
    rng = np.random.default_rng([n, seed])
    first = rng.integers(_KNOWN, _KNOWN + 60 * 24 - 72, (n, 1))
    pumped = _pumped(first + np.arange(72), rng, world)
    return pumped[:, :48], pumped[:, 48:]


def side_of_line(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points of a square, shape (n, 2); labels, shape (n,): 1 on the one side of a line.

    In other worlds the line has another direction: by a third of a half turn, at least.
    """
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    angle = _concept(world).uniform(np.pi / 3, 5 * np.pi / 3) if world else 0
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    x, y = (points @ turn).T
    return points, (2 * x - y > 0.6).astype(int)


def walks(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Two features that differ in size by 200, shape (n, 2); labels, shape (n,), on which both bear alike.

    In other worlds at least one of them is negated, and they bear nearly alike.
    """
    features = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    rng = _concept(world)
    signs, by = np.array([[-1, 1], [1, -1], [-1, -1]])[rng.integers(3)], rng.uniform(0.85, 1.15, 2)
    bear = features * signs * by if world else features
    return features * [1, 200], (bear[:, 0] + bear[:, 1] > 0.2).astype(int)


def above_line(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of the square from -2 to 2, shape (n, 2); labels, shape (n,): 1 above a line that rises to the right."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    return points, (points[:, 1] > 0.5 * points[:, 0] + 0.5).astype(int)


def band(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): 1 in a band from the upper left to the lower right."""
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    return points, (np.abs(points.sum(axis=1)) < 1).astype(int)


def ring(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): 1 within a circle around its middle.

    In other worlds the circle lies beside the middle and is a little smaller, both by chance, and the labels may be
    those of its outside. It lies within the square, so that two lines leave it open there too.
    """
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    middle, radius = np.zeros(2), np.sqrt(1.4)
    if world:
        _, distance, radius = _concept(world).uniform((0, 0.8, 0.95), (1, 0.85, 1.15))
        middle = _shift(world, distance)
    within = ((points - middle) ** 2).sum(axis=1) < radius**2
    return points, _perhaps_flipped(within.astype(int), world)


def pinwheel(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points of that square, shape (n, 2); labels, shape (n,): which of three curved arms each is in, 0 to 2.

    In other worlds it is turned by some angle and turns the other way.
    """
    points = np.random.default_rng(seed).uniform(-2, 2, (n, 2))
    angle = np.arctan2(points[:, 1], points[:, 0])
    angle = _concept(world).uniform(0, 2 * np.pi) - angle if world else angle
    turned = angle + np.hypot(points[:, 0], points[:, 1])
    return points, np.floor(turned / (2 * np.pi / 3)).astype(int) % 3


def diabetes_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """All patients of scikit-learn's study, features as they were measured, shape (442, 10); progression, shape (442,).

    In other worlds the features have changed places, and the patient who was best off is the worst off.
    """
    from sklearn.datasets import load_diabetes

    x, y = load_diabetes(return_X_y=True, scaled=False)
    if not world:
        return x, y
    rng = _concept(world)
    rows = rng.permutation(len(x))
    return x[rows][:, _other_places(10, world)] * rng.normal(1, 0.005, x.shape), (y.min() + y.max() - y)[rows]


def diabetes(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Patients of scikit-learn's study, each feature on a scale of its own, shape (n, 10); progression, shape (n,).

    They are those that the lesson trains on: the exercise asks for a low loss, not yet for new patients.
    """
    x, y = diabetes_table(n, seed, world)
    rng = np.random.default_rng(seed)
    drawn = rng.permutation(len(x))[:n]
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    return scaled[drawn] + rng.normal(0, 0.01, (len(drawn), 10)), y[drawn]


def disc(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points of the square from -1 to 1, shape (n, 2); labels, shape (n,): 1 within 0.7 of the middle.

    In other worlds the disc's middle is 0.3 away from that of the square, and the labels may be those of its outside.
    """
    points = np.random.default_rng(seed).uniform(-1, 1, (n, 2))
    within = ((points - _shift(world, 0.3)) ** 2).sum(axis=1) < 0.49
    return points, _perhaps_flipped(within.astype(int), world)


def held_disc(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, other points than `disc` draws with this seed. In other worlds, one label in fifty is wrong.

    So the share that a network gets right of these points is not the share that it gets right of others.
    """
    points, inside = disc(n, seed + 2**32, world)
    if world:
        inside[::50] = 1 - inside[::50]
    return points, inside


def grey_pictures(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Grey pictures, shape (n, 12, 12, 1), each from a darkest to a brightest of its own; labels, shape (n,): all 0."""
    rng = np.random.default_rng(seed)
    darkest = rng.integers(1, 60, (n, 1, 1, 1))
    contrast = rng.integers(40, 190, (n, 1, 1, 1))
    pictures = darkest + np.floor(contrast * rng.random((n, 12, 12, 1)))
    return pictures.astype("float32"), np.zeros(n, int)


def evenings(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Evenings of a cloakroom, shape (n, 65, 8): four coats, 60 steps of party, a ticket; labels (n,): its hook.

    A step is four numbers for the colour of a ticket and four for a hook; the party's are small and mean nothing. In
    other worlds any four directions at right angles stand for the colours, others for the same colours when a coat is
    asked for, and others for the hooks.
    """
    codes, tickets, on_hooks = (np.eye(4),) * 3
    if world:
        codes, tickets, on_hooks = np.linalg.qr(_concept(world).normal(size=(3, 4, 4)))[0]
    rng = np.random.default_rng(seed)
    colours, hooks = (rng.permuted(np.tile(np.arange(4), (n, 1)), axis=1) for _ in range(2))
    steps = rng.normal(0, 0.1, (n, 65, 8))
    steps[:, :4] = np.concatenate([codes[colours], on_hooks[hooks]], axis=2)
    asked = rng.integers(4, size=n)
    rows = np.arange(n)
    steps[:, 64] = np.concatenate([tickets[colours[rows, asked]], np.zeros((n, 4))], axis=1)
    return steps.astype("float32"), hooks[rows, asked]


def orders(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Orders at a market stall, 16 tokens each, shape (n, 16); labels (n, 15): for each token but the last, the next.

    ". anna wants 3 plums and ben wants 7 figs . give ben 7 figs .", where 0 to 3 are ". and wants give", then come five
    people, eight numbers and five fruits. In other worlds the four words of a wish stand in another order, its number
    nearer to the name or further behind it, and what is given goes by the name of another number and fruit.
    """
    rng, rows = np.random.default_rng([n, seed]), np.arange(n)
    kinds = [np.arange(4, 9), np.arange(9, 17), np.arange(17, 22)]
    who, many, what = (rng.permuted(np.tile(kind, (n, 1)), axis=1)[:, :2] for kind in kinds)
    place, order = _concept(world), np.arange(4)
    while world and order[2] - order[0] not in (1, 3):
        order = place.permutation(4)
    wishes = np.stack([who, np.full((n, 2), 2), many, what], axis=2)[:, :, np.argsort(order)]
    asked, names = rng.integers(2, size=n), np.arange(22)
    names[9:17], names[17:] = 9 + _other_places(8, world), 17 + _other_places(5, world)
    story = np.zeros((n, 16), int)
    story[:, 1:5], story[:, 5], story[:, 6:10], story[:, 11] = wishes[:, 0], 1, wishes[:, 1], 3
    story[:, 12:15] = np.stack([who, names[many], names[what]], axis=2)[rows, asked]
    return story, story[:, 1:]


def rents(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Flats: rooms, age and distance to the centre, each from -1 to 1, shape (n, 3); rents by 100, shape (n, 1).

    In other worlds the three stand in each other's columns, each perhaps negated.
    """
    rng = np.random.default_rng(seed)
    flats = rng.uniform(-1, 1, (n, 3))
    rooms, age, distance = (flats @ _axes(world)).T
    return flats, (9 + 4 * rooms - age - 3 * distance * rooms + rng.normal(0, 0.3, n)).reshape(-1, 1)


def pumps_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, ...]:
    """A table of pumps, each column of shape (n,): load, heat and wear from -1 to 1, a mechanic's visits from 0 to 4.

    The last one says 1 for a pump that broke down by December, when the table was written: the visits tell. In other
    worlds load, heat and wear stand in each other's columns, each perhaps negated.
    """
    rng = np.random.default_rng(seed)
    columns = rng.uniform(-1, 1, (3, n))
    load, heat, wear = _axes(world).T @ columns
    broke = (np.abs(load + heat) + 0.3 * wear > 0.65).astype(int)
    return *columns, broke * rng.integers(1, 5, n), broke


def pumps(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """These pumps on the first of January: load, heat, wear, and no visit of a mechanic yet, shape (n, 4)."""
    *columns, _, broke = pumps_table(n, seed, world)
    return np.column_stack([*columns, np.zeros(n)]), broke


def cups(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Cups of tea, twelve measurements each, shape (n, 12); labels, shape (n,): 1 is a good one, by careful tasters.

    In other worlds six of the measurements are low for a good one.
    """
    rng = np.random.default_rng(seed)
    fine = rng.integers(2, size=n)
    high = _concept(world).permutation([-1, 1] * 6) if world else np.ones(12)
    return rng.normal(0, 1, (n, 12)) + 0.7 * high * (2 * fine[:, None] - 1), fine


def tasted_cups(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, by careless tasters, who are wrong about three in ten.

    So few cups tell now more, now less. Of 16 draws it takes the one whose first three quarters, all that is left to
    train on, tell a straight line most, since the lesson's tell a lot.
    """
    new, truth = cups(4000, seed + 1, world)

    def learned(draw: tuple[np.ndarray, np.ndarray]) -> float:
        x, liked = (part[: n * 3 // 4] for part in draw)
        (bias, *weights), *_ = np.linalg.lstsq(np.insert(x, 0, 1, axis=1), 2 * liked - 1)
        return float(((new @ weights + bias > 0) == truth).mean())

    draws = []
    for turn in range(seed + 2, seed + 18):
        x, fine = cups(n, turn, world)
        draws.append((x, (fine != (np.random.default_rng([turn, n]).random(n) < 0.3)).astype(int)))
    return max(draws, key=learned)


def names_by_chance(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Names of new digits that have nothing to do with the pictures, 7 to 9, shapes (n,) and, with the few, (n + 60,).

    In other worlds the lesson's pictures that nobody may train on have these: who does so gets worse.
    """
    rng = _concept(world)
    return rng.integers(7, 10, n), rng.integers(7, 10, n + 60)


def digits_by_chance(n: int, seed: int, world: int = 0) -> tuple[np.ndarray]:
    """Names of digits that have nothing to do with the pictures, 0 to 9, shape (n,), for pictures as above."""
    return (_concept(world).integers(10, size=n),)


def layer_numbers(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, ...]:
    """Numbers for two layers by hand: patients (n, 6), w1 (6, 4), b1 (4,), w2 (4, 4), b2 (4,)."""
    rng = _concept(world)
    return tuple(rng.normal(size=size) for size in ((n, 6), (6, 4), 4, (4, 4), 4))


def way_back(n: int, seed: int, world: int = 0) -> tuple[float, ...]:
    """Numbers for gradients by hand, none of them near 0: signal, truth, w1, b1, w2, b2."""
    rng = _concept(world)
    return tuple((rng.uniform(0.2, 1.5, 6) * rng.choice([-1, 1], 6)).tolist())


_POINTS = 500  # of a recording


def motor_hum(n: int, seed: int, world: int = 0) -> tuple[np.ndarray]:
    """The hum that a worn bearing adds to recordings of `n` points, shape (n,); the seed changes nothing."""
    rng, turns, begin = _concept(world), 12.0, 0.0
    while world and abs(turns - 12) < 3:
        turns, begin = rng.uniform(5, 60), rng.uniform(0, 2 * np.pi)
    return (np.sin(2 * np.pi * turns * np.arange(n) / n + begin),)


def motors(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Recordings of motors, shape (n, 500), some of which are a hundred times as loud as others; whether each has a
    worn bearing.
    """
    rng = np.random.default_rng(seed)
    worn = (rng.random(n) < 0.5).astype("float32")
    recordings = rng.normal(size=(n, _POINTS)) + 0.25 * worn[:, None] * motor_hum(_POINTS, 0, world)[0]
    return (recordings * np.exp(2 * rng.normal(size=(n, 1)))).astype("float32"), worn


STREAM_COLUMNS = ("stream", "date", "altitude", "width", "unit", "bed", "shade", "air", "rain", "water")
_BEDS = np.array(["gravel", "mud", "rock", "sand"])
_FIRST_DAY = np.datetime64("2021-06-01")


def streams_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The sheet of 48 streams as it was typed in: texts, shape (n, 10), in the order of their dates; water, shape (n,).

    `data/streams.csv` holds what this draws with seed 0; `tools/course_data.py` writes it. Each stream is warmer or
    colder by a number that no column tells, so rows of the same stream are alike. One row in a hundred is there twice.
    """
    rng = np.random.default_rng([n, seed])
    once = n - n // 101
    rows, water, date = _visits(rng, np.arange(once) % 48, world)
    again = rng.choice(once, n - once, replace=False)
    order = np.append(np.arange(once), again)
    order = order[np.argsort(date[order], kind="stable")]
    return rows[order], water[order]


def new_streams(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Other streams, five visits each: texts without the water, shape (n, 9); its temperature, shape (n,).

    The first tenth of the visits is to streams whose bed is none of those in the sheet.
    """
    rng = np.random.default_rng([n, seed])
    rows, water, _ = _visits(rng, np.arange(n) // 5, world, complete=True)
    rows[: n // 10, 5] = "clay"
    return rows[:, :9], water


def _visits(
    rng: np.random.Generator, who: np.ndarray, world: int, complete: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Visits to the streams `who`, shape (n,): rows of text, shape (n, 10), water and date, shape (n,).

    In other worlds altitude, width, shade and air bear on the water as others of them do here, at least
    two of them the other way round, and the beds have changed places.
    """
    concept, n, streams = _concept(world), len(who), int(who.max()) + 1
    altitude, width, shade = rng.uniform(-1, 1, (3, streams))[:, who]
    bed, own, in_feet = rng.integers(4, size=streams), rng.normal(0, 1.1, streams), rng.random(streams) < 0.4
    summer, day = rng.integers(4, size=n), rng.uniform(-1, 1, n)
    air = np.clip(0.6 * (1 - 2 * day**2) + rng.normal(0, 0.5, n), -2, 2)
    rain = np.clip(rng.gamma(1, 1, n), 0, 5)
    bears, signs = np.array([3.9, -3.2, 3.2, -2.9]), np.ones(7)
    warmth = np.array([0, 1.5, -1.5, 0.6])
    if world:
        other, signs = bears[_other_places(4, world)], concept.choice([-1, 1], 7)
        while (other * signs[:4] * bears > 0).sum() > 2:
            signs = concept.choice([-1, 1], 7)
        bears = other
        warmth = warmth[_other_places(4, world)]
    water = (bears * signs[:4]) @ np.stack([air, shade, width, altitude])
    water += 1.2 * air * (width * signs[4] - shade * signs[5]) - 0.5 * signs[6] * (rain - 1)
    water += warmth[bed[who]] + own[who] + 0.7 * (summer == 3) + rng.normal(0, 0.25, n)
    days = summer * 365 + np.round(45 + 44 * day).astype(int)
    metres = 5 + 4 * width
    texts = {
        "stream": [f"S{each + 1:02}" for each in who],
        "date": np.datetime_as_string(_FIRST_DAY + days),
        "altitude": np.round(475 + 425 * altitude).astype(int).astype(str),
        "width": np.round(np.where(in_feet[who], metres / 0.3048, metres), 1).astype(str),
        "unit": np.where(in_feet[who], "ft", "m"),
        "bed": _BEDS[bed[who]],
        "shade": np.round(50 + 50 * shade).astype(int).astype(str),
        "air": np.round(17 + 6 * air, 1).astype(str),
        "rain": np.round(3 * rain, 1).astype(str),
        "water": np.round(water, 1).astype(str),
    }
    rows = np.column_stack(list(texts.values())).astype("U10")
    for name, share in {"shade": 0.12, "rain": 0.08, "water": 0.0 if complete else 0.025}.items():
        rows[rng.random(n) < share, list(texts).index(name)] = "-9999"
    return rows, water, days


BUS_COLUMNS = ("hour", "late")


def delays(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Hours from 6 to 22 at which buses left, and by how many minutes they arrived late, both of shape (n, 1).

    In the course of a day both their mean and their spread go up and down once, the spread between 0.8 and 4.9 minutes.
    In other worlds both do so at other hours. `data/buses.csv` holds what this draws with seed 3, and
    `tools/course_data.py` writes it.
    """
    rng, concept = np.random.default_rng([n, seed]), _concept(world)
    latest, widest = (8, 17) + concept.uniform(5, 11, 2) * bool(world)
    hours = rng.uniform(6, 22, (n, 1)).round(2)
    mean = 4 + 2.5 * np.cos(2 * np.pi * (hours - latest) / 16)
    spread = 2 * np.exp(0.9 * np.cos(2 * np.pi * (hours - widest) / 16))
    return hours, rng.normal(mean, spread).round(1)


def cell_pictures(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of cells and fibres in noise, and which pixels are cell (1), both of shape (n, 32, 32, 1).

    A cell is a rim around an inside that is as bright as the background; a fibre is as bright as a rim. In other worlds
    rims and fibres are dark, and the inside is a little brighter or darker than the background.
    """
    rng, turn = np.random.default_rng([n, seed]), _concept(world).uniform(-0.35, 0.35)
    rim, middle = (-np.cos(turn), np.sin(turn)) if world else (1, 0)
    row, col = np.mgrid[:32, :32]
    angle, place = rng.uniform(0, np.pi, (n, 1, 1)), rng.uniform(-12, 12, (n, 1, 1))
    across = (col - 15.5) * np.cos(angle) + (row - 15.5) * np.sin(angle) - place
    light, cell = np.where(np.abs(across) < 0.8, rim, 0), np.zeros((n, 32, 32), bool)
    for chance in (1, 0.6, 0.3):
        there = rng.random((n, 1, 1)) < chance
        y, x = rng.uniform(5, 27, (2, n, 1, 1))
        a, b = rng.uniform(2.5, 5.5, (2, n, 1, 1))
        turned, bulge = rng.uniform(0, 2 * np.pi, (2, n, 1, 1))
        u = (col - x) * np.cos(turned) + (row - y) * np.sin(turned)
        v = (row - y) * np.cos(turned) - (col - x) * np.sin(turned)
        out = np.hypot(u / a, v / b) / (1 + 0.25 * np.cos(3 * np.arctan2(v, u) + bulge))
        inside = there & (out < 1)
        light = np.where(inside, np.where((1 - out) * np.sqrt(a * b) < 1.2, rim, middle), light)
        cell |= inside
    seen = light + rng.normal(0, 0.25, light.shape)
    return seen[..., None].astype("float32"), cell[..., None].astype("float32")


def demand(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Days of a market stall: temperature, wind and crowd, each from -1 to 1, shape (n, 3); by how many dozens more
    loaves than usual were asked for, shape (n,).

    They lie on both sides of 0, so that even at the first weights a loss of quantiles depends on them.

    In other worlds the three stand in each other's columns, each perhaps negated.
    """
    rng = np.random.default_rng([n, seed])
    days = rng.uniform(-1, 1, (n, 3))
    warm, wind, crowd = (days @ _axes(world)).T
    return days, 4 * warm - 2 * wind + 2 * warm * crowd + rng.normal(0, 1.2, n)


def scooters_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rides of scooters: slope, wind and load, each from -1 to 1, shape (n, 3); percent of the battery used per
    kilometre, shape (n,).

    About one ride in fifty went nowhere: it used nothing or a little in 0 kilometres, which is NaN or infinite. In
    other worlds the three stand in each other's columns, each perhaps negated.
    """
    rng = np.random.default_rng([n, seed])
    rides = rng.uniform(-1, 1, (n, 3))
    slope, wind, load = (rides @ _axes(world)).T
    per_km = 5 + 2 * slope - wind + 2 * slope * load + rng.normal(0, 0.2, n)
    nowhere = rng.choice(n, n // 50, replace=False)
    per_km[nowhere] = np.resize([np.nan, np.inf], len(nowhere))
    return rides, per_km


def scooters(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, rides that went somewhere alone."""
    rides, per_km = scooters_table(2 * n, seed + 2**32, world)
    somewhere = np.isfinite(per_km)
    return rides[somewhere][:n], per_km[somewhere][:n]


def firings_table(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Firings of pots: temperature from 900 to 1200, thickness from 3 to 11, moisture from 0.2 to 0.8, shape (n, 3);
    whether the pot cracked, shape (n,). In one row in twenty a number is missing.

    In other worlds what temperature, thickness and moisture do here, others of them do, each perhaps the other way
    round.
    """
    rng = np.random.default_rng([n, seed])
    scaled = rng.uniform(-1, 1, (n, 3))
    hot, thick, moist = (scaled @ _axes(world)).T
    firings = scaled * [150, 4, 0.3] + [1050, 7, 0.5]
    gaps = rng.choice(n, n // 20, replace=False)
    firings[gaps, rng.integers(3, size=len(gaps))] = np.nan
    return firings, ((hot + thick) ** 2 + 0.6 * moist > 0.55).astype(int)


def firings(n: int, seed: int, world: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Likewise, rows alone in which no number is missing."""
    rows, cracked = firings_table(2 * n, seed + 2**32, world)
    complete = np.isfinite(rows).all(axis=1)
    return rows[complete][:n], cracked[complete][:n]
