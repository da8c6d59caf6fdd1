"""What is published can be proved: signatures, proofs, bundles and their verification."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """Signatures beside publications, and everything that checks them."""

    name = "sec_registry.publications"
    label = "publications"
    verbose_name = "Publications"
