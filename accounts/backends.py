from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class MemberBackend(ModelBackend):
    """Django's own, but what decides over a session comes with the user, in the same query."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("member").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
