"""The desk as the place of the form."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from cpl.models import DeviceModel
from sec_registry.submissions.admin.addresses import page_of, root_of
from sec_registry.submissions.entry.task import Task
from sec_registry.submissions.models import Submission
from sec_registry.submissions.web.entry.place import Place


class Desk(Place):
    """Beside the stock admin's pages of a Device Model."""

    template = "admin/submissions/entry/page.html"

    def __init__(self, site: AdminSite) -> None:
        self.site = site

    def page(self, submission: Submission) -> str:
        return page_of(submission)

    def root(self, submission: Submission) -> str:
        return root_of(submission)

    def adding(self) -> str:
        return reverse("admin:cpl_devicemodel_add")

    def closing(self, request: HttpRequest, task: Task) -> str:
        if task.submission is not None:
            return self.page(task.submission)
        if not self._models.has_view_permission(request):
            return reverse("admin:submissions_submission_changelist")
        if task.number is not None:
            return reverse("admin:cpl_devicemodel_change", args=[task.number])
        return reverse("admin:cpl_devicemodel_changelist")

    def context(self, request: HttpRequest) -> dict[str, Any]:
        request.current_app = self.site.name
        return {
            **self.site.each_context(request),
            "opts": self._models.opts,
            "listed": self._models.has_view_permission(request),
        }

    @property
    def _models(self) -> Any:
        return self.site.get_model_admin(DeviceModel)
