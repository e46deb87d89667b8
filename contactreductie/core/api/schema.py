"""The OpenAPI document and the page to read it on."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

PROBLEM = {
    "type": "object",
    "description": "An error, as RFC 9457 has it.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "In the language of the one who asked."},
        "errors": {
            "type": "array",
            "description": "Every place to blame, with the ID of the rule that is broken.",
            "items": {
                "type": "object",
                "required": ["field", "message", "rule"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "rule": {"type": "string", "example": "C-3"},
                },
            },
        },
    },
}
PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
ALWAYS = {"401": "No valid token.", "403": "Not within the role or the scope."}
WITH_PLACE = {"404": "Not there, or not for this person."}
WITH_BODY = {
    "400": "The body is not valid JSON.",
    "413": "The body is too large.",
    "415": "The body is of another type than JSON.",
    "422": "A rule is broken, or the input has the wrong shape.",
}
WRITING = ("post", "put", "patch")


class BearerTokenScheme(OpenApiAuthenticationExtension):
    target_class = "contactreductie.core.api.authentication.BearerTokenAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class SchemaView(SpectacularAPIView):
    """Public: it tells what the source tells, and nothing about any customer."""

    authentication_classes = ()


class DocsView(SpectacularSwaggerSplitView):
    authentication_classes = ()
    url_name = "api:schema"
    template_name = "api/docs.html"


def add_problems(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Postprocessing hook: every error is a problem, and those of every endpoint are told once."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            responses = operation["responses"]
            for status, description in _problems_of(path, method, operation).items():
                responses.setdefault(status, {"description": description})
            for status in filter(_is_error, responses):
                responses[status]["content"] = PROBLEM_CONTENT
    return result


def _is_error(status: str) -> bool:
    return int(status) >= 400


def _problems_of(path: str, method: str, operation: dict[str, Any]) -> dict[str, str]:
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    problems = dict(ALWAYS)
    if "{" in path or "cursor" in names:
        problems |= WITH_PLACE
    if method in WRITING:
        problems |= WITH_BODY
    elif names - {"cursor", "page_size"}:
        problems["422"] = WITH_BODY["422"]
    return problems
