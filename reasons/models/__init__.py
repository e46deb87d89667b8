from reasons.models.channel import Channel
from reasons.models.contact import ChangedDay, Contact, ContactDimension, ExtraReason, RepeatLink
from reasons.models.dimension import Dimension, DimensionValue
from reasons.models.ingest import IngestBatch, RejectedRow
from reasons.models.reason import ContactReason

__all__ = [
    "ChangedDay",
    "Channel",
    "Contact",
    "ContactDimension",
    "ContactReason",
    "Dimension",
    "DimensionValue",
    "ExtraReason",
    "IngestBatch",
    "RejectedRow",
    "RepeatLink",
]
