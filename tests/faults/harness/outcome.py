"""What came of one experiment: its figures, and whether each invariant held."""

from dataclasses import asdict, dataclass, field
from typing import Any

from tests.faults.harness.findings import Findings, Invariant

Figure = str | int | float
Figures = dict[str, Figure]


@dataclass
class Outcome:
    """One run of one experiment.

    `acknowledged` writes of which `lost` are gone; `missing` events at consumers; `double` effects; `posts` webhooks
    that came, of which `posted_again` had come before; `recoveries` in seconds; `faults` in their order.
    """

    experiment: str
    title: str
    seed: int
    seconds: float
    acknowledged: int = 0
    lost: int = 0
    missing: int = 0
    double: int = 0
    posts: int = 0
    posted_again: int = 0
    recoveries: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    figures: Figures = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    failure: str = ""

    @property
    def passed(self) -> bool:
        return not self.broken and not self.failure

    def judge(self, findings: Findings) -> None:
        """Take over what was found wrong."""
        self.lost = findings.count(Invariant.NOTHING_LOST)
        self.missing = findings.count(Invariant.NOTHING_MISSED) + findings.count(Invariant.IN_ORDER)
        self.double = findings.count(Invariant.ONCE)
        self.broken = {each: said for each in Invariant if (said := findings.complaint(each))}

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "passed": self.passed}

    def line(self) -> str:
        """All in one line, for the end of a run of tests."""
        figures = ", ".join(f"{name} {value}" for name, value in self.figures.items())
        wrong = "; ".join([*(f"{name}: {said}" for name, said in self.broken.items()), self.failure])
        return f"{self.experiment} {self.title}: {self.acknowledged} acknowledged, {figures}" + (
            f" -- FAILED {wrong}" if not self.passed else ""
        )
