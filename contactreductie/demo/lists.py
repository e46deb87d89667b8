"""The lists people choose from: channels, dimensions, reasons, denominators; who answers for
what; and the customer vision."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from contactreductie.demo import files
from contactreductie.demo.people import People
from feedbackloop.models import Denominator
from raci.enums import RaciRole
from raci.ingest import taxonomy
from raci.models import Department
from raci.services import responsibilities, vision
from reasons.models import Channel, ContactReason, Dimension, DimensionValue
from reasons.services import lists

CHANNELS = {
    "phone": ("Telefoon", "Phone"),
    "email": ("E-mail", "E-mail"),
    "chat": ("Chat", "Chat"),
    "social": ("WhatsApp en sociale media", "WhatsApp and social media"),
    "letter": ("Brief", "Letter"),
}
DIMENSIONS = {
    "carrier": ("Bezorgdienst", "Carrier"),
    "product_group": ("Productgroep", "Product group"),
}
VALUES = {
    "carrier": {"snelpost": "SnelPost", "bezorgt": "Bezorgt", "groenerit": "GroeneRit"},
    "product_group": {
        "meubels": "Meubels",
        "slapen": "Slapen",
        "keuken": "Keuken en tafelen",
        "verlichting": "Verlichting",
        "tuin": "Tuin",
    },
}
# Left before the first contact of the demo: to be seen on the page of the carriers only.
FORMER_CARRIER = {"code": "veldman", "name": "Koerier Veldman"}
DENOMINATORS = {"orders": ("Bestellingen", "Orders"), "shipments": ("Zendingen", "Shipments")}


def create_lists(*, now: datetime) -> None:
    """Lists first: a reason may demand a dimension."""
    _create_choices(timezone.localdate(now))
    for code, (nl, en) in DENOMINATORS.items():
        Denominator.objects.create(code=code, name_nl=nl, name_en=en, is_default=code == "orders")
    tally = taxonomy.import_taxonomy(files.DATA / "taxonomy.csv", now=now)
    if tally.rejected:
        raise ValueError(str(tally.rejected[0]))


@transaction.atomic
def _create_choices(founded: date) -> None:
    lists.touch()
    for place, (code, (nl, en)) in enumerate(CHANNELS.items()):
        Channel.objects.create(code=code, name_nl=nl, name_en=en, position=place)
    for place, (code, (nl, en)) in enumerate(DIMENSIONS.items()):
        dimension = Dimension.objects.create(code=code, name_nl=nl, name_en=en, position=place)
        DimensionValue.objects.bulk_create(
            DimensionValue(dimension=dimension, code=value, name=name)
            for value, name in VALUES[code].items()
        )
    carrier = Dimension.objects.get(code="carrier")
    carrier.values.create(**FORMER_CARRIER, valid_until=founded - timedelta(days=1))


def assign_responsibilities(people: People, *, now: datetime) -> None:
    """The letters beside the A that the reasons brought along; gift cards have no A at all."""
    reasons = {reason.code: reason for reason in ContactReason.objects.without_tree_fields()}
    departments = {department.code: department for department in Department.objects.all()}
    for row in files.rows("responsibilities.csv"):
        responsibilities.assign_responsibility(
            reason=reasons[row["reason"]],
            role=RaciRole(row["role"]),
            department=departments.get(row["department"]),
            person=people.get(row["person"]),
            actor=None,
            now=now,
        )


def publish_vision(people: People, *, now: datetime) -> None:
    wanted = files.document("vision.toml")
    vision.publish_vision(
        statement=wanted["statement"],
        principles=wanted["principles"],
        actor=people["directie"],
        now=now,
    )
