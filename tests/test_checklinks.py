"""Link checks against a real server on this machine: polite, off by default, and never into a private network."""

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from curation import fetching, links
from curation.models import LinkCheck
from tests import cast


class Site(ThreadingHTTPServer):
    """A server that answers by path, and remembers what it was asked."""

    robots = ""
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        path = self.path.partition("?")[0]
        if path == "/robots.txt":
            return self.send(200 if self.server.robots else 404, self.server.robots.encode())
        if path.startswith("/to/"):
            return self.send(302, location=path.removeprefix("/to/"))
        if path == "/circle":
            return self.send(302, location="/circle")
        if path == "/no-head" and self.command == "HEAD":
            return self.send(405)
        if path == "/slow":
            self.connection.recv(1)  # until the other side gives up
            return None
        if path == "/huge":
            self.send_response(200)
            self.end_headers()
            try:
                while self.command == "GET":
                    self.wfile.write(b"x" * 65536)
            except OSError:
                self.close_connection = True
            return None
        return self.send(int(path.strip("/")) if path.strip("/").isdigit() else 200)

    do_HEAD = do_GET = answer  # noqa: N815

    def send(self, status: int, body: bytes = b"", location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    settings.LINK_CHECKS_REACH_LOOPBACK = True
    server = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def run(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("checklinks", "--delay", "0", *words)
    return capsys.readouterr().out


@pytest.mark.once
class TestFetching:
    @pytest.mark.parametrize("status", [200, 204, 403, 404, 410, 500])
    def test_the_status_is_told(self, site: Site, status: int) -> None:
        assert fetching.ask(f"{site.url}/{status}").status == status

    def test_head_first_then_get_for_servers_that_know_no_head(self, site: Site) -> None:
        assert fetching.ask(f"{site.url}/no-head").status == 200
        assert [method for method, _, _ in site.asked] == ["HEAD", "GET"]

    def test_it_says_who_asks(self, site: Site, settings: Any) -> None:
        fetching.ask(f"{site.url}/200")
        assert settings.SITE_URL in site.asked[0][2]

    def test_redirections_are_followed_and_bounded(self, site: Site) -> None:
        assert fetching.ask(f"{site.url}/to//to//200").status == 200

    def test_a_circle_of_redirections_ends(self, site: Site) -> None:
        answer = fetching.ask(f"{site.url}/circle")
        assert answer.problem == "More than 5 redirections."
        assert len(site.asked) == 6

    def test_a_server_that_never_answers_is_given_up(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(fetching, "SECONDS", 0.4)
        assert fetching.ask(f"{site.url}/slow").problem

    def test_an_endless_answer_is_cut(self, site: Site) -> None:
        assert len(fetching.ask(f"{site.url}/huge", with_body=True).body) == 64 * 1024

    def test_nobody_there_is_told(self, site: Site) -> None:
        port = site.server_address[1]
        site.shutdown()
        site.server_close()
        assert fetching.ask(f"http://127.0.0.1:{port}/").problem.startswith("No answer")

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/latest/",
            "http://192.168.1.1/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/",
            "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/",
            "http://0x7f.1/", "ftp://example.org/", "file:///etc/passwd", "http:///x", "http://[::1", "//x",
        ],
    )  # fmt: skip
    def test_no_address_leads_inside(self, address: str) -> None:
        with pytest.raises(fetching.RefusedError):
            fetching.ask(address)

    def test_no_redirection_leads_inside(self, site: Site) -> None:
        with pytest.raises(fetching.RefusedError):
            fetching.ask(f"{site.url}/to/http://10.0.0.1/")


@pytest.mark.django_db
class TestCommand:
    def test_it_is_off_and_says_so(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        cast.published(source_url=f"{site.url}/200")
        assert "Link checks are off" in run(capsys)
        assert site.asked == []
        assert not LinkCheck.objects.exists()

    def test_by_hand_or_by_setting_it_asks(self, site: Site, capsys: pytest.CaptureFixture[str], settings: Any) -> None:
        cast.published(source_url=f"{site.url}/200")
        assert "1 of 1 addresses were asked for; 0 are dead." in run(capsys, "--once-by-hand")
        check = LinkCheck.objects.get()
        assert (check.status, check.failures) == (200, 0)
        assert check.checked_at is not None
        settings.LINK_CHECKS = True
        assert "0 of 1 addresses" in run(capsys)  # it was looked at this week
        with pytest.raises(CommandError):
            run(capsys, "--most", "0")

    def test_only_public_addresses_and_never_sensitive_ones(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        cast.draft("Draft", source_url=f"{site.url}/draft")
        public = cast.published("Public", source_url=f"{site.url}/source")
        note = public.notes.create(number=1)
        note.references.create(text="a", url=f"{site.url}/cited")
        note.references.create(text="b", url=f"{site.url}/video", sensitive=True)
        note.references.create(text="c", url=f"{site.url}/video/#again")
        note.references.create(text="d", url="as printed, no address")
        other = cast.published("Other", source_url=f"{site.url}/video?utm_source=x")
        run(capsys, "--once-by-hand")
        assert sorted(site.paths()) == ["/cited", "/source"]
        assert not LinkCheck.objects.filter(alerts=other).exists()

    def test_what_robots_txt_forbids_is_not_asked_for(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        site.robots = "User-agent: *\nDisallow: /private/\n"
        cast.published("A", source_url=f"{site.url}/private/x")
        cast.published("B", source_url=f"{site.url}/open")
        run(capsys, "--once-by-hand")
        assert site.paths() == ["/open"]
        check = LinkCheck.objects.get(address__contains="private")
        assert (check.status, check.failures) == (None, 0)
        assert "robots.txt" in check.problem

    def test_a_link_is_dead_after_three_failures_in_two_weeks(
        self, site: Site, capsys: pytest.CaptureFixture[str]
    ) -> None:
        public = cast.published(source_url=f"{site.url}/404")
        for _ in range(3):
            run(capsys, "--once-by-hand")
        check = LinkCheck.objects.get()
        assert (check.failures, check.dead_since) == (3, None)
        LinkCheck.objects.update(failing_since=timezone.now() - dt.timedelta(days=links.DAYS))
        assert "1 are dead" in run(capsys, "--once-by-hand")
        assert list(LinkCheck.objects.get().alerts.all()) == [public]
        LinkCheck.objects.update(address=f"{site.url}/404")
        links.note(LinkCheck.objects.get(), fetching.Answer(200), is_failure=False)
        assert LinkCheck.objects.get().dead_since is None

    def test_who_keeps_us_out_is_not_dead(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        cast.published(source_url=f"{site.url}/403")
        run(capsys, "--once-by-hand")
        assert LinkCheck.objects.get().failures == 0

    def test_what_is_named_no_more_is_forgotten(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        public = cast.published(source_url=f"{site.url}/200")
        run(capsys, "--once-by-hand")
        cast.revised(public, source_url=f"{site.url}/204")
        run(capsys, "--once-by-hand")
        assert [check.address for check in LinkCheck.objects.all()] == [f"{site.url}/204"]

    def test_a_private_address_is_noted_and_not_asked_for(self, capsys: pytest.CaptureFixture[str]) -> None:
        cast.published(source_url="http://10.0.0.1/x")
        run(capsys, "--once-by-hand")
        assert LinkCheck.objects.get().problem == "It leads into a private network."
