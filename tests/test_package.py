"""The craft of the package: light imports, honest names, small private modules, one direction."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

import ticketroute

# The installed files, so that the same tests hold for the checkout and for a wheel.
PACKAGE = Path(ticketroute.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room may import only itself and the rooms before it.
ROOMS = [
    "errors",
    "plugins",
    "model",
    "eligibility",
    "sla",
    "board",
    "scores",
    "strategies",
    "rules",
    "dispatcher",
    "configuration",
    "metrics",
    "simulation",
    "plotting",
    "testing",
]
HEAVY = {"matplotlib", "pandas", "polars", "scipy"}
MAX_LINES = 250


def dotted(path: Path) -> str:
    """Return the import name of a file: ``model/_ticket.py`` is ``ticketroute.model._ticket``."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def short(path: Path) -> str:
    """Return a file's path within the package, for messages."""
    return path.relative_to(PACKAGE).as_posix()


PUBLIC = [dotted(path) for path in MODULES if "._" not in dotted(path)]


def rank(name: str) -> tuple[bool, bool, str]:
    """Return the sort key of `__all__`, as ruff has it: constants, classes, then the rest."""
    return not name.isupper(), not name[0].isupper(), name


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of each import, at any depth and under any condition."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # A relative import is forbidden by ruff; a name that is no room shows it here.
            prefix = "." * node.level + (node.module or "")
            yield from (f"{prefix}.{alias.name}" for alias in node.names)


def run_import(code: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run code in a new interpreter, away from the checkout."""
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True
    )


def test_import_is_light(tmp_path: Path) -> None:
    """`import ticketroute` loads neither scipy, which dominates start-up, nor optional packages."""
    code = "import sys, ticketroute; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(run_import(code, tmp_path).stdout.split())
    assert "ticketroute" in loaded
    assert loaded & HEAVY == set()


def test_import_is_silent(tmp_path: Path) -> None:
    """`import ticketroute` prints nothing, not even a warning."""
    result = run_import("import ticketroute", tmp_path)
    assert result.stdout + result.stderr == ""


@pytest.mark.parametrize("name", PUBLIC)
def test_all_is_sorted_and_importable(name: str) -> None:
    """`__all__` of each public module is in sorted order, without doubles, and true."""
    module = importlib.import_module(name)
    assert list(module.__all__) == sorted(set(module.__all__), key=rank)
    assert [entry for entry in module.__all__ if not hasattr(module, entry)] == []


def test_version_is_in_the_metadata() -> None:
    """The version is readable from the installed distribution."""
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", metadata.version("ticketroute"))


def test_package_is_typed() -> None:
    """The marker is shipped that lets users' checkers read our annotations."""
    assert (PACKAGE / "py.typed").is_file()


def test_every_room_is_known() -> None:
    """Each module lies in a room of the list; otherwise its direction would go unchecked."""
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms - {"__init__"} - set(ROOMS) == set()


def test_rooms_import_only_earlier_rooms() -> None:
    """Imports run in one direction, also local ones and those for type checkers only."""
    wrong = []
    for path in MODULES:
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue  # the package's front door gathers the public names of all rooms
        allowed = ROOMS[: ROOMS.index(room) + 1]
        for name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            top, _, rest = name.partition(".")
            if top in {"", "ticketroute"} and rest.partition(".")[0] not in allowed:
                wrong.append(f"{short(path)} imports {name}")
    assert wrong == []


def test_modules_are_short() -> None:
    """No module is longer than one person reads in one go."""
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: n for name, n in lengths.items() if n > MAX_LINES} == {}


def test_modules_inside_rooms_are_private() -> None:
    """Inside a room only `__init__.py` is public, so that moving a module breaks nobody."""
    inner = [path for path in MODULES if path.parent != PACKAGE]
    assert [short(path) for path in inner if not path.name.startswith("_")] == []
