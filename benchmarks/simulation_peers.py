"""The same desks in SimPy and Ciw, written as their best users would.

Each gives the mean wait of those who were served, in seconds, and how many left.
"""

# ruff: noqa: ANN401 - neither library has types for what is passed around here
# pyright: reportMissingImports=false, reportMissingModuleSource=false
# pyright: reportAttributeAccessIssue=false

from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any, ClassVar

import ciw
import numpy as np
import simpy

from benchmarks.simulation_cases import Case

Outcome = tuple[float, int]
_Process = Generator[simpy.Event, Any, None]


def simpy_one_line(case: Case) -> Outcome:
    """Simulate one line with a `Resource`."""
    env = simpy.Environment()
    desk = simpy.Resource(env, capacity=len(case.skills))
    waits: list[float] = []

    def customer(work: float) -> _Process:
        came = env.now
        with desk.request() as request:
            yield request
            waits.append(env.now - came)
            yield env.timeout(work)

    def source() -> _Process:
        for gap, work in zip(case.gaps, case.work, strict=True):
            yield env.timeout(gap)
            env.process(customer(work))

    env.process(source())
    env.run()
    return sum(waits) / len(waits), 0


def simpy_impatient(case: Case) -> Outcome:
    """Simulate one line that people leave, with a `Resource` and a time-out."""
    env = simpy.Environment()
    desk = simpy.Resource(env, capacity=len(case.skills))
    waits: list[float] = []
    left = 0

    def customer(work: float, patience: float) -> _Process:
        nonlocal left
        came = env.now
        with desk.request() as request:
            outcome = yield request | env.timeout(patience)
            if request not in outcome:
                left += 1
                return
            waits.append(env.now - came)
            yield env.timeout(work)

    def source() -> _Process:
        for gap, work, patience in zip(case.gaps, case.work, case.patience, strict=True):
            yield env.timeout(gap)
            env.process(customer(work, patience))

    env.process(source())
    env.run()
    return sum(waits) / len(waits), left


def simpy_dispatcher(case: Case) -> Outcome:  # noqa: C901 - one closure, as in SimPy's manual
    """Simulate skills with a dispatcher of one's own: heaps of idle agents, call-backs for ends."""
    env = simpy.Environment()
    created, work, kinds = case.created.tolist(), case.work, case.kinds
    lines: dict[int, deque[int]] = {kind: deque() for kind in set(kinds)}
    idle: dict[int, list[tuple[float, int]]] = {kind: [] for kind in lines}
    idle_since = [0.0] * len(case.skills)
    waited = 0.0

    def release(agent: int) -> None:
        idle_since[agent] = env.now
        for kind in case.skills[agent]:
            heappush(idle[kind], (env.now, agent))

    def begin(ticket: int, agent: int) -> None:
        nonlocal waited
        waited += env.now - created[ticket]
        idle_since[agent] = -1.0
        end = env.timeout(work[ticket])
        end.callbacks.append(lambda _: done(agent))

    def done(agent: int) -> None:
        first = min((lines[kind][0] for kind in case.skills[agent] if lines[kind]), default=-1)
        if first < 0:
            release(agent)
        else:
            lines[kinds[first]].popleft()
            begin(first, agent)

    def arrive(ticket: int) -> None:
        heap = idle[kinds[ticket]]
        while heap:
            since, agent = heappop(heap)
            if idle_since[agent] == since:
                begin(ticket, agent)
                return
        lines[kinds[ticket]].append(ticket)

    def source() -> _Process:
        for ticket, gap in enumerate(case.gaps):
            yield env.timeout(gap)
            arrive(ticket)

    for agent in range(len(case.skills)):
        release(agent)
    env.process(source())
    env.run()
    return waited / len(work), 0


def simpy_filter_store(case: Case) -> Outcome:
    """Simulate skills as the manual does it: a `FilterStore` of agents."""
    env = simpy.Environment()
    team = simpy.FilterStore(env)
    waits: list[float] = []

    def customer(work: float, kind: int) -> _Process:
        came = env.now
        agent = yield team.get(lambda each: kind in case.skills[each])
        waits.append(env.now - came)
        yield env.timeout(work)
        team.put(agent)

    def source() -> _Process:
        for agent in range(len(case.skills)):
            yield team.put(agent)
        for gap, work, kind in zip(case.gaps, case.work, case.kinds, strict=True):
            yield env.timeout(gap)
            env.process(customer(work, kind))

    env.process(source())
    env.run()
    return sum(waits) / len(waits), 0


