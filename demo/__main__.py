"""Run the demo: ``python -m demo``, or ``make demo``."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from demo import notes
from demo.explained import explain_one
from demo.learning import learn
from demo.log import arrivals, read_log, resolvers, settled
from demo.measures import Measures, measure, measure_record, waits
from demo.picture import draw
from demo.progress import replay_all
from demo.replay import Replay
from demo.roster import days_of_may, draw_up
from demo.table import comparison, reason_lines
from demo.tickets import to_tickets
from ticketroute.plugins import available

_FIRST = (
    "round-robin",
    "fewest-open",
    "lowest-load-ratio",
    "skill-weighted",
    "optimal",
    "earliest-finish",
    "specialists-first",
)
"""Those that the picture tells apart, if they are installed; the others follow."""
_WIDTH = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Replay May by each strategy, and show table, notes, one decision and the picture.

    Returns
    -------
    int
        0, or 1 if no strategy got through.
    """
    chosen = _parse(arguments)
    console = _console()
    console.print("[bold]ticketroute demo[/]: May 2016 of a real service desk, hour by hour")
    log = read_log()
    known, came = settled(log), arrivals(log, chosen.days)
    learned = learn(known)
    roster, tickets = draw_up(known, learned), to_tickets(came)
    facts = notes.read_facts(log, known, came)
    console.print(
        f"{facts.events:,} events of {facts.incidents:,} incidents; {facts.arrived:,} opened from "
        f"1 to {chosen.days} May, {facts.settled:,} resolved before\n"
    )
    replays = replay_all(console, chosen.strategies, tickets, roster, chosen.days)
    offered = roster.offered(days_of_may(chosen.days))
    rows = [measure(each, tickets, learned, offered) for each in replays]
    record = measure_record(resolvers(log), tickets, learned, offered)
    _print_table(console, rows, record)
    _print_list(console, "How to read it", notes.COLUMNS)
    _print_list(console, "From the record", notes.from_record(facts, learned, roster))
    _print_list(console, "From assumptions", notes.from_assumptions(roster, chosen.days))
    console.print(f"\n{notes.SOURCE}", style="dim")
    _print_decision(console, replays)
    if all(row.error for row in rows):
        return 1
    picture = draw(replays, rows, record, {each.strategy: waits(each, tickets) for each in replays})
    console.print(f"\nPicture: {_shown(picture)}")
    return 0


def _parse(arguments: Sequence[str] | None) -> Namespace:
    installed = available()
    ordered = [name for name in _FIRST if name in installed]
    ordered += [name for name in installed if name not in ordered]
    parser = ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--days", type=int, default=31, help="first days of May only, 1 to 31")
    parser.add_argument(
        "--strategies", default=",".join(ordered), help="installed names; default %(default)s"
    )
    chosen = parser.parse_args(arguments)
    if not 1 <= chosen.days <= 31:
        parser.error(f"--days: expected 1 to 31, got {chosen.days}")
    chosen.strategies = list(dict.fromkeys(name.strip() for name in chosen.strategies.split(",")))
    unknown = [name for name in chosen.strategies if name not in installed]
    if unknown:
        parser.error(f"--strategies: expected some of {', '.join(ordered)}, got {unknown[0]!r}")
    return chosen


def _console() -> Console:
    """Make a console that is wide enough where there is no terminal to ask."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def _print_table(console: Console, rows: Sequence[Measures], record: Measures) -> None:
    """Print the table, and below it what has no place in it."""
    table = comparison(rows, record, reasons=True)
    unbounded = console.options.update_width(1000)
    fits = console.measure(table, options=unbounded).maximum <= console.width
    console.print()
    console.print(table if fits else comparison(rows, record, reasons=False))
    for line in [] if fits else reason_lines(rows):
        console.print(Text(line))
    for row in rows:
        if row.error:
            console.print(Text(f"{row.strategy} failed: {row.error}", style="red"))


def _print_list(console: Console, title: str, lines: Iterable[str]) -> None:
    """Print a heading, and a line or more for each point below it."""
    console.print(f"\n[bold]{title}[/]")
    points = Table.grid(padding=(0, 1))
    for line in lines:
        points.add_row(" -", Text(line))
    console.print(points)


def _print_decision(console: Console, replays: Sequence[Replay]) -> None:
    """Print one decision with its reasons."""
    explained = explain_one(replays)
    if explained is not None:
        strategy, text = explained
        console.print(f"\n[bold]One decision of {strategy}[/], in a close call of its busiest hour")
        console.print(Text(text))


def _shown(path: Path) -> str:
    """Give a path as seen from here, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(main())
