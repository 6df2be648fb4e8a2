"""Each counterfactual is true: the scene is built anew with its changes, and decided anew."""

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generators import SETTINGS, Scene, scenes
from ticketroute import Agent, Board, Capacity, Memory, Presence, Requirement, Ticket, decide
from ticketroute.board import Change, ChangeKind, Counterfactual
from ticketroute.strategies import Strategy

NAMES = st.sampled_from(sorted(SETTINGS))


def with_agent(scene: Scene, agent: Agent) -> Scene:
    """Put a changed agent in the place of the one of the same id."""
    others = [each for each in scene.agents if each.id != agent.id]
    return attrs.evolve(scene, agents=[*others, agent])


def with_ticket(scene: Scene, ticket: Ticket) -> Scene:
    """Put a changed ticket in the place of the one of the same id, where it stood."""
    changed = [ticket if each.id == ticket.id else each for each in scene.tickets]
    return attrs.evolve(scene, tickets=changed)


def replayed(scene: Scene, ticket_id: str, change: Change) -> Scene:
    """Make a change before there is a board, by the words that describe its kind."""
    kind, name, value = change.kind, str(change.name), change.value
    ticket = next(each for each in scene.tickets if each.id == ticket_id)
    if kind is ChangeKind.ONE_MORE:
        asked = {each.skill: each.minimum for each in ticket.requirements if not each.optional}
        assert value is not None
        extra = Agent(
            id="one more agent",
            capacity=int(value),
            skills=asked,
            channels=[ticket.channel or "-"],
            teams=[ticket.queue or "-"],
            languages=[ticket.language or "-"],
        )
        return attrs.evolve(scene, agents=[*scene.agents, extra])
    if change.agent_id is None:
        return with_ticket(scene, _asking_otherwise(ticket, kind, name, value))
    if kind is ChangeKind.EXCLUSION:
        fewer = ticket.exclusions - {change.agent_id}
        return with_ticket(scene, attrs.evolve(ticket, exclusions=fewer))
    if kind is ChangeKind.LOAD:
        assert value is not None
        assert not change.tickets
        assert not change.elsewhere  # all that anybody has is alike
        return attrs.evolve(scene, in_hand={**scene.in_hand, change.agent_id: int(value)})
    if kind is ChangeKind.TURN:
        left = [each for each in scene.memory.last_assigned if each != change.agent_id]
        return attrs.evolve(scene, memory=Memory(left, scene.memory.numbers))
    agent = next(each for each in scene.agents if each.id == change.agent_id)
    return with_agent(scene, _another(agent, kind, name, value))


def _asking_otherwise(ticket: Ticket, kind: ChangeKind, name: str, value: float | None) -> Ticket:
    if kind is ChangeKind.ANY_LANGUAGE:
        assert ticket.language == name
        return attrs.evolve(ticket, language=None)
    rest = [each for each in ticket.requirements if each.optional or each.skill != name]
    if kind is ChangeKind.LOWERED:
        assert value is not None
        rest.append(Requirement(name, value))
    else:
        assert kind is ChangeKind.DROPPED
    return attrs.evolve(ticket, requirements=rest)


def _another(agent: Agent, kind: ChangeKind, name: str, value: float | None) -> Agent:
    if kind is ChangeKind.PRESENCE:
        return attrs.evolve(agent, presence=Presence.ACTIVE)
    if kind in (ChangeKind.LEVEL, ChangeKind.SKILL):
        assert value is not None
        return attrs.evolve(agent, skills={**dict(agent.skills), name: value})
    if kind is ChangeKind.LIMIT:
        assert value is not None
        total, channels = agent.capacity.total, dict(agent.capacity.channels)
        if name == "None":
            total = int(value)
        else:
            channels[name.removeprefix("channel ")] = int(value)
        return attrs.evolve(agent, capacity=Capacity(total=total, channels=channels))
    if kind is ChangeKind.CHANNEL:
        return attrs.evolve(agent, channels={*(agent.channels or ()), name})
    if kind is ChangeKind.TEAM:
        return attrs.evolve(agent, teams={*(agent.teams or ()), name})
    assert kind is ChangeKind.LANGUAGE
    return attrs.evolve(agent, languages={*(agent.languages or ()), name})


def takers(board: Board, strategy: Strategy, ticket_id: str) -> set[str]:
    """Decide, and give who gets a ticket."""
    plan = decide(board.window, strategy)
    return {each.agent_id for each in plan.assignments if each.ticket_id == ticket_id}


def holds(scene: Scene, strategy: Strategy, found: Counterfactual) -> set[str]:
    """Make all changes of a counterfactual anew, and give who has the ticket then."""
    for change in found.changes:
        scene = replayed(scene, found.ticket_id, change)
    return takers(scene.board(), strategy, found.ticket_id)


