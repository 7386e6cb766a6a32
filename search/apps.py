from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from alerts.changes import on_altered
        from alerts.public import shown_from
        from search.index import after_change, mark

        on_altered(after_change)
        shown_from(mark)
