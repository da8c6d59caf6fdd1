"""Lists of the desk as files: what is filtered, and a register as published (I2).

They are the exports of ``export_register``: through the right to read, recorded whole before the
first byte, marked, safe for spreadsheets; and as workbooks they can be read in again.
"""

from collections.abc import Collection
from itertools import chain
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from sec_registry.publications.desk.door import pages_of, standing_asked
from sec_registry.publications.files.editions import edition_of
from sec_registry.publications.files.exports import FORMS, NothingToRead, register_export
from sec_registry.registers.admin.door import channel_of
from sec_registry.registers.broken_off import told_when_broken_off
from sec_registry.registers.caching import mark_restricted
from sec_registry.registers.lasting import RightEnded
from sec_registry.registers.paging import standing
from sec_registry.registers.sheets import DoesNotFit


def list_export(request: HttpRequest, code: str, form: str, *, site: AdminSite) -> HttpResponseBase:
    """What the register's list shows with these filters and this search, all pages of it."""
    pages = pages_of(site, code)
    if (answer := pages.refused(request)) is not None:
        return answer
    try:
        shown = pages.get_changelist_instance(request)
    except IncorrectLookupParameters:
        raise Http404 from None
    numbers = set(shown.queryset.order_by().values_list("pk", flat=True))
    stand = standing(pages.declared)
    publication = stand.publication if stand else 0
    back = reverse(f"admin:{pages.opts.app_label}_{pages.opts.model_name}_changelist")
    return _file(request, pages, publication, form, back, only=numbers)


def published_export(
    request: HttpRequest, code: str, form: str, *, site: AdminSite
) -> HttpResponseBase:
    """The whole register as published in a publication or at a time."""
    pages = pages_of(site, code)
    if (answer := pages.refused(request)) is not None:
        return answer
    _, stand, wrong = standing_asked(request, pages.declared)
    if wrong:
        raise Http404
    back = reverse("admin:published_list", args=[code])
    return _file(request, pages, stand.publication, form, back)


def _file(
    request: Any,
    pages: Any,
    publication: int,
    form: str,
    back: str,
    only: Collection[int] | None = None,
) -> HttpResponseBase:
    register = pages.declared
    edition = edition_of(register, publication)
    written = FORMS.get(form)
    if written is None:
        raise Http404
    query = request.GET.urlencode()
    returning = HttpResponseRedirect(f"{back}?{query}" if query else back)
    if edition is None or (only is not None and not only):
        messages.warning(request, "There is nothing to export.")
        return returning
    try:
        export = register_export(
            edition=edition, form=written, by=request.user, channel=channel_of(request), only=only
        )
        first = next(export.pieces, b"")
    except (NothingToRead, RightEnded):
        messages.warning(request, "There is nothing to export.")
        return returning
    except DoesNotFit as fault:
        messages.error(request, f"Nothing was exported: {fault}")
        return returning
    pieces = told_when_broken_off(chain([first], export.pieces))
    answer = StreamingHttpResponse(pieces, content_type=written.media_type)
    name = f"{register.short_title.lower()}-publication-{publication}.{written.suffix}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return mark_restricted(answer, register.marking) if register.restricted else answer
