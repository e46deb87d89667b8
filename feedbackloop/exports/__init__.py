"""A published report as a file: json, csv, xlsx, pdf or html."""

from feedbackloop.exports.rendering import CONTENT_TYPES, FORMATS, ReportFile, render

__all__ = ["CONTENT_TYPES", "FORMATS", "ReportFile", "render"]
