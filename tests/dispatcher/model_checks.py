"""What must hold of a desk beside its model after each call."""

from collections import Counter
from datetime import datetime

from tests.dispatcher.model import Model
from tests.dispatcher.model_things import require
from ticketroute.board import TicketState
from ticketroute.dispatcher import Dispatcher

_EXPLAINED = ("queued", "scheduled", "incomplete", "on hold", "offered", "linked")


def check_tickets(model: Model, desk: Dispatcher) -> None:
    """See that each ticket is in one state, with one owner, and none is lost."""
    view, more = desk.view, desk.view.tickets.more
    counts = Counter(item.state for item in model.items.values())
    require(desk.counts() == dict(counts), "counts:", desk.counts(), dict(counts))
    total = model.submitted - model.forgotten
    require(sum(counts.values()) == total, "submitted minus forgotten:", counts, total)
    places = len(view.tickets)
    require(places == model.most, "places are used again:", places, model.most)
    over = {view.tickets.ids[each] for each in more.over_capacity}
    expected = {name for name, item in model.items.items() if item.over}
    require(over == expected, "over capacity:", over, expected)
    waiting = {view.tickets.ids[each] for each in view.waiting_set}
    expected = {name for name, item in model.items.items() if item.state == "queued"}
    require(waiting == expected, "waiting:", waiting, expected)
    asked = {
        view.tickets.ids[ticket]: {view.roster.ids[agent] for agent in agents}
        for ticket, agents in more.offers.items()
    }
    offers = {name: set(item.offers) for name, item in model.items.items() if item.offers}
    require(asked == offers, "offers:", asked, offers)
    for name, item in model.items.items():
        position = view.tickets.find(name)
        state, owner = TicketState(view.tickets.state.at[position]), desk.owner(name)
        require(state.label == item.state, "state of", name, state.label, item.state)
        require(owner == item.owner, "owner of", name, owner, item.owner)
        require(view.ticket(position) == item.ticket, "ticket", name, view.ticket(position))
        for agent in item.offers:
            require(model.may_have(item, agent), "who is asked may have it:", name, agent)


def check_stand_ins(model: Model, desk: Dispatcher) -> None:
    """See that those stand in who were named, and for nobody who is there."""
    view = desk.view
    stand_ins = {view.roster.ids[each]: names for each, names in view.attendance.stand_ins.items()}
    people = model.people.items()
    expected = {name: person.stand_ins for name, person in people if person.stand_ins}
    require(stand_ins == expected, "who stands in:", stand_ins, expected)


def check_reasons(model: Model, desk: Dispatcher, names: list[str]) -> None:
    """See that whatever waits can say why."""
    for name in names:
        if model.items[name].state in _EXPLAINED:
            waiting = desk.why(name)
            require(waiting.reason.text and str(waiting), "a reason:", waiting)
            require(waiting.state.label == model.items[name].state, "its state:", waiting)


def check_times(model: Model, desk: Dispatcher, *, escalates: bool) -> None:
    """See that the next wake-up is the earliest time; with escalations, not later."""
    require(desk.now == model.now, "now:", desk.now, model.now)
    found, expected = desk.next_wake, model.next_time
    if not escalates:
        require(found == expected, "next wake:", found, expected)
    elif expected is not None:
        require(found is not None and found <= expected, "next wake:", found, expected)


def check_nothing_due(model: Model, desk: Dispatcher, now: datetime) -> None:
    """See that nothing is left that time should have brought about."""
    wake = desk.next_wake
    require(wake is None or wake > now, "all is done that was due:", wake, now)
    settings = model.settings
    for name, person in model.people.items():
        silent = settings.pause_after is not None and person.misses >= settings.pause_after
        require(not (silent and person.presence == "active"), "who is silent rests:", name)
    for item in model.items.values():
        require(all(time > now for time in item.times()), "nothing of it is due:", item)


def check_refused(model: Model, ticket_id: str) -> None:
    """See that something has been done about a ticket that nobody wants."""
    item, settings = model.items[ticket_id], model.settings
    if item.state != "queued":
        return
    require(item.asked < settings.most_offers, "enough have been asked:", item)
    if model.all_declined(item):
        there = item.ticket.queue == settings.declined_queue or model.is_worn(item)
        stays = settings.all_declined == "wait" or (settings.all_declined == "move" and there)
        require(stays, "all have declined:", item)


def check_gone(model: Model, name: str) -> None:
    """See that whoever has gone is asked nothing, and has handed on what was to be."""
    plan = model.going[name]
    stand_ins = model.people[name].stand_ins
    require(not plan.substitutes or stand_ins == plan.substitutes, "who stands in:", stand_ins)
    states = ("assigned", "working", *(("on hold",) if plan.on_hold else ()))
    for item in model.items.values():
        require(name not in item.offers, "offers are taken back:", item)
        kept = item.owner == name and item.state in states
        require(plan.kind == "keep" or not kept, "tickets are handed on:", item)
