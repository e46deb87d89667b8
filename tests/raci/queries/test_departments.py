import pytest

from contactreductie.core.models import User
from raci.queries import departments
from raci.queries.departments import DepartmentTree
from tests.factories import people
from tests.factories import raci as make

pytestmark = pytest.mark.django_db


def test_tree_is_loaded_in_one_query(django_assert_num_queries):
    make.organisation()
    with django_assert_num_queries(1):
        tree = DepartmentTree.load()
        assert [(node.code, node.depth) for node in tree.nodes] == [
            ("logistics", 0),
            ("service", 0),
            ("team", 1),
        ]
        assert tree.is_customer_service(tree.by_code["team"].id)
        assert not tree.is_customer_service(tree.by_code["logistics"].id)


def test_head_is_the_nearest_active_one_upwards():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    night = make.department("nacht", parent=depot, head=people.user("nachthoofd"))
    tree = DepartmentTree.load()
    assert tree.head_of(depot.pk) == org.head.pk
    assert tree.head_of(night.pk) == night.head_id
    assert tree.head_of(org.team.pk) is None
    User.objects.filter(username="nachthoofd").update(is_active=False)
    assert DepartmentTree.load().head_of(night.pk) == org.head.pk


def test_accountable_people_are_the_head_or_else_the_owners():
    org = make.organisation()
    tree = DepartmentTree.load()
    assert list(departments.accountable_people(tree, org.logistics.pk)) == [org.head]
    User.objects.filter(pk=org.head.pk).update(is_active=False)
    tree = DepartmentTree.load()
    assert list(departments.accountable_people(tree, org.logistics.pk)) == [org.worker]


def test_own_departments_are_those_of_membership_and_of_heading_with_their_teams():
    org = make.organisation()
    depot = make.department("depot", parent=org.logistics)
    shop = make.department("winkel", head=org.worker)
    tree = DepartmentTree.load()
    assert tree.own_ids(org.worker) == {org.logistics.pk, depot.pk, shop.pk}
    assert tree.own_ids(org.manager) == set()
    assert tree.joined_by(org.agent) == {org.team.pk, org.customer_service.pk}
