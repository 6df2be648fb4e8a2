"""Sphinx settings. The build is offline and nitpicky: `make docs`."""

import re
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx

from ticketroute import sla, strategies

project = "ticketroute"
author = "the ticketroute authors"
release = metadata.version(project)

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"{project} {release}"

myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]

autodoc_default_options = {"members": True, "special-members": "__call__"}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"

# Docstring types are prose ("ndarray of float, shape (n_tickets, n_agents)"), so they are set as
# text; cross-references come from the signatures.
napoleon_google_docstring = False
napoleon_use_param = False
napoleon_use_rtype = False

# No intersphinx, the build is offline: names of other packages cannot be links.
EXTERNAL = (
    "array|attrs?|collections|concurrent|contextlib|dataclasses|datetime|enum|matplotlib|np|numpy"
    "|pandas|polars|random|scipy|types|typing|zoneinfo"
)
nitpick_ignore_regex = [
    ("py:.*", rf"({EXTERNAL})\..+"),
    ("py:class", "ArrayLike"),
    # Named in quotes, because they are imported late.
    ("py:class", "Axes|Clock|Figure|sparray|spmatrix"),
    # What only the kernel makes, and passes to a View: not for others to name.
    ("py:class", r"ticketroute\.board\._(drawn|tickets|wake_ups|remembered|profiles|view)\..+"),
    ("py:class", r"ticketroute\.sla\.clocks\._moment\..+"),
    ("py:class", r"ticketroute\.simulation\._\w+\.Quantiles"),  # what scipy's have
    ("py:class", r"ticketroute\.simulation\.from_log\._(widths|working_hours)\..+"),
    ("py:class", r".*\.AnyKeeper"),
    ("py:class", r"ticketroute\.configuration\._convert\._Value"),
]

# Some names are imported when they are asked for, and autodoc does not ask.
for room in (sla, strategies):
    for name in room.__all__:
        getattr(room, name)

# The rooms that have a section of their own on the reference page.
API = Path(__file__).with_name("api.md").read_text("utf-8")
ROOMS = set(re.findall(r"automodule:: ticketroute\.(\w+)", API))


def describe_once(app: Sphinx, _what: str, _name: str, obj: object, *_: object) -> bool | None:
    """Leave a name out of the section ``ticketroute`` if its own room has a section."""
    room = (getattr(obj, "__module__", "") or "").removeprefix("ticketroute.").partition(".")[0]
    section = app.env.current_document.autodoc_module
    return True if section == "ticketroute" and room in ROOMS else None


def escape_underscores(
    _app: Sphinx, _what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Keep the underscore of ``numpy.str_`` in a type from being read as a link."""
    lines[:] = [re.sub(r"(numpy\.\w+)_(?=\])", r"\1\_", line) for line in lines]


def setup(app: Sphinx) -> None:
    """Connect the handlers."""
    app.connect("autodoc-skip-member", describe_once)
    # After what turns the sections of a docstring into fields, which comes at 500.
    app.connect("autodoc-process-docstring", escape_underscores, priority=900)
