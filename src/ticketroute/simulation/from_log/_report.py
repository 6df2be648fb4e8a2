"""What was estimated, in words and a table."""

from math import exp, isnan
from typing import TYPE_CHECKING

import numpy as np

from ticketroute.simulation._figures import side_by_side

if TYPE_CHECKING:
    from ticketroute.simulation.from_log._log_estimates import LogEstimates

_UNITS = (("d", 86_400_000_000), ("h", 3_600_000_000), ("min", 60_000_000))


def report(estimates: "LogEstimates") -> str:
    """Write a report: from what, by which model, what came of it."""
    start, end = estimates.window
    window = f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}, {start.tzinfo}"
    lines = [
        f"from {estimates.tickets:,} tickets, {window}",
        f"shift model: {_shifts(estimates)}",
        f"handling: {_handling(estimates)}",
        f"agents: {_agents(estimates)}",
        f"paces: {_paces(estimates)}",
        "",
        _kinds(estimates),
    ]
    rare = estimates.kinds[-1]
    if rare.types:
        lines += ["", f"{rare.name}: {', '.join(rare.types)}"]
    return "\n".join(lines)


def _shifts(estimates: "LogEstimates") -> str:
    hours = estimates.hours
    parts = [hours.model]
    if hours.of_agent:
        known = [hours.of_agent[each.id] for each in estimates.agents]
        own = sum(each.is_own for each in known)
        lengths = sorted(each.length for each in known)
        parts.append(f"{own} agents with hours of their own")
        parts.append(f"{lengths[len(lengths) // 2]} h a day in the middle")
    if not isnan(hours.absence):
        counted = "counted" if hours.counts_absence else "not counted"
        parts.append(f"nothing done on {hours.absence:.0%} of days of work, which is {counted}")
    return "; ".join(parts)


def _handling(estimates: "LogEstimates") -> str:
    over = sum(kind.over for kind in estimates.kinds)
    so_far = sum(kind.so_far for kind in estimates.kinds)
    parts = [estimates.basis, f"{over:,} over, {so_far:,} not over yet, as lower bounds"]
    if estimates.rounded_up:
        parts.append(f"{estimates.rounded_up:,} below the shortest")
    parts += [f"{count:,} {why}" for why, count in estimates.left_out.items()]
    return "; ".join(parts)


def _agents(estimates: "LogEstimates") -> str:
    parts = [f"{len(estimates.agents)} with a skill, from {estimates.least_handled} tickets on"]
    if estimates.agents_left_out:
        done = sum(estimates.agents_left_out.values())
        parts.append(f"{len(estimates.agents_left_out)} without one, who did {done:,} tickets")
    return "; ".join(parts)


def _paces(estimates: "LogEstimates") -> str:
    agents, pairs = (exp(each) for each in (estimates.widths.agents, estimates.widths.pairs))
    parts = [
        f"agents differ by a factor of {agents:.2f}, and with each kind by {pairs:.2f} besides"
    ]
    most = estimates.most_pace
    bounded = sum(each.pace in (most, 1 / most) for each in estimates.pairs)
    if bounded:
        parts.append(f"{bounded:,} of {len(estimates.pairs):,} at the bounds, {most:g} times")
    return "; ".join(parts)


def _kinds(estimates: "LogEstimates") -> str:
    columns = estimates.kind_columns()
    cells = {"kind": [str(each) for each in columns["kind"].tolist()]}
    for name in ("types", "came", "over", "so_far", "agents"):
        cells[name.replace("_", " ")] = [f"{each:,}" for each in columns[name].tolist()]
    for name in ("median", "mean"):
        cells[name] = [_span(each) for each in columns[name].astype(np.int64).tolist()]
    cells["lasting"] = [f"{each:.0%}" for each in columns["lasting"].tolist()]
    return side_by_side(cells)


def _span(microseconds: int) -> str:
    for unit, size in _UNITS:
        if microseconds >= size:
            return f"{microseconds / size:.1f} {unit}"
    return f"{microseconds / 1e6:.1f} s"
