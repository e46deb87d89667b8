"""What a refusal says, in the language of whoever reads it."""

import pytest
from django.utils import translation

from contactreductie.core.refusals import Refusal


def worded(refused: pytest.ExceptionInfo[Refusal], language: str) -> str:
    with translation.override(language):
        return str(refused.value)
