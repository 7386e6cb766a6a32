"""What is known of an account besides Django's own user, and what happened to it."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone


class Member(models.Model):
    """What decides over the sessions of an account. An account without a row has the defaults."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="member"
    )
    # The first account, until it has a second factor, and only where the site is served on loopback http.
    password_alone = models.BooleanField(default=False)
    # Sessions of another generation have ended.
    generation = models.PositiveIntegerField(default=0)
    # The time step of the newest code that was taken (RFC 6238, section 5.2: none is taken twice).
    last_code_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"sessions of account {self.pk}"


class Invitation(models.Model):
    """A link that makes one account, once. Only the link's hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField("e-mail address", blank=True)
    groups = models.ManyToManyField(Group, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="invitations_made", editable=False
    )
    created_at = models.DateTimeField("invited", default=timezone.now, editable=False)
    expires_at = models.DateTimeField("expires", editable=False)
    used_at = models.DateTimeField("used", null=True, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"Invitation of {self.email or 'whoever holds the link'}"

    @property
    def state(self) -> str:
        if self.used_at:
            return "used"
        return "expired" if self.expires_at <= timezone.now() else "open"


class Attempts(models.Model):
    """How often a sign-in was tried for a name, from a place. The key is a keyed hash: names are not kept here."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)  # read to throw out the oldest
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "attempts"

    def __str__(self) -> str:
        return f"{self.count} attempts"


class AccountEvent(models.Model):
    """One line of the staff log. No passwords, no codes; a name that no account has is there as a hash only."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "signed in"
        SIGNED_OUT = "signed_out", "signed out"
        SESSION_ENDED = "session_ended", "session ended by itself"
        REFUSED = "refused", "sign-in refused"
        LOCKED_OUT = "locked_out", "locked out"
        INVITED = "invited", "invited"
        INVITATION_USED = "invitation_used", "invitation used"
        INVITATION_WITHDRAWN = "invitation_withdrawn", "invitation withdrawn"
        FACTOR_ADDED = "factor_added", "factor added"
        FACTOR_REMOVED = "factor_removed", "factor removed"
        CODES_RENEWED = "codes_renewed", "recovery codes renewed"
        FACTORS_RESET = "factors_reset", "factors reset"
        PASSWORD_CHANGED = "password_changed", "password changed"
        CHANGED = "changed", "account changed"
        DEACTIVATED = "deactivated", "deactivated"
        REACTIVATED = "reactivated", "reactivated"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=150, help_text="As it was then; of an unknown name, a hash.")
    by = models.CharField(max_length=150, blank=True, help_text="Who did it, where that is somebody else.")
    address = models.GenericIPAddressField(null=True)
    detail = models.CharField(max_length=200, blank=True)
    times = models.PositiveIntegerField(default=1, help_text="The same refusal within the hour is one line.")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="accountevent_kind")]  # the list, filtered

    def __str__(self) -> str:
        return f"{self.name}: {self.get_kind_display()}"
