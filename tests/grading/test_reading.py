"""Which choice a learner's words name, and which name none."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuitutor.grading.reading import Reading, read

COUNTS = ("9", "20", "25", "29")
PERCENTS = ("38", "50", "56", "62")
HALVES = ("0.5", "0.75", "0.95", "1")
RECALLS = ("0.91", "0.95", "0.97", "0.99")
STEPS = ("4", "1250", "5000", "40000")
SHAPES = ("(5000, 3)", "(5000, 4)", "(3, 5000)", "(4, 5000)")
SMALL = ("1", "2", "3", "4")
PLACES = ("1", "3", "5", "7")
LOSSES = ("0.1", "0.69", "0.9", "2.3")
RATES = ("0.0001", "0.005", "0.01", "0.5")
LAYERS = ("Flatten", "Dense", "BatchNormalization", "Dropout")
CURES = ("dropout", "L2", "fewer epochs", "more units")
REASONS = ("the loss is too small", "rounding has no useful gradient", "the labels are no integers")

NAMED: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {
    (HALVES, "0.5"): (
        *(".5", "0,5", "50%", "50 %", "50 percent", "50 per cent", "fifty percent", "1/2", "½", "half", "one half"),
        *(
            "0.50",
            "5e-1",
            "about .5",
            "`0.5`",
            "0.5.",
            "a half",
            "50 % of them",
            "0.500 exactly",
            "50 % = 0.5",
            "5.0E-1",
        ),
    ),
    (HALVES, "1"): ("100%", "one", "1.", "1 / 1"),
    (PERCENTS, "50"): ("50%", "50 percent", "50.0", "fifty", "~50", "５０", "50 (like a coin)", "50; no luck", "+50"),
    (COUNTS, "25"): (
        *(
            "25",
            "= 25",
            "=25",
            "it's 25",
            "It’s 25.",
            "It is 25",
            "the answer is 25",
            "I think 25",
            "25!",
            "25?",
            "(25)",
        ),
        *(
            "**25**",
            "25 parameters",
            "25 parameters in w1",
            "25, I think",
            "25 in all",
            "25, one bias each",
            "parameters: 25",
            "the count is 25",
            "25 25",
        ),
        *("twenty-five", "Twenty five", "4*5+5 = 25", "25 = 4*5+5", "4 × 5 + 5 → 25", "4 * 5 + 5 -> 25"),
        *("5 * (4 + 1) = 25", "29 - 4 = 25", "25 # 4 * 5 + 5", "25  # not 20", "25 (20 weights and 5 biases)"),
        *("25 (not 20)", "25 because 20 forgets the biases", "25; 20 is too few", "25 since 4 + 1 = 5, five times"),
        *("25 (25)", "25 # 25 of them", "2.5e1"),
    ),
    (STEPS, "5000"): (
        *("5000 times", "5,000", "5 000", "5_000", "5'000", "5,000 times", "5\u00a0000", "5,000.0", "5e3", "5k", "5 K"),
        *("five thousand", "5 thousand steps", "5000 (4 * 1250)", "1250 * 4 = 5000", "4 x 1250 = 5000"),
        *("4 times 1250 = 5000", "10_000 / 8 * 4 = 5000", "5000 steps # 1250 each epoch", "fifty hundred"),
    ),
    (STEPS, "1250"): ("10_000 / 8 = 1250", "1,250", "10000/8"),
    (SHAPES, "(5000, 3)"): (
        *("5000, 3", "[5000, 3]", "5000 x 3", "(5000,3)", "5000,3", "(5,000, 3)", "5000 × 3", "5000*3", "5000x3"),
        *("5000 3", "shape (5000, 3)", "x.shape == (5000, 3)", "(5000, 3)  # samples first", "5000 by 3", "5_000, 3"),
        *("it's (5000, 3)", "5 000 x 3", "(5000, 3,)", "5000 samples: 5000 x 3"),
    ),
    (("(3, 500)", "(500, 3)"), "(3, 500)"): ("(3,500)", "3,500", "3 x 500"),
    (("3,500", "350"), "3,500"): ("3500", "3 500", "3.5k"),
    (("5000 x 3", "3 x 5000"), "5000 x 3"): ("(5000, 3)", "5000 x 3", "5000x3"),
    (("1", "1000000"), "1000000"): ("1 million", "1,000,000"),
    (("1", "0.01"), "0.01"): ("1%", "0.01"),
    (("0.5", "1.5"), "1.5"): ("1.5%", "150 %"),
    (("21", "30", "99"), "21"): ("twenty-one",),
    (("21", "30", "99"), "99"): ("ninety nine",),
    (LAYERS, "Dropout"): ("drop", "drop out", "Dropout(0.3)", "layers.Dropout(0.3), of 5 layers"),
    (SMALL, "2"): ("4/2 = 2", "4 / 2 -> 2", "twice", "2 (once for each shape)"),
    (SMALL, "3"): ("three", "3 corners", "3.0", "at most 3", "3 at most", "Three of them", "4 - 1 = 3", "③"),
    (RECALLS, "0.91"): (
        *(
            "0.91  # 58 of 64",
            "58/64",
            "58 / 64 = 0.91",
            ".91",
            "91%",
            "91 percent",
            "90.6%",
            "0.906",
            "0.91 (58 of 64)",
        ),
        *("about 0.91", "0,91", "58/(58+6) = 0.91", "58/64 ≈ 0.906", "recall = 0.91", "~ 0.91"),
    ),
    (LOSSES, "2.3"): ("ln 10 = 2.3", "-ln(0.1) = 2.3", '"2.3"', "2.30", "2,3", "2.303", "2.26", "-log(1/10) = 2.3026"),
    (PLACES, "5"): ("w = 5", "5.", "five", "w is 5", "w: 5", "1 + 4 = 5", "-> 5", "=> 5", "5 again", "+5"),
    (("-5", "5"), "-5"): ("−5", "–5", "-5.0", "w = -5", "it is -5"),
    (RATES, "0.01"): ("1e-2", "10e-3", ".01", "1/100", "0.01, the rate", "1%"),
    (LAYERS, "BatchNormalization"): (
        *("batchnorm", "Batch Normalization", "batch norm", "BatchNorm", "BatchNormalization()", "batch_normalization"),
        *("the BatchNormalization layer", "keras.layers.BatchNormalization", "Batch-Normalization", "batch norm layer"),
    ),
    (CURES, "more units"): (
        *("more units!", "More Units", "more  units", "more_units", "moreunits", "more-units", "'more units'"),
        *("more units per layer", "use more units", "I'd use more units", "more units, since both are bad"),
    ),
    (CURES, "L2"): ("L 2", "L2 regularization", "l2", "L_2", "L₂"),
    (REASONS, "rounding has no useful gradient"): (
        "Rounding has no useful gradient.",
        "because rounding has no useful gradient",
        "rounding has no useful gradient # d round(p) / dp = 0",
    ),
    (("a = b", "x[:, 0]", "50 %"), "x[:, 0]"): ("x[:, 0]", "`x[:, 0]`"),
    (("a = b", "x[:, 0]", "50 %"), "50 %"): ("50", "0.5", "50%", "half"),
    (("C", "C++"), "C++"): ("c++", "C ++"),
}
UNCLEAR: dict[tuple[str, ...], tuple[str, ...]] = {
    COUNTS: (
        *(
            "not 25",
            "isn't 25",
            "isnt 25",
            "25 isn’t it",
            "25? no",
            "25; no",
            "25 # wrong",
            "25 (not)",
            "25 (that is wrong)",
            "25 # is it not",
            "no, 25 it isn't",
        ),
        *("wrong: 25", "not: 25", "25 is wrong", "25 doesn't fit", "neither 20 nor 25", "anything but 25", "25 ❌"),
        *("!25", "! 25", "!= 25", "≠ 25", "<> 25", "> 20", "<= 25", "≥ 25", "less than 25", "at least 25", "-> not 25"),
        *(
            "25 or 29",
            "25, 29",
            "25/29",
            "either 25 or 29",
            "9 20 25 29",
            "25 | 29",
            "25 and 29",
            "25, 20",
            "25 or more",
        ),
        *("9-25", "9 - 25", "20..25", "between 20 and 25", "25 # 29", "25 # or 29", "25 # or even 29", "25 (29)"),
        *("25 (or 29)", "25 (maybe 29)", "25; 29", "20 = 25", "9 = 20 = 25 = 29", "~~25~~ 29", "20 or (25)"),
        *(
            "sqrt 25",
            "25 squared",
            "25 plus 4",
            "25 + 0",
            "- 25",
            "25 - 1",
            "100 - 25",
            "twenty-five or nine",
            "25e1 25",
        ),
        *("25" * 300, "25 dozen", "25, not", "25: no", "25 minus biases", "is 25 29"),
    ),
    HALVES: ("0.5 or 1", "50% or 75%", "0.5 - 1", "0.5, 0.75", "2½"),
    SMALL: ("3 or 4", "3/4", "3 of 4", "1 2 3 4", "1,2,3,4", "3-4", "3 1/2", "3 and a half"),
    PLACES: ("1, 5", "5 or 7", "1, then 5", "5³"),
    STEPS: ("5,000/1,250", "1250 * 4", "4 x 1250", "1,250, 5,000"),
    SHAPES: (
        *("(5000, 3, 1)", "(5000, 3) or (5000, 4)", "5000, 3, 4", "(5000, 3, 5000)", "not (5000, 3)", "(5000, 3) + 1"),
    ),
    RECALLS: ("0.91 or 0.95", "0.91-0.95", "0.91, 0.97"),
    CURES: (
        *("fewer epochs and more units", "no more units", "more units or dropout", "don't use more units"),
        *("dropout, L2, fewer epochs, more units", "everything except more units", "more units never"),
    ),
    LAYERS: ("Dropout and BatchNormalization", "not BatchNormalization", "batchnorm, dropout"),
    REASONS: ("not rounding has no useful gradient", "the loss is too small; rounding has no useful gradient"),
    ("0.5", "50"): ("50%",),
    ("0.5", "1", "2"): ("1/2",),
    ("0.75", "12", "16"): ("12/16",),
    ("12", "16"): ("12/16", "12 or 16"),
    ("-5", "5"): ("5 or -5",),
}
UNNAMED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("21", "30", "99"): ("twenty ten", "twenty zero"),
    COUNTS: (
        "250",
        "125",
        "2.5",
        "25.5",
        "-25",
        "x25y",
        "25x",
        "2 5",
        "2⁵",
        "25.0.1",
        "1/25",
        "25/2",
        "25 million",
        "v25",
    ),
    HALVES: ("5", "0.45", "0.46", "0.5%", "1.5", "0.55", "5 0", "10"),
    SMALL: ("0", "13", "1.3", "3.1", "half", "1/0", "-3"),
    SHAPES: ("5000", "3", "15000", "5000.3", "(50003)", "(None, 3)", "5000 - 3"),
    RECALLS: ("0.9", "0.92", "0.915", "91", "1", "1/0"),
    PLACES: ("-5", "−5", "x5y", "15", "0.5"),
    CURES: ("more", "units", "more data", "fewer units", "more unitsss", "L"),
    LAYERS: (
        "batch",
        "batchn",
        "batch size",
        "normalization",
        "unBatchNormalization",
        "BatchNormalizationDense",
        "Den",
    ),
    REASONS: ("rounding", "the labels are integers", "the loss is small", "rounding has a useful gradient"),
}


@pytest.mark.parametrize(
    ("choices", "text", "choice"),
    [(choices, text, choice) for (choices, choice), texts in NAMED.items() for text in texts],
)
def test_honest_ways_to_write_an_answer(choices: tuple[str, ...], text: str, choice: str) -> None:
    assert read(text, choices) == Reading(choice)


@pytest.mark.parametrize(("choices", "text"), [(choices, text) for choices, texts in UNCLEAR.items() for text in texts])
def test_several_answers_and_negations_are_no_answer(choices: tuple[str, ...], text: str) -> None:
    assert read(text, choices) == Reading(unclear=True)


@pytest.mark.parametrize(("choices", "text"), [(choices, text) for choices, texts in UNNAMED.items() for text in texts])
def test_a_choice_within_another_answer_is_not_named(choices: tuple[str, ...], text: str) -> None:
    assert read(text, choices) == Reading()


LEADING = """
    a about add also an answer approx approximately around at because by choice choose circa even exactly get gets guess
    has have i i'd i'll i'm it it's its just keras layers make makes maybe most my number only option perhaps pick
    possibly probably roughly say shape simply so sure take that that's the there therefore they think to use using we
    would you is are was be becomes equals gives
