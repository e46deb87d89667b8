"""What a refusal says, in the language of whoever reads it."""

import pytest
from django.utils import translation

from contactreductie.core.refusals import Refusal


def worded(refused: pytest.ExceptionInfo[Refusal], language: str) -> str:
    with translation.override(language):
        return str(refused.value)


def in_both(refused: object) -> list[str]:
    """What a Dutch and an English reader are told."""
    said = []
    for language in ("nl", "en-gb"):
        with translation.override(language):
            said.append(str(refused))
    return said
