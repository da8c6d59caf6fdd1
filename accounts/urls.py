"""Addresses of the sign-in pages, under Django's own names, which its views and the admin use."""

from django.contrib.auth import views as stock
from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", stock.LogoutView.as_view(), name="logout"),
    path("password-change/", views.PasswordChange.as_view(), name="password_change"),
    path(
        "password-change/done/",
        stock.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path("password-reset/", views.PasswordReset.as_view(), name="password_reset"),
    path("password-reset/sent/", stock.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path(
        "password-reset/<uidb64>/<token>/",
        views.PasswordResetConfirm.as_view(),
        name="password_reset_confirm",
    ),
    path(
        "password-reset/done/",
        stock.PasswordResetCompleteView.as_view(),
        name="password_reset_complete",
    ),
    path("invitation/<uidb64>/<token>/", views.Invitation.as_view(), name="invitation"),
]
