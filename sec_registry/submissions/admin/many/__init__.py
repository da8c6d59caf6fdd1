"""Changes of all records that a Manufacturer or a certificate concerns, each as one form."""

from sec_registry.submissions.admin.many.addresses import many_addresses

__all__ = ["many_addresses"]
