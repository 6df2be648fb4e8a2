"""Replications through executors: bit for bit as without, so many at a time, never shut down."""

import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from queue import LifoQueue
from typing import ParamSpec, TypeVar

import pytest

from tests.simulation.small_desk import DESK, POLICIES, arrivals, fails_in_three, share_of_ana
from ticketroute.simulation import (
    Comparison,
    MeasureLike,
    Precision,
    ReplicationFailed,
    compare,
    replicate,
    replications,
)
from ticketroute.strategies import LongestIdle

_P = ParamSpec("_P")
_R = TypeVar("_R")
MEASURED: list[MeasureLike] = ["mean_wait", "p95_wait", arrivals, share_of_ana]


class Watched(Executor):
    """Runs what it is given when it is told to; notes down what was asked of it."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[object], Callable[[], object]]] = []
        self.futures: list[Future[object]] = []
        self.calls: list[bytes] = []
        self.most_waiting = 0
        self.shut_down = False

    def submit(self, fn: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> "Future[_R]":
        """Keep a call, as a cluster would see it: pickled."""
        self.calls.append(pickle.dumps((fn, args, kwargs)))
        future: Future[_R] = Future()
        self.futures.append(future)  # type: ignore[arg-type]
        self.waiting.append((future, lambda: fn(*args, **kwargs)))  # type: ignore[arg-type]
        self.most_waiting = max(self.most_waiting, len(self.waiting))
        self.submitted()
        return future

    def submitted(self) -> None:
        """Run it at once."""
        self.run(self.waiting.pop(0))

    def run(self, each: tuple["Future[object]", Callable[[], object]]) -> None:
        """Run one, unless it was cancelled."""
        future, call = each
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(call())
        except Exception as error:  # noqa: BLE001 - as an executor does
            future.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Note it down; nobody but the owner may."""
        self.shut_down = True


class NewestFirst(Watched):
    """Runs what came last first, in a thread of its own, once so many are waiting."""

    def __init__(self, from_count: int) -> None:
        super().__init__()
        self.enough = threading.Event()
        self.from_count = from_count
        self.queue: LifoQueue[tuple[Future[object], Callable[[], object]] | None] = LifoQueue()
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def submitted(self) -> None:
        """Hand it to the thread."""
        self.queue.put(self.waiting.pop())
        if len(self.futures) >= self.from_count:
            self.enough.set()

    def work(self) -> None:
        """Run what came last."""
        self.enough.wait()
        while (each := self.queue.get()) is not None:
            self.run(each)


@contextmanager
def newest_first() -> Iterator[Executor]:
    """Give an executor that gives results in another order."""
    executor = NewestFirst(16)
    yield executor
    executor.queue.put(None)
    executor.thread.join()


