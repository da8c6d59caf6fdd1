"""The one door in: submissions, their findings and their acceptance."""

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """Change sets from intake to acceptance."""

    name = "sec_registry.submissions"
    label = "submissions"
    verbose_name = "Submissions"
