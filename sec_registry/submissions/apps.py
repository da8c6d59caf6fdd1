"""The one door in: submissions, their findings and their acceptance."""

from importlib import import_module

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Change sets from intake to acceptance."""

    name = "sec_registry.submissions"
    label = "submissions"
    verbose_name = "Submissions"

    def ready(self) -> None:
        """Let the rooms below find who supplied a record, and by what it came."""
        import_module("sec_registry.submissions.suppliers")
        import_module("sec_registry.submissions.beginnings")
