"""Add and Change on a Device Model, and Edit on a row of a draft: one form at the desk."""

from sec_registry.submissions.admin.entry.addresses import entry_addresses
from sec_registry.submissions.admin.entry.views import edit_item

__all__ = ["edit_item", "entry_addresses"]
