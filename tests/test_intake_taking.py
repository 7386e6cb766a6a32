"""Documents come in: by a command or by the admin, each once, whole, and pointing at what it became."""

import hashlib
import io
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from alerts import files
from alerts.models import Alert
from intake import resemblance, taking
from intake.models import Arrival, Intake
from tests import cast, staff
from tests.instances import Instance, finish
from tests.rounds import rounds
from tests.test_intake_formats import REPORT

ADD = "/admin/intake/intake/add/"
TEXT = "# Red Flag Alert: Nowhere\n\nReleased 7 October 2022.\n\nThe institute warns of {}.\n"
FILES = rounds(150, 10_000)


def run(*words: str | Path) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("intake", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def reports(*words: str | Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words, "--json")[0].splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two documents, one of them in a folder below; a copy; what is no document; what is not looked at."""
    made = tmp_path / "documents"
    (made / "below").mkdir(parents=True)
    (made / "one.md").write_text(TEXT.format("violence"))
    (made / "below" / "two.txt").write_text(TEXT.format("hunger"))
    (made / "copy.md").write_text(TEXT.format("violence"))
    (made / "empty.txt").write_text("")
    (made / ".hidden").write_text("x")
    (made / "link.md").symlink_to(made / "one.md")
    return made


@pytest.mark.django_db
class TestTheCommand:
    def test_a_folder_is_taken_in_each_document_once(self, folder: Path) -> None:
        told, steps = run(folder)
        assert told.startswith("2 taken in, 1 held already, 1 refused.")
        assert "empty.txt: It is empty." in told
        assert "4 of 4 files" in steps
        assert {i.title for i in Intake.objects.all()} == {"Red Flag Alert: Nowhere"}
        assert sorted(a.name for a in Arrival.objects.all()) == ["copy.md", "one.md", "two.txt"]
        for intake in Intake.objects.all():
            data = files.path(intake.sha256).read_bytes()
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (intake.sha256, intake.size)
        assert not Alert.objects.exists()

    def test_again_it_tells_what_each_file_became(self, folder: Path) -> None:
        run(folder)
        alert = cast.draft()
        Intake.objects.filter(arrivals__name="two.txt").update(
            alert=alert, state="drafted", checked_at="2022-12-01T00:00Z"
        )
        told = {Path(one["file"]).name: one for one in reports(folder)}
        assert [told[name]["outcome"] for name in ("one.md", "copy.md", "two.txt", "empty.txt")] == [
            "known", "known", "known", "refused",
        ]  # fmt: skip
        assert (told["two.txt"]["state"], told["two.txt"]["alert"]) == ("drafted", alert.uid)
        assert (Intake.objects.count(), Arrival.objects.count()) == (2, 3)

    def test_the_same_text_in_other_bytes_is_told(self, folder: Path) -> None:
        run(folder / "one.md")
        (folder / "other.md").write_text(TEXT.format("violence").replace("\n\n", "\n\n\n"))
        [told] = reports(folder / "other.md")
        assert told["same_text_as"] == [Intake.objects.get(arrivals__name="one.md").uid]

    def test_a_dry_run_prints_every_proposal_with_its_passage_and_writes_nothing(self, folder: Path) -> None:
        told = {Path(one["file"]).name: one for one in reports(folder, "--dry-run")}
        assert set(told) == {"one.md", "copy.md", "two.txt", "empty.txt"}
        [title] = [one for one in told["one.md"]["proposals"] if one["kind"] == "title"]
        assert title["value"] == {"text": "Red Flag Alert: Nowhere"}
        assert [passage["text"] for passage in title["passages"]] == ["Red Flag Alert: Nowhere"]
        assert 0 < title["confidence"] <= 1
        [passage] = title["passages"]
        assert told["one.md"]["text"][passage["start"] : passage["end"]] == passage["text"]
        assert told["empty.txt"]["reason"] == "It is empty."
        assert not Intake.objects.exists()
        assert not (files.path("0" * 64).parent.parent).exists() or not list(files.path("0" * 64).parent.glob("*"))

    def test_a_dry_run_for_people_is_lines(self, folder: Path) -> None:
        told, _ = run(folder / "one.md", "--dry-run")
        assert "title: text Red Flag Alert: Nowhere" in told

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["no-such-folder"], "There is no file or folder"),
            ([], "Name files or folders"),
            (["manage.py", "--by", "nobody"], "There is no account “nobody”"),
            (["intake", "--source-url", "https://example.org/"], "is that of one document"),
        ],
    )
    def test_a_wrong_call_is_told(self, words: list[str], sentence: str) -> None:
        with pytest.raises(CommandError, match=sentence):
            run(*words)

    def test_who_lacks_the_rights_is_told(self, folder: Path) -> None:
        cast.person("reader", "view_alert")
        with pytest.raises(CommandError, match="lacks the rights to take documents in"):
            run(folder, "--by", "reader")
        run(folder, "--by", cast.curator().username)
        assert {a.by for a in Arrival.objects.all()} == {cast.curator()}

    def test_each_record_of_an_answer_is_a_document_and_the_answer_is_kept(self, tmp_path: Path) -> None:
        answer = tmp_path / "answer.json"
        answer.write_text(json.dumps({"data": [REPORT, REPORT | {"id": 4712}]}))
        told, _ = run(answer)
        assert told.startswith("2 taken in")
        whole = hashlib.sha256(answer.read_bytes()).hexdigest()
        assert [i.container for i in Intake.objects.all()] == [whole, whole]
        assert files.path(whole).read_bytes() == answer.read_bytes()
        assert {a.source_url for a in Arrival.objects.all()} == {"https://example.org/warning"}
        assert run(answer)[0].startswith("0 taken in, 2 held already")

    def test_what_a_run_could_not_say_in_the_database_is_not_lost(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def dies(intake: Intake) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(taking, "remember", dies)
        with pytest.raises(KeyboardInterrupt):
            run(folder / "one.md")
        assert not Intake.objects.exists()
        monkeypatch.setattr(taking, "remember", resemblance.remember)
        assert run(folder / "one.md")[0].startswith("1 taken in")


def kept(instance: Instance) -> int:
    """How many files an archive keeps."""
    return sum(1 for path in (instance.folder / "documents").glob("??/*"))


@pytest.mark.once
@pytest.mark.slow
def test_a_folder_run_that_is_killed_takes_each_file_once_and_loses_none(instance: Instance, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:05}.md").write_text(TEXT.format(f"violence number {number}"))
    for so_far in (FILES // 4, FILES // 2):
        running = instance.command("intake", str(folder), "-v0")
        while running.poll() is None and kept(instance) < so_far:
            time.sleep(0.02)
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
        assert running.returncode == -signal.SIGKILL
    told = finish(instance.command("intake", str(folder)))
    taken = instance.run(
        "from intake.models import *; from alerts import files; import hashlib;"
        "rows = list(Intake.objects.values_list('sha256', 'arrivals__name'));"
        "print(len(rows), len({s for s, _ in rows}), len({n for _, n in rows}),"
        "all(hashlib.sha256(files.path(s).read_bytes()).hexdigest() == s for s, _ in rows),"
        "Fingerprint.objects.values('intake').distinct().count())"
    )
    assert f"{FILES:,} of {FILES:,} files" in told
    assert taken.split()[-5:] == [str(FILES), str(FILES), str(FILES), "True", str(FILES)]


def sent(role: str = "curator", follow: bool = True, **data: Any) -> Any:
    return staff.client(role).post(ADD, data, follow=follow)


def upload(name: str, text: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


@pytest.mark.django_db
class TestAdding:
    def test_one_file_leads_to_its_page(self) -> None:
        answer = sent(documents=[upload("one.md", TEXT.format("violence"))], source_url="example.org/alert")
        intake = Intake.objects.get()
        assert answer.redirect_chain[-1][0] == reverse("admin:intake_intake_change", args=[intake.pk])
        arrival = Arrival.objects.get()
        assert (arrival.name, arrival.source_url) == ("one.md", "https://example.org/alert")
        assert arrival.by == staff.member("curator")
        assert "Red Flag Alert: Nowhere" in answer.content.decode()

    def test_several_files_lead_to_the_list_and_bad_ones_are_told(self) -> None:
        documents = [
            upload("one.md", TEXT.format("a")),
            upload("bad.pdf", b"%PDF-1.7 broken"),
            upload("two.md", "# Two"),
        ]
        answer = sent(documents=documents)
        page = answer.content.decode()
        assert Intake.objects.count() == 2
        assert "Taken in: Red Flag Alert: Nowhere." in staff.said(answer)
        assert "Not taken in: bad.pdf: " in staff.said(answer)
        assert page.count("to be checked") >= 2

    def test_what_was_pasted_is_a_document_too(self) -> None:
        sent(pasted="<h1>Red Flag Alert: Nowhere</h1><p>The institute warns.</p>")
        intake = Intake.objects.get()
        assert intake.text.startswith("# Red Flag Alert: Nowhere")
        assert files.path(intake.sha256).read_text().startswith("<h1>")

    def test_the_same_file_again_points_at_what_it_became(self) -> None:
        sent(documents=[upload("one.md", TEXT.format("a"))])
        alert = cast.draft("What it became")
        Intake.objects.update(alert=alert, state="drafted", checked_at="2022-12-01T00:00Z")
        answer = sent(documents=[upload("again.md", TEXT.format("a"))])
        assert "The very same file is held already: it became “What it became”. Nothing was added." in staff.said(
            answer
        )
        assert Intake.objects.count() == 1
        assert [a.name for a in Arrival.objects.all()] == ["one.md", "again.md"]

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({}, "Choose a file, or paste something."),
            ({"pasted": " \n"}, "Choose a file, or paste something."),
            ({"pasted": "x", "source_url": "javascript:alert(1)"}, "Enter a valid URL"),
            ({"documents": [upload("a.md", "# A"), upload("b.md", "# B")], "source_url": "https://example.org/"},
             "An address is that of one document"),
            ({"documents": [upload(f"{n}.md", "# A") for n in range(21)]}, "At most 20 files at once"),
            ({"documents": [upload("empty.md", "")]}, "empty"),
            ({"documents": [upload("x.docx", b"PK\x03\x04broken")]}, "x.docx: "),
        ],
    )  # fmt: skip
    def test_what_cannot_be_taken_in_is_told_and_leaves_nothing_behind(self, data: Any, sentence: str) -> None:
        answer = sent(**data)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not Intake.objects.exists()

    def test_what_was_typed_is_still_there_after_a_mistake(self) -> None:
        page = sent(pasted="Some <text>", source_url="not an address at all").content.decode()
        assert "Some &lt;text&gt;" in page
        assert "not an address at all" in page

    @pytest.mark.parametrize(("role", "status"), [("nobody", 403), ("reviewer", 403), ("curator", 200)])
    def test_only_who_may_add_alerts_adds_documents(self, role: str, status: int) -> None:
        assert staff.client(role).get(ADD).status_code == status
        assert staff.client(role).post(ADD, {"pasted": ""}).status_code == status

    def test_the_list_asks_the_database_as_often_for_thirty_as_for_one(
        self, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(30):
            intake = Intake.objects.create(
                sha256=f"{number:064x}", size=1, text="t", text_key="0" * 64, title=f"Document {number}"
            )
            Arrival.objects.create(intake=intake, name=f"{number}.txt", by=cast.curator())
        client = staff.client("curator")
        with django_assert_max_num_queries(14):
            page = client.get("/admin/intake/intake/?state__exact=to_check&q=document").content.decode()
        assert "Document 29 (29.txt)" in page

    def test_it_is_read_again_with_the_rules_of_today(self) -> None:
        sent(documents=[upload("one.md", TEXT.format("a"))])
        intake = Intake.objects.get()
        Intake.objects.update(proposals=[], title="?", decisions={"posted": {"p-0-do": "drop"}})
        address = reverse("admin:intake_intake_change", args=[intake.pk])
        assert "It was read again" in staff.said(staff.client("curator").post(address, {"read_again": ""}, follow=True))
        intake.refresh_from_db()
        assert (intake.title, intake.decisions) == ("Red Flag Alert: Nowhere", {})
        assert intake.proposals
        files.erase(intake.sha256)
        again = staff.client("curator").post(address, {"read_again": ""}, follow=True)
        assert "It cannot be read again" in staff.said(again)
