"""Each layer contract of pyproject.toml fails on the import it is there to refuse."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

MODULES = (
    "contactreductie/settings.py",
    "contactreductie/translations/extraction.py",
    "contactreductie/core/iso_week.py",
    "contactreductie/core/local_time.py",
    "contactreductie/core/models/user.py",
    "contactreductie/core/tasks.py",
    "reasons/matching.py",
    "reasons/suggestions/learning.py",
    "reasons/models/reason.py",
    "reasons/services/contacts.py",
    "reasons/views/contacts.py",
    "reasons/api/contacts.py",
    "raci/services/actions.py",
    "feedbackloop/statistics/intervals.py",
    "feedbackloop/services/loop.py",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree of the product's shape, with the product's own contracts."""
    for name in MODULES:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        for folder in path.relative_to(tmp_path).parents:
            (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "contactreductie/translations/extraction.py").write_text("import babel")
    (tmp_path / "reasons/suggestions/learning.py").write_text("import sklearn")
    (tmp_path / "pyproject.toml").write_text((settings.BASE_DIR / "pyproject.toml").read_text())
    return tmp_path


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=tree,
        env={"PATH": "", "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )


def broken(output: str) -> list[str]:
    """The contracts reported as broken, each by its name up to the colon."""
    return [line.partition(":")[0] for line in output.splitlines() if " BROKEN" in line]


def test_layers_of_a_clean_tree_are_kept(tree: Path):
    (tree / "feedbackloop/services/loop.py").write_text("from raci.services import actions")
    (tree / "reasons/views/contacts.py").write_text("from reasons.services import contacts")
    result = lint(tree)
    assert (result.returncode, broken(result.stdout)) == (0, [])


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("reasons/services/contacts.py", "from raci.services import actions", "Apps"),
        ("raci/services/actions.py", "def f():\n    import feedbackloop.services.loop", "Apps"),
        ("contactreductie/core/models/user.py", "from reasons import models", "Apps"),
        ("raci/services/actions.py", "from contactreductie import settings", "Apps"),
        ("reasons/models/reason.py", "from reasons.services import contacts", "Inside every app"),
        ("reasons/views/contacts.py", "from reasons.api import contacts", "Inside every app"),
        ("reasons/matching.py", "from reasons.models import reason", "Inside every app"),
        ("reasons/matching.py", "from django.utils import text", "Pure modules"),
        ("contactreductie/core/iso_week.py", "import django", "Pure modules"),
        ("feedbackloop/statistics/intervals.py", "import celery", "Pure modules"),
        ("contactreductie/strays.py", "", "Composition"),
        ("raci/helpers.py", "", "Inside every app"),
        (
            "contactreductie/core/models/user.py",
            "from contactreductie.core import tasks",
            "Inside core",
        ),
        ("raci/services/actions.py", "from django_stubs_ext import StrOrPromise", "Run time"),
        ("reasons/services/contacts.py", "def f():\n    import sklearn", "Optional part"),
        ("reasons/suggestions/learning.py", "import sklearn, django", "Pure modules"),
    ],
)
def test_layers_refuse_an_import_against_the_arrows(tree: Path, module, line, contract):
    (tree / module).write_text(line)
    result = lint(tree)
    assert result.returncode == 1
    assert contract in broken(result.stdout)