"""
AGAINST = """
    aren't arent but can't cannot cant cubed doesnt dont dozen either except false fewer incorrect instead isnt least
    less minus more neither never no none nope nor not or plus squared than unless wasnt wont wouldn't wrong
"""


@pytest.mark.parametrize("word", LEADING.split())
def test_words_that_lead_in(word: str) -> None:
    assert read(f"{word} 25", COUNTS) == Reading("25")


@pytest.mark.parametrize("word", AGAINST.split())
def test_words_that_take_an_answer_back_or_change_it(word: str) -> None:
    for text in (f"25 {word}", f"{word} 25", f"25 is {word}", f"my count is {word} 25"):
        assert read(text, COUNTS) == Reading(unclear=True)


def test_other_words_lead_in_only_before_a_verb() -> None:
    assert read("the sum of all weights is 25", COUNTS) == Reading("25")
    assert read("the square of 25", COUNTS) == Reading(unclear=True)


def test_an_answer_has_an_end() -> None:
    assert read("25 " + "x" * 397, COUNTS) == Reading("25")
    assert read("25 " + "x" * 398, COUNTS) == Reading(unclear=True)


# ---- what holds for all choices -------------------------------------------------------------

whole = st.integers(0, 99_999)
wholes = st.lists(whole, min_size=2, max_size=5, unique=True)
words = st.from_regex(r"[b-df-hj-np-tv-z]{3,9}( [b-df-hj-np-tv-z]{3,9}){0,2}", fullmatch=True)
WAYS = (
    *("{}", " {} ", "{}.", "`{}`", "'{}'", '"{}"', "({})", "= {}", "x = {}", "it is {}", "It's {}.", "about {}", "~{}"),
    *(
        "{} things",
        "{}!",
        "{}?",
        "{}  # a note",
        "{} (a note)",
        "{} because of that",
        "7 * 7 + 1 = {}",
        "{} = 7 * 7 + 1",
    ),
)
NUMBERS = ("{:,}", "{:_}", "{}.0", "{}.", "{:.4e}", "+{}", "{}00/100", "0{}")


@given(wholes, st.sampled_from(WAYS), st.data())
def test_a_whole_number_is_named_in_every_way(numbers: list[int], way: str, data: st.DataObject) -> None:
    number, choices = data.draw(st.sampled_from(numbers)), tuple(map(str, numbers))
    if not {"7", "1"} & set(choices):  # those of the calculation
        assert read(way.format(number), choices) == Reading(str(number))


@given(st.integers(1, 99_999), st.sampled_from(NUMBERS))
def test_a_whole_number_is_named_by_all_its_spellings(number: int, way: str) -> None:
    assert read(way.format(number), (str(number), str(number + 1))) == Reading(str(number))


@given(st.lists(words, min_size=2, max_size=5, unique=True), st.sampled_from(["{}", "{}!", "the {}", "{} # note"]))
def test_words_name_themselves(choices: list[str], way: str) -> None:
    for choice in choices:
        for text in (choice, choice.upper(), choice.replace(" ", "_"), choice.replace(" ", "-")):
            assert read(way.format(text), choices) == Reading(choice)


any_choices = st.one_of(
    wholes.map(lambda numbers: [str(number) for number in numbers]),
    st.lists(st.decimals(0, 10, places=2).map(str), min_size=2, max_size=5, unique_by=float),
    st.lists(words, min_size=2, max_size=5, unique=True),
    st.just(list(SHAPES)),
)
JOINTS = (
    " or ",
    " and ",
    ", ",
    " ",
    "; ",
    " / ",
    "/",
    " - ",
    " = ",
    " -> ",
    " | ",
    " # ",
    " # or ",
    " (",
    " or maybe ",
    ": ",
)


@given(any_choices, st.sampled_from(JOINTS))
def test_two_choices_are_never_one(choices: list[str], joint: str) -> None:
    for first, second in permutations(choices, 2):
        assert read(f"{first}{joint}{second}" + ")" * ("(" in joint), choices).choice is None
    assert read(joint.join(choices), choices).choice is None


@given(
    any_choices,
    st.sampled_from(["not {}", "isn't {}", "{}? no", "{} is wrong", "neither {}", "{}, not", "!{}", "≠ {}"]),
)
def test_what_is_taken_back_is_no_answer(choices: list[str], way: str) -> None:
    for choice in choices:
        assert read(way.format(choice), choices).choice is None


@given(st.text(), any_choices)
def test_any_text_is_read(text: str, choices: list[str]) -> None:
    assert read(text, choices).choice in (None, *choices)
