"""Compiles .po files to the .mo files that Django reads."""

import os
from pathlib import Path

import polib


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Writes each missing or outdated .mo beside its .po; returns what was written."""
    return [
        _compile(source)
        for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po"))
        if _stale(source)
    ]


def _stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    """A reader beside us sees the old file or the new one, never half of one."""
    target = source.with_suffix(".mo")
    partial = target.with_suffix(f".mo.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(partial))
    partial.replace(target)
    return target
