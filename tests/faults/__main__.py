"""`make coach`: what the coach finds in programs with known faults, and whether it leaves healthy ones alone."""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.faults.corpus import Program, programs
from tests.faults.figures import Said, lines, meet_bars
from tests.faults.kept import FACTS, SAID, Key, key_of, read_kept, told, write_kept
from tests.faults.running import Ran, advice_on, run_all, watch_all


async def run_missing(wanted: list[Program], found: dict[Key, Ran]) -> None:
    """Run each program that `found` lacks, and add what came of it."""
    missing = [each for each in wanted if key_of(each) not in found]
    if missing:  # or it would start a worker for nothing
        async for program, ran in run_all(missing):
            found[key_of(program)] = ran


def run_and_keep(wanted: list[Program]) -> dict[Key, Ran]:
    """What came of each program; it runs only those that facts.xz lacks, and writes facts.xz even if interrupted."""
    found = read_kept(FACTS)
    try:
        asyncio.run(run_missing(wanted, found))
    finally:
        there = {key_of(each) for each in wanted}
        write_kept(FACTS, {key: ran for key, ran in found.items() if key in there})
    return found


def show(said: Said, verbose: bool) -> None:
    """Print a program's advice if it isn't as it should be, or all of it if `verbose`."""
    program = said.program
    good = said.named and not said.misled if program.causes else not said.alarmed
    if verbose or not good:
        print(f"{'' if good else '! '}{told(said)}; true: {' '.join(sorted(program.causes)) or '-'}")
        for each in said.advice:
            print(f"      {each.topic}, line {each.line}: {each.why} | {each.try_}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("names", nargs="*", help="run only these programs, and show all advice on them")
    parser.add_argument("--keep", action="store_true", help="write facts.xz and said.txt, for the tests")
    asked = parser.parse_args()
    if asked.keep and asked.names:
        parser.error("--keep needs all programs: leave the names out")
    wanted = [each for each in programs() if not asked.names or each.name in asked.names]
    if unknown := set(asked.names) - {each.name for each in wanted}:
        parser.error(f"no such program: {' '.join(sorted(unknown))}")
    found: dict[Key, Ran] = {}
    if asked.keep:
        found = run_and_keep(wanted)
    else:
        asyncio.run(run_missing(wanted, found))
    said = [Said(each, advice_on(each, found[key_of(each)])) for each in wanted]
    if asked.keep:
        SAID.write_text("".join(f"{told(each)}\n" for each in said))
    for each in said:
        show(each, verbose=bool(asked.names))
        ran = found[key_of(each.program)]
        if ran.problem or (ran.error is not None and not each.program.causes):
            print(f"! {told(each)} did not run: {ran.problem or ran.error}")
    print("\n".join(lines(said)))
    print("\nThrough tuitutor watch:", flush=True)
    watched = []
    for each in (Said(*each) for each in watch_all(wanted)):
        watched.append(each)
        show(each, verbose=bool(asked.names))
    print("\n".join(lines(watched)))
    return 0 if meet_bars(said) and meet_bars(watched) else 1


if __name__ == "__main__":
    sys.exit(main())
