"""Change the transportation solver in one place at a time, and see whether its tests notice.

mutmut makes the changes and runs the tests, see ``[tool.mutmut]`` in ``pyproject.toml``. Here it is
told what to try, and the score of each module is counted::

    python -m tests.mutants                           # all, or what is left of all: hours
    python -m tests.mutants _rows _shares             # two modules
    python -m tests.mutants --sample 300 --seed 1     # some of all
    mutmut show NAME                                  # what was changed

A mutant that the tests notice is killed; one that makes them run on and on is noticed as well. What
became of each is kept in ``mutants/``, also when the run is stopped, and without names only those
are tried that are not known yet, or whose function was changed. Take the folder away to try all of
them again, as after a change of the tests.
"""
# pyright: reportMissingImports=false

import argparse
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path("src/ticketroute/strategies/_transport")
MUTMUT = Path(sys.executable).with_name("mutmut")
NOTICED = {"killed", "timeout"}
UNTRIED = {"not checked", "no tests"}
"""No test calls what only stands for others: methods of a protocol, or of an abstract class."""


def mutants() -> dict[str, list[str]]:
    """Give the names of all mutants, by module."""
    from mutmut.mutation.file_mutation import mutate_file_contents
    from mutmut.utils.format_utils import get_mutant_name

    names = {}
    for path in sorted(FOLDER.glob("*.py")):
        changed = mutate_file_contents(str(path), path.read_text("utf-8"))
        names[path.stem] = [get_mutant_name(path, each) for each in changed.mutant_names]
    return names


def statuses() -> dict[str, str]:
    """Give what became of each mutant."""
    answer = subprocess.run(
        [MUTMUT, "results", "--all", "true"], capture_output=True, text=True, check=True
    )
    lines = (line.strip().partition(": ") for line in answer.stdout.splitlines())
    return {name: status for name, _, status in lines}


def table(became: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Give a line for each module, and one for all, from pairs of a module and a status."""
    counts: dict[str, Counter[str]] = {}
    for module, status in became:
        for line in (module, "in all"):
            counts.setdefault(line, Counter())[status] += 1
    counts["in all"] = counts.pop("in all", Counter())  # last
    yield f"{'':16}{'killed':>9}{'timed out':>11}{'survived':>10}{'no test':>9}{'score':>9}"
    for name, count in counts.items():
        tried = sum(number for status, number in count.items() if status not in UNTRIED)
        noticed = sum(count[status] for status in NOTICED)
        score = f"{noticed / tried:9.1%}" if tried else f"{'-':>9}"
        parts = count["killed"], count["timeout"], tried - noticed, count["no tests"]
        yield "{:16}{:9}{:11}{:10}{:9}".format(name, *parts) + score


def main() -> int:
    """Read the command line, try the mutants, and say which survived and what the score is."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("modules", nargs="*", help="such as _rows; all if none is named")
    parser.add_argument("--sample", type=int, help="how many mutants are tried; else all")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--at-once", type=int, help="how many processes; else one for each core")
    parser.add_argument("--tell", action="store_true", help="only what is known from earlier runs")
    given = parser.parse_args()
    of_module = mutants()
    if wrong := set(given.modules) - set(of_module):
        parser.error(f"no such module: {', '.join(sorted(wrong))}")
    modules = given.modules or list(of_module)
    names = [name for module in modules for name in of_module[module]]
    if given.sample is not None and given.sample < len(names):
        names = random.Random(given.seed).sample(names, given.sample)  # noqa: S311
    if not given.tell:
        # Named mutants are tried again; without names mutmut goes on where it was stopped.
        every = len(names) == sum(map(len, of_module.values()))
        at_once = [] if given.at_once is None else ["--max-children", str(given.at_once)]
        subprocess.run([MUTMUT, "run", *at_once, *([] if every else names)], check=True)
    became = statuses()
    module_of = {name: module for module in modules for name in of_module[module]}
    chosen = [(module_of[name], became.get(name, "not checked")) for name in sorted(names)]
    survivors = [name for name in sorted(names) if became.get(name) not in NOTICED | UNTRIED]
    sys.stdout.writelines(f"{line}\n" for line in (*survivors, *table(chosen)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
