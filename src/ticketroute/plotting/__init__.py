"""Figures for people; they need matplotlib (``pip install ticketroute[plot]``).

Each function gives a figure and writes nothing: ``figure.savefig("waits.svg")`` is up to you. Those
that draw one picture take axes of your own too, to put several side by side. Colours are those of
Okabe and Ito, which colour-blind people tell apart; nothing is told by colour alone.
"""

from ticketroute.plotting._agent_day import plot_agent_day
from ticketroute.plotting._agent_load import plot_agent_load
from ticketroute.plotting._attainment_by_hour import plot_attainment_by_hour
from ticketroute.plotting._backlog import plot_backlog
from ticketroute.plotting._comparison import plot_comparison
from ticketroute.plotting._waits import plot_waits
from ticketroute.plotting._week import plot_week

__all__ = [
    "plot_agent_day",
    "plot_agent_load",
    "plot_attainment_by_hour",
    "plot_backlog",
    "plot_comparison",
    "plot_waits",
    "plot_week",
]
