"""Everything between installing and serving. Each step does nothing when there is nothing to do."""

import hashlib
import json
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import reloader

from contactreductie.translations import compiling

Say = Callable[[str], None]

BUNDLE = "window.vegaEmbed=vegaEmbed;window.vega=vega;"
CHART_LOCALES: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en-gb": "en-GB"}


def prepare_all(say: Say, *, demo: bool) -> None:
    prepare_database(say)
    prepare_assets(say)
    collect_static_files(say)
    if demo:
        load_demo_once(say)


def prepare_assets(say: Say) -> None:
    """What is made from installed packages and from source: catalogues and the chart library."""
    prepare_texts(say)
    if build_chart_library(settings.BUILD_DIR):
        say("Chart library written.")


def prepare_texts(say: Say) -> None:
    """Also forgets what this process has read: the mails of the demo are written in it."""
    if written := compiling.compile_catalogues(settings.LOCALE_PATHS[0]):
        reloader.translation_file_changed(None, written[0])
        say("Translations compiled.")


def prepare_database(say: Say) -> None:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        from reasons.services import lists  # models: only once there is a database to ask

        call_command("migrate", interactive=False, verbosity=0)
        lists.touch()  # a migration may change a list, and whoever still runs should know
        say(f"Database up to date: {len(plan)} migrations applied.")


def build_chart_library(build_dir: Path) -> bool:
    """Writes Vega and its number and date formats, from vl-convert, once per version of it."""
    folder = build_dir / "static" / "vendor"
    wanted = [folder / "vega.js", *(folder / f"vega-{code}.json" for code in CHART_LOCALES)]
    mark = build_dir / "chart-library-version"
    version = metadata.version("vl-convert-python")
    if _read(mark) == version and all(path.exists() for path in wanted):
        return False
    import vl_convert  # 88 MB: only when there is something to build

    folder.mkdir(parents=True, exist_ok=True)
    wanted[0].write_text(vl_convert.javascript_bundle(BUNDLE), encoding="utf-8")
    for path, locale in zip(wanted[1:], CHART_LOCALES.values(), strict=True):
        formats = {
            "number": vl_convert.get_format_locale(locale),
            "time": vl_convert.get_time_format_locale(locale),
        }
        path.write_text(json.dumps(formats, ensure_ascii=False, indent=1), encoding="utf-8")
    mark.write_text(version)
    return True


def collect_static_files(say: Say) -> None:
    """Collects when any source file is new, gone or changed since the last time."""
    mark = settings.BUILD_DIR / "collected-from"
    fingerprint = _static_fingerprint()
    if _read(mark) == fingerprint and settings.STATIC_ROOT.exists():
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(fingerprint)
    say("Static files collected.")


def load_demo_once(say: Say) -> None:
    """The demo organisation, into an empty database, or again where a load was cut off."""
    from contactreductie.demo import state  # models: only once there is a database to ask

    if not state.is_due():
        return
    say("Loading the demo organisation; this takes a moment, once.")
    call_command("load_demo")


def _static_fingerprint() -> str:
    lines = sorted(
        f"{path}:{storage.size(path)}:{storage.get_modified_time(path).timestamp()}"
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    return hashlib.sha256("\n".join([*lines, *_storage_marks()]).encode()).hexdigest()


def _storage_marks() -> Iterator[str]:
    """What decides how files are collected, beside the files themselves."""
    yield str(settings.STORAGES["staticfiles"])
    yield str((settings.BASE_DIR / "contactreductie" / "static.py").stat().st_mtime_ns)
    yield str(settings.STATIC_ROOT)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
