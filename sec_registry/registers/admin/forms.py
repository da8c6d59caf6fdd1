"""Forms of the desk that hand what was typed to a verb, and say what the verb refuses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.response import TemplateResponse

TEMPLATE = "admin/registers/form.html"


class VerbForm(forms.Form):
    """A form whose fields are named as the verb names them in its errors."""

    def refused(self, error: ValidationError) -> None:
        """Show what the verb refused, beside its field where there is one."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, each in error.error_dict.items():
            self.add_error(name if name in self.fields else None, each)


def form_page(
    request: HttpRequest,
    pages: Any,
    form: forms.Form,
    *,
    title: str,
    button: str,
    template: str = TEMPLATE,
    **context: Any,
) -> TemplateResponse:
    """The form on a page of the desk; ``pages`` is the model admin that it belongs to.

    ``template``: one that extends the usual one.
    """
    request.current_app = pages.admin_site.name
    return TemplateResponse(
        request,
        template,
        {
            **pages.admin_site.each_context(request),
            "title": title,
            "form": form,
            "button": button,
            "opts": pages.opts,
            **context,
        },
    )
