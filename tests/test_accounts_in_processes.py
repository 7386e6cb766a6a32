"""Real processes at once: a link makes one account, and many guesses at a time are no way around the lock-out."""

import pytest

from accounts import lockout
from tests.instances import Instance, finish

PREPARE = """
from django.test import RequestFactory
from accounts import invitations
from tests import staff
staff.groups()
_, link = invitations.invite(staff.member("superuser"), staff.Group.objects.all(), "", RequestFactory().get("/"))
print(link.rstrip("/").rpartition("/")[2])
"""

RACE = """
from django.test import RequestFactory
from accounts import invitations, lockout
heard = 0
for n in range(8):
    heard += lockout.count(lockout.of_password("somebody", "203.0.113.1")) is None
try:
    invitations.accept("{token}", "invited-{n}", "seven quiet herons", RequestFactory().get("/"))
    print(heard, 1)
except invitations.Refused:
    print(heard, 0)
"""


@pytest.mark.slow
@pytest.mark.django_db
def test_one_link_makes_one_account_and_guesses_are_counted_one_by_one(instance: Instance) -> None:
    token = instance.run(PREPARE).split()[-1]
    racers = [instance.start(RACE.format(token=token, n=n)) for n in range(4)]
    outcomes = [tuple(map(int, finish(racer).split()[-2:])) for racer in racers]
    assert sum(made for _, made in outcomes) == 1
    assert sum(heard for heard, _ in outcomes) == lockout.FREE_FROM_ONE_PLACE
    asked = "from tests.staff import User; print(User.objects.filter(username__startswith='invited-').count())"
    assert instance.run(asked).split()[-1] == "1"
