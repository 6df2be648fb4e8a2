"""Draw the pictures of the docs: ``make pictures``. They are kept in the repository."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import incident_log
import life_cycle
import matplotlib as mpl
import measures
import pages
import prices
import replications

from ticketroute.plotting import plot_week
from ticketroute.sla import RESOLUTION, BusinessCalendar, Target, TicketEvent, replay

HERE = Path(__file__).parent


def week() -> None:
    """Draw a ticket that waits over a bank holiday and a pause."""
    hours = [("09:00", "12:00"), ("13:00", "17:30")]
    desk = BusinessCalendar(
        tz="Europe/London",
        weekly=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), hours),
        holidays={date(2026, 5, 4)},
    )
    events = [
        TicketEvent("created", datetime(2026, 4, 30, 15, tzinfo=UTC), status="open"),
        TicketEvent("status", datetime(2026, 5, 5, 9, tzinfo=UTC), status="pending"),
        TicketEvent("status", datetime(2026, 5, 6, 13, tzinfo=UTC), status="open"),
    ]
    target = Target(RESOLUTION, timedelta(hours=12), calendar=desk, pause_in={"pending"})
    clock = replay(events, target)
    figure = plot_week(desk, date(2026, 4, 30), clock=clock, now=events[-1].at)
    figure.savefig(HERE / "week.svg", metadata={"Date": None})


if __name__ == "__main__":
    mpl.rcParams["svg.hashsalt"] = "ticketroute"
    week()
    life_cycle.draw().savefig(HERE / "life-cycle.svg", metadata={"Date": None})
    pages.call_centre().savefig(HERE / "call-centre.svg", metadata={"Date": None})
    pages.try_your_own().savefig(HERE / "try-your-own.svg", metadata={"Date": None})
    measures.draw().savefig(HERE / "measures.svg", metadata={"Date": None})
    incident_log.draw().savefig(HERE / "incident-log.svg", metadata={"Date": None})
    replications.draw().savefig(HERE / "replications.svg", metadata={"Date": None})
    prices.draw().savefig(HERE / "prices.svg", metadata={"Date": None})
