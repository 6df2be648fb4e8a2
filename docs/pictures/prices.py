"""Draw prices: scores less prices, kinds of tickets by agents, and who gets what."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from ticketroute.strategies import transport

Numbers = NDArray[np.float64]
KINDS = ("billing", "network", "french", "hardware", "refund")
TICKETS = (9, 7, 5, 6, 4)
AGENTS = 8
PLACES = 4


def draw() -> Figure:
    """Draw one solved plan."""
    random = np.random.default_rng(7)
    score = np.round(random.random((len(KINDS), AGENTS)) * 9 + 1)
    groups = np.repeat(np.arange(len(KINDS)), TICKETS)
    result = transport(10 - score, [PLACES] * AGENTS, penalty=30, groups=groups)
    given = np.zeros(score.shape, dtype=int)
    np.add.at(given, (groups[result.agent >= 0], result.agent[result.agent >= 0]), 1)
    figure, (upper, lower) = plt.subplots(
        2, figsize=(8, 4.4), height_ratios=(1, 3), sharex=True, layout="constrained"
    )
    upper.bar(np.arange(AGENTS), result.agent_price, color="#0072b2")
    upper.set_ylabel("price of\na place")
    upper.spines[["top", "right"]].set_visible(False)
    _matrix(lower, score, result.agent_price, given)
    return figure


def _matrix(axes: Axes, score: Numbers, price: Numbers, given: Numbers) -> None:
    left = score - price
    axes.imshow(left, cmap="Blues", aspect="auto", vmin=left.min() - 2, vmax=left.max() + 2)
    for row, column in np.ndindex(*score.shape):
        text = f"{score[row, column]:.0f} - {price[column]:.0f}"
        axes.text(column, row - 0.12, text, ha="center", va="center", fontsize=8)
        if given[row, column]:
            number = int(given[row, column])
            count = "1 ticket" if number == 1 else f"{number} tickets"
            axes.text(column, row + 0.22, count, ha="center", va="center", fontsize=7)
            corner = (column - 0.46, row - 0.44)
            axes.add_patch(Rectangle(corner, 0.92, 0.88, fill=False, edgecolor="#d55e00", lw=2))
    axes.set_yticks(
        range(len(KINDS)), [f"{count} x {kind}" for kind, count in zip(KINDS, TICKETS, strict=True)]
    )
    axes.set_xticks(range(AGENTS), [f"agent {number}" for number in range(1, AGENTS + 1)])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
