"""A client that a person is signed in with, without the page for it."""

from django.test import Client

from accounts.models import User


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client
