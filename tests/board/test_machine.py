"""A board through any sequence of events, beside a plain model of it."""

from datetime import datetime
from typing import cast

import attrs
import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from tests.board_state import board_state
from tests.builders import minutes
from tests.generators import NOON, SETTINGS, TARGETS, TICKETS, Scene, as_columns, scenes
from tests.oracles import Office
from ticketroute import Board, Presence, Ticket, decide
from ticketroute.board import NOBODY, Cause, MemoryChange, Workload, last_assignment, open_tickets
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.errors import InvalidPlan, UnknownId
from ticketroute.strategies import PicksAgent

ORDERS = (open_tickets, last_assignment)

whole_minutes = st.sampled_from([0, 1, 29, 30, 31])
strategies = st.sampled_from(sorted(SETTINGS))
plain_tickets = st.just(Ticket(id="plain", created=NOON))
any_tickets = st.one_of(plain_tickets, TICKETS)
presences = st.sampled_from([*[Presence.ACTIVE] * 3, Presence.AWAY, Presence.OFFLINE])


class BoardAndOffice(RuleBasedStateMachine):
    """The board on one side, desks and piles on the other; after each step they agree."""

    def __init__(self) -> None:
        super().__init__()
        self.board = Board([])
        self.office = Office([], TARGETS, NOON)
        self.ids: list[str] = []
        self.kept: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        self.kept_spare = np.zeros(0)

    @initialize(scene=scenes(least_tickets=2, most_tickets=5))
    def open(self, scene: Scene) -> None:
        """Start with some agents, some tickets, some work from elsewhere, some memory."""
        self.board, self.office = scene.board(), Office.of(scene)
        self.ids = [ticket.id for ticket in scene.tickets]
        workload = self.board.window.workload
        self.kept = [workload.keys(order)[0] for order in ORDERS]
        self.kept_spare = workload.spare_share

    # What happens

    @rule(
        later=whole_minutes,
        drawn=st.lists(any_tickets, min_size=1, max_size=4),
        columns=st.booleans(),
    )
    def submit(self, later: int, drawn: list[Ticket], columns: bool) -> None:
        """Take tickets in, as objects or as columns, perhaps to start later."""
        now = self.office.now + minutes(later)
        new = [attrs.evolve(t, id=f"t{len(self.ids) + n}") for n, t in enumerate(drawn)]
        self.ids += [ticket.id for ticket in new]
        self.board.submit(as_columns(new) if columns else new, now)
        self.office.wait_until(now)
        self.office.submit(new)

    @rule(later=whole_minutes)
    def let_time_pass(self, later: int) -> None:
        """Let those wait that were to start meanwhile."""
        now = self.office.now + minutes(later)
        self.board.view(now)
        self.office.wait_until(now)

    @rule(name=strategies)
    def decide_and_commit(self, name: str) -> None:
        """Let any strategy decide about everything that waits."""
        plan = decide(self.board.window, SETTINGS[name])
        self.board.commit(plan)
        self.office.assign_all((each.ticket_id, each.agent_id) for each in plan.assignments)

    @precondition(lambda self: self.office.waiting)
    @rule(name=strategies, data=st.data())
    def dispatch_one(self, name: str, data: st.DataObject) -> None:
        """Let a strategy pick an agent for one ticket that waits."""
        strategy = SETTINGS[name]
        ticket = data.draw(st.sampled_from(self.office.waiting))
        if isinstance(strategy, PicksAgent):
            agent = dispatch_ticket(self.board, self.position(ticket.id), strategy)
            candidates = self.office.candidates(ticket)
            assert (agent == NOBODY) == (not candidates)
            if agent != NOBODY:
                self.office.assign(ticket, self.office.desks[agent])

    @precondition(lambda self: self.ids)
    @rule(ticket=st.integers(-1, 12), agent=st.integers(-1, 4))
    def commit_any_pair(self, ticket: int, agent: int) -> None:
        """Carry a pair of positions out if it is sound; else see it refused without a trace."""
        known = 0 <= ticket < len(self.ids) and 0 <= agent < len(self.office.desks)
        if known:
            waiting = [each for each in self.office.waiting if each.id == self.ids[ticket]]
            desk = self.office.desks[agent]
            if waiting and not self.office.failed(waiting[0], desk):
                self.board.commit_pair(ticket, agent)
                self.office.assign(waiting[0], desk)
                return
        self.refuse(InvalidPlan, lambda: self.board.commit_pair(ticket, agent))

    @precondition(lambda self: any(desk.hands for desk in self.office.desks))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        """Resolve a ticket that somebody has."""
        busy = [desk for desk in self.office.desks if desk.hands]
        desk = data.draw(st.sampled_from(busy))
        ticket = data.draw(st.sampled_from(desk.hands))
        self.board.release(ticket.id)
        desk.hands.remove(ticket)
        self.office.released.append(ticket)

    @precondition(lambda self: self.office.desks)
    @rule(presence=presences, data=st.data())
    def come_or_go(self, presence: Presence, data: st.DataObject) -> None:
        """Let an agent come or go."""
        desk = data.draw(st.sampled_from(self.office.desks))
        self.board.set_presence(desk.agent.id, presence)
        desk.presence = presence

    # What is refused

    def refuse(self, error: type[Exception], call: object) -> None:
        """Make a call that must fail, and see that it left nothing behind."""
        before = board_state(self.board)
        try:
            call()  # type: ignore[operator]
        except error:
            assert board_state(self.board) == before
        else:
            message = "a call that had to be refused was not"
            raise AssertionError(message)

    @precondition(lambda self: self.ids)
    @rule(data=st.data(), new=TICKETS)
    def submit_a_known_id(self, data: st.DataObject, new: Ticket) -> None:
        """Submit a known id among tickets that are fine, and at a later time."""
        known = attrs.evolve(new, id=data.draw(st.sampled_from(self.ids)))
        fine = attrs.evolve(new, id="fine")
        now = self.office.now + minutes(31)
        self.refuse(ValueError, lambda: self.board.submit([fine, known], now))
        self.refuse(ValueError, lambda: self.board.submit([fine, fine], now))

    @rule()
    def go_back_in_time(self) -> None:
        """Ask for a view, and submit, at a time before the last."""
        earlier = self.office.now - minutes(1)
        self.refuse(ValueError, lambda: self.board.view(earlier))
        self.refuse(ValueError, lambda: self.board.submit([], earlier))

    @precondition(lambda self: self.office.waiting or self.office.scheduled)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Let a ticket go that nobody has yet."""
        ticket = data.draw(st.sampled_from([*self.office.waiting, *self.office.scheduled]))
        self.board.release(ticket.id)
        pile = self.office.waiting if ticket in self.office.waiting else self.office.scheduled
        pile.remove(ticket)
        self.office.released.append(ticket)

    @rule(data=st.data())
    def release_what_is_gone(self, data: st.DataObject) -> None:
        """Try a ticket that was released already or was never heard of."""
        gone = [ticket.id for ticket in self.office.released]
        ticket_id = data.draw(st.sampled_from(["unheard", *gone]))
        error = UnknownId if ticket_id == "unheard" else ValueError
        self.refuse(error, lambda: self.board.release(ticket_id))

    @rule(name=strategies)
    def commit_everything_twice(self, name: str) -> None:
        """See a plan refused as a whole because one of its pairs is wrong."""
        view = self.board.window
        pairs = SETTINGS[name](view).pairs
        if pairs:
            doubled = view.plan([*pairs, pairs[0]])
            self.refuse(InvalidPlan, lambda: self.board.commit(doubled))

    @precondition(lambda self: self.office.desks and self.office.waiting)
    @rule(agent=st.integers(0, 3))
    def pile_everything_on_one(self, agent: int) -> None:
        """Give all that waits to one agent: carried out if it all fits, else refused as a whole."""
        desk = self.office.desks[agent % len(self.office.desks)]
        tickets = list(self.office.waiting)
        view = self.board.window
        plan = view.plan((self.position(t.id), agent % len(self.office.desks)) for t in tickets)
        trial = Office([attrs.evolve(desk, hands=list(desk.hands))], TARGETS, self.office.now)
        trial.waiting = list(tickets)
        sound = True
        for ticket in tickets:
            sound = sound and not trial.failed(ticket, trial.desks[0])
            trial.assign(ticket, trial.desks[0])
        if sound:
            self.board.commit(plan)
            for ticket in tickets:
                self.office.assign(ticket, desk)
        else:
            self.refuse(InvalidPlan, lambda: self.board.commit(plan))

    @rule()
    def remember_nonsense(self) -> None:
        """See a plan refused for its memory."""
        nonsense = MemoryChange("p", "", np.array([99]), np.array([1]))
        plan = self.board.window.plan(memory=[nonsense])
        self.refuse(InvalidPlan, lambda: self.board.commit(plan))

    # What holds after each step

    def position(self, ticket_id: str) -> int:
        """Give the position of a ticket on the board."""
        return self.board.window.ticket_position(ticket_id)

    @invariant()
    def each_ticket_is_in_exactly_one_place(self) -> None:
        """Compare what waits, is scheduled, in hand or released: nothing twice, nothing lost."""
        view, office = self.board.window, self.office
        assert {view.tickets.ids[t] for t in view.waiting} == {t.id for t in office.waiting}
        assert {view.tickets.ids[t] for t in view.wake_ups.subjects(Cause.START)} == {
            t.id for t in office.scheduled
        }
        owners = {t.id: desk.agent.id for desk in office.desks for t in desk.hands}
        assert {t: self.board.owner(t) for t in self.ids if self.board.owner(t)} == owners
        everywhere = [*office.waiting, *office.scheduled, *office.released]
        assert sorted([*owners, *(t.id for t in everywhere)]) == sorted(self.ids)
        assert len(view.tickets) == len(self.ids)

    @invariant()
    def loads_are_what_is_on_the_desks(self) -> None:
        """Compare effort, tickets, every limit, presence and the sequence of assignments."""
        view, desks = self.board.window, self.office.desks
        assert view.used.tolist() == [desk.used for desk in desks]
        assert view.open.tolist() == [desk.open for desk in desks]
        assert (view.workload.closed == 0).tolist() == [desk.present for desk in desks]
        for row, (_, channel) in enumerate(view.workload.limits[1:], start=1):
            for agent, desk in enumerate(desks):
                used = int(view.workload.limit[row, agent] - view.workload.room[row, agent])
                assert used == desk.used_on(channel)
        ever = sorted((desk for desk in desks if desk.last), key=lambda desk: desk.last)
        known = [each for each in view.remembered().last_assigned if each != "gone"]
        sequence = [each for each in known if each in {desk.agent.id for desk in desks}]
        assert sequence == [desk.agent.id for desk in ever]

    @invariant()
    def time_and_the_next_wake_are_right(self) -> None:
        """Compare the clock, and the earliest start of what is scheduled."""
        assert self.board.now == self.office.now
        starts = [cast("datetime", ticket.not_before) for ticket in self.office.scheduled]
        assert self.board.next_wake == min(starts, default=None)

    @invariant()
    def who_may_have_what_is_right(self) -> None:
        """Compare the candidates of each ticket that waits with those of plain loops."""
        for ticket in self.office.waiting:
            candidates = self.board.window.candidates(self.position(ticket.id)).tolist()
            expected = [desk.agent.id for desk in self.office.candidates(ticket)]
            assert [self.board.window.agents[n].id for n in candidates] == expected

    @invariant()
    def derived_columns_are_those_of_a_fresh_calculation(self) -> None:
        """Compare keys and shares that were kept all along with new ones."""
        kept = self.board.window.workload
        fresh = Workload(self.board.window.roster)
        for name in ("room", "open", "rank", "closed"):
            getattr(fresh, name)[...] = getattr(kept, name)
        for order, column in zip(ORDERS, self.kept, strict=True):
            assert column.tolist() == fresh.keys(order)[0].tolist()
        assert self.kept_spare.tolist() == fresh.spare_share.tolist()


TestBoardAndOffice = BoardAndOffice.TestCase
TestBoardAndOffice.settings = settings(max_examples=150, stateful_step_count=40)
