"""What is wrong with a document, all of it, each with the path of the field that is at fault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from ticketroute.errors import TicketRouteError

_Made = TypeVar("_Made")

REFUSALS: Final = (TypeError, ValueError, LookupError, ArithmeticError)
"""What values raise that refuse what they are given."""


class InvalidConfiguration(TicketRouteError, ValueError):
    """Data that are no configuration.

    ``problems`` holds one sentence for each field that is wrong, which begins with its path.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        lines = problems if len(problems) == 1 else (f"{len(problems)} problems", *problems)
        super().__init__("\n".join(lines))
        self.problems = problems

    def __reduce__(self) -> tuple[type["InvalidConfiguration"], tuple[tuple[str, ...]]]:
        return type(self), (self.problems,)


class Problems:
    """Collects what is wrong, so that one reading finds all of it."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._causes: list[BaseException] = []

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Take note of what is refused within, and go on."""
        try:
            yield
        except InvalidConfiguration as error:
            self._found += error.problems
            self._causes.append(error)
        except REFUSALS as error:
            self.add(error)

    def add(self, error: Exception) -> None:
        """Take note of one thing."""
        self._found.append(str(error))
        self._causes.append(error)

    def raise_any(self) -> None:
        """Refuse if something was wrong."""
        if self._found:
            raise InvalidConfiguration(tuple(self._found)) from self._causes[0]


def inner(path: str, name: str) -> str:
    """Give the path of a setting."""
    return f"{path}.{name}" if path else name


def made_at(path: str, kind: object, names: tuple[str, ...], make: Callable[[], _Made]) -> _Made:
    """Make a value; what it refuses is told with its path in place of its own name.

    Parameters
    ----------
    path
        Where it stands.
    kind
        Its class.
    names
        Names of its settings.
    make
        Makes it.
    """
    try:
        return make()
    except REFUSALS as error:
        raise InvalidConfiguration((_placed(path, kind, names, str(error)),)) from error


def _placed(path: str, kind: object, names: tuple[str, ...], message: str) -> str:
    """Put the path in front of a message that begins with a class, or with a setting of it."""
    owners = [each.__name__ for each in getattr(kind, "__mro__", ())]
    for owner in owners:
        rest = message.removeprefix(owner)
        if rest != message and rest[:1] in (".", ":", "["):
            return path + rest if path else rest.removeprefix(".")
    for name in names:
        rest = message.removeprefix(name)
        if rest != message and rest[:1] in (".", ":", "["):
            return inner(path, message)
    return f"{path}: {message}" if path else message
