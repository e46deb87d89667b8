"""`python -m contactreductie.translations` compiles the catalogues; needs no Django settings."""

from pathlib import Path

from contactreductie.translations import compiling

compiling.compile_catalogues(Path(__file__).resolve().parent.parent.parent / "locale")
