"""Times of work by agent and kind of ticket, and the paces and distributions that they show."""

from collections import Counter

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.simulation._observed_so_far import LogNormalTail, ObservedSoFar, observed_so_far
from ticketroute.simulation.from_log._log_estimates import OTHER
from ticketroute.simulation.from_log._paces import Paces, estimate_paces
from ticketroute.simulation.from_log._ticket_log import TicketLog
from ticketroute.simulation.from_log._work_times import WorkTimes


@attrs.frozen(eq=False)
class WorkByKind:
    """Times of work by agent and kind, and the paces that they show."""

    kinds: tuple[str, ...]
    kind_of_row: NDArray[np.intp]
    times: WorkTimes
    agents: tuple[str, ...]
    agent_of_row: NDArray[np.intp]
    is_used: NDArray[np.bool_]
    paces: Paces
    most_pace: float
    has_tail: bool

    @classmethod
    def of(
        cls,
        log: TicketLog,
        times: WorkTimes,
        least_tickets: int,
        most_pace: float,
        *,
        has_tail: bool,
    ) -> "WorkByKind":
        """Pool rare types, and estimate paces."""
        tells = times.is_known & times.is_over
        if not tells.any():
            expected = "a ticket that is done and tells who took how long"
            raise refuse("log", expected, times.left_out or "none")
        counts = Counter(log.type[tells].tolist())
        own = [kind for kind, count in counts.most_common() if count >= least_tickets]
        places = {name: place for place, name in enumerate(own)}
        kinds = np.array([places.get(each, len(own)) for each in log.type.tolist()], dtype=np.intp)
        names, agents = np.unique(log.agent[times.is_known], return_inverse=True)
        agent_of_row = np.full(len(log), -1, dtype=np.intp)
        agent_of_row[times.is_known] = agents
        fitted = len(own) + int((tells & (kinds == len(own))).any())
        used = times.is_known & (kinds < fitted)
        paces = estimate_paces(
            np.log(times.span[used]),
            times.is_over[used],
            agent_of_row[used],
            kinds[used],
            (len(names), fitted),
        )
        return cls(
            kinds=(*own, OTHER),
            kind_of_row=kinds,
            times=times,
            agents=tuple(names.tolist()),
            agent_of_row=agent_of_row,
            is_used=used,
            paces=paces,
            most_pace=most_pace,
            has_tail=has_tail,
        )

    def pace(self, effect: float) -> float:
        """Give the pace of an effect on the logarithm of times, within bounds."""
        return float(np.clip(np.exp(effect), 1 / self.most_pace, self.most_pace))

    def effect(self, agent: str, kind: str) -> tuple[float, float]:
        """Give the effect of an agent with a kind on the logarithm of times, and its error."""
        if agent not in self.agents:
            return 0.0, self.paces.widths.agents
        return self.paces.of(self.agents.index(agent), self.kinds.index(kind))

    def agent_effect(self, agent: str) -> float:
        """Give the effect of an agent with a kind that is new to him or her."""
        if agent not in self.agents:
            return 0.0
        return float(self.paces.agent_effect[self.agents.index(agent)])

    def handling(self, kind: int) -> ObservedSoFar:
        """Estimate how long a kind takes at ordinary pace; from all if there is none."""
        is_fitted = kind < len(self.paces.centre)
        rows = np.flatnonzero(self.is_used & (self.kind_of_row == kind if is_fitted else True))
        paces = np.clip(np.exp(self._effects_of_rows(rows)), 1 / self.most_pace, self.most_pace)
        spans = np.maximum(np.rint(self.times.span[rows] / paces), 1).astype(np.int64)
        tail = self._tail(kind if is_fitted else None) if self.has_tail else None
        return observed_so_far(spans, self.times.is_over[rows], tail)

    def _tail(self, kind: int | None) -> LogNormalTail:
        centre, spread = self.paces.centre, self.paces.spread
        if kind is None:
            return LogNormalTail(float(centre.mean()), float(spread.max()))
        return LogNormalTail(float(centre[kind]), float(spread[kind]))

    def _effects_of_rows(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        kinds = len(self.paces.centre)
        cells = self.paces.agent * kinds + self.paces.kind  # ascending
        wanted = self.agent_of_row[rows] * kinds + self.kind_of_row[rows]
        return self.paces.effect[np.searchsorted(cells, wanted)]
