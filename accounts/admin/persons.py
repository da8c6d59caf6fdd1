"""People and service accounts in the admin."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin.base import ReadOnlyInline, VerbAdmin, VerbForm
from accounts.models import RoleHolding, User
from accounts.services import (
    user_add,
    user_change,
    user_deactivate,
    user_invite,
    user_join_organisation,
    user_reactivate,
)


class PersonAddForm(VerbForm):
    """A new account."""

    invite = forms.BooleanField(
        label="Send an invitation",
        required=False,
        initial=True,
        help_text="A letter with a link under which the person chooses a password.",
    )

    class Meta:
        model = User
        fields = (
            "email",
            "name",
            "organisation",
            "is_staff",
            "is_service",
            "responsible_person",
        )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if bool(values.get("is_service")) != bool(values.get("responsible_person")):
            self.add_error(
                "responsible_person", "A service account, and nothing else, has one of these."
            )
        return values


class PersonChangeForm(VerbForm):
    """An account that exists, and why it is changed."""

    reason = forms.CharField(
        max_length=300,
        required=False,
        help_text="Kept in the history; needed to close an account or open it again.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = User
        fields = ("name", "organisation", "is_staff", "responsible_person", "is_active")
        help_texts = {
            "is_superuser": "Opens the desk, and no restricted register: those follow from roles."
        }

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or self.cleaned_data
        if "is_active" in self.changed_data and not values.get("reason"):
            self.add_error("reason", "Say why the account is closed or opened again.")
        own = self.by == self.instance
        for name in ("is_active", "organisation"):
            if own and name in self.changed_data:
                self.add_error(name, "Nobody changes this of their own account.")
        return values


class HeldRoles(ReadOnlyInline):
    """The roles of the person that the page shows."""

    model = RoleHolding
    fk_name = "user"
    verbose_name_plural = "roles"
    fields = ("role", "state", "starts", "until", "given_by_text", "countersigned_by", "reason")
    readonly_fields = fields


@admin.register(User)
class UserAdmin(VerbAdmin):
    """People: added and invited here, closed here; their roles are given on the roles' page."""

    list_display = ("email", "name", "organisation", "roles", "is_staff", "is_active", "is_service")
    list_filter = ("is_active", "is_staff", "is_service", "is_superuser")
    list_select_related = ("organisation",)
    search_fields = ("email", "name", "organisation__name")
    autocomplete_fields = ("organisation", "responsible_person")
    actions = ("invite",)
    inlines = (HeldRoles,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("role_holdings__user")

    @admin.display(description="roles in force")
    def roles(self, user: User) -> str:
        held = [each for each in user.role_holdings.all() if each.state == "in force"]
        return ", ".join(each.get_role_display() for each in held)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if (
            obj is not None
            and obj.is_superuser
            and not getattr(request.user, "is_superuser", False)
        ):
            return False
        return super().has_change_permission(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = PersonChangeForm if obj else PersonAddForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None:
            return (*PersonAddForm.Meta.fields, "invite")
        told = ("is_service", "is_superuser", "joined_at", "invited_at")
        return ("email", *PersonChangeForm.Meta.fields, "reason", *told)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or hasattr(obj, "_history"):
            return super().get_readonly_fields(request, obj)
        return ("email", "is_service", "is_superuser", "joined_at", "invited_at")

    def get_inlines(self, request: HttpRequest, obj: Any) -> tuple[Any, ...]:
        return self.inlines if obj else ()

    def save_by_verb(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> User:
        by: Any = request.user
        if not change:
            user = user_add(by=by, **form.facts(*PersonAddForm.Meta.fields))
            if form.cleaned_data["invite"] and not user.is_service:
                user = user_invite(user=user, absolute=request.build_absolute_uri, by=by)
            return user
        values, changed = form.cleaned_data, form.changed_data
        reason = values["reason"]
        user = obj
        if "is_active" in changed and values["is_active"]:
            user = user_reactivate(user=user, reason=reason, by=by)
        if "organisation" in changed:
            organisation = values["organisation"]
            user = user_join_organisation(
                user=user, organisation=organisation, by=by, reason=reason
            )
        facts = form.facts("name", "is_staff", "responsible_person")
        if changed_facts := {name: value for name, value in facts.items() if name in changed}:
            why = {"reason": reason} if reason else {}
            user = user_change(user=user, by=by, **changed_facts, **why)
        if "is_active" in changed and not values["is_active"]:
            user = user_deactivate(user=user, reason=reason, by=by)
        return user

    @admin.action(description="Send an invitation", permissions=["manage"])
    def invite(self, request: HttpRequest, people: QuerySet[User]) -> None:
        by: Any = request.user
        for user in people:
            try:
                user_invite(user=user, absolute=request.build_absolute_uri, by=by)
            except ValidationError as error:
                self.say(request, [f"{user}: {problem}" for problem in error.messages])
            else:
                self.message_user(request, f"{user} was invited.", messages.SUCCESS)
