"""All replays, with progress shown while they run."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from demo.replay import HOURS, Replay, replay
from demo.roster import Roster
from ticketroute import Ticket


def replay_all(
    console: Console,
    names: Sequence[str],
    tickets: Sequence[Ticket],
    roster: Roster,
    days: int,
) -> list[Replay]:
    """Run one strategy after the other; in a terminal a bar for each, else a line for each."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TimeElapsedColumn(),
    )
    replays: list[Replay] = []
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        for number, name in enumerate(names, start=1):
            title = f"{number}/{len(names)} {name}"
            task = progress.add_task(title, total=days * HOURS, state="")

            def advance(hour: datetime) -> None:
                progress.update(task, advance=1, state=f"{hour.day:2} May")  # noqa: B023 - used now

            outcome = replay(name, tickets, roster, days, advance)
            replays.append(outcome)
            progress.update(task, state="failed" if outcome.error else "done")
            if not console.is_terminal:
                console.print(f"{title}: {_said(outcome)}")
    return replays


def _said(outcome: Replay) -> str:
    if outcome.error:
        return "failed"
    return f"{len(outcome.dispatched):,} dispatched, {outcome.seconds:.1f} s in assign()"
