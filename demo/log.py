"""The incident log: what was known at arrival, what was settled before May, what came of it.

The end of an incident is filled in on all of its rows, from the first one on. So each question has
its own function here, and only :func:`settled` and :func:`resolvers` read how an incident ended:
the one for incidents that were over before May, the other for the comparison with the record.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pandas as pd

LOG: Final = Path(__file__).resolve().parent.parent / "data" / "incident_event_log_core.csv.gz"
START: Final = datetime(2016, 5, 1)  # noqa: DTZ001 - the log's own clock, which has no zone
UNKNOWN: Final = "?"

_TIMES: Final = ("opened_at", "sys_updated_at", "resolved_at")
_AT_ARRIVAL: Final = ("category", "assignment_group", "impact", "urgency")


def read_log(path: Path = LOG) -> pd.DataFrame:
    """Read the events, as far as they are needed, with real times.

    Parameters
    ----------
    path
        The log, a compressed CSV file.

    Returns
    -------
    DataFrame
        One row for each event; rows of an incident are together and in the order of updates.
    """
    log = pd.read_csv(path, dtype=str, usecols=["number", "resolved_by", *_AT_ARRIVAL, *_TIMES])
    for name in _TIMES:
        log[name] = pd.to_datetime(log[name].where(log[name] != UNKNOWN), format="%d/%m/%Y %H:%M")
    # "Resolved by 11" stands for a person, who needs a shorter name.
    log["resolved_by"] = log["resolved_by"].str.replace("Resolved by ", "agent ", regex=False)
    return log


def arrivals(log: pd.DataFrame, days: int) -> pd.DataFrame:
    """Give what was known of each incident of May when its first row was written.

    Parameters
    ----------
    log
        The events.
    days
        How many days from 1 May on.

    Returns
    -------
    DataFrame
        One row for each incident, by arrival: ``number``, ``opened_at``, ``known_at`` (time of the
        first row), ``category``, ``assignment_group``, ``impact``, ``urgency``.
    """
    first = log.drop_duplicates("number")
    opened = first["opened_at"]
    may = first[(opened >= START) & (opened < START + timedelta(days=days))]
    may = may.rename(columns={"sys_updated_at": "known_at"})
    may = may[["number", "opened_at", "known_at", *_AT_ARRIVAL]]
    return may.sort_values(["opened_at", "number"], ignore_index=True)


def settled(log: pd.DataFrame) -> pd.DataFrame:
    """Give the incidents that were resolved before 1 May, from rows written before 1 May.

    Returns
    -------
    DataFrame
        One row for each incident whose resolver is known: ``agent``, ``type`` (the category at
        last), ``queue`` (the group in which it arrived), ``resolved_at``.
    """
    before = log[(log["sys_updated_at"] < START) & (log["resolved_at"] < START)]
    before = before[before["resolved_by"] != UNKNOWN]
    last = before.drop_duplicates("number", keep="last").set_index("number")
    queue = before.drop_duplicates("number").set_index("number")["assignment_group"]
    return pd.DataFrame(
        {
            "agent": last["resolved_by"],
            "type": last["category"],
            "queue": queue,
            "resolved_at": last["resolved_at"],
        }
    )


def resolvers(log: pd.DataFrame) -> dict[str, str]:
    """Give who resolved each incident in the end, where known; never shown to a strategy."""
    first = log.drop_duplicates("number")
    known = first[first["resolved_by"] != UNKNOWN]
    return dict(zip(known["number"], known["resolved_by"], strict=True))
