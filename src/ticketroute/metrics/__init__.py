"""What came of it: figures of a live board, and of journeys, simulated or lived."""

from ticketroute.metrics._abandonment import Abandonment, abandonment
from ticketroute.metrics._agent_time import agent_time
from ticketroute.metrics._agent_time_result import AgentTime
from ticketroute.metrics._arrival_profile import ArrivalProfile, HourOfWeek, arrival_profile
from ticketroute.metrics._attainment import Attainment, attainment
from ticketroute.metrics._attainment_by_hour import AttainmentByHour, attainment_by_hour
from ticketroute.metrics._backlog import BacklogOverTime, backlog
from ticketroute.metrics._board_figures import (
    AgentFigures,
    BoardFigures,
    QueueFigures,
    board_figures,
)
from ticketroute.metrics._breakdown import Breakdown, GroupFigures, breakdown
from ticketroute.metrics._coverage import coverage
from ticketroute.metrics._coverage_result import Coverage, CoverageRow, Shortage, Unservable
from ticketroute.metrics._fairness import fairness, fairness_by_period
from ticketroute.metrics._fairness_report import HoursLike
from ticketroute.metrics._fairness_result import AgentShare, Fairness, Inequality, Outlier
from ticketroute.metrics._from_columns import TableColumns, journeys_from_columns
from ticketroute.metrics._from_log import journeys_from_log, kind_of_ticket
from ticketroute.metrics._given import FairnessLedger, GivenLike
from ticketroute.metrics._groups import GroupedBy
from ticketroute.metrics._inequality import gini, jain, max_over_mean
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Kind, Outcome
from ticketroute.metrics._performance import PerformanceOf, performance
from ticketroute.metrics._performance_result import Performance
from ticketroute.metrics._rework import Rework, rework
from ticketroute.metrics._service_level import AbandonmentRule, ServiceLevel, service_level
from ticketroute.metrics._stage_passage import Stage
from ticketroute.metrics._stage_times import StageTimes, Wait
from ticketroute.metrics._stays import Stays, TimesOnShift
from ticketroute.metrics._summary import ServiceLevelLike, summary
from ticketroute.metrics._summary_result import Summary, SummaryRow
from ticketroute.metrics._survival import Survival
from ticketroute.metrics._trend import Measure, Trend, Trends, trend
from ticketroute.metrics._waits import Of, TimeTo, Waits, time_to, waiting_curve, waits

__all__ = [
    "Abandonment",
    "AbandonmentRule",
    "AgentFigures",
    "AgentShare",
    "AgentTime",
    "ArrivalProfile",
    "Attainment",
    "AttainmentByHour",
    "BacklogOverTime",
    "BoardFigures",
    "Breakdown",
    "Coverage",
    "CoverageRow",
    "Fairness",
    "FairnessLedger",
    "GivenLike",
    "GroupFigures",
    "GroupedBy",
    "HourOfWeek",
    "HoursLike",
    "Inequality",
    "Journeys",
    "Kind",
    "Measure",
    "Of",
    "Outcome",
    "Outlier",
    "Performance",
    "PerformanceOf",
    "QueueFigures",
    "Rework",
    "ServiceLevel",
    "ServiceLevelLike",
    "Shortage",
    "Stage",
    "StageTimes",
    "Stays",
    "Summary",
    "SummaryRow",
    "Survival",
    "TableColumns",
    "TimeTo",
    "TimesOnShift",
    "Trend",
    "Trends",
    "Unservable",
    "Wait",
    "Waits",
    "abandonment",
    "agent_time",
    "arrival_profile",
    "attainment",
    "attainment_by_hour",
    "backlog",
    "board_figures",
    "breakdown",
    "coverage",
    "fairness",
    "fairness_by_period",
    "gini",
    "jain",
    "journeys_from_columns",
    "journeys_from_log",
    "kind_of_ticket",
    "max_over_mean",
    "performance",
    "rework",
    "service_level",
    "summary",
    "time_to",
    "trend",
    "waiting_curve",
    "waits",
]
