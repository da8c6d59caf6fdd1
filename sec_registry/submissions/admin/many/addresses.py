"""Where the forms are found: beside the pages of a Manufacturer and of a certificate."""

from functools import partial
from typing import Any

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path

from sec_registry.submissions.admin.many.views import change_contact, rename, renew


def many_addresses(site: AdminSite) -> list[URLPattern]:
    """The addresses of the three forms on the site."""

    def at_the_desk(view: Any) -> Any:
        return site.admin_view(partial(view, site=site))

    # A slug holds no letter that a database could stumble over.
    manufacturer = "cpl/manufacturer/<slug:code>/"
    return [
        path(f"{manufacturer}rename/", at_the_desk(rename), name="cpl_manufacturer_rename"),
        path(
            f"{manufacturer}contact/", at_the_desk(change_contact), name="cpl_manufacturer_contact"
        ),
        path(
            "cpl/assurancecertificate/<int:key>/renew/",
            at_the_desk(renew),
            name="cpl_assurancecertificate_renew",
        ),
    ]
