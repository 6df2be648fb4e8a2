"""Tasks on their way through an executor: so many at a time, given back as they are done."""

from collections.abc import Generator, Iterable
from concurrent.futures import Executor, Future
from itertools import islice
from queue import SimpleQueue

from ticketroute.simulation._task import Task, run_task

_Done = tuple[Task, tuple[float, ...]]


def run_tasks(
    tasks: Iterable[Task], executor: Executor | None, in_flight: int
) -> Generator[_Done, None, None]:
    """Do tasks, here or through an executor, and give each with its numbers when it is done.

    The executor stays open: it belongs to whoever made it. What was handed to it and not yet begun
    is cancelled when a task fails, and when nobody asks for more.
    """
    return _run_here(tasks) if executor is None else _run_through(executor, tasks, in_flight)


def _run_here(tasks: Iterable[Task]) -> Generator[_Done, None, None]:
    for task in tasks:
        try:
            numbers = run_task(task)
        except Exception as error:
            raise task.failed(error) from error
        yield task, numbers


def _run_through(
    executor: Executor, tasks: Iterable[Task], in_flight: int
) -> Generator[_Done, None, None]:
    done: SimpleQueue[Future[tuple[float, ...]]] = SimpleQueue()
    running: dict[Future[tuple[float, ...]], Task] = {}
    waiting = iter(tasks)

    def submit(count: int) -> None:
        for task in islice(waiting, count):
            try:
                future = executor.submit(run_task, task)
            except Exception as error:
                raise task.failed(error) from error
            running[future] = task
            future.add_done_callback(done.put)

    try:
        submit(in_flight)
        while running:
            future = done.get()
            task = running.pop(future)
            try:
                numbers = future.result()
            except Exception as error:
                raise task.failed(error) from error
            submit(1)  # before the caller goes on, so that no worker waits for that
            yield task, numbers
    finally:
        for future in running:
            future.cancel()
