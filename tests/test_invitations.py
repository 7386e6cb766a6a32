"""Accounts come by invitation: who may invite, to what, and what a link is good for."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from accounts import invitations
from accounts.models import AccountEvent, Invitation
from tests import staff

pytestmark = pytest.mark.django_db
NEW = {"username": "anahit", "password": "seven quiet herons", "again": "seven quiet herons"}


@pytest.fixture(autouse=True)
def groups() -> None:
    staff.groups()


def group(role: str = "curator") -> Group:
    return Group.objects.get(name=staff.ROLES[role])


def link(by: User | None = None, role: str = "curator", email: str = "") -> str:
    """The path of a new invitation's link."""
    inviter = by or staff.member("superuser")
    _, address = invitations.invite(inviter, [group(role)], email, RequestFactory().get("/"))
    return address.partition("//")[2].partition("/")[1] + address.partition("//")[2].partition("/")[2]


def inviter(role: str) -> User:
    """A member of the staff with the right to invite."""
    user = staff.member(role)
    user.user_permissions.add(Permission.objects.get(codename="add_invitation"))
    return User.objects.get(pk=user.pk)


class TestWhoMayInvite:
    def test_nobody_without_the_right(self) -> None:
        for role in ("curator", "reviewer", "editor", "nobody"):
            assert staff.client(role).get("/admin/accounts/invitation/add/").status_code == 403
            answer = staff.client(role).post("/admin/accounts/invitation/add/", {"groups": [group().pk]})
            assert answer.status_code == 403
        assert not Invitation.objects.exists()

    def test_nobody_to_rights_they_lack(self) -> None:
        curator = inviter("curator")
        assert set(invitations.groups_within(curator)) == {group("curator")}
        with pytest.raises(PermissionDenied):
            invitations.invite(curator, [group("reviewer")], "", RequestFactory().get("/"))
        browser = staff.client("curator")
        answer = browser.post("/admin/accounts/invitation/add/", {"groups": [group("reviewer").pk]})
        assert "is not one of the available choices" in answer.text
        assert not Invitation.objects.exists()

    def test_the_link_is_shown_once_and_kept_as_a_hash(self) -> None:
        browser = staff.client("superuser")
        answer = browser.post("/admin/accounts/invitation/add/", {"groups": [group().pk], "email": "a@example.org"})
        token = answer.text.partition('value="http://')[2].partition("/accounts/invitation/")[2].partition("/")[0]
        assert len(token) > 40
        assert "no-store" in answer["Cache-Control"]
        assert "No mail went out" in answer.text
        for model in (Invitation, AccountEvent):
            assert token not in str(list(model.objects.values()))
        listed = browser.get("/admin/accounts/invitation/").text
        assert token not in listed
        assert "open" in listed

    def test_it_is_sent_where_mail_is_configured(self) -> None:
        with override_settings(MAIL_IS_CONFIGURED=True):
            data = {"groups": [group().pk], "email": "a@example.org"}
            answer = staff.client("superuser").post("/admin/accounts/invitation/add/", data)
        [sent] = mail.outbox
        assert sent.to == ["a@example.org"]
        assert "/accounts/invitation/" in sent.body
        assert "was sent to a@example.org" in answer.text

    def test_mail_that_fails_loses_no_link(self, settings: Any) -> None:
        settings.MAIL_IS_CONFIGURED = True
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        data = {"groups": [group().pk], "email": "a@example.org"}
        answer = staff.client("superuser").post("/admin/accounts/invitation/add/", data)
        assert "No mail went out" in answer.text
        assert "/accounts/invitation/" in answer.text

    def test_whoever_may_invite_sees_their_own(self) -> None:
        link(email="not-mine@example.org")
        link(inviter("curator"), email="mine@example.org")
        shown = staff.client("curator").get("/admin/accounts/invitation/").text
        assert "mine@example.org" in shown
        assert "not-mine@example.org" not in shown


