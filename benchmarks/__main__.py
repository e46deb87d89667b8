"""`make bench`: every figure as a ratio against a hand-written limit measured in the same run."""

import argparse

from benchmarks import engines, imports
from benchmarks.figures import HEADER


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true", help="20,000 rows, for every day")
    rows = 20_000 if parser.parse_args().quick else 100_000
    print(HEADER)
    for engine_of in engines.answering():
        with engine_of() as engine:
            for figure in imports.measure(engine, rows):
                print(figure, flush=True)


if __name__ == "__main__":
    main()
