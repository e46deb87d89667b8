"""The report as one document: the same input gives the same bytes (F-5)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

METHOD_VERSION = "1"
"""Of the definitions and rules a report is made by; raise it when they change."""


def canonical(content: Mapping[str, Any]) -> str:
    """Compact JSON in the order of contract.md, UTF-8 as it is, and one newline at the end."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def seal(content: Mapping[str, Any]) -> tuple[str, str]:
    """The document with its hash in it, and the hash.

    `sha256` is that of the document without its `sha256` member, newline included: what
    `jq -c 'del(.sha256)'` prints.
    """
    unsealed = {key: value for key, value in content.items() if key != "sha256"}
    digest = hashlib.sha256(canonical(unsealed).encode()).hexdigest()
    return canonical({**content, "sha256": digest}), digest
