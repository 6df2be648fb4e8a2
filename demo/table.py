"""The comparison as one table."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from demo.measures import Measures

_NONE: Final = "-"


def comparison(rows: Sequence[Measures], record: Measures, *, reasons: bool) -> Table:
    """Lay out the measures of all strategies, and of the record below them.

    Parameters
    ----------
    rows, record
        The measures.
    reasons
        Whether to count the reasons why tickets are left, which needs a wide terminal.
    """
    named = _reasons(rows) if reasons else []
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=0)
    table.add_column("strategy", no_wrap=True)
    for name in ("assigned", "left"):
        table.add_column(name, justify="right", no_wrap=True)
    for reason in named:
        longest = max(len(word) for word in reason.split())
        table.add_column(reason, justify="right", style="dim", min_width=longest, max_width=9)
    for name in ("wait\nmean", "\nmedian", "\nP90", "skill\nfit", "knows\ntype", "\nJain"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("us per\ndecision", justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*_cells(row, named))
    table.add_section()
    table.add_row(*_cells(record, named), style="italic")
    return table


def reason_lines(rows: Sequence[Measures]) -> list[str]:
    """Give the reasons as lines, for below a table that has no room for them."""
    lines: list[str] = []
    for row in rows:
        if row.left:
            named = ", ".join(f"{row.left[reason]} {reason}" for reason in _reasons([row]))
            lines.append(f"{row.strategy} left: {named}")
    return lines


def _reasons(rows: Sequence[Measures]) -> list[str]:
    """Give the reasons that occur, the most frequent first."""
    counts = Counter[str]()
    for row in rows:
        counts.update(row.left or {})
    return sorted(counts, key=lambda reason: (-counts[reason], reason))


def _cells(row: Measures, reasons: Sequence[str]) -> list[str]:
    left = [_NONE] * (len(reasons) + 1)
    if row.left is not None:
        counts = (sum(row.left.values()), *(row.left.get(reason, 0) for reason in reasons))
        left = [f"{count:,}" for count in counts]
    return [
        row.strategy,
        "failed" if row.error else _number(row.assigned, ",d"),
        *left,
        _number(row.wait_mean, ".2f"),
        _number(row.wait_median, ".2f"),
        _number(row.wait_p90, ".2f"),
        _number(row.skill_fit, ".2f"),
        _number(row.known_type, ".0%"),
        _number(row.fairness, ".2f"),
        _number(row.decision_us, ",.0f"),
    ]


def _number(value: float | None, form: str) -> str:
    return _NONE if value is None else f"{value:{form}}"
