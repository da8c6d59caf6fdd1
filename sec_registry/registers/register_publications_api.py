"""Publications as the readers of a restricted register see them: how much each changed there.

Whoever follows the register sees here which publications to ask for their changes. SECURITY: the
counts are content of the register, so they stand behind its door and are recorded as disclosed;
they are told only where the reader's right reaches all of it.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sec_registry.registers.door import RegisterDoor, found_among
from sec_registry.registers.listed import Tabled
from sec_registry.registers.models import Publication
from sec_registry.registers.newest import NEWEST, newest_asked, newest_page
from sec_registry.registers.publications_api import (
    PublicationSerializer,
    publications_said,
    publications_table,
)
from sec_registry.registers.queries import only_format
from sec_registry.registers.reach import Reach
from sec_registry.registers.schema import NUMBER, DoorSchema
from sec_registry.registers.table_answers import is_table, marking_cells, rows_answer
from sec_registry.registers.tables import MARKING_COLUMNS


class RegisterPublicationSerializer(PublicationSerializer):
    """One publication, with the counts of the restricted register too."""


class RegisterPublicationWithManifestSerializer(RegisterPublicationSerializer):
    """One publication with its manifest, and the counts of the restricted register too."""

    manifest = serializers.DictField()
    marking = serializers.CharField(help_text="Who may see this.")


class RegisterPublicationsSchema(DoorSchema):
    """Describes a ``RegisterPublications``."""

    def get_response_serializers(self) -> Any:
        if self.view.action == "retrieve":
            return self.refusable({200: RegisterPublicationWithManifestSerializer}, 404)
        return self.refusable(self.tabled(RegisterPublicationSerializer))

    def get_override_parameters(self) -> list[Any]:
        return [NUMBER] if self.view.action == "retrieve" else list(NEWEST)


class RegisterPublications(Tabled, RegisterDoor, kind=True):
    """The publications, each with what it changed in one restricted register."""

    schema = RegisterPublicationsSchema()

    def list(self, request: Request) -> Response:
        """A page of publications, the newest first; ``next`` leads to earlier ones."""
        asked = newest_asked(request.query_params)
        reach = self.door.reach(request.user)
        shown, beside = newest_page(request, Publication.objects.all(), asked)
        last = self._standing(None).publication
        told = self._told(request, reach, [each.number for each in shown])
        said = list(publications_said(shown, told))
        members = {"publication": last, **beside, "marking": self.door.marking}
        if is_table(request):
            name = f"{self.register}-publications-to-{last}"
            headings, *rows = publications_table(said, told)
            marking = marking_cells(self.door.marking, request.user)
            marked = [[*headings, *MARKING_COLUMNS], *([*row, *marking] for row in rows)]
            return self._marked(rows_answer(request, name, marked, members), request, "")
        return self._marked(Response({**members, "results": said}), request, "")

    def retrieve(self, request: Request, number: str) -> Response:
        """One publication with its manifest."""
        only_format(request.query_params)
        found = found_among(Publication.objects.all(), number)
        told = self._told(request, self.door.reach(request.user), [found.number])
        (said,) = publications_said([found], told)
        beside = {"manifest": json.loads(found.manifest), "marking": self.door.marking}
        return self._marked(Response({**said, **beside}), request, "")

    def _told(self, request: Request, reach: Reach, publications: Sequence[int]) -> Collection[str]:
        """The registers whose counts are told of these publications, recorded beforehand."""
        if not reach.everything or not publications:
            return ()
        first, last = min(publications), max(publications)
        self._disclose(request, reach, (), subject=f"counts of publications {first} to {last}")
        return (self.register,)
