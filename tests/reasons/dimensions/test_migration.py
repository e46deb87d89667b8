"""What was out of use has ended, and the way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories import reasons

BEFORE = ("reasons", "0005_tree_changes")
AFTER = ("reasons", "0006_dimension_value_validity")
FUTURE = timedelta(days=400)


def migrated(*targets: tuple[str, str]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps.get_model("reasons", "DimensionValue")


def leaves() -> list[tuple[str, str]]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


@pytest.mark.django_db(transaction=True)
def test_value_out_of_use_gets_yesterday_as_its_last_day_and_back() -> None:
    reasons.carrier("postnl", "dhl", "ups")
    try:
        old = migrated(BEFORE)
        old.objects.filter(code="dhl").update(is_active=False)

        new = migrated(AFTER)
        yesterday = timezone.localdate() - timedelta(days=1)
        rows = new.objects.values_list("code", "valid_from", "valid_until")
        assert sorted(rows) == [
            ("dhl", None, yesterday),
            ("postnl", None, None),
            ("ups", None, None),
        ]

        new.objects.filter(code="ups").update(valid_from=timezone.localdate() + FUTURE)
        new.objects.filter(code="postnl").update(valid_until=timezone.localdate())
        old = migrated(BEFORE)
        assert sorted(old.objects.values_list("code", "is_active")) == [
            ("dhl", False),
            ("postnl", True),
            ("ups", False),
        ]
    finally:
        migrated(*leaves())
