"""How request bodies are read."""

import json
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class BodyTooLarge(APIException):
    status_code = 413


class BoundedJSONParser(JSONParser):
    """JSON of a bounded size, in which every text can be stored by every database."""

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> Any:
        body = stream.read(settings.API_BODY_BYTES + 1)
        if len(body) > settings.API_BODY_BYTES:
            limit = settings.API_BODY_BYTES // 2**20
            raise BodyTooLarge(_("The body is larger than %(limit)s MB.") % {"limit": limit})
        try:
            return _storable(body)
        except json.JSONDecodeError as error:
            raise ParseError(_not_json(error)) from error
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not valid JSON.")) from error


def _storable(body: bytes) -> Any:
    """The data of a body; ParseError when it holds text that some database cannot store."""
    text = body.decode("utf-8-sig")
    data = json.loads(text, parse_constant=_refuse_constant)
    # Only an escape can smuggle such characters in: JSON and UTF-8 refuse them as they are.
    if "\\u" in text and not all(_is_storable(part) for part in _texts(data)):
        raise ParseError(_("The body holds characters that cannot be stored."))
    return data


def _not_json(error: json.JSONDecodeError) -> str:
    place = {"line": error.lineno, "column": error.colno}
    return _("The body is not valid JSON (line %(line)s, column %(column)s).") % place


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON


def _is_storable(text: str) -> bool:
    """No NUL, which PostgreSQL refuses, and no half of a surrogate pair, which UTF-8 lacks."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)
