"""An index in memory, as the tests of the page need it."""

from alerts.models import Alert
from alerts.record import with_parts
from search.engine import Engine
from search.schema import document


def engine_of_today() -> Engine:
    """An index of all that is public at this moment."""
    engine = Engine()
    alerts = with_parts(Alert.objects.published()).prefetch_related("situations")
    engine.write(map(document, alerts), [], 1)
    return engine
