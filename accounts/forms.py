"""Forms of the sign-in pages: Django's own, saving through the verb."""

from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm

from accounts.models import User
from accounts.services import user_set_password


def _set_own_password(form: "SetPasswordForm[User]", *, by_letter: bool) -> User:
    password = form.cleaned_data["new_password1"]
    saved = user_set_password(user=form.user, password=password, by=form.user, by_letter=by_letter)
    # The views keep the session alive through the person that the form was given.
    form.user.password = saved.password
    return saved


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # Django has none at run time
    """A new password by a link from a letter."""

    def save(self, commit: bool = True) -> User:
        return _set_own_password(self, by_letter=True)


class OwnPasswordForm(PasswordChangeForm):
    """A new password of somebody who knows the old one."""

    def save(self, commit: bool = True) -> User:
        return _set_own_password(self, by_letter=False)
