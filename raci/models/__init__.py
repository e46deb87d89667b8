from raci.models.action import ActionEntry, ActionRole, ImprovementAction
from raci.models.cause import CauseEvidence, RootCause
from raci.models.channel import ChannelCharter, ChannelDecision
from raci.models.department import Department, Membership
from raci.models.journey import Journey, ProcessStep, StepReason
from raci.models.responsibility import ReasonResponsibility
from raci.models.tree_version import TreeVersion
from raci.models.value import ReasonLabel, ReasonScore, StrategyChoice
from raci.models.vision import CustomerVision, VisionPrinciple

__all__ = [
    "ActionEntry",
    "ActionRole",
    "CauseEvidence",
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
    "RootCause",
    "StepReason",
    "StrategyChoice",
    "TreeVersion",
    "VisionPrinciple",
]
