from reasons.models.channel import Channel
from reasons.models.contact import ChangedDay, Contact, ContactDimension, ExtraReason, RepeatLink
from reasons.models.dimension import Dimension, DimensionValue
from reasons.models.ingest import IngestBatch, RejectedRow
from reasons.models.leg import ContactLeg
from reasons.models.lists import ListsState
from reasons.models.pin import PinnedReason
from reasons.models.reason import ContactReason
from reasons.models.signal import CustomerSignal, FirstTimeRightSignal, ReasonProposal
from reasons.models.suggestion import LearnedSuggestions
from reasons.models.tree_change import ReasonRevision, TreeChange
from reasons.models.version import ContactVersion

__all__ = [
    "ChangedDay",
    "Channel",
    "Contact",
    "ContactDimension",
    "ContactLeg",
    "ContactReason",
    "ContactVersion",
    "CustomerSignal",
    "Dimension",
    "DimensionValue",
    "ExtraReason",
    "FirstTimeRightSignal",
    "IngestBatch",
    "LearnedSuggestions",
    "ListsState",
    "PinnedReason",
    "ReasonProposal",
    "ReasonRevision",
    "RejectedRow",
    "RepeatLink",
    "TreeChange",
]
