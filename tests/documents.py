"""An index in memory, as the tests of the page need it."""

from alerts.models import Alert
from search.engine import Engine
from search.schema import documents


def engine_of_today() -> Engine:
    """An index of all that is public at this moment."""
    engine = Engine()
    engine.write(documents(Alert.objects.published()), [], 1)
    return engine
