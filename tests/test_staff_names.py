"""Names of the staff never leave the admin: a canary of a curator is looked for in everything that others can see."""

import json
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from alerts import publishing
from alerts.models import Alert, Change, Event, Version, VersionContent
from config.management.commands import serve
from tests import cast, staff
from tests.full_alert import full_draft

CANARY = "qanarius"
_MOST_PAGES = 150
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexed")]


@pytest.fixture
def worked(caplog: pytest.LogCaptureFixture) -> Alert:
    """An alert that canaries entered, published, revised and redacted; another one that they withdrew."""
    caplog.set_level(logging.DEBUG)
    curator, reviewer = staff.client("curator", f"{CANARY}-a"), staff.client("reviewer", f"{CANARY}-b")
    User.objects.update(first_name="Qanarius", last_name="Qanarius", email=f"{CANARY}@example.org")
    alert = full_draft("Word")
    data = staff.filled(curator.get(staff.page(alert)))
    assert curator.post(staff.page(alert), data | {"curator_note": "For the staff"}).status_code == 302
    assert curator.post(staff.page(alert, "submit")).status_code == 302
    assert reviewer.post(staff.page(alert, "publish"), {"private_note": ""}).status_code == 302
    copy_page = curator.post(staff.page(alert, "revise")).url
    data = staff.filled(curator.get(copy_page)) | dict.fromkeys(Alert.DO_NO_HARM, "on")
    data |= {"title": "A corrected title", "revision_note": "Corrects the title."}
    assert curator.post(copy_page, data).status_code == 302
    assert reviewer.post(copy_page.replace("change", "publish"), {"private_note": ""}).status_code == 302
    gone = cast.published("Another one")
    assert reviewer.post(staff.page(gone, "withdraw"), {"reason": "error"}).status_code == 302
    first, second = staff.member("redactor", f"{CANARY}-c"), staff.member("redactor", f"{CANARY}-d")
    publishing.redact(alert, first, second, ["corrected"], "safety", [d.uid for d in alert.documents.all()])
    assert Event.objects.count() == 5
    return alert


def public_pages(start: set[str]) -> dict[str, str]:
    """What a stranger gets who follows every link from `start`: address → headers and body."""
    found, waiting, stranger = dict[str, str](), sorted(start), Client()
    while waiting and len(found) < _MOST_PAGES:
        address = waiting.pop(0)
        if address in found or address.startswith(("/admin", "/static")):
            continue
        response = stranger.get(address)
        body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
        found[address] = f"{dict(response.headers)}\n{body.decode(errors='replace')}"
        links = re.findall(r'(?:href|src|action)="(/[^"#]*)', found[address])
        waiting += [link.replace("&amp;", "&") for link in links if link not in found]
    return found


def test_a_curator_is_named_in_nothing_that_others_can_see(worked: Alert, caplog: Any, capfd: Any) -> None:
    gone = Alert.objects.get(status="withdrawn")
    start = {
        "/",
        "/search/",
        "/search/?q=qana*",
        "/search/suggest?q=qana",
        "/organizations/",
        "/robots.txt",
        "/healthz",
    }
    start |= {alert.get_absolute_url() for alert in (worked, gone)}
    start |= {f"/alerts/{worked.uid}/v{number}/" for number in (1, 2)}
    pages = public_pages(start)
    assert any("Word" in page for page in pages.values())
    held = {"record": Alert.objects.values_list("record", flat=True), "keywords": Alert.objects.values_list("keywords")}
    held |= {model.__name__: model.objects.values() for model in (Version, VersionContent, Event, Change)}
    seen = pages | {name: json.dumps(list(rows), default=str) for name, rows in held.items()}
    seen |= {str(path): path.read_bytes().decode(errors="replace") for path in files(settings.DATA_DIR)}
    output = capfd.readouterr()
    seen |= {"log": "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")}
    seen |= {"standard output": output.out, "standard error": output.err}
    assert [name for name, text in seen.items() if CANARY in text.casefold()] == []


def files(folder: Path) -> list[Path]:
    """All files of the archive but its database."""
    return [path for path in folder.rglob("*") if path.is_file() and ".sqlite3" not in path.name]


def test_the_server_writes_no_log_of_who_asked_for_what() -> None:
    assert not [option for option in serve.gunicorn_options() if "access" in option]
