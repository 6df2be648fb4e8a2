"""What ``import ticketroute`` costs beyond numpy and attrs."""

import subprocess
import sys

import pytest
from pytest_benchmark.fixture import BenchmarkFixture


@pytest.mark.benchmark(group="import in a new process")
@pytest.mark.parametrize("code", ["import numpy, attrs", "import ticketroute"])
def test_import(benchmark: BenchmarkFixture, code: str) -> None:
    """A whole process, so that nothing is loaded already."""
    command = [sys.executable, "-c", code]
    benchmark.pedantic(lambda: subprocess.run(command, check=True), rounds=15, warmup_rounds=2)
