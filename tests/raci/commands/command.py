"""Running a command as a script would."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command


class Runner:
    """Writes a file, imports it, and reads what the command said."""

    def __init__(self, name: str, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.name, self.path, self.capsys = name, path, capsys
        self.errors: list[str] = []

    def __call__(self, content: str | bytes, *arguments: str) -> tuple[int, dict[str, Any]]:
        self.path.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.again(*arguments)

    def again(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Exit code and JSON, {} after a refusal; the lines on standard error are in `errors`."""
        code = 0
        try:
            call_command(self.name, str(self.path), "--json", *arguments)
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        captured = self.capsys.readouterr()
        self.errors = captured.err.splitlines()
        answer = json.loads(captured.out)
        if "error" in answer:
            assert [answer["error"]] == self.errors
            return code, {}
        return code, answer
