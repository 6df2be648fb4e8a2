"""What happens when, in one heap of integers."""

from heapq import heappop, heappush
from typing import Final

SUBJECT_BITS: Final = 27
CODE_BITS: Final = 3
SHIFT: Final = SUBJECT_BITS + CODE_BITS
SUBJECT_MASK: Final = (1 << SUBJECT_BITS) - 1
CODE_MASK: Final = (1 << CODE_BITS) - 1

# What happens at the same time happens in this order: shifts change first, arrivals come last.
WAKE, FINISH, DONE, GIVE_UP, LEAVE, REOPEN = range(6)

CODE_FIELD: Final = CODE_MASK << SUBJECT_BITS
FINISH_FIELD: Final = FINISH << SUBJECT_BITS
"""What stands in the code's place of an entry that is about work that is done."""


def entry(at: int, code: int, subject: int) -> int:
    """Put an event into one number: comparing and keeping it costs a fraction of a tuple."""
    return at << SHIFT | code << SUBJECT_BITS | subject


def parts(number: int) -> tuple[int, int, int]:
    """Give time, code and subject of an event."""
    return number >> SHIFT, number >> SUBJECT_BITS & CODE_MASK, number & SUBJECT_MASK


Timetable = list[int]
"""A heap of events, smallest first; see :func:`entry`."""

push = heappush
pop = heappop
