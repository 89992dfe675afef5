"""The keys of the playground, defined once for the bindings, the bar at the bottom and the help page."""

from __future__ import annotations

from functools import partial

from tuitutor.tui.keys import Key

_key = partial(Key, always=False)  # while a line is being typed, a letter is just a letter

RUN = _key("space", "run", "run", "Run, or pause")
STEP = _key("s", "step", "step", "Train one epoch")
RESET = _key("r", "reset", "reset", "Start again with the same data and initial weights")
FRESH = _key("g", "regenerate", "new data", "Start again with new data and initial weights")
SLOWER = _key("less_than_sign,comma", "speed(-1)", "slower", "Run slower")
FASTER = _key("greater_than_sign,full_stop", "speed(1)", "faster", "Run faster, up to full speed")
TEST = _key("t", "flip('showTestData')", "test points", "Show or hide the test points")
DISCRETE = _key("d", "flip('discretize')", "discretize", "Show the output as one class or the other, or as it is")
RACE = _key("o", "race", "race", "Race all optimizers from the same start, or run one alone")
SURFACE = _key("f", "surface", "surface", "Show the loss surface around the path that training took")
PEN = _key("w", "pen", "draw", "Draw data: arrows move the pen, 1 2 3 set, x removes")
SIDE = _key("c", "compare", "compare", "Keep this run to compare the next ones with it, or drop it")
ADDRESS = _key("a", "address", "address", "Show this state as an address, which a browser opens too")
OPEN = _key("A", "open", "open", "Type an address, the name of a state that you saved, or a CSV file")
SAVE = _key("n", "save", "save", "Save this state under a name")
PROGRAM = _key("k", "program", "Keras code", "Save this network and its training as a Keras program")
MORE_UNITS = _key("plus", "units(1)", "more units", "In the network: add a unit to this layer")
FEWER_UNITS = _key("minus", "units(-1)", "fewer units", "In the network: remove a unit from this layer")
GRADE = Key("ctrl+r", "grade", "Grade", "In an exercise: go back to it and have this network graded")
HELP = _key("question_mark,f1", "help", "keys", "Show this page")
REDRAW = Key("ctrl+l", "app.redraw", "Redraw", "Redraw the screen")

EVERYWHERE = (
    RUN, STEP, RESET, FRESH, SLOWER, FASTER, TEST, DISCRETE, RACE, SURFACE, PEN, SIDE, ADDRESS, OPEN, SAVE, PROGRAM,
    GRADE, HELP, REDRAW,
)  # fmt: skip
PLAY_KEYS = (*EVERYWHERE, MORE_UNITS, FEWER_UNITS)

INTRO = (
    "A network learns the points in the plane: blue is 1, orange -1. Change its data, its layers or how it learns in "
    "the settings, run it, and watch. A line between units is a weight: the thicker the stronger, dashed if below 0."
)
IN_PARTS = (
    ("tab", "Go to the next part of the screen (shift+tab: back)"),
    ("left, right", "In settings and weights: change the value. In the loss: past epochs"),
    ("enter", "In settings and weights: type a value. In the network: its weights"),
    ("arrows", "In the network: go to another unit, which is shown large"),
    MORE_UNITS,
    FEWER_UNITS,
    ("esc", "Go back to the lesson, or stop typing a line"),
)
