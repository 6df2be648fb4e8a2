"""Make the README, the docs and the docstrings tests, and give hypothesis its settings.

Each document has one namespace, shared by its examples from top to bottom. A fenced ``python``
block is executed; when it starts with ``>>>``, its output is compared too. A block that cannot run
is announced by ``<!-- skip: next -->`` on the line before it.
"""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser
from sybil.parsers.rest import SkipParser as DocstringSkipParser

OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE

pages = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=OPTIONS), SkipParser()],
    patterns=["README.md", "docs/*.md"],
)
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=OPTIONS), DocstringSkipParser()],
    path="src",
    pattern="*.py",  # at any depth, while "src/**/*.py" matches one level only
)
pytest_collect_file = (pages + docstrings).pytest()

# A slow machine is no failure: speed is measured in benchmarks/.
settings.register_profile("ticketroute", deadline=None)
settings.load_profile("ticketroute")
