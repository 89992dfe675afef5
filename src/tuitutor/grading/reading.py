"""Which of a question's choices a learner's words name: `.5`, `50%` and "one half" are all 0.5.

A text is normalised (case, widths, dashes), a note after the answer is set aside, and the rest is cut into numbers,
words and signs. A choice is found by its numbers or letters. The rest of the text must be harmless: words that lead in
("it is about") or a unit after it ("5000 times"), but no other number, no calculation and nothing that takes the answer
back ("not 12", "12 or 16"). The sides of an equation are read one by one: "58 / 64 = 0.91".

If a text can be cut in two ways ("3,500" is one number or two), both count: one must not hide the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_LONGEST = 400  # characters; no answer needs more, and each takes time


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SMALL = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
""")
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_SPOKEN = {
    **{word: Fraction(n) for n, word in enumerate(_SMALL)},
    **{word: Fraction(10 * n) for n, word in enumerate(_TENS, 2)},
    **{f"{ten} {_SMALL[one]}": Fraction(10 * n + one) for n, ten in enumerate(_TENS, 2) for one in range(1, 10)},
    **{words: Fraction(1, 2) for words in ("half", "one half")},
    "twice": Fraction(2),  # but no "once", as in "5 (once for each shape)"
}
_SCALES = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 1_000_000}

_GROUPED = r"[1-9]\d{0,2}(?:[ ,_']\d{3})+(?!\d)"
_PLAIN = r"\d+(?:\.\d*)?|\.\d+"


@lru_cache  # not compiled on import, since the app's first screen waits for that
def _cutter(joined: bool, divided: bool) -> re.Pattern[str]:
    """Numbers, words and other signs. `joined`: a comma may group or begin decimals; `divided`: 1/2 is one number."""
    spoken = "|".join(sorted(_SPOKEN, key=len, reverse=True))
    digits = rf"{_GROUPED}(?:\.\d+)?|\d+,\d+|{_PLAIN}" if joined else _PLAIN
    below = r"(?:\s*/\s*(?P<below>\d+))?" if divided else r"(?P<below>(?!))?"
    return re.compile(
        rf"(?<![\w.])(?P<sign>(?<!\))[-+])?(?:(?P<spoken>{spoken})|(?P<digits>{digits})(?P<exponent>e[-+]?\d\d?)?)"
        rf"(?:\s?(?P<scale>{'|'.join(_SCALES)})(?!\w))?{below}(?:\s*(?P<percent>%|per ?cent))?(?!\w|\.\d)"
        r"|(?P<word>[^\W\d_]\w*(?:'\w+)?)|(?P<other>[^\s,/()\[\]{}\"'`.!?])"
    )


_Cut = tuple[bool, bool]  # the arguments of `_cutter`
_JOINED: _Cut = (True, True)
_SPLIT: _Cut = (False, True)
_UNDIVIDED: _Cut = (True, False)

_QUOTES = "*_`'\" "
_SIDES = re.compile(r"=+|[:≈~]")
_UNEQUAL = re.compile(r"!=|≠|<>|^\s*!")
_BELOW_OR_ABOVE = re.compile(r"[<>]=|[≤≥]")
_TIMES = re.compile(r"(?<=\d)\s*(?:[x×·*]|by|times)\s*(?=\d)")
# A note gives reasons; one that begins with "or" gives a second answer.
_NOTE = re.compile(r"(?<=\S)\s*(?:#|;|\bbecause\b|\bsince\b|(?<=\s)\((?=[^()]*\)$))(?!\s*or\b)")

_Spans = dict[int, tuple[int, frozenset[str]]]  # where choices begin -> where they end, and which they are

# Words that may come before an answer, or around one in a note. Anything may come before a word of `_IS`.
_LEADS_IN = frozenset(
    _words("""
        a about add also an answer approx approximately around at because by choice choose circa even exactly get gets
        guess has have i i'd i'll i'm it it's its just keras layers make makes maybe most my number only option perhaps
        pick possibly probably roughly say shape simply so sure take that that's the there therefore they think to use
        using we would you
    """)
)
_IS = frozenset(_words("is are was be becomes equals gives"))
_AGAINST = frozenset(
    _words("""
        arent but cannot cant cubed doesnt dont dozen either except false fewer incorrect instead isnt least less minus
        more neither never no none nope nor not or plus squared than unless wasnt wont wrong
    """)
)


