"""Checks on the files themselves: no address of a package registry, no path of one machine, no
import for types that points up the chain of apps, no file or function beyond its size limit."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = ("contactreductie.core", "reasons", "raci", "feedbackloop")
MOST_LINES, MOST_FUNCTION_LINES = 400, 50
# Where any installation may live: not a trace of this machine.
ORDINARY_PLACES = {Path(place) for place in ("/", "/app", "/home", "/opt", "/srv", "/tmp")}  # noqa: S108
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|(?<!emit-)(?:index-url|find-links)[ =]+\S"
)
PERSONAL = re.compile(r"(?<![\w.])(?:/home/\w+/|/Users/\w+/|/root/)|[A-Z]:\\+Users")


def main() -> int:
    problems = sorted(problem for path in tracked_files() for problem in problems_of(path))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def tracked_files() -> list[Path]:
    """What git has or would take; deleted files left out."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    names = sorted({ROOT / name for name in listing.split("\0") if name})
    return [path for path in names if path.is_file() and path != Path(__file__).resolve()]


def problems_of(path: Path) -> Iterator[str]:
    name = path.relative_to(ROOT)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:  # a picture or a foreign test input
        return
    for number, line in enumerate(text.splitlines(), start=1):
        for reason in line_problems(line, deploy=name.parts[0] == "deploy"):
            yield f"{name}:{number}: {reason}"
    if name.match("requirements/*.txt") and "://" in text:
        yield f"{name}: a lock file names an address"
    if path.suffix == ".py" and "migrations" not in name.parts:
        yield from python_problems(name, text)


def line_problems(line: str, *, deploy: bool) -> Iterator[str]:
    if REGISTRY.search(line) or any(place in line for place in REGISTRY_PLACES):
        yield "names a package registry"
    if PERSONAL.search(line) or (not deploy and MACHINE.search(line)):
        yield "names a path of one machine"


def python_problems(name: Path, text: str) -> Iterator[str]:
    if text.count("\n") > MOST_LINES:
        yield f"{name}: more than {MOST_LINES} lines"
    tree = ast.parse(text)
    module = ".".join(name.with_suffix("").parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and lines_of(node) > MOST_FUNCTION_LINES:
            yield f"{name}:{node.lineno}: {node.name} has more than {MOST_FUNCTION_LINES} lines"
        for imported in imports_of(node):
            if rank(imported) > rank(module) >= 0:
                yield f"{name}: imports {imported}, which is higher up"


def lines_of(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def imports_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def rank(module: str) -> int:
    """The app's place in the chain, low to high; -1 outside it."""
    for index, app in enumerate(ORDER):
        if module == app or module.startswith(f"{app}."):
            return index
    return -1


def registry_places() -> set[str]:
    """Addresses this machine's own installer is configured with."""
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, check=False, text=True
    )
    lines = [line for line in answer.stdout.splitlines() if "index" in line or "links" in line]
    lines += [json.dumps(value) for name, value in os.environ.items() if "INDEX" in name]
    return {place for line in lines for place in re.findall(r"[a-z]*:?/+[^\s'\"]{5,}", line)}


def machine_places() -> re.Pattern[str]:
    """This checkout's own path and the folders it lies in; matches nothing in ordinary places."""
    places = [str(place) for place in (ROOT, *ROOT.parents) if place not in ORDINARY_PLACES]
    return re.compile(r"(?<![\w./])(?:" + "|".join(map(re.escape, places or ["\0"])) + r")/")


REGISTRY_PLACES = registry_places()
MACHINE = machine_places()

if __name__ == "__main__":
    sys.exit(main())
