"""The admin site: the stock admin with this product's name, sections, and fewer ways around.

What a page shows is its own admin's business; here stands what no admin can say for itself: the
order of the sections, what waits for the person at the desk, and which of the stock admin's shared
addresses are closed.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.people import roles_seen_together
from sec_registry.dashboard import dashboard_of
from sec_registry.submissions.permissions import may_create

#: Title, short title and models of each section, in the order of the index.
SECTIONS = (
    (
        "Submissions",
        "Submissions",
        (
            "submissions.Submission",
            "registers.Publication",
            "registers.Redaction",
            "submissions.EvidenceRedaction",
            "submissions.EvidenceAccess",
        ),
    ),
    (
        "Central Products List",
        "CPL",
        (
            "cpl.DeviceModel",
            "cpl.Manufacturer",
            "cpl.AssuranceCertificate",
            "registers.Delivery",
        ),
    ),
    ("Firmware Information Repository", "FIR", ("firmware.FirmwareRecord",)),
    (
        "Device Zigbee Information Repository",
        "DZIR",
        (
            "zigbee.ZigbeeRecord",
            "zigbee.AccessRequest",
            "zigbee.AccessGrant",
            "zigbee.UnusualReading",
            "zigbee.AccessPolicy",
            "zigbee.ReadingPolicy",
            "zigbee.VendorSpelling",
        ),
    ),
    ("Disclosures", "Disclosures", ("registers.Disclosure",)),
    ("Notices", "Notices", ("notices.Notice", "notices.Subscription")),
    (
        "Policy of the Panel",
        "Policy",
        (
            "cpl.DeviceType",
            "cpl.UsualForm",
            "cpl.ManufacturerOrganisation",
            "registers.BankHoliday",
            "registers.Weekday",
            "cpl.CpaNoticePeriod",
            "firmware.FleetPolicy",
            "notices.NoticePolicy",
            "deliveries.ClockDays",
            "deliveries.ExtractMember",
        ),
    ),
    (
        "People",
        "People",
        (
            "accounts.User",
            "accounts.Organisation",
            "accounts.RoleHolding",
            "accounts.ApiToken",
            "accounts.MemberChange",
        ),
    ),
)


class AccountsOnly(AutocompleteJsonView):
    """Suggestions while typing, for people and organisations."""

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        # SECURITY: suggestions of a register's rows would be a read that nobody records.
        return bool(
            self.model_admin.opts.app_label == "accounts"
            and self.model_admin.has_view_permission(request, obj=obj)
        )


class Desk(AdminSite):
    """The one admin site."""

    site_header = "SEC Registry"
    site_title = "SEC Registry"
    index_title = "Desk"
    # The one page for signing in, which says also to whom the desk does not open.
    login_template = "registration/login.html"
    site_url = "/"
    # The sections stand in the header instead, and leave the width to the lists.
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def get_urls(self) -> Any:
        # "View on site" looks up any row of any table by its key.
        stock = [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]
        return [*self._elsewhere(), *stock]

    def _elsewhere(self) -> Iterator[Any]:
        """Pages beside those of the models, before the models' own."""
        # Named in the settings: they need the admins, which are registered at this site.
        for path in settings.SEC_DESK_PAGES:
            yield from import_string(path)(self)
        for pages in self._registry.values():
            yield from getattr(pages, "addresses_elsewhere", tuple)()

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner: Any = super().admin_view(view, cacheable)

        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            try:
                return inner(request, *args, **kwargs)
            except PermissionDenied:
                refused = {**self.each_context(request), "title": "Not for you"}
                answer = TemplateResponse(request, "admin/refused.html", refused, status=403)
            except OperationalError:
                # A locked database: an acceptance is under way, or a disclosure was not recorded.
                logging.getLogger(__name__).exception("The database did not answer in time.")
                names = {"site_header": self.site_header, "site_title": self.site_title}
                busy = {"title": "Busy", **names}  # Nothing that the database would be asked for.
                answer = TemplateResponse(request, "admin/busy.html", busy, status=503)
                answer["Retry-After"] = "5"
            add_never_cache_headers(answer)
            return answer

        return answering

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return AccountsOnly.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        # Every page asks for the sections, the index twice: once is enough for one request.
        kept: dict[str | None, list[Any]] = request.__dict__.setdefault("desk_sections", {})
        if app_label not in kept:
            kept[app_label] = self._app_list(request, app_label)
        return kept[app_label]

    def _app_list(self, request: HttpRequest, app_label: str | None) -> list[Any]:
        with roles_seen_together():
            apps = self._build_app_dict(request, app_label).values()
        found = {
            f"{app['app_label']}.{model['object_name']}": (app, self._named(model))
            for app in apps
            for model in app["models"]
        }
        sections = list(_sections(found))
        placed = {name for *_, names in SECTIONS for name in names}
        others = {name: each for name, each in found.items() if name not in placed}
        return [*sections, *_unplaced(others)]

    def _named(self, model: dict[str, Any]) -> dict[str, Any]:
        """The entry of the index under the name that its list has."""
        listed_as = getattr(self.get_model_admin(model["model"]), "listed_as", "")
        return {**model, "name": listed_as or model["name"]}

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        # A section may hold lists of several applications, and an application lists of several.
        named = ", ".join(section["name"] for section in self.get_app_list(request, app_label))
        return super().app_index(request, app_label, {"title": named, **(extra_context or {})})

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        by = request.user
        board = dashboard_of(by) if isinstance(by, User) else None
        context = {"board": board, "may_create": may_create(by)}
        return super().index(request, {**context, **(extra_context or {})})


def _sections(found: dict[str, tuple[Any, Any]]) -> Iterator[dict[str, Any]]:
    for title, short, names in SECTIONS:
        here = [found[name] for name in names if name in found]
        if here:
            models = [model for _, model in here]
            # The section's own page would show one application of it: its first list serves better.
            front = models[0]["admin_url"]
            yield {
                **here[0][0],
                "name": title,
                "short": short,
                "app_url": front,
                "models": models,
            }


def _unplaced(found: dict[str, tuple[Any, Any]]) -> Iterator[dict[str, Any]]:
    for app, model in sorted(found.values(), key=lambda each: str(each[1]["name"])):
        yield {**app, "models": [model]}
