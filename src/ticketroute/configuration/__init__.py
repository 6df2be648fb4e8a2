"""Configuration as data: strategies, setups and settings, written down, checked, compared."""

from ticketroute.configuration._configuration import VERSION, Configuration
from ticketroute.configuration._convert import Data, from_data, to_data
from ticketroute.configuration._differences import ABSENT, Absent, Difference, differences
from ticketroute.configuration._problems import InvalidConfiguration
from ticketroute.configuration._schema import json_schema

__all__ = [
    "ABSENT",
    "VERSION",
    "Absent",
    "Configuration",
    "Data",
    "Difference",
    "InvalidConfiguration",
    "differences",
    "from_data",
    "json_schema",
    "to_data",
]
