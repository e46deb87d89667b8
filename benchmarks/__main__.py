"""`make bench`: every figure as a ratio against a hand-written limit measured in the same run."""

import argparse
from pathlib import Path

from benchmarks import editor, engines, imports, saving, suggestions, type_ahead
from benchmarks.figures import HEADER

PARTS = {"imports": imports.measure, "saving": saving.measure, "editor": editor.measure}
TYPE_AHEAD, SUGGESTIONS = "type-ahead", "suggestions"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="20,000 rows, for every day")
    parts = [*PARTS, TYPE_AHEAD, SUGGESTIONS]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="these parts")
    parser.add_argument(
        "--tree", type=Path, default=type_ahead.REAL_TREE, help="a real tree for the type-ahead"
    )
    options = parser.parse_args()
    rows = 20_000 if options.quick else 100_000
    print(HEADER)
    if TYPE_AHEAD in options.only:
        for line in type_ahead.measure(options.tree):
            print(line, flush=True)
    if SUGGESTIONS in options.only:
        for line in suggestions.measure(quick=options.quick):
            print(line, flush=True)
    for engine_of in engines.answering():
        for part in (part for part in options.only if part in PARTS):
            with engine_of() as engine:
                for figure in PARTS[part](engine, rows):
                    print(figure, flush=True)


if __name__ == "__main__":
    main()
