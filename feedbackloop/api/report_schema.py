"""The published report in words of JSON Schema, for the OpenAPI document (contract.md)."""

from typing import Any

from feedbackloop.enums import FindingKind, Missing, ReportStatus, Severity

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


def _object(**members: Schema) -> Schema:
    return {"type": "object", "required": [*members], "properties": members}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


BOTH_LANGUAGES = _object(nl=TEXT, en=TEXT)
LEVEL = {
    "previous_week": MAYBE_COUNT,
    "mean_8_weeks": MAYBE_NUMBER,
    "last_year": MAYBE_COUNT,
    "expected": MAYBE_NUMBER,
    "expected_low": MAYBE_NUMBER,
    "expected_high": MAYBE_NUMBER,
}
RATIO = {
    "oneOf": [
        _object(
            denominator=TEXT,
            units=COUNT,
            per_100={"type": "number"},
            low={"type": "number"},
            high={"type": "number"},
        ),
        _object(missing={"type": "string", "enum": Missing.values}),
    ]
}
LINE = _object(
    reason=TEXT,
    parent=MAYBE_TEXT,
    depth=COUNT,
    name=BOTH_LANGUAGES,
    contacts=COUNT,
    own_contacts=COUNT,
    **LEVEL,
    alarm={"type": ["string", "null"], "enum": ["spike", "drop", None]},
    ratio=RATIO,
    repeat_share=SHARE,
    department=MAYBE_TEXT,
)
DIMENSION = _object(
    dimension=TEXT,
    reason=MAYBE_TEXT,
    value=TEXT,
    contacts=COUNT,
    previous_week=MAYBE_COUNT,
    per_100=MAYBE_NUMBER,
)
FINDING = _object(
    id=TEXT,
    kind={"type": "string", "enum": FindingKind.values},
    reason=TEXT,
    severity={"type": "string", "enum": Severity.values},
    text=BOTH_LANGUAGES,
    department=MAYBE_TEXT,
    action=MAYBE_COUNT,
)
REPORT = _object(
    week={"type": "string", "pattern": r"^\d{4}-W\d{2}$"},
    version={"type": "integer", "minimum": 1},
    status={"type": "string", "enum": ReportStatus.values},
    published_at={"type": "string", "format": "date-time"},
    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"},
    completeness=_object(complete={"type": "boolean"}, missing_channels=_list(TEXT)),
    totals=_object(contacts=COUNT, noise=COUNT, keyed_share=SHARE, **LEVEL, catch_all_share=SHARE),
    denominators=_list(
        _object(denominator=TEXT, dimension=MAYBE_TEXT, value=MAYBE_TEXT, units=COUNT)
    ),
    lines=_list(LINE),
    dimensions=_list(DIMENSION),
    dimensions_hidden=COUNT,
    repeat=_object(
        coverage=SHARE,
        backward=_object(any=SHARE, same=SHARE),
        forward=_object(week=TEXT, keyed=MAYBE_COUNT, any=SHARE, same=SHARE, fcr=SHARE),
    ),
    findings=_list(FINDING),
    actions=_object(
        **{name: _list({"type": "object"}) for name in ("opened", "overdue", "verified")}
    ),
    **{name: _list({"type": "object"}) for name in ("pilots", "signals")},
    corrections=_list(_object(week=TEXT, reason=TEXT, name=BOTH_LANGUAGES, was=COUNT, now=COUNT)),
)
