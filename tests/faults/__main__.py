"""`make coach`: what the coach finds in the faults of others, and whether it leaves healthy programs alone."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.changes import lines as lines_on_changes
from tests.faults.changes import try_all
from tests.faults.corpus import Program, faults, healthy, wrong_answers
from tests.faults.figures import Said, lines, meet_bars
from tests.faults.kept import FACTS, SAID, kept_programs, key_of, read_kept, told, write_kept
from tests.faults.running import Ran, advice_on, run_all


def programs(names: list[str], groups: list[str]) -> Iterator[Program]:
    """Those asked for, or all but wrong answers."""
    more = wrong_answers() if "wrong" in groups else ()
    for each in (*faults("known"), *faults("held_out"), *healthy(), *more):
        if (not names or each.name in names) and (not groups or each.group in groups):
            yield each


async def ran(wanted: list[Program], path: Path | None) -> list[tuple[Program, Ran]]:
    """What came of each program; as far as the file at `path` has it, it isn't run again."""
    found = {} if path is None else read_kept(path)
    missing = [each for each in wanted if key_of(each) not in found]
    if missing:
        try:
            async for program, what in run_all(missing):
                found[key_of(program)] = what
        finally:  # what was run is kept, whatever ends it; packing it takes a second
            if path is not None:
                write_kept(path, found)
    return [(each, found[key_of(each)]) for each in wanted]


def show(said: Said, verbose: bool) -> None:
    """One program's line, if it isn't as it should be."""
    program = said.program
    good = said.named and not said.misled if program.causes else not said.alarmed
    if good and not verbose:
        return
    if program.group == "held_out" and not verbose:  # nobody looks at these while writing rules
        return
    topics = ", ".join(each.topic for each in said.advice) or "nothing"
    print(f"{'' if good else '! '}{program.group} {program.name}: {topics}; true: {' '.join(program.causes) or '-'}")
    for each in said.advice if verbose or not good else ():
        print(f"      {each.topic}: {each.why} | {each.try_}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", help="only these programs")
    parser.add_argument("--group", action="append", default=[], help="known, held_out, twin, healthy, wrong")
    parser.add_argument("--most", type=int, help="at most so many programs, of all parts of the list")
    parser.add_argument("--verbose", action="store_true", help="show all that is said")
    parser.add_argument("--kept", type=Path, help="a file that keeps what was measured, for another look")
    parser.add_argument("--keep", action="store_true", help="keep what was measured, and said, for the tests")
    parser.add_argument("--what-if", type=Path, metavar="KEPT", help="try changes instead, and keep what came of them")
    asked = parser.parse_args()
    if asked.what_if is not None:
        wanted = [each for each in programs(asked.names, asked.group) if each.group != "twin"]
        outcomes = asyncio.run(try_all(wanted, asked.what_if))
        print("\n".join(lines_on_changes(wanted, outcomes)))
        return 0
    looked_at = list(kept_programs() if asked.keep else programs(asked.names, asked.group))
    if asked.most:
        looked_at = looked_at[:: -(-len(looked_at) // asked.most)]
    done = asyncio.run(ran(looked_at, FACTS if asked.keep else asked.kept))
    said = [Said(program, advice_on(program, what)) for program, what in done]
    if asked.keep:
        write_kept(FACTS, {key_of(program): what for program, what in done})
        SAID.write_text("".join(f"{told(each)}\n" for each in said))
    for each, (_, what) in zip(said, done, strict=True):
        show(each, asked.verbose)
        if what.problem or (what.error is not None and not each.program.causes):
            print(f"! {each.program.group} {each.program.name} did not run: {what.problem or what.error}")
    print("\n".join(lines(said)))
    return 0 if meet_bars(said) else 1


if __name__ == "__main__":
    sys.exit(main())