def ciw_one_line(case: Case) -> Outcome:
    """Simulate one line, with or without patience, in Ciw."""
    impatient = case.luck.patience is not None
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*case.gaps, float("inf")])],
        service_distributions=[ciw.dists.Sequential(case.work)],
        reneging_time_distributions=[ciw.dists.Sequential(case.patience)] if impatient else None,
        number_of_servers=[len(case.skills)],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(case.created[-1] * 2 + 1e6)
    records = simulation.get_all_records()
    waits = [record.waiting_time for record in records if record.record_type == "service"]
    return sum(waits) / len(waits), len(records) - len(waits)


def ciw_by_skill(case: Case) -> Outcome:
    """Simulate skills in Ciw with a node of one's own: Ciw itself can only order servers."""
    names = [f"type{kind}" for kind in sorted(set(case.kinds))]
    kinds, created, work = np.array(case.kinds), case.created, np.array(case.work)
    of_kind = [np.flatnonzero(kinds == number) for number in range(len(names))]
    gaps = [np.diff(created[rows], prepend=0.0).tolist() for rows in of_kind]
    network = ciw.create_network(
        arrival_distributions={
            name: [ciw.dists.Sequential([*each, float("inf")])]
            for name, each in zip(names, gaps, strict=True)
        },
        service_distributions={
            name: [ciw.dists.Sequential(work[rows].tolist())]
            for name, rows in zip(names, of_kind, strict=True)
        },
        number_of_servers=[len(case.skills)],
    )
    _BySkill.skills = [{names[each] for each in skills} for skills in case.skills]
    simulation = ciw.Simulation(network, node_class=_BySkill)
    simulation.simulate_until_max_time(created[-1] * 2 + 1e6)
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return sum(waits) / len(waits), 0


class _BySkill(ciw.Node):  # type: ignore[misc]  # Ciw has no types
    """A node whose servers take only some classes, the longest idle first, the oldest first."""

    skills: ClassVar[list[set[str]]] = []

    def _since(self) -> dict[int, float]:
        if not hasattr(self, "since"):
            self.since = {server.id_number: 0.0 for server in self.servers}
        return self.since

    def _may(self, server: Any, individual: Any) -> bool:
        return individual.customer_class in self.skills[server.id_number - 1]

    def find_free_server(self, ind: Any) -> Any:
        """Give the server who has been idle longest."""
        since = self._since()
        free = (each for each in self.servers if not each.busy and self._may(each, ind))
        return min(free, key=lambda each: since[each.id_number], default=None)

    def detatch_server(self, server: Any, individual: Any) -> None:
        """Note since when a server is idle."""
        super().detatch_server(server, individual)
        self._since()[server.id_number] = self.now

    def begin_service_if_possible_accept(self, next_individual: Any) -> None:
        """Serve whoever comes, if a server who may is free: others wait for want of theirs."""
        next_individual.arrival_date = self.now
        server = self.find_free_server(next_individual)
        if server is not None:
            self._begin(server, next_individual)

    def begin_service_if_possible_release(
        self,
        next_individual: Any,  # noqa: ARG002 - as Ciw calls it
        newly_free_server: Any,
    ) -> None:
        """Serve the oldest whom the server may have."""
        waiting = [
            each
            for group in self.individuals
            for each in group
            if not each.server and self._may(newly_free_server, each)
        ]
        if waiting:
            self._begin(newly_free_server, min(waiting, key=lambda each: each.arrival_date))

    def _begin(self, server: Any, individual: Any) -> None:
        self.attach_server(server, individual)
        individual.service_start_date = self.now
        self.give_individual_a_service_time(individual)
        individual.service_end_date = self.now + individual.service_time
        self.number_in_service += 1
        server.next_end_service_date = individual.service_end_date
