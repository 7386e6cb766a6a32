"""The cast of the tests: a few people of the staff, a few bodies, and alerts made the way the archive makes them."""

from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils.text import slugify

from alerts import publishing
from alerts.models import Alert, AlertType, Party, Recommendation, RecommendationAddressee
from organizations.models import Organization
from places.models import Country, Place

CURATOR_RIGHTS = ("add_alert", "change_alert", "view_alert", "revise_alert")
REVIEWER_RIGHTS = ("change_alert", "view_alert", "revise_alert", "publish_alert", "withdraw_alert")


def person(name: str, *rights: str) -> User:
    """A member of the staff with just those rights on alerts."""
    user, _ = User.objects.get_or_create(username=name, defaults={"is_staff": True})
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="alerts", codename__in=rights))
    return User.objects.get(pk=user.pk)


def curator() -> User:
    return person("curator", *CURATOR_RIGHTS)


def reviewer() -> User:
    return person("reviewer", *REVIEWER_RIGHTS)


def redactor(name: str = "redactor") -> User:
    return person(name, "view_alert", "redact_alert")


def organization(name: str = "Genocide Watch", kind: str = "ngo", **fields: Any) -> Organization:
    made, _ = Organization.objects.get_or_create(
        slug=fields.pop("slug", slugify(name)), defaults={"name": name, "kind": kind} | fields
    )
    return made


def country(code: str = "AZ", name: str = "Azerbaijan") -> Country:
    return Country.objects.get_or_create(code=code, defaults={"name": name})[0]


def place(name: str = "Nagorno-Karabakh") -> Place:
    return Place.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def alert_type(issuer: Organization | None = None, label: str = "Genocide Warning", genre: str = "alert") -> AlertType:
    issuer = issuer or organization()
    slug = slugify(f"{issuer.slug} {label}")
    return AlertType.objects.get_or_create(slug=slug, defaults={"issuer": issuer, "label": label, "genre": genre})[0]


def draft(title: str = "Genocide Warning: Nowhere", issuer: Organization | None = None, **fields: Any) -> Alert:
    """A draft with all that a publication needs."""
    issuer = issuer or organization()
    complete = {
        "type": alert_type(issuer), "language": "en", "abstract": "The body warns of a risk.", "issued": "2022-10-07",
        "names_checked": True, "graphic_checked": True, "consent_checked": True,
    }  # fmt: skip
    made = Alert.objects.create(title=title, **(complete | fields))
    Party.objects.create(alert=made, role="issuer", organization=issuer)
    return made


def recommendation(
    alert: Alert, text: str = "Stop arms sales.", number: int = 1, *asked: Organization
) -> Recommendation:
    made = Recommendation.objects.create(alert=alert, number=number, text=text)
    for position, body in enumerate(asked, 1):
        RecommendationAddressee.objects.create(recommendation=made, organization=body, position=position)
    return made


def published(title: str = "Genocide Warning: Nowhere", issuer: Organization | None = None, **fields: Any) -> Alert:
    """A public alert."""
    made = draft(title, issuer, **fields)
    publishing.publish(made, reviewer())
    return Alert.objects.get(pk=made.pk)


def confirm(copy: Alert, note: str = "Corrects the title.", **fields: Any) -> Alert:
    """A working copy made ready to be published, with `fields` changed."""
    for name, value in ({"revision_note": note} | dict.fromkeys(Alert.DO_NO_HARM, True) | fields).items():
        setattr(copy, name, value)
    copy.save()
    return copy


def revised(alert: Alert, note: str = "Corrects the title.", **fields: Any) -> Alert:
    """The public alert after a revision that changed `fields`."""
    copy = confirm(publishing.revise(alert, curator()), note, **fields)
    publishing.publish(copy, reviewer())
    return Alert.objects.get(pk=alert.pk)
