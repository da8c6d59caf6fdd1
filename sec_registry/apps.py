"""The project's own configuration of Django's admin."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """The admin as the desk of the Panel and of the Security Sub Committee."""

    default_site = "sec_registry.desk.Desk"
