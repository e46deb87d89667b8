import pytest

from raci.enums import RaciRole
from raci.queries import responsibilities
from raci.queries.responsibilities import Holder, Responsibilities, RoleAssignment
from reasons.queries.tree import ReasonTree
from tests.factories import raci as make
from tests.factories import reasons as make_reasons

pytestmark = pytest.mark.django_db
A, R, C, I = RaciRole  # noqa: E741


def of(reason):
    """One by one and in bulk are the same."""
    tree = ReasonTree.load()
    found = responsibilities.for_reason(tree, reason.pk)
    assert responsibilities.for_all(tree)[reason.pk] == found
    return found


def held(department):
    return Holder(department_id=department.pk)


def test_nearest_ancestor_wins_per_letter():
    org = make.organisation()
    middle = make_reasons.reason("niet-bezorgd", org.reason)
    leaf = make_reasons.reason("kwijt", middle)
    finance, it, legal = (make.department(code) for code in ("finance", "it", "legal"))
    make.assign(org.reason, it, R)
    make.assign(org.reason, legal, C)
    make.assign(middle, finance)
    make.assign(leaf, org.customer_service, C)
    make.assign(leaf, org.team, C)

    assert of(leaf) == Responsibilities(
        accountable=held(finance),
        responsible=(held(it),),
        consulted=(held(org.customer_service), held(org.team)),
    )
    assert of(middle).consulted == (held(legal),)
    assert of(org.reason).accountable == held(org.logistics)


def test_reason_without_anybody_has_nobody():
    assert of(make_reasons.reason("factuur")) == Responsibilities()


def test_holder_keeps_the_strongest_letter_of_those_inherited():
    org = make.organisation()
    leaf = make_reasons.reason("kwijt", org.reason)
    finance = make.department("finance")
    make.assign(org.reason, finance, C)
    make.assign(org.reason, org.team, I)
    make.assign(leaf, finance)
    make.assign(leaf, org.team, R)
    found = of(leaf)
    assert (found.accountable, found.consulted, found.informed) == (held(finance), (), ())
    assert found.responsible == (held(org.team),)


def test_person_may_hold_a_letter():
    org = make.organisation()
    make.assign(org.reason, org.manager)
    assert of(org.reason).accountable == Holder(person_id=org.manager.pk)
    assert of(org.reason).accountable_department_id is None


def test_assignments_let_a_carry_out_what_nobody_else_does():
    org = make.organisation()
    holder = held(org.logistics)
    assert of(org.reason).assignments() == [RoleAssignment(A, holder), RoleAssignment(R, holder)]
    assert Responsibilities().assignments() == []


def test_whole_matrix_takes_one_query(django_assert_num_queries):
    org = make.organisation()
    for code in ("a", "b", "c"):
        make.assign(make_reasons.reason(code, org.reason), org.manager, I)
    tree = ReasonTree.load()
    with django_assert_num_queries(1):
        assert len(responsibilities.for_all(tree)) == 4
