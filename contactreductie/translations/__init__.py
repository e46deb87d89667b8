"""Translations without GNU gettext: extract (Babel), merge, check and compile (polib)."""
