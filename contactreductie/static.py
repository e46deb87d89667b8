"""Static files under hashed names."""

from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites imports between our own modules only: libraries' files name what they don't ship."""

    support_js_module_import_aggregation = True

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[Any], str]:
        convert = super().url_converter(name, hashed_files, template)
        if not name.endswith(".js") or name.startswith("js/"):
            return convert
        return lambda match: match.group(0)
