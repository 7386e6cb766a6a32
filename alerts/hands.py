"""Four eyes: who has worked on a draft, and that none of them publishes it (setting FOUR_EYES, on by default).

Whatever lets a person change the content of a draft or working copy calls `record` in the same transaction.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q, QuerySet
from django.utils import timezone

from alerts.models import Alert, Hand


def record(alert: Alert, user: User | AnonymousUser) -> None:
    """Note that `user` has worked on the draft `alert`."""
    if user.pk is not None:
        Hand.objects.update_or_create(alert=alert, user_id=user.pk, defaults={"at": timezone.now()})


def have_worked_on(alert: Alert) -> set[int]:
    """The ids of the accounts that made, changed or submitted the draft `alert` since it was last public."""
    hands = set(alert.hands.values_list("user_id", flat=True))
    return hands | {alert.created_by_id} if alert.is_open and alert.created_by_id else hands


def workers(alert: Alert) -> QuerySet[User]:
    """The accounts of `have_worked_on`, by name, in one query."""
    maker = [alert.created_by_id] if alert.is_open and alert.created_by_id else []
    return User.objects.filter(Q(pk__in=Hand.objects.filter(alert=alert).values("user")) | Q(pk__in=maker)).order_by(
        "username"
    )


def refusal(alert: Alert, user: User | AnonymousUser) -> str:
    """Why `user` may not publish `alert` for having worked on it, as a sentence; empty where they may."""
    if not settings.FOUR_EYES or user.pk not in have_worked_on(alert):
        return ""
    return "You have worked on it yourself: somebody else must publish it, so that four eyes have seen it."


def is_alone(user: User | AnonymousUser) -> bool:
    """Whether nobody else of the staff has an account, so that four eyes are not to be had."""
    return not any(pk != user.pk for pk in _of_the_staff()[:2])


def _of_the_staff() -> QuerySet[User, int]:
    return User.objects.filter(is_active=True, is_staff=True).values_list("pk", flat=True)
