"""`python -m tests.faults`: hurts the product under load, and reports what of it was lost: nothing, or what."""

import asyncio
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

from tests.faults.experiments.every import BY_NUMBER, STORM, WRITES
from tests.faults.harness.outcome import Outcome
from tests.faults.harness.session import Turn, take_turns
from tests.faults.harness.summary import as_json, as_text, table, total

REPORT = Path(__file__).parents[2] / "docs" / "faults-report"


def main() -> int:
    """0 where every invariant held in every run, else 1."""
    asked = _parser().parse_args()
    began = perf_counter()
    outcomes: list[Outcome] = []
    folder = nullcontext(str(asked.directory)) if asked.directory else tempfile.TemporaryDirectory(prefix="faults-")
    with folder as directory:
        seed = asked.seed
        while True:
            turns = _turns(asked, seed=seed)
            place = Path(directory) / f"seed-{seed}"
            outcomes += asyncio.run(take_turns(turns, directory=place, rate=asked.rate, say=_say))
            seed += asked.runs
            if perf_counter() - began >= asked.minutes * 60:
                break
    _report(asked, outcomes, seconds=perf_counter() - began)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _turns(asked: Namespace, *, seed: int) -> list[Turn]:
    """Each experiment once, and as many storms as runs are asked for, each with a seed of its own."""
    turns: list[Turn] = []
    for experiment in asked.experiments:
        if experiment is STORM:
            scale = asked.scale if asked.writes is None else asked.writes / asked.runs / WRITES
            turns += [Turn(STORM, seed + number, scale) for number in range(asked.runs)]
        else:
            turns.append(Turn(experiment, seed, asked.scale))
    return turns


def _say(outcome: Outcome) -> None:
    print(f"[{outcome.seconds:.0f} s] {outcome.line()}", flush=True)


def _report(asked: Namespace, outcomes: list[Outcome], *, seconds: float) -> None:
    command = " ".join(["python -m tests.faults", *sys.argv[1:]])
    print("\n" + table(outcomes) + "\n" + "\n".join(f"{k}: {v}" for k, v in vars(total(outcomes)).items()))
    place: Path = asked.report
    place.parent.mkdir(parents=True, exist_ok=True)
    place.with_suffix(".md").write_text(as_text(outcomes, command=command, seconds=seconds))
    place.with_suffix(".json").write_text(as_json(outcomes, command=command, seconds=seconds))
    print(f"\n{seconds / 60:.1f} minutes; the report is in {place}.md and {place}.json")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m tests.faults", description=__doc__)
    add = parser.add_argument
    add("--experiments", type=_chosen, default=list(BY_NUMBER.values()), help=f"of {','.join(BY_NUMBER)}; all")
    add("--seed", type=int, default=1, help="what order and instants of faults are drawn from (1)")
    add("--runs", type=int, default=1, help="how many storms, each with the next seed (1)")
    add("--writes", type=int, help=f"acknowledged writes of all storms together ({WRITES} for each)")
    add("--rate", type=float, default=100.0, help="writes a second (100)")
    add("--scale", type=float, default=1.0, help="how many times more faults, and longer ones (1)")
    add("--minutes", type=float, default=0.0, help="begin anew, with the next seeds, until so much time has passed")
    add("--report", type=Path, default=Path(".data") / "faults-report", help="where to write .md and .json")
    add("--publish", dest="report", action="store_const", const=REPORT, help="write the report into docs/")
    add("--directory", type=Path, help="keep logs and ledgers here (a directory that goes at the end)")
    return parser


def _chosen(text: str) -> list[object]:
    if unknown := [name for name in text.split(",") if name not in BY_NUMBER]:
        raise ValueError(unknown)
    return [BY_NUMBER[name] for name in BY_NUMBER if name in text.split(",")]


if __name__ == "__main__":
    sys.exit(main())
