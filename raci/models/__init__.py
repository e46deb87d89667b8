from raci.models.action import ActionEntry, ActionRole, ImprovementAction
from raci.models.channel import ChannelCharter, ChannelDecision
from raci.models.department import Department, Membership
from raci.models.journey import Journey, ProcessStep, StepReason
from raci.models.responsibility import ReasonResponsibility
from raci.models.value import ReasonLabel, ReasonScore, StrategyChoice
from raci.models.vision import CustomerVision, VisionPrinciple

__all__ = [
    "ActionEntry",
    "ActionRole",
    "ChannelCharter",
    "ChannelDecision",
    "CustomerVision",
    "Department",
    "ImprovementAction",
    "Journey",
    "Membership",
    "ProcessStep",
    "ReasonLabel",
    "ReasonResponsibility",
    "ReasonScore",
    "StepReason",
    "StrategyChoice",
    "VisionPrinciple",
]
