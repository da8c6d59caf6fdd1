"""Sign-in pages: Django's views, with accounts closed to whoever may not have a password."""

from django.contrib.auth import views
from django.urls import reverse_lazy

from accounts.forms import FirstPasswordForm, OwnPasswordForm
from accounts.models import User


class PasswordChange(views.PasswordChangeView):
    """Change one's own password."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("password_change_done")


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