@dataclass(frozen=True, slots=True)
class Reading:
    """`choice` is the one that a text names. `unclear`: it names choices, but not a single one without objections."""

    choice: str | None = None
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    """A number with its possible values (50% is 50 or 0.5), a word, or a sign."""

    text: str
    values: tuple[Fraction, ...] = ()

    @property
    def is_word(self) -> bool:
        """Whether it is a word. "one" is a word too: "one bias each" counts nothing unless 1 is a choice."""
        return self.text == "one" or (not self.values and self.text[0].isalpha())


@dataclass(frozen=True, slots=True)
class _Choice:
    """What to look for: a number, several of them (a shape), or else letters, regardless of spaces."""

    text: str
    folded: str
    numbers: tuple[_Token, ...]
    letters: str
    half: Fraction  # a value less than this away rounds to the number; 0 if it has to be exact

    def agrees(self, token: _Token, number: _Token) -> bool:
        """Whether the token, as one of this choice's numbers, is that number or rounds to it."""
        pairs = [(value, wanted) for value in token.values for wanted in number.values]
        return any(value == wanted or abs(value - wanted) < self.half for value, wanted in pairs)


def read(text: str, choices: Iterable[str], bare: bool = False) -> Reading:
    """The choice that the text names. `bare`: only words that lead in may be around it."""
    sought = tuple(map(_choice, choices))
    folded = _folded(text, shapes=any(len(choice.numbers) > 1 for choice in sought))
    if len(folded) > _LONGEST:
        return Reading(unclear=True)
    for choice in sought:
        if choice.text and folded == choice.folded:
            return Reading(choice.text)
    body, *notes = _NOTE.split(folded)
    if named := _named(body, sought, bare):
        named = named.union(*(_named(note, sought, bare=True) for note in notes))
        if any(map(_takes_back, notes)):
            return Reading(unclear=True)
    else:  # "the shape (5000, 3)" has no note
        named = _named(folded, sought, bare)
    if len(named) == 1:
        return Reading(choice=next(iter(named)))
    return Reading(unclear=bool(named) or any(_spans(_cut(folded, how), sought) for how in (_JOINED, _SPLIT)))


def has_number(text: str) -> bool:
    """Whether there is a number anywhere in the text, in digits or as a word."""
    return any(token.values for token in _cut(_folded(text, shapes=False), _JOINED))


def _named(text: str, sought: tuple[_Choice, ...], bare: bool) -> frozenset[str]:
    """The choices that the text names without objections, on all sides of an equation and however it is cut."""
    sides = [side for side in _SIDES.split(text) if side.strip()]
    named: set[str] = set()
    # In an equation, a / divides; elsewhere it may separate two answers.
    for how in (_JOINED, _SPLIT) if len(sides) > 1 else (_JOINED, _SPLIT, _UNDIVIDED):
        for side in sides:
            tokens = _cut(side, how)
            spans = _spans(tokens, sought)
            beside = _beside(tokens, spans, sought)
            if any(token.is_word and _is_against(token.text) for token in (*beside.before, *beside.after)):
                return frozenset()
            if beside.is_harmless(bare):
                named.update(text for _, texts in spans.values() for text in texts)
    return frozenset(named)


@dataclass(frozen=True, slots=True)
class _Beside:
    """The tokens before the first choice of a text, and those after it, without the other choices."""

    before: tuple[_Token, ...]
    after: tuple[_Token, ...]

    def is_harmless(self, bare: bool) -> bool:
        lead = [token.text for token in self.before]
        tail = [token.text for token in self.after]
        return (
            all(token.is_word for token in (*self.before, *self.after))
            and (_LEADS_IN.issuperset(lead) or lead[-1] in _IS)
            and (not bare or _LEADS_IN.issuperset(tail))
        )


def _beside(tokens: list[_Token], spans: _Spans, sought: Iterable[_Choice]) -> _Beside:
    first = min(spans, default=len(tokens))
    within = {n for start, (end, _) in spans.items() for n in range(start, end)}
    after = [token for n, token in enumerate(tokens) if n > first and n not in within]
    if not any(choice.numbers for choice in sought):  # Dropout(0.3) is the same answer as Dropout
        after = [token for token in after if not token.values]
    return _Beside(tuple(tokens[:first]), tuple(after))


def _takes_back(note: str) -> bool:
    """Whether a note rejects the answer before it: "wrong" does, and "20 would be wrong" does not."""
    words = [token.text for token in _cut(note, _JOINED)]
    return any(map(_is_against, words)) and all(word in _LEADS_IN | _IS or _is_against(word) for word in words)


