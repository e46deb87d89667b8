"""Fills the database that the environment names with what one turn of the loop needs.

Run as `python -m tests.flows.seed`, in a process of its own.
"""

import django

WEEKS = 9


def fill() -> None:
    from tests.factories import feedbackloop as build
    from tests.factories import people
    from tests.factories import reasons as make
    from tests.factories.feedbackloop import W10

    people.manager()
    people.coordinator()
    make.channel("phone")
    delivery, payment = make.reason("delivery", position=1), make.reason("payment", position=2)
    build.accountable(delivery, build.department("logistics"))
    for number in range(20):
        make.reason(f"d{number}", delivery, position=number)
    make.reason("invoice", payment)
    for back in range(WEEKS):
        for number in range(20):
            build.contacts(W10.plus(-back), 5, reason=f"d{number}", customer_ref=f"K{number}")
    build.series("d0", [1] * (WEEKS - 1) + [60])
    build.series("invoice", [20] * WEEKS)
    build.orders(1000, *(W10.plus(-back) for back in range(WEEKS)))


if __name__ == "__main__":
    django.setup()
    fill()
