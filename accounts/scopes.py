"""Scopes: what a token may be used for. SECURITY: a scope only ever narrows.

A token acts for its account and never may more than it; with scopes it may less. A token without
any (the command line makes them) may whatever its account may.
"""

from django.db import models


class Scope(models.TextChoices):
    """One kind of use; each route of the API names those that open it."""

    READ = "read", "Read the registers, publications and look-ups"
    SUBMIT = "submit", "Make, check, send and follow submissions"
    REVIEW = "review", "Review and decide: submissions, Zigbee records, access"
    DELIVER = "deliver", "Enter what became of deliveries to DCC"
    AUDIT = "audit", "Read the record of disclosures"
    SUBSCRIBE = "subscribe", "Make and end subscriptions to notices"
    ACCESS = "access", "Ask for access to Zigbee records, follow and withdraw what was asked"
