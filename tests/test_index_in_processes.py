"""The index in real processes: they race, are killed and see each other; in the end index and database are equal."""

import random
import signal
import subprocess
import time

import pytest

from tests.instances import Instance, finish
from tests.rounds import rounds

pytestmark = pytest.mark.slow

PUBLISH = """
from tests import cast
for n in range({alerts}):
    cast.published(f"Warning {name}{{n}}")
"""

MANY = """
from alerts import changes
from tests import cast
changes._followers.clear()  # nobody is called: a follower of the feed must find it
for n in range({alerts}):
    cast.published(f"Famine {{n}}", body="hunger and drought in the north " * 200)
"""

LOOK = """
from search import index
state = index.look()
assert not state.fault, state
assert state.number == state.head > 0, state
print("up to date")
"""

EQUAL = """
from alerts.models import Alert
from identifiers.folding import fold
from search import index, keeping
from search.asking import Ask
from search.question import Phrase
assert keeping.damage(keeping.home().current()) == ""
assert keeping.home().leftovers() == []
engine = index.searcher()
assert index.pending(engine).uids == frozenset()
def uids(**asked):
    return engine.search(Ask(limit=10_000, **asked)).uids
public = list(Alert.objects.published().oldest_first())
assert uids(order="date") == [alert.uid for alert in public]
assert uids(order="title") == [a.uid for a in sorted(public, key=lambda a: (fold(a.title), a.uid))]
for alert in public:
    assert alert.uid in uids(question=Phrase(alert.title, "title")), alert.title
print("equal:", len(public))
"""

WATCH = """
import time
from search import index
from search.asking import Ask
from search.question import Word
assert index.searcher()
print("watching", flush=True)
while not index.searcher().search(Ask(question=Word("famine"))).total:
    time.sleep(0.01)
print(time.time())
"""

TELL_WHEN = """
import time
from tests import cast
cast.published("Famine")
print(time.time())
"""

WANDER = """
import random
from alerts import publishing
from alerts.changes import altered
from alerts.models import Alert
from tests import cast
chance = random.Random({seed})
by, first, second = cast.reviewer(), cast.redactor(), cast.redactor("second")
bodies = [cast.organization(f"Body {{n}}") for n in range(3)]
def word():
    return "".join(chance.choices("bcdfglmnprstvaeiou", k=9))
def public():
    return Alert.objects.published().order_by("?").first()
print("begun", flush=True)
for step in range(400):
    action = chance.choice(["publish", "publish", "publish", "revise", "withdraw", "again", "redact", "rename"])
    alert = public()
    if action == "publish" or alert is None:
        cast.published(f"{{word()}} {{word()}}", chance.choice(bodies), issued=f"20{{chance.randint(10, 26)}}")
    elif action == "revise":
        cast.revised(alert, title=f"{{word()}} {{word()}}")
    elif action == "withdraw":
        publishing.withdraw(alert, by, "error")
    elif action == "again":
        if withdrawn := Alert.objects.filter(status="withdrawn").first():
            publishing.publish(withdrawn, by)
    elif action == "redact" and chance.random() < 0.2:
        publishing.redact(alert, first, second, [alert.title.split()[0]], "safety")
    elif action == "rename":
        body = chance.choice(bodies)
        body.name = word()
        body.save()
        altered(Alert.objects.issued_by([body]).values_list("pk", flat=True))
"""


def kill(process: "subprocess.Popen[str]", after: float) -> None:
    """SIGKILL, which no process can catch, if it has not ended by itself."""
    time.sleep(after)
    process.kill()
    process.communicate()


def make_index(instance: Instance) -> None:
    finish(instance.command("index"))


def test_no_change_waits_for_the_next_one_where_two_processes_write(instance: Instance) -> None:
    instance.run("from tests import cast; cast.published()")
    make_index(instance)
    alerts = rounds(20, 40)
    racing = [instance.start(PUBLISH.format(alerts=alerts, name=name)) for name in "ab"]
    for process in racing:
        finish(process)
    assert "up to date" in instance.run(LOOK)
    assert f"equal: {2 * alerts + 1}" in instance.run(EQUAL)


def test_another_process_sees_a_commit_within_a_second(instance: Instance) -> None:
    instance.run("from tests import cast; cast.published()")
    make_index(instance)
    watching = instance.start(WATCH)
    assert watching.stdout
    assert watching.stdout.readline() == "watching\n"
    committed = float(instance.run(TELL_WHEN))
    assert float(finish(watching)) - committed < 1


def test_the_service_follows_the_feed_and_stops_when_told(instance: Instance) -> None:
    following = instance.command("index", "--follow")
    instance.run(MANY.format(alerts=5))
    wait_for(instance, "up to date")
    following.send_signal(signal.SIGTERM)
    finish(following)
    assert "equal: 5" in instance.run(EQUAL)


def wait_for(instance: Instance, words: str) -> None:
    for _ in range(20):
        process = instance.start(LOOK)
        if words in process.communicate()[0]:
            return
        time.sleep(0.5)
    pytest.fail("it was never up to date")


@pytest.mark.once  # what is killed are writers of files
def test_a_rebuild_killed_anywhere_leaves_the_last_commit(instance: Instance) -> None:
    alerts = rounds(80, 200)
    instance.run(MANY.format(alerts=alerts))
    make_index(instance)
    begun = time.monotonic()
    finish(instance.command("index", "--rebuild"))
    whole = time.monotonic() - begun
    kills = rounds(3, 6)
    for part in range(1, kills):
        kill(instance.command("index", "--rebuild"), whole * part / kills)
        assert "up to date" in instance.run(LOOK)
    make_index(instance)
    assert f"equal: {alerts}" in instance.run(EQUAL)


@pytest.mark.once  # what is killed are writers of files
def test_catching_up_killed_anywhere_ends_equal(instance: Instance) -> None:
    instance.run("from tests import cast; cast.published('First')")
    make_index(instance)
    for part in range(1, 1 + (times := rounds(2, 5))):
        instance.run(MANY.format(alerts=60))
        kill(instance.command("index"), 0.4 + part / times)
    make_index(instance)
    assert f"equal: {60 * times + 1}" in instance.run(EQUAL)


@pytest.mark.parametrize("seed", range(rounds(1, 3)))
def test_whatever_is_done_and_whoever_is_killed_index_and_database_are_equal_at_the_end(
    instance: Instance, seed: int
) -> None:
    chance = random.Random(seed)
    for round_ in range(3):
        following = instance.command("index", "--follow")
        wandering = [instance.start(WANDER.format(seed=seed * 100 + round_ * 10 + n)) for n in range(2)]
        for process in wandering:
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
        running = chance.sample([following, *wandering], 3)
        kill(running.pop(), chance.uniform(0.5, 2))
        for process in running:
            kill(process, chance.uniform(0, 1))
    make_index(instance)
    assert "equal" in instance.run(EQUAL)
