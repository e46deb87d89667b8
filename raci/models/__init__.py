from raci.models.action import ActionEntry, ActionRole, ImprovementAction
from raci.models.department import Department, Membership
from raci.models.responsibility import ReasonResponsibility
from raci.models.vision import CustomerVision, VisionPrinciple

__all__ = [
    "ActionEntry",
    "ActionRole",
    "CustomerVision",
    "Department",
    "ImprovementAction",
    "Membership",
    "ReasonResponsibility",
    "VisionPrinciple",
]