@given(scene=scenes(least_tickets=1, most_tickets=4), name=NAMES, data=st.data())
@settings(max_examples=150)
def test_every_counterfactual_for_an_agent_is_true(
    scene: Scene, name: str, data: st.DataObject
) -> None:
    """With its changes and nothing else the agent has the ticket, who does not without them."""
    strategy = SETTINGS[name]
    plan = decide(scene.board().window, strategy)
    for ticket in scene.tickets[:2]:
        if not scene.agents:
            continue
        agent = data.draw(st.sampled_from([each.id for each in scene.agents]))
        for found in plan.counterfactuals(ticket.id, agent):
            assert found.ticket_id == ticket.id
            assert found.agent_ids == (agent,)
            assert holds(scene, strategy, found) == {agent}
            _check_minimal(scene, strategy, found, agent)


def _check_minimal(scene: Scene, strategy: Strategy, found: Counterfactual, agent: str) -> None:
    """See that one unit of load more would not do."""
    for place, change in enumerate(found.changes):
        if change.kind is ChangeKind.LOAD:
            assert change.value is not None
            more = attrs.evolve(change, value=change.value + 1)
            changes = [*found.changes]
            changes[place] = more
            other = attrs.evolve(found, changes=tuple(changes))
            assert agent not in holds(scene, strategy, other)


@given(scene=scenes(least_tickets=1, most_tickets=4), name=NAMES)
@settings(max_examples=60)
def test_every_counterfactual_of_a_waiting_ticket_is_true(scene: Scene, name: str) -> None:
    """With its changes somebody has the ticket: whom it names, or the one who is new."""
    strategy = SETTINGS[name]
    plan = decide(scene.board().window, strategy)
    for ticket_id in list(plan.left)[:2]:
        for found in plan.counterfactuals(ticket_id):
            assert holds(scene, strategy, found) == (set(found.agent_ids) or {"one more agent"})


@given(scene=scenes(least_tickets=1, most_tickets=3), name=NAMES)
@settings(max_examples=40)
def test_order_is_by_size_and_pairs_are_a_last_resort(scene: Scene, name: str) -> None:
    """Smaller ones come first; there are no pairs beside single changes."""
    plan = decide(scene.board().window, SETTINGS[name])
    for ticket in scene.tickets[:2]:
        for agent in scene.agents[:2]:
            found = plan.counterfactuals(ticket.id, agent.id)
            assert [each.size for each in found] == sorted(each.size for each in found)
            assert len({len(each.changes) for each in found}) <= 1


def half_done(scene: Scene, name: str, channels: list[str]) -> tuple[Board, list[str]]:
    """Let what can be given be in hand, with work from elsewhere, and as much come again."""
    in_hand = {
        agent_id: dict.fromkeys(channels, units) for agent_id, units in scene.in_hand.items()
    }
    board = Board(scene.agents, in_hand=in_hand, memory=scene.memory)
    board.submit(scene.tickets, scene.now)
    board.commit(decide(board.window, SETTINGS[name]))
    new = [attrs.evolve(each, id=f"{each.id} again") for each in scene.tickets]
    board.submit(new, scene.now)
    return board, [each.id for each in new]


def be_done(board: Board, change: Change) -> None:
    """Really resolve what a text names; where it gives a number, all that there is is alike."""
    agent_id = str(change.agent_id)
    agent = board.window.roster.index(agent_id)
    for ticket_id in change.tickets:
        board.release(ticket_id)
    elsewhere = dict(change.elsewhere)
    if not change.tickets and not elsewhere:
        kinds = {each[1] for each in board.window.attendance.elsewhere if each[0] == agent_id}
        assert len(kinds) == 1
        assert all(board.owner(each) != agent_id for each in board.window.tickets.ids)
        assert change.value is not None
        elsewhere = {kinds.pop(): int(board.window.open[agent] - change.value)}
    for channel, units in elsewhere.items():
        board.window.workload.add_in_hand(agent, -units, channel)


@given(
    scene=scenes(least_tickets=1, most_tickets=4),
    name=NAMES,
    channels=st.sampled_from([["chat"], ["chat", "email"], []]),
)
@settings(max_examples=80)
def test_work_that_is_named_really_makes_room(scene: Scene, name: str, channels: list[str]) -> None:
    """The very tickets that are named are resolved on the board, and the ticket goes there."""
    board, new = half_done(scene, name, channels)
    plan = decide(board.window, SETTINGS[name])
    for ticket_id in new[:2]:
        for agent in scene.agents[:2]:
            for found in plan.counterfactuals(ticket_id, agent.id):
                if [each.kind for each in found.changes] != [ChangeKind.LOAD]:
                    continue
                again, _ = half_done(scene, name, channels)
                be_done(again, found.changes[0])
                position = again.window.roster.index(agent.id)
                assert again.window.open[position] == found.changes[0].value
                assert agent.id in takers(again, SETTINGS[name], ticket_id)
