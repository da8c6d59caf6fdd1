"""Sign-in pages: Django's views, with accounts closed to whoever may not have a password."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordResetForm
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy

from accounts.forms import FirstPasswordForm, OwnPasswordForm
from accounts.kept_forms import opened_form
from accounts.models import User


class SignIn(views.LoginView):
    """Sign in, and get back what one typed into a form after one's session had ended."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(kept=self.request.POST.get("kept", ""), **more)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        person = form.get_user()
        kept = opened_form(self.request.POST.get("kept", ""), person)
        if kept is None:
            return answer
        told = {"title": "Signed in again", "kept": kept}
        return TemplateResponse(self.request, "registration/kept.html", told)


class PasswordChange(views.PasswordChangeView):
    """Change one's own password."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("password_change_done")


class _AnsweredFirst(HttpResponseRedirect):
    """A redirect that is sent before the deed is done, so that its time tells nothing of it."""

    def __init__(self, address: str, deed: Callable[[], object]) -> None:
        super().__init__(address)
        self._deeds = [deed]

    def close(self) -> None:
        """The server calls this when the answer has left."""
        try:
            while self._deeds:
                self._deeds.pop()()
        finally:
            super().close()


class PasswordReset(views.PasswordResetView):
    """Ask for a letter with a link.

    SECURITY: to find an account and to post a letter takes time, and an address without an account
    takes none of it. So nothing is looked up before the answer has left.
    """

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        words: dict[str, Any] = {
            "use_https": self.request.is_secure(),
            "request": self.request,
            "email_template_name": self.email_template_name,
            "subject_template_name": self.subject_template_name,
        }
        return _AnsweredFirst(str(self.get_success_url()), partial(form.save, **words))


class PasswordResetConfirm(views.PasswordResetConfirmView):
    """Set a new password by the link from a letter."""

    form_class = FirstPasswordForm

    def get_user(self, uidb64: str) -> User | None:
        """The person of the link, unless the account was closed since it was sent."""
        user = super().get_user(uidb64)
        if not isinstance(user, User) or not user.is_active or user.is_service:
            return None
        return user


class Invitation(PasswordResetConfirm):
    """The same for somebody's first password."""

    template_name = "registration/invitation.html"
    title = "Welcome to the SEC Registry"
    reset_url_token = "welcome"  # noqa: S105  # a word in the address, no secret
