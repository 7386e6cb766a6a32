"""Signing in over HTTP: what is asked, what is refused, what is remembered, and when a session ends."""

import json
import time
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from accounts import addresses, events, factors, lockout, sessions
from accounts.models import AccountEvent, Attempts, Member
from config import environment
from tests import staff
from tests.codes import code

pytestmark = [pytest.mark.once, pytest.mark.django_db]
PASSWORD = "seven quiet herons"
# Every part is there and is nonsense: the user's handle is "1".
FORGED = json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
    "clientDataJSON": "e30", "authenticatorData": "A" * 60, "signature": "AA", "userHandle": "MQ"}})  # fmt: skip
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """The library remembers the codes that were used, by the number of the account, which the next test has too."""
    cache.clear()


def account(role: str = "curator", **fields: Any) -> User:
    """A member of the staff with PASSWORD and an app whose key is SECRET."""
    user = staff.member(role)
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, SECRET)
    return user


def give_password(client: Client, name: str, password: str = PASSWORD, **headers: Any) -> Any:
    data = {"login": name, "password": password, "next": "/admin/alerts/alert/"}
    return client.post("/accounts/login/", data, **headers)


def give_code(client: Client, digits: str) -> Any:
    return client.post("/accounts/factors/authenticate/", {"code": digits})


def log(kind: str) -> list[AccountEvent]:
    return list(AccountEvent.objects.filter(kind=kind))


class TestTheSecondFactor:
    def test_the_password_alone_opens_nothing(self, client: Client) -> None:
        user = account()
        assert give_password(client, user.username).url == "/accounts/factors/authenticate/"
        assert client.get("/admin/").status_code == 302
        answer = give_code(client, code(SECRET))
        assert answer.url == "/admin/alerts/alert/"
        assert client.get(answer.url).status_code == 200
        assert [event.detail for event in log("signed_in")] == ["password + totp"]

    def test_a_code_is_taken_once_whichever_process_is_asked(self, client: Client) -> None:
        user = account()
        digits = code(SECRET)
        for outcome in (302, 200):
            cache.clear()  # the library's own memory is of one process
            browser = Client()
            give_password(browser, user.username)
            assert give_code(browser, digits).status_code == outcome
        assert log("refused")[0].detail == "wrong code"

    def test_a_recovery_code_stands_in_once(self) -> None:
        user = account()
        [recovery, *_] = RecoveryCodes.activate(user).generate_codes()
        for outcome in (302, 200):
            browser = Client()
            give_password(browser, user.username)
            assert give_code(browser, recovery).status_code == outcome

    def test_codes_cannot_be_guessed(self, client: Client) -> None:
        user = account()
        give_password(client, user.username)
        for _ in range(lockout.FREE_CODES):
            give_code(client, "000000")
        answer = give_code(client, code(SECRET))
        assert "Too many attempts. Try again in a minute, or use a passkey." in answer.text
        assert log("locked_out")[0].name == user.username

    def test_keys_lie_encrypted_and_another_secret_key_is_no_server_error(self, client: Client) -> None:
        user = account()
        assert SECRET not in str(Authenticator.objects.get(user=user).data)
        with override_settings(SECRET_KEY="x" * 60):
            give_password(client, user.username)
            assert give_code(client, code(SECRET)).status_code == 200

    @pytest.mark.django_db(transaction=True)
    def test_setting_one_up_ends_the_other_sessions(self, client: Client) -> None:
        user = staff.member("curator")
        thief = Client()
        staff.sign_in(thief, user, second_factor=False)
        staff.sign_in(client, user, second_factor=False)
        client.get("/accounts/factors/totp/activate/")
        digits = code(client.session["mfa.totp.secret"])
        answer = client.post("/accounts/factors/totp/activate/", {"code": digits})
        assert answer.url == "/accounts/factors/recovery-codes/"
        assert client.get("/accounts/factors/").status_code == 200
        assert thief.get("/accounts/factors/").status_code == 302

    def test_a_lost_one_is_reset_by_command_and_logged(self, client: Client) -> None:
        user = account()
        staff.sign_in(client, user)
        assert "1 factors of" in str(call_command("resetfactors", user.username))
        assert client.get("/admin/").status_code == 302
        assert not factors.primary(user).exists()
        assert log("factors_reset")[0].by == "the command line"
        with pytest.raises(CommandError, match="No account is called 'nobody'"):
            call_command("resetfactors", "nobody")

    @pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"response": {}}', "9" * 5000, '{"id": 1}', "null",
                                            "[" * 5000, FORGED])  # fmt: skip
    def test_an_odd_passkey_is_refused_in_words(self, client: Client, credential: str) -> None:
        client.get("/accounts/factors/webauthn/login/", headers={"accept": "application/json"})
        answer = client.post("/accounts/factors/webauthn/login/", {"credential": credential}, follow=True)
        assert "not known here" in staff.said(answer)


