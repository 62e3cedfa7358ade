"""The gazette as a Django application."""

from django.apps import AppConfig


class GazetteConfig(AppConfig):
    """Connects what listens to SES."""

    name = "gazette"

    def ready(self) -> None:
        """Import the receivers of django-ses' signals."""
        from gazette import feedback  # noqa: F401, PLC0415 - it needs the models
