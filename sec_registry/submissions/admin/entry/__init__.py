"""Add and Change on a Device Model, and Edit on a row of a draft: one form at the desk."""

from sec_registry.submissions.admin.entry.addresses import entry_addresses
from sec_registry.submissions.admin.entry.place import Desk

__all__ = ["Desk", "entry_addresses"]