@contextmanager
def dask() -> Iterator[Executor]:
    """Give the executor of a small cluster in this process."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
    ):
        yield executor


EXECUTORS: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
    "threads": lambda: ThreadPoolExecutor(3),
    "processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    "newest first": newest_first,
    "dask": dask,
}


def bits(comparison: Comparison) -> tuple[bytes, str]:
    """Give all that was measured, and all that was made of it."""
    columns = {name: column.tolist() for name, column in comparison.columns().items()}
    return comparison.collected.values.tobytes(), repr((columns, comparison))


@pytest.mark.parametrize("name", EXECUTORS)
def test_bit_for_bit_as_without_an_executor(name: str) -> None:
    """A fixed number, and as many as a precision takes; the executor can be used afterwards."""
    precision = Precision(half_width={"share_of_ana": 0.02}, minimum=6, batch=5)
    serial = compare(DESK, POLICIES, measures=MEASURED, replications=12)
    precise = compare(DESK, POLICIES, measures=MEASURED, precision=precision)
    with EXECUTORS[name]() as executor:
        there = compare(
            DESK, POLICIES, measures=MEASURED, replications=12, executor=executor, in_flight=16
        )
        assert bits(there) == bits(serial)
        until = compare(DESK, POLICIES, measures=MEASURED, precision=precision, executor=executor)
        assert bits(until) == bits(precise)
        assert executor.submit(abs, -3).result() == 3


def test_rows_come_as_they_are_done() -> None:
    """With the newest first the first row is none of the first."""
    with newest_first() as executor:
        rows = list(
            replications(
                DESK, POLICIES, measures=arrivals, replications=8, executor=executor, in_flight=16
            )
        )
    assert [row.number for row in rows] == sorted((row.number for row in rows), reverse=True)
    assert len({(row.policy, row.number) for row in rows}) == 16


def test_so_many_at_a_time() -> None:
    """However many there are to come."""

    class Lazy(Watched):
        """Begins only when as many are waiting as are to be in flight."""

        def submitted(self) -> None:
            while len(self.waiting) >= 4:
                self.run(self.waiting.pop(0))

    lazy = Lazy()
    rows = replications(
        DESK, "longest-idle", measures=arrivals, replications=10**9, executor=lazy, in_flight=4
    )
    for _ in range(20):
        next(rows)
        assert len(lazy.futures) - sum(future.done() for future in lazy.futures) <= 4
    assert lazy.most_waiting == 4
    assert 20 <= len(lazy.futures) <= 24
    rows.close()  # type: ignore[attr-defined]
    assert all(future.done() for future in lazy.futures)
    assert any(future.cancelled() for future in lazy.futures)


def test_tasks_differ_and_carry_their_own_luck() -> None:
    """Some executors take equal calls for one and the same; ours are all different."""
    inline = Watched()
    compare(DESK, POLICIES, measures=arrivals, replications=6, executor=inline)
    assert len(set(inline.calls)) == len(inline.calls) == 12
    fn, args, kwargs = pickle.loads(inline.calls[7])  # noqa: S301 - made here
    assert fn(*args, **kwargs) == inline.futures[7].result()


def test_executors_of_others_stay_open() -> None:
    """After the end, after an error, and when nobody asks for more."""
    for measure in (arrivals, fails_in_three):
        inline = Watched()
        try:
            replicate(DESK, POLICIES["ana first"], measures=measure, executor=inline)
            compare(DESK, POLICIES, measures=measure, executor=inline)
        except ReplicationFailed:
            assert measure is fails_in_three
        assert not inline.shut_down


@pytest.mark.parametrize("name", ["threads", "processes", "dask"])
def test_a_failure_names_the_replication_and_stops_the_rest(name: str) -> None:
    """Also from another process."""
    with EXECUTORS[name]() as executor:
        with pytest.raises(ReplicationFailed, match="replication 3 of policy 'ana first', seed 2"):
            compare(
                DESK, POLICIES, measures=fails_in_three, replications=200, seed=2, executor=executor
            )
        assert executor.submit(abs, -3).result() == 3


def test_a_failure_cancels_what_has_not_begun() -> None:
    """Nothing is left behind in the executor."""

    class Slow(Watched):
        """Runs one at a time, when the one before has been looked at."""

        def submitted(self) -> None:
            if len(self.futures) == 20:
                for _ in range(8):
                    self.run(self.waiting.pop(0))

    slow = Slow()
    with pytest.raises(ReplicationFailed, match="no such luck") as caught:
        compare(
            DESK, POLICIES, measures=fails_in_three, replications=10, executor=slow, in_flight=20
        )
    assert isinstance(caught.value.__cause__, ValueError)
    assert [future.cancelled() for future in slow.futures] == [False] * 8 + [True] * 12


def test_what_cannot_travel_is_named() -> None:
    """A local function cannot be sent to another process; which task it was is said."""

    def local(_: object) -> float:
        return 1.0

    with (
        EXECUTORS["processes"]() as executor,
        pytest.raises(ReplicationFailed, match=r"replication 0 of policy 'LongestIdle'.*local"),
    ):
        replicate(DESK, LongestIdle(), measures=local, executor=executor, in_flight=1)


def test_an_executor_that_is_shut_down() -> None:
    """It is said at once."""
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(ReplicationFailed, match="cannot schedule new futures"):
        replicate(DESK, LongestIdle(), measures=arrivals, executor=executor)


def test_the_error_itself_can_travel() -> None:
    """With all that it says."""
    error = ReplicationFailed("message", "idle", 3, 7)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - made here
    assert (str(again), again.policy, again.replication, again.seed) == ("message", "idle", 3, 7)
