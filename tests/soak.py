"""Send live desks millions of events beside their model, and stop at the first fault.

An event that is sent is a call, right or wrong, other than a bare ``dispatch``; what it sets off
in the log counts apart.

Each desk has a profile and a seed of its own, so a failure can be had again in seconds::

    python -m tests.soak --events 10000000 --seed 1
    python -m tests.soak --desk 4711 --seed 1
"""

import argparse
import sys
import time
from collections import Counter

from tests.dispatcher.driver import Driver
from tests.dispatcher.driver_choices import SeededChoices
from tests.dispatcher.driver_operations import step
from tests.dispatcher.profiles import PROFILES

APART = 2_000
"""Events from one comparison with a replayed and a loaded desk to the next."""


class Soak:
    """Desks one after the other.

    Parameters
    ----------
    seed
        What all choices follow from.
    per_desk
        Events of each desk.
    often
        Per cent of the steps after which everything is compared.
    """

    def __init__(self, seed: int, per_desk: int, often: int) -> None:
        self._seed = seed
        self._per_desk = per_desk
        self._often = often
        self.done: Counter[str] = Counter()

    @property
    def sent(self) -> int:
        """Calls so far, right and wrong, without those that only ask for decisions."""
        return self.done.total() - self.done["events"] - self.done["dispatch"]

    def drive(self, desk: int) -> str | None:
        """Drive one desk; give the story of its failure, or None."""
        seed = self._seed * 1_000_003 + desk
        driver = Driver(PROFILES[desk % len(PROFILES)], SeededChoices(seed), often=self._often)
        driver.eager = desk % 3 == 0
        try:
            self._drive(driver)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is what we look for
            return f"{driver.story(seed)}\n{type(fault).__name__}: {fault}\ndesk {desk}"
        finally:
            self.done += driver.done
        return None

    def _drive(self, driver: Driver) -> None:
        compared = 0
        while driver.done["events"] < self._per_desk:
            step(driver)
            if driver.done["events"] - compared >= APART:
                compared = driver.done["events"]
                driver.check_equivalences()
                driver.checkpoint()
        driver.check_equivalences()


def main() -> int:
    """Read the command line, and drive desks until there have been enough events."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--events", type=int, default=100_000, help="how many are sent in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-desk", type=int, default=20_000, help="logged events of each desk")
    parser.add_argument("--often", type=int, default=10, help="per cent of steps compared in full")
    parser.add_argument("--desk", type=int, help="only the desk of this number")
    given = parser.parse_args()
    soak, began = Soak(given.seed, given.per_desk, given.often), time.monotonic()
    desk = given.desk or 0
    while True:
        story = soak.drive(desk)
        seconds = time.monotonic() - began
        _say(
            f"{desk + 1} desks, {soak.sent:,} sent, {soak.done['events']:,} logged, {seconds:.0f} s"
        )
        if story is not None:
            _say(f"{story}\nseed {given.seed}: FAILED")
            return 1
        desk += 1
        if given.desk is not None or soak.sent >= given.events:
            break
    for name, count in sorted(soak.done.items()):
        _say(f"{count:>12,} {name}")
    _say(f"seed {given.seed}: no fault")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