def _is_against(word: str) -> bool:
    return word in _AGAINST or word.endswith("n't")


def _spans(tokens: list[_Token], sought: Iterable[_Choice]) -> _Spans:
    """Maps where choices begin to where the longest of them ends, and which ones end there. They don't overlap."""
    spans: _Spans = {}
    start = 0
    while start < len(tokens):
        ends = {choice.text: _end(tokens, start, choice) for choice in sought}
        end = max(ends.values(), default=start)
        if end > start:
            spans[start] = (end, frozenset(text for text, its_end in ends.items() if its_end == end))
        start = max(end, start + 1)
    return spans


def _end(tokens: list[_Token], start: int, choice: _Choice) -> int:
    """The end of the choice if it begins at `start`; `start` if it does not."""
    if choice.numbers:
        end = start + len(choice.numbers)
        fits = len(tokens) >= end and all(map(choice.agrees, tokens[start:end], choice.numbers))
        return end if fits else start
    letters, end = "", start
    while end < len(tokens) and choice.letters.startswith(letters + tokens[end].text):
        letters += tokens[end].text
        end += 1
    # "batchnorm" is enough of BatchNormalization, but "more" is not enough of "more units".
    enough = len(letters) >= max(4, len(choice.letters) / 2) and choice.text.isidentifier()
    return end if letters and (letters == choice.letters or enough) else start


@lru_cache(maxsize=256)  # read again at each keystroke
def _choice(text: str) -> _Choice:
    folded = _folded(text, shapes=True)
    # A comma within brackets separates two numbers.
    tokens = _cut(folded, _SPLIT if folded.startswith(("(", "[")) else _JOINED)
    numbers = tuple(tokens) if all(token.values for token in tokens) else ()
    half = Fraction(0)
    if (decimal := re.fullmatch(r"-?(\d*)\.(\d+)", folded)) and len((decimal[1] + decimal[2]).lstrip("0")) > 1:
        half = Fraction(1, 2 * 10 ** len(decimal[2]))
    return _Choice(text, folded, numbers, "".join(token.text for token in tokens), half)


def _cut(text: str, how: _Cut) -> list[_Token]:
    tokens = []
    for found in _cutter(*how).finditer(text):
        is_number = found["spoken"] or found["digits"]
        letters = re.sub(r"[\s_]", "", found[0])
        tokens.append(_Token(letters, _values(found) if is_number else ()))
    return [token for token in tokens if token.text]


def _values(found: re.Match[str]) -> tuple[Fraction, ...]:
    """The values that a number may mean: 50% is one half or 50, depending on the question. 1/0 has none."""
    below = int(found["below"] or 1)
    if not below:
        return ()
    value = _SPOKEN[found["spoken"]] if found["spoken"] else _written(found["digits"], found["exponent"] or "")
    value = value * _SCALES.get(found["scale"], 1) / below
    value = -value if found["sign"] == "-" else value
    if not found["percent"]:
        return (value,)
    return (value / 100, value) if value > 1 else (value / 100,)


def _written(digits: str, exponent: str) -> Fraction:
    whole, dot, decimals = digits.partition(".")
    if re.fullmatch(_GROUPED, whole):
        whole = re.sub(r"\D", "", whole)
    return Fraction(f"{whole}{dot}{decimals}".replace(",", ".") + exponent)


def _folded(text: str, shapes: bool) -> str:
    """The text with one way of writing for each sign; with `shapes`, 5000 x 3 is a list and not a product."""
    text = unicodedata.normalize("NFKC", "".join(map(_apart, text))).casefold()
    text = text.translate({ord("⁄"): "/", ord("−"): "-", ord("–"): "-", ord("’"): "'", ord("≈"): "~"})
    text = re.sub(r"[-=]+>|→", "=", text)
    text = _BELOW_OR_ABOVE.sub("<", _UNEQUAL.sub(" not ", text))
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text)
    return _TIMES.sub(", " if shapes else " * ", _stripped(text))


def _apart(sign: str) -> str:
    """Separates a composed sign from what is before it, so that 2½ is not 21/2, and 2⁵ is not 25."""
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    return {"<super>": "^", "<fraction>": " ", "<circle>": " "}.get(kind, "") + sign


def _stripped(text: str) -> str:
    """Without quotes, emphasis and a final full stop. A leading point belongs to a number."""
    return " ".join(text.split()).strip(_QUOTES).rstrip(". " + _QUOTES)
