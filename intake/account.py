"""In whose name a command writes: a person's, or a service account's that nobody can log in with."""

from django.contrib.auth.models import Permission, User

CATALOGUE = "catalogue"
INTAKE = "intake"
_RIGHTS = {
    CATALOGUE: ("change_alert", "publish_alert", "revise_alert"),
    INTAKE: ("add_alert", "change_alert", "revise_alert"),
}
_DOES = {CATALOGUE: "load a catalogue", INTAKE: "take documents in"}


def publisher(username: str | None) -> User:
    """Who publishes a catalogue: the account of that name, which must have the rights; else the service account.

    Raises ValueError with a sentence.
    """
    return _account(username, CATALOGUE)


def taker(username: str | None) -> User:
    """Who takes documents in; as `publisher`."""
    return _account(username, INTAKE)


def _account(username: str | None, service: str) -> User:
    user = User.objects.filter(username=username).first() if username is not None else _service_account(service)
    if user is None:
        raise ValueError(f"There is no account “{username}”.")
    lacking = [right for right in _RIGHTS[service] if not user.has_perm(f"alerts.{right}")]
    if lacking:
        raise ValueError(f"The account “{user.username}” lacks the rights to {_DOES[service]}: {', '.join(lacking)}.")
    return user


def _service_account(name: str) -> User:
    # Rights are given once, to the account made here: one of that name that was there before gets none by this.
    user, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": False})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label="alerts", codename__in=_RIGHTS[name])
        )
    return user