class TestTheLink:
    def test_it_makes_one_account_with_the_groups_that_were_chosen(self, client: Client) -> None:
        path = link(email="a@example.org")
        assert client.get(path).status_code == 200
        assert client.post(path, NEW).url == "/accounts/factors/"
        user = User.objects.get(username="anahit")
        assert (user.is_staff, user.is_superuser, user.email) == (True, False, "a@example.org")
        assert set(user.groups.all()) == {group()}
        assert client.get("/admin/").status_code == 302  # the second factor comes first
        kinds = list(AccountEvent.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["invited", "invitation_used", "signed_in"]
        again = Client().post(path, NEW | {"username": "second"})
        assert again.status_code == 410
        assert "was used already" in again.text
        assert not User.objects.filter(username="second").exists()

    def test_it_expires_in_7_days(self, client: Client) -> None:
        path = link()
        Invitation.objects.update(expires_at=timezone.now() + timedelta(seconds=5))
        assert client.get(path).status_code == 200
        Invitation.objects.update(expires_at=timezone.now())
        assert "has expired" in client.post(path, NEW).text
        assert timedelta(days=7) == invitations.LASTS

    def test_it_falls_with_the_rights_of_whoever_sent_it(self, client: Client) -> None:
        curator = inviter("curator")
        path = link(curator)
        curator.user_permissions.clear()
        assert "may no longer give the rights" in client.get(path).text
        assert client.post(path, NEW).status_code == 410

    def test_a_group_that_grew_meanwhile_is_not_given(self, client: Client) -> None:
        path = link(inviter("curator"), "curator")
        inviter("curator").groups.clear()
        assert client.post(path, NEW).status_code == 410
        assert not User.objects.filter(username="anahit").exists()

    def test_it_can_be_withdrawn(self, client: Client) -> None:
        path = link()
        invitation = Invitation.objects.get()
        chief = staff.client("superuser")
        chief.post(f"/admin/accounts/invitation/{invitation.pk}/delete/", {"post": "yes"})
        assert "not known" in client.get(path).text
        assert AccountEvent.objects.filter(kind="invitation_withdrawn").exists()

    @pytest.mark.parametrize(
        ("odd", "said"),
        [
            ({"username": "SUPERUSER-of-the-staff"}, "taken"),
            ({"username": "a b"}, "valid username"),
            ({"password": "short", "again": "short"}, "too short"),
            ({"again": "another one entirely"}, "differ"),
            ({"username": "x" * 200}, "150"),
            ({"username": "anahitananyan", "password": "anahit-ananyan", "again": "anahit-ananyan"}, "too similar"),
        ],
    )
    def test_odd_choices_are_told(self, client: Client, odd: dict[str, str], said: str) -> None:
        path = link()
        answer = client.post(path, NEW | odd)
        assert answer.status_code == 200
        assert said in answer.text
        assert Invitation.objects.get().state == "open"

    @pytest.mark.parametrize("token", ["x", "%F0%9F%95%8A", "9" * 3000, "..", "a%20b"])
    def test_odd_links_lead_nowhere(self, client: Client, token: str) -> None:
        assert client.get(f"/accounts/invitation/{token}/").status_code in (404, 410)

    def test_whoever_is_signed_in_keeps_their_account(self) -> None:
        path, browser = link(), staff.client("curator")
        assert "An invitation makes a new account, and you have one" in browser.post(path, NEW).text
        assert Invitation.objects.get().state == "open"


class TestAccounts:
    def test_nobody_adds_accounts_by_hand(self) -> None:
        assert staff.client("superuser").get("/admin/auth/user/add/").status_code == 403

    @pytest.mark.parametrize("right", ["change_user", "change_group", "add_user", "delete_user"])
    def test_a_right_to_accounts_is_no_way_to_become_superuser(self, right: str) -> None:
        user = staff.member("curator")
        user.user_permissions.add(Permission.objects.get(codename=right))
        browser = staff.client("curator")
        browser.post(f"/admin/auth/user/{user.pk}/change/", {"username": user.username, "is_superuser": "on"})
        browser.post(f"/admin/auth/user/{user.pk}/password/", {"password1": "x" * 20, "password2": "x" * 20})
        browser.post(f"/admin/auth/group/{group().pk}/change/", {"name": "x"})
        assert not User.objects.get(pk=user.pk).is_superuser
        assert group().name == "Curators"

    def test_what_superusers_change_is_logged(self) -> None:
        user, chief = staff.member("curator"), staff.client("superuser")
        page = f"/admin/auth/user/{user.pk}"
        chief.post(f"{page}/password/", {"password1": "nine loud herons", "password2": "nine loud herons",
                                         "usable_password": "true"})  # fmt: skip
        data = staff.filled(chief.get(f"{page}/change/")) | {"is_superuser": "on"}
        chief.post(f"{page}/change/", {name: value for name, value in data.items() if value != ""} | staff.JOINED)
        said = [(event.kind, event.detail, event.by) for event in AccountEvent.objects.filter(account=user)]
        chief_name = staff.member("superuser").username
        assert ("password_changed", "", chief_name) in said
        assert ("changed", "date_joined, is_superuser", chief_name) in said
