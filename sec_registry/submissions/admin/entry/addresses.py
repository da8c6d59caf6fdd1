"""Where the form is found: at the stock admin's place for adding, and beside a record's page."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from sec_registry.submissions.admin.entry.place import Desk
from sec_registry.submissions.web.entry.views import add_device_model, change_device_model


def entry_addresses(site: AdminSite) -> list[URLPattern]:
    """The addresses of the form on the site; they stand before those of the Device Models."""

    def at_the_desk(view: Any) -> Any:
        return site.admin_view(partial(view, place=Desk(site)))

    return [
        path("cpl/devicemodel/add/", at_the_desk(add_device_model), name="cpl_devicemodel_add"),
        path(
            "cpl/devicemodel/<int:number>/propose/",
            at_the_desk(change_device_model),
            name="cpl_devicemodel_propose",
        ),
    ]