class TestTheFirstAccount:
    @pytest.fixture
    def first(self) -> User:
        user = staff.member("superuser")
        user.set_password(PASSWORD)
        user.save()
        Member.objects.create(user=user, password_alone=True)
        return user

    def test_it_works_with_its_password_on_this_machine_and_is_told(self, client: Client, first: User) -> None:
        give_password(client, first.username)
        assert "A second factor is due" in client.get("/admin/").text

    @pytest.mark.parametrize("site", ["https://alerts.example.org", "https://localhost"])
    def test_not_on_a_public_site(
        self, client: Client, first: User, site: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SITE_URL", site)
        with override_settings(SITE=environment.site("SITE_URL", "")):
            give_password(client, first.username)
            assert client.get("/admin/").status_code == 302

    def test_not_through_a_proxy_and_not_from_elsewhere(self, client: Client, first: User) -> None:
        give_password(client, first.username)
        assert client.get("/admin/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 302
        assert client.get("/admin/", REMOTE_ADDR="203.0.113.9").status_code == 302

    def test_no_other_account_does(self, client: Client, first: User) -> None:
        other = staff.member("superuser", "other")
        other.set_password(PASSWORD)
        other.save()
        give_password(client, "other")
        assert client.get("/admin/").status_code == 302
        assert client.get("/accounts/login/?next=/admin/").url == "/accounts/factors/"


class TestLockOut:
    def test_the_wait_grows_and_stays_short(self, client: Client) -> None:
        user = account()
        waits = []
        for _ in range(12):
            while waiting := lockout.wait(lockout.of_password(user.username, "127.0.0.1")):
                waits.append(round(waiting.total_seconds() / 60))
                Attempts.objects.update(locked_until=timezone.now())
            give_password(client, user.username, "wrong")
        assert waits == [1, 2, 4, 8, 15, 15, 15]

    def test_nobody_else_is_locked_out_behind_the_same_proxy(self, client: Client) -> None:
        user = account()
        for n in range(60):
            give_password(client, f"somebody-{n % 3}", "wrong")
        assert give_password(client, user.username).status_code == 302

    def test_a_name_is_locked_whichever_place_guesses(self) -> None:
        user = account()
        for n in range(lockout.FREE_FROM_ANYWHERE):
            give_password(Client(), user.username, "wrong", REMOTE_ADDR=f"203.0.113.{n}")
        assert "Too many attempts" in give_password(Client(), user.username, REMOTE_ADDR="198.51.100.1").text

    def test_one_place_does_not_lock_the_owner_elsewhere(self) -> None:
        user = account()
        for _ in range(lockout.FREE_FROM_ONE_PLACE + 3):
            give_password(Client(), user.username, "wrong", REMOTE_ADDR="203.0.113.1")
        assert "Too many" in give_password(Client(), user.username, REMOTE_ADDR="203.0.113.1").text
        assert give_password(Client(), user.username, REMOTE_ADDR="198.51.100.1").status_code == 302

    def test_a_right_password_is_forgiven_the_wrong_ones(self, client: Client) -> None:
        user = account()
        give_password(client, user.username, "wrong")
        give_password(client, user.username)
        assert not Attempts.objects.exists()

    def test_what_is_kept_is_bounded_and_forgotten(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(lockout, "MOST_ROWS", 10)
        monkeypatch.setattr(events, "MOST_REFUSALS", 10)
        long_ago = timezone.now() - events.KEPT - timedelta(days=1)
        AccountEvent.objects.create(kind="signed_in", name="x", at=long_ago)
        for n in range(30):
            lockout.count([(f"key {n}", 5)])
            events.note_refusal(events.Kind.REFUSED, f"name {n}", RequestFactory().get("/"), "wrong")
        lockout.tidy()
        assert Attempts.objects.count() <= 10
        assert AccountEvent.objects.count() <= 11
        assert not AccountEvent.objects.filter(at=long_ago).exists()
        Attempts.objects.update(last_at=timezone.now() - timedelta(hours=2))
        lockout.tidy()
        assert not Attempts.objects.exists()


class TestTheLog:
    def test_a_password_typed_as_a_name_is_not_kept(self, client: Client) -> None:
        for _ in range(3):
            give_password(client, PASSWORD, "x")
        [event] = log("refused")
        assert event.name.startswith("unknown ")
        assert event.times == 3
        for model in (AccountEvent, Attempts):
            assert PASSWORD not in str(list(model.objects.values()))

    def test_superusers_alone_read_it_and_nobody_writes(self) -> None:
        event = AccountEvent.objects.create(kind="signed_in", name="somebody")
        address = f"/admin/accounts/accountevent/{event.pk}/"
        assert "somebody" in staff.client("superuser").get("/admin/accounts/accountevent/").text
        for role in ("curator", "reviewer", "editor", "nobody"):
            assert staff.client(role).get("/admin/accounts/accountevent/").status_code == 403
        for step in ("change", "delete"):
            assert staff.client("superuser").post(f"{address}{step}/", {"post": "yes", "name": "x"}).status_code == 403
        assert AccountEvent.objects.get(pk=event.pk).name == "somebody"

    @pytest.mark.parametrize(
        ("proxies", "passed_on", "found"),
        [
            (0, "203.0.113.9", "127.0.0.1"),
            (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
            (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
            (2, "203.0.113.9", "127.0.0.1"),
            (1, "no address", None),
        ],
    )
    def test_an_address_is_believed_as_far_as_proxies_are_declared(
        self, proxies: int, passed_on: str, found: str | None
    ) -> None:
        with override_settings(TRUSTED_PROXIES=proxies):
            assert addresses.of(RequestFactory(headers={"x-forwarded-for": passed_on}).get("/")) == found


class TestSessions:
    def later(self, client: Client, seconds: int, *keys: str) -> None:
        """As if the session had begun, or its owner done something last, that much earlier."""
        session = client.session
        session[sessions.KEY] = session[sessions.KEY] | {key: int(time.time()) - seconds for key in keys}
        session.save()

    def test_no_session_lasts_longer_than_12_hours(self) -> None:
        client = staff.client("curator")
        self.later(client, sessions.LONGEST - 60, "began")
        assert client.get("/admin/").status_code == 200
        self.later(client, sessions.LONGEST, "began")
        answer = client.get("/admin/alerts/alert/", follow=True)
        assert "it lasted 12 hours" in staff.said(answer)
        assert unquote(answer.redirect_chain[-1][0]) == "/accounts/login/?next=/admin/alerts/alert/"
        assert not Session.objects.exists()

    @pytest.mark.parametrize(("role", "status"), [("reviewer", 302), ("redactor", 302), ("superuser", 302),
                                                  ("curator", 200), ("editor", 200)])  # fmt: skip
    def test_whoever_may_publish_is_out_after_30_idle_minutes(self, role: str, status: int) -> None:
        client = staff.client(role)
        self.later(client, sessions.LONGEST_IDLE, "seen")
        assert client.get("/admin/").status_code == status

    def test_work_keeps_a_session_and_a_script_by_itself_does_not(self) -> None:
        client = staff.client("reviewer")
        self.later(client, sessions.LONGEST_IDLE - 60, "seen")
        client.get("/admin/", headers={sessions.BACKGROUND: "1"})
        assert time.time() - client.session[sessions.KEY]["seen"] > 60
        client.get("/admin/")
        assert time.time() - client.session[sessions.KEY]["seen"] < 60

    def test_a_deactivated_account_is_out_at_once_and_for_good(self) -> None:
        client, user = staff.client("curator"), staff.member("curator")
        chief = staff.client("superuser")
        page = f"/admin/auth/user/{user.pk}/change/"
        for is_active in (False, True):
            data = staff.filled(chief.get(page)) | {"is_active": "on" if is_active else ""}
            data = {name: value for name, value in data.items() if value != ""} | staff.JOINED
            assert chief.post(page, data).status_code == 302
            assert client.get("/admin/").status_code == 302
        assert [event.kind for event in AccountEvent.objects.filter(account=user)].count("deactivated") == 1

    def test_a_new_password_ends_the_other_sessions(self, client: Client) -> None:
        user, other = account(), Client()
        staff.sign_in(client, user)
        staff.sign_in(other, user)
        new = "nine loud herons"
        data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert client.post("/accounts/password/", data).status_code == 302
        assert client.get("/admin/").status_code == 200
        assert other.get("/admin/").status_code == 302
        assert log("password_changed")

    def test_a_session_costs_two_queries(self, django_assert_num_queries: Any) -> None:
        client = staff.client("curator")
        with django_assert_num_queries(2):
            client.get("/accounts/language/")
        assert connection.in_atomic_block


class TestThePublicPages:
    def test_they_speak_english_to_everybody_and_can_be_cached(self) -> None:
        for client in (Client(), staff.client("curator")):
            for address in ("/", "/search/", "/organizations/"):
                answer = client.get(address, headers={"accept-language": "ar"})
                assert '<html lang="en" dir="ltr">' in answer.text
                assert "Cookie" not in answer.get("Vary", "")
                assert "Accept-Language" not in answer.get("Vary", "")

    def test_the_admin_follows_the_reader(self) -> None:
        answer = staff.client("curator").get("/admin/", headers={"accept-language": "ar"})
        assert 'lang="ar" dir="rtl"' in answer.text
        assert answer["Content-Language"] == "ar"
        assert "Accept-Language" in answer["Vary"]

    @pytest.mark.parametrize(
        "path", ["signup/", "email/", "password/reset/", "password/set/", "login/code/", "social/"]
    )
    def test_there_is_no_other_way_in(self, client: Client, path: str) -> None:
        assert client.get(f"/accounts/{path}").status_code == 404
