from feedbackloop.models.fact import DayCount, DayDimensionCount
from feedbackloop.models.loop import LoopStep
from feedbackloop.models.report import Finding, ReportLine, WeeklyReport
from feedbackloop.models.target import ReductionTarget, TargetGuard
from feedbackloop.models.tree_review import TreeReviewItem
from feedbackloop.models.volume import Denominator, Volume

__all__ = [
    "DayCount",
    "DayDimensionCount",
    "Denominator",
    "Finding",
    "LoopStep",
    "ReductionTarget",
    "ReportLine",
    "TargetGuard",
    "TreeReviewItem",
    "Volume",
    "WeeklyReport",
]
