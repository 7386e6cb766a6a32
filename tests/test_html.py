"""Every public page is valid HTML, as html-validate understands the standard."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.conftest import ROOT, everything_required
from tests.every_page import PAGES, site

__all__ = ["site"]  # a fixture

pytestmark = [pytest.mark.once, pytest.mark.django_db]

CHECKER = ROOT / "tests/html"


@pytest.fixture(scope="module")
def html_validate() -> Path:
    """The checker, installed as its lock file says, or a reason why not."""
    npm = shutil.which("npm")
    if npm is None:
        message = "no npm on this machine (Debian: apt-get install npm)"
        pytest.fail(message) if everything_required() else pytest.skip(message)
    program = CHECKER / "node_modules/.bin/html-validate"
    if not program.exists():
        subprocess.run([npm, "ci", "--ignore-scripts", "--silent"], cwd=CHECKER, check=True, timeout=300)
    return program


def test_every_page_is_valid_html(html_validate: Path, site: dict[str, str], tmp_path: Path) -> None:
    for name in PAGES:
        path = urlsplit(site[name])._replace(scheme="", netloc="").geturl()
        (tmp_path / f"{name}.html").write_bytes(Client(raise_request_exception=False).get(path).content)
    command = [html_validate, "--formatter", "json", "--config", CHECKER / ".htmlvalidate.json", tmp_path]
    report = json.loads(subprocess.run(command, capture_output=True, text=True, timeout=120).stdout)
    faults = [
        f"{Path(page['filePath']).stem}, line {fault['line']}: {fault['message']} ({fault['ruleId']})"
        for page in report
        for fault in page["messages"]
    ]
    assert faults == []
