"""Which numbers come from the record, which from assumptions, and what the columns mean."""

from collections.abc import Sequence
from typing import Final

import attrs
import pandas as pd

from demo.learning import LEVEL_FROM, TEAM_FROM, Learned
from demo.log import UNKNOWN
from demo.roster import ROSTER_SHIFT, Roster, days_of_may
from demo.tickets import TARGETS

SOURCE: Final = (
    "Data: Amaral, C., Fantinato, M., & Peres, S. (2018). Incident management process enriched "
    "event log. UCI Machine Learning Repository. https://doi.org/10.24432/C57S4H. CC BY 4.0; "
    "some columns left out, see data/README.md."
)
COLUMNS: Final = (
    "left: tickets that wait at the end of the last day, and how many of them for which reason",
    "wait: hours from arrival to dispatch, nights and weekends included, of the dispatched",
    "skill fit: mean level of the agent in the ticket's type / 5, where no experience is level 0",
    "knows type: share of tickets to someone who had resolved that type before 1 May",
    "Jain index: evenness of tickets / cap over the agents on duty; 1 is even, 1/n all to one",
    "decision: time spent in assign() on this machine, divided by the dispatched tickets",
)


@attrs.frozen
class Facts:
    """What the log says about its own size.

    Parameters
    ----------
    events, incidents
        Rows, and incidents, of the log.
    settled
        Incidents resolved before 1 May whose resolver is known.
    arrived
        Incidents opened in the days that are dispatched.
    moved
        Share of these that were last seen in another group than the one they came in.
    """

    events: int
    incidents: int
    settled: int
    arrived: int
    moved: float


def read_facts(log: pd.DataFrame, settled: pd.DataFrame, arrivals: pd.DataFrame) -> Facts:
    """Count what the notes tell of the log."""
    last = log.drop_duplicates("number", keep="last").set_index("number")["assignment_group"]
    came = arrivals.set_index("number")["assignment_group"]
    went = last.loc[came.index]
    both = (came != UNKNOWN) & (went != UNKNOWN)
    moved = float((came != went)[both].mean())
    return Facts(len(log), log["number"].nunique(), len(settled), len(arrivals), moved)


def from_record(facts: Facts, learned: Learned, roster: Roster) -> tuple[str, ...]:
    """Say what comes from the record."""
    types = {type_ for _, type_ in learned.levels}
    caps = sorted(roster.caps.values())
    size = f"{len(learned.levels):,} skill levels in {len(types)} types"
    spread = f"{_median(caps)} in the median, {caps[-1]} at most (a few people close in bulk)"
    return (
        f"{facts.arrived:,} arrivals with queue, type, impact and urgency as on their first row",
        f"{size}, and {len(caps)} agents with their teams and daily caps",
        f"all learned from {facts.settled:,} incidents resolved before 1 May, nothing later",
        "a cap: 90th percentile of an agent's resolutions a day, March and April, on days with any",
        f"caps are {spread}",
        f"'as recorded': who resolved them in the end; {facts.moved:.0%} had changed groups",
    )


def from_assumptions(roster: Roster, days: int) -> tuple[str, ...]:
    """Say what is assumed, because the log does not tell; waits, left and Jain rest on it too."""
    begins, ends = zip(*roster.hours.values(), strict=True)
    desk_day = f"mostly {_median(begins)} to {_median(ends)} h"
    weeks = ROSTER_SHIFT.days // 7
    scale = ", ".join(map(str, LEVEL_FROM))
    targets = ", ".join(f"{span.total_seconds() / 3600:.0f}" for _, span in TARGETS.by_level)
    return (
        f"roster: on duty is who resolved something on the day {weeks} weeks before",
        f"that gives {_crew(roster, days)}",
        f"hours of duty: those around the middle 90 % of an agent's resolutions, {desk_day}",
        "times are those of Sao Paulo, as the holidays suggest",
        f"a level is 1 to 5 from {scale} resolved tickets of a type",
        "only the team of its queue may have a ticket, whether or not they know its type",
        f"a team: who resolved {TEAM_FROM} or more tickets that had come in to the queue, wherever",
        f"a ticket is due after {targets} h by priority level, and the earliest due goes first",
        "the month starts with an empty desk; a ticket takes one unit of a daily cap, and stays",
        "so left, wait and Jain are as good as these; skill fit and type are judged by the record",
    )


def _crew(roster: Roster, days: int) -> str:
    """Say how many people and tickets a day has room for, in the middle of the days."""
    duty = [
        [roster.caps[each.id] for each in roster.present if roster.works(each.id, day)]
        for day in days_of_may(days)
    ]
    people, room = _median([len(caps) for caps in duty]), _median([sum(caps) for caps in duty])
    return f"{people} agents with room for {room} tickets on the median day"


def _median(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2]
