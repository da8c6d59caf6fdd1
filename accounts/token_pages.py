"""The page of one's own API tokens: list, make one, revoke one. Works without JavaScript.

A new token's clear text is on the answer to the form itself and nowhere else, so it is never
redirected to or kept. Sending the form again (by reloading) makes no second token, since the name
is taken by then.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.asking import person_of
from accounts.models import ApiToken, User
from accounts.scopes import Scope
from accounts.services import token_issue, token_revoke
from accounts.services.tokens import (
    default_life,
    longest_life,
    refuse_useless_scopes,
    scopes_of_use,
    tokens_of,
)


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has none at run time
    """Accounts by their email address."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.email)


class TokenForm(forms.Form):
    """A token to make; ``person`` makes it, for themselves or a service account of theirs."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="What the token is for, such as a system's name."
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        initial=[Scope.READ.value],
        widget=forms.CheckboxSelectMultiple,
        label="What it may do",
        help_text="Never more than your account may.",
        error_messages={"required": "Choose at least one."},
    )
    days = forms.IntegerField(label="Days until it expires")
    account = AccountField(
        queryset=User.objects.none(), required=False, label="Account", empty_label="My own"
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.label_suffix = ""
        longest = longest_life().days
        self.fields["days"] = forms.IntegerField(
            label="Days until it expires",
            min_value=1,
            max_value=longest,
            initial=default_life().days,
            help_text=f"At most {longest}.",
        )
        services = person.service_accounts.filter(is_active=True).order_by("email")
        useful = {scope for account in (person, *services) for scope in scopes_of_use(account)}
        choices: Any = self.fields["scopes"]
        choices.choices = [scope for scope in Scope.choices if scope[0] in useful]
        if services:
            field: Any = self.fields["account"]
            field.queryset = services
        else:
            del self.fields["account"]

    def clean_name(self) -> str:
        """Refuse a name that says nothing new; it also keeps a reloaded form from a second one."""
        name = str(self.cleaned_data["name"])
        in_force = tokens_of(self.person).filter(name=name, expiry__gt=timezone.now())
        if in_force.exists():
            raise ValidationError(
                "There is a token of this name: revoke it first, or name another."
            )
        return name

    def clean(self) -> dict[str, Any] | None:
        """Refuse scopes for which the account that was chosen has no use."""
        given = super().clean()
        refuse_useless_scopes(self._account(), self.cleaned_data.get("scopes", ()))
        return given

    def _account(self) -> User:
        account: User = self.cleaned_data.get("account") or self.person
        return account

    def make(self) -> tuple[ApiToken, str]:
        """Make the token; raises ``ValidationError``."""
        given = self.cleaned_data
        return token_issue(
            user=self._account(),
            by=self.person,
            name=given["name"],
            life=timedelta(days=given["days"]),
            scopes=given["scopes"],
        )


@method_decorator(never_cache, name="dispatch")
class OwnTokensPage(LoginRequiredMixin, View):
    """One's tokens, and the form to make one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The list and an empty form."""
        return self._page(request, TokenForm(person=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a token and show it, this once."""
        form = TokenForm(request.POST, person=person_of(request))
        if not form.is_valid():
            return self._page(request, form)
        try:
            token, clear = form.make()
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._page(request, form)
        empty = TokenForm(person=person_of(request))
        return self._page(request, empty, {"made": token, "clear": clear})

    def _page(
        self, request: HttpRequest, form: TokenForm, more: dict[str, Any] | None = None
    ) -> HttpResponse:
        tokens = tokens_of(person_of(request))
        return render(
            request, "accounts/tokens.html", {"form": form, "tokens": tokens, **(more or {})}
        )


@method_decorator(never_cache, name="dispatch")
class RevokeTokenPage(LoginRequiredMixin, View):
    """Asks once more, then revokes."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask."""
        return render(request, "accounts/token_revoke.html", {"token": _own(request, pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke."""
        token = _own(request, pk)
        token_revoke(token=token, by=person_of(request))
        messages.success(request, f"The token {token.name or token.token_key} is revoked.")
        return redirect("tokens")


def _own(request: HttpRequest, pk: int) -> ApiToken:
    return get_object_or_404(tokens_of(person_of(request)), pk=pk)
