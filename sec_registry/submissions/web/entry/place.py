"""Where the form of a Device Model stands: at the desk, or in the submitters' pages."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django.http import HttpRequest

from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.models import Submission


class Place(ABC):
    """The addresses around the form, and what its page shows beside it."""

    template: ClassVar[str]

    @abstractmethod
    def page(self, submission: Submission) -> str:
        """The submission's page."""

    @abstractmethod
    def root(self, submission: Submission) -> str:
        """How the addresses of what is done with the submission begin."""

    @abstractmethod
    def adding(self) -> str:
        """The form that adds a Device Model."""

    @abstractmethod
    def closing(self, request: HttpRequest, task: Task) -> str:
        """Where one goes who leaves the form."""

    @abstractmethod
    def context(self, request: HttpRequest) -> dict[str, Any]:
        """What the page needs beside the form."""

    def row(self, submission: Submission, position: int) -> str:
        """Where the row of the submission is edited."""
        return f"{self.root(submission)}rows/{position}/"
