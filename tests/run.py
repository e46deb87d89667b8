"""`make test`: the suite on SQLite with the embedded queue, and again on PostgreSQL with a real
broker where they answer; says at the end what was really exercised."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests import environment


@dataclass
class Run:
    name: str
    variables: Mapping[str, str]
    chosen: tuple[str, ...] = ()
    code: int = 0
    closing_line: str = ""
    used: dict[str, list[str]] = field(default_factory=dict)

    def execute(self, arguments: list[str]) -> None:
        """Runs pytest in a process of its own and keeps its closing line."""
        print(f"\n===== {self.name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="contactreductie-evidence-") as folder:
            os.environ[environment.EVIDENCE_DIR] = folder
            command = [sys.executable, "-m", "pytest", "-n", "2", *self.chosen, *arguments]
            with subprocess.Popen(
                command, env=self._environment(), stdout=subprocess.PIPE, text=True, bufsize=1
            ) as process:
                for line in process.stdout or ():
                    print(line, end="", flush=True)
                    self.closing_line = line.strip(" =\n") or self.closing_line
            self.code = process.returncode
            self.used = {kind: environment.used(kind) for kind in environment.KINDS}

    def _environment(self) -> dict[str, str]:
        chosen = {"DATABASE_URL", "CELERY_BROKER_URL", "DATA_DIR"}
        inherited = {name: value for name, value in os.environ.items() if name not in chosen}
        return {**inherited, **self.variables, environment.DRIVER: "1"}


def main(arguments: list[str]) -> int:
    runs = [Run("SQLite, embedded queue", {})]
    database, broker = environment.postgresql_url(), environment.broker_url()
    if database:
        with_broker = {"CELERY_BROKER_URL": broker} if broker else {}
        name = "PostgreSQL, " + (broker.partition(":")[0] if broker else "embedded queue")
        variables = {"DATABASE_URL": database, **with_broker}
        runs.append(Run(name, variables, chosen=("-m", "not once")))
    for run in runs:
        run.execute(arguments)
    missing = what_is_missing(database, broker)
    print_summary(runs, missing)
    failed = any(run.code for run in runs)
    return int(failed or (os.environ.get("CI") == "true" and "Chromium" in missing))


def what_is_missing(database: str | None, broker: str | None) -> dict[str, str]:
    """What could not be exercised on this machine, with the way to change that."""
    missing = {}
    if not database:
        missing["PostgreSQL"] = "does not answer (TEST_DATABASE_URL)"
    if not broker:
        missing["broker"] = "does not answer (TEST_BROKER_URL)"
    if not environment.chromium_path():
        missing["Chromium"] = "is not installed (make chromium)"
    return missing


def print_summary(runs: list[Run], missing: Mapping[str, str]) -> None:
    print("\n===== Really exercised")
    for run in runs:
        print(f"{run.name}: {run.closing_line}")
        for kind, names in run.used.items():
            print(f"    {kind:<8} {', '.join(names) or 'none'}")
    for name, reason in missing.items():
        print(f"NOT exercised: {name} {reason}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
