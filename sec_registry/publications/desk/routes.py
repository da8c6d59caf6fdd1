"""The addresses of these pages at the desk; the composition root takes them in."""

from functools import partial

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from sec_registry.publications.desk.exporting import list_export, published_export
from sec_registry.publications.desk.views import published_list, published_record


def published_addresses(site: AdminSite) -> list[URLPattern]:
    """Lists and records as published, and the files of both."""
    views = (
        ("published/<slug:code>/", published_list, "published_list"),
        ("published/<slug:code>/export/<slug:form>/", published_export, "published_export"),
        ("published/<slug:code>/<int:number>/", published_record, "published_record"),
        ("exports/<slug:code>/<slug:form>/", list_export, "list_export"),
    )
    return [
        path(address, site.admin_view(require_safe(partial(view, site=site))), name=name)
        for address, view, name in views
    ]
