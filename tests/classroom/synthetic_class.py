"""A class of 60 learners whose abilities are known: marks by an item response model, and answers as people write them.

Learners have a manner (how they build a network, what they call things) and choose numbers, mostly those that everybody
chooses. Many write the same answer without knowing of each other. Copies are planted apart.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from tests.classroom.reports.marks import mark
from tuitutor.classroom.class_verdicts import Mark
from tuitutor.grading.verdicts import Verdict

LEARNERS = [f"learner{number:02}" for number in range(60)]
SLOPES = {"guess": 0.0, "weak": 0.4, "fair": 1.0, "good": 2.2, "sharp": 20.0}
HARD = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""How much each exercise tells about ability, from nothing at all."""

TOLD, OPEN = {"guess": 16, "weak": 20, "fair": 4}, ("good", "sharp")

GIVEN = [
    "from keras import Input, Sequential\nfrom keras.layers import Dense\n",
    'model = Sequential([Input(shape=(3,)), Dense(4, activation="tanh"), Dense(2, activation="softmax")])',
    'model = Sequential([Input(shape=(3,)), Dense(16, activation="tanh"), Dense(2, activation="softmax")])\n'
    'model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])\n'
    "history = model.fit(data, labels, epochs=20, batch_size=32, verbose=0)",
    "It has from 20 to 1,000 trainable parameters. A learning rate of 0.01 is faster.",
]
"""The starter, the solution and the text."""


def marks(seed: int) -> list[Mark]:
    """Each exercise has five parts of a point, easy and hard; learners get each the more likely the abler they are."""
    chance = random.Random(seed)
    abilities = {who: chance.gauss(0, 1) for who in LEARNERS}
    found = []
    for label, slope in SLOPES.items():
        for who in LEARNERS:
            likely = [1 / (1 + math.exp(-slope * (abilities[who] - hard))) for hard in HARD]
            points = sum(chance.random() < each for each in likely)
            verdict = Verdict.PASSED if points == 5 else Verdict.FAILED
            found.append(mark(who, label, verdict, points, out_of=5))
    return found


@dataclass(frozen=True)
class Manner:
    """How somebody writes: one of three ways to build a network, names, and whether by single or double quotes."""

    way: str
    model: str
    history: str
    quote: str
    optimizer: str


def answers(seed: int) -> dict[str, dict[str, str]]:
    """Honest answers by exercise and learner: to three whose task says each number, and to two open ones."""
    chance = random.Random(seed)
    manners = {who: manner(chance) for who in LEARNERS}
    told = {
        label: {who: network(manners[who], [units], "tanh", 0.01, 20, 32) for who in LEARNERS}
        for label, units in TOLD.items()
    }
    return told | {label: {who: written(manners[who], chance) for who in LEARNERS} for label in OPEN}


def manner(chance: random.Random) -> Manner:
    return Manner(
        chance.choices(("list", "add", "functional"), (75, 20, 5))[0],
        chance.choices(("model", "net", "network"), (9, 1, 1))[0],
        chance.choices(("history", "h", "hist", ""), (6, 2, 2, 3))[0],
        chance.choice("\"'"),
        chance.choices(("adam", "Adam", "keras.Adam"), (4, 4, 2))[0],
    )


def written(manner: Manner, chance: random.Random) -> str:
    """An answer to an exercise like XOR."""
    units = chance.choices((16, 8, 20, 32, 10, 12, 24, 64, 15, 6), (9, 6, 4, 4, 3, 2, 2, 2, 1, 1))[0]
    second = chance.choices((0, 8, 16, 4, 10), (9, 4, 2, 1, 1))[0]
    activation = chance.choices(("tanh", "relu"), (2, 1))[0]
    rate = chance.choices((0.01, 0.005, 0.02, 0.05, 0.003), (8, 2, 2, 1, 1))[0]
    epochs = chance.choices((20, 60, 50, 30, 100, 40, 80, 200), (6, 5, 4, 3, 3, 2, 1, 1))[0]
    batch = chance.choices((32, 16, 64, 0), (8, 2, 2, 2))[0]
    return network(manner, [units, *([second] if second else [])], activation, rate, epochs, batch)


def network(manner: Manner, units: list[int], activation: str, rate: float, epochs: int, batch: int) -> str:
    """The text of an answer."""
    name, q = manner.model, manner.quote
    layers = [f"Dense({each}, activation={q}{activation}{q})" for each in units] + [
        f"Dense(2, activation={q}softmax{q})"
    ]
    lines = ["from keras import Input, Sequential", "from keras.layers import Dense", ""]
    if manner.way == "list":
        lines += [f"{name} = Sequential([", "    Input(shape=(3,)),", *(f"    {layer}," for layer in layers), "])"]
    elif manner.way == "add":
        lines += [
            f"{name} = Sequential()",
            f"{name}.add(Input(shape=(3,)))",
            *(f"{name}.add({each})" for each in layers),
        ]
    else:
        lines += [
            "inputs = Input(shape=(3,))",
            f"x = {layers[0]}(inputs)",
            *(f"x = {each}(x)" for each in layers[1:-1]),
        ]
        lines += [f"outputs = {layers[-1]}(x)", f"{name} = keras.Model(inputs, outputs)"]
    optimizer = f"{q}adam{q}"
    if manner.optimizer != "adam":
        optimizer = f"{'keras.optimizers.' if '.' in manner.optimizer else ''}Adam(learning_rate={rate})"
    lines.append(
        f"{name}.compile(loss={q}sparse_categorical_crossentropy{q}, optimizer={optimizer}, metrics=[{q}accuracy{q}])"
    )
    size = f", batch_size={batch}" if batch else ""
    before = f"{manner.history} = " if manner.history else ""
    lines.append(f"{before}{name}.fit(data, labels, epochs={epochs}{size}, verbose=0)")
    return "\n".join(lines) + "\n"
