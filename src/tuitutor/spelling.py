"""Words for messages: the nearest valid spelling of an unknown one, lists, and counts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Container, Iterable, Sequence
from functools import lru_cache

_LONGEST = 80  # characters; longer words are not compared, since that takes the product of the lengths

_MOST = 20  # names in one sentence


def nearest(word: str, candidates: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The candidate closest to `word`, ignoring case, or None if none is as similar as `cutoff` (0 to 1)."""
    if len(word) > _LONGEST:
        return None
    return _nearest(word.casefold(), tuple(candidates), cutoff)


@lru_cache(maxsize=256)  # the same mistake is often made many times
def _nearest(folded: str, candidates: tuple[str, ...], cutoff: float) -> str | None:
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    close = difflib.get_close_matches(folded, by_folded, n=1, cutoff=cutoff)
    return by_folded[close[0]] if close else None


def misspelt(word: str, known: Collection[str], others: Container[str] = ()) -> str | None:
    """The known word that `word` is very likely meant to be; None if it is itself known or one of the others."""
    return None if word in known or word in others else nearest(word, known, cutoff=0.75)


def suggestion(word: str, candidates: Iterable[str], most: int = _MOST, otherwise: str = "") -> str:
    """The end of a sentence about a word that is not a candidate: the nearest one; else `otherwise`, or the first few,
    at `most`.
    """
    known = tuple(candidates)
    close = nearest(word, known)
    if close is not None:
        return f"did you mean '{close}'?"
    return otherwise or (f"expected {one_of(known[:most])}" if known else "there are none here")


def one_of(words: Iterable[str]) -> str:
    """`a, b or c`, each in quotes."""
    *first, last = [f"'{word}'" for word in words]
    return f"{', '.join(first)} or {last}" if first else last


def with_article(noun: str) -> str:
    """`a list`, `an int`, `an LSTM`."""
    spelled_out = re.match(r"[AEFHILMNORSX](?![a-z])", noun)
    return f"an {noun}" if spelled_out or re.match(r"[aeio]|u(?!ni|int)|ndarray", noun, re.IGNORECASE) else f"a {noun}"


def some_of(names: Sequence[str], most: int = 12) -> str:
    """`a, b, c`, or of more than `most` the first: `a, b and 1,200 more`."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def all_of(words: Sequence[str]) -> str:
    """`a, b and c`."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def counted(count: int, noun: str) -> str:
    """`1 answer`, `1,200 answers`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
