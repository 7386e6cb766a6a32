"""In whose name the catalogue is published: a person's, or a service account's that nobody can log in with."""

from django.contrib.auth.models import Permission, User

CATALOGUE = "catalogue"
RIGHTS = ("change_alert", "publish_alert", "revise_alert")


def publisher(username: str | None) -> User:
    """The account of that name, which must have the rights; the service account, made on demand, where none is given.

    Raises ValueError with a sentence.
    """
    if username is None:
        return _service_account()
    user = User.objects.filter(username=username).first()
    if user is None:
        raise ValueError(f"There is no account “{username}”.")
    return _with_rights(user)


def _service_account() -> User:
    # Rights are given once, to the account made here: one of that name that was there before gets none by this.
    user, is_new = User.objects.get_or_create(username=CATALOGUE, defaults={"is_staff": False})
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        rights = Permission.objects.filter(content_type__app_label="alerts", codename__in=RIGHTS)
        user.user_permissions.set(rights)
    return _with_rights(user)


def _with_rights(user: User) -> User:
    lacking = [right for right in RIGHTS if not user.has_perm(f"alerts.{right}")]
    if lacking:
        raise ValueError(f"The account “{user.username}” lacks the rights to load a catalogue: {', '.join(lacking)}.")
    return user
