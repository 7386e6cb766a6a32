from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        from alerts.changes import on_altered
        from search.index import after_change

        on_altered(after_change)
