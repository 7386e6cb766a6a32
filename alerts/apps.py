from django.apps import AppConfig
from django.core.checks import Tags, register


class AlertsConfig(AppConfig):
    name = "alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        from alerts.checks import check_guards

        register(check_guards, Tags.database)
