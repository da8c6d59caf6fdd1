"""Proofs over REST: a restricted record with all that it takes to check it against a signed root.

Whoever may read the record may have its salt and the way up to the root, and needs nobody to check
them. SECURITY: the salt confirms guesses at its own record alone, which its reader sees anyway;
what stands beside the way up tells nothing of other records.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from firmware.api import FirmwareRecordSerializer
from firmware.columns import CODE as FIRMWARE
from sec_registry.publications.api import SignatureSerializer
from sec_registry.publications.contents import statement_signature
from sec_registry.registers.commitments import commitment_in
from sec_registry.registers.door import RegisterDoor, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.models import PublicationRegister, PublishedRecord, RedactionStatement
from sec_registry.registers.paging import as_published, page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT
from sec_registry.registers.reach import Reach
from sec_registry.registers.schema import NUMBER, POINT_IN_TIME, Documented, DoorSchema
from zigbee.api import ZigbeeRecordSerializer
from zigbee.columns import CODE as ZIGBEE

PARAMETERS = frozenset({"publication", "at", FORMAT})


class ProofOfRedactionSerializer(serializers.Serializer[Any]):
    """What was signed about a document in which something was redacted."""

    digest = serializers.CharField(help_text="Of the document that was published.")
    statement = serializers.CharField(help_text="The text whose UTF-8 bytes were signed.")
    signature = SignatureSerializer()


@cache
def proof_of(document: Documented) -> Documented:
    """The serializer that describes the proof of one of these documents."""
    members: dict[str, Any] = {
        "__doc__": "A record as a publication holds it, and what proves that.",
        "register": serializers.CharField(),
        "publication": serializers.IntegerField(),
        "cpl_number": serializers.IntegerField(),
        "document": document(),
        "salt": serializers.CharField(help_text="Hashed before the document."),
        "redaction": ProofOfRedactionSerializer(
            allow_null=True, help_text="Null unless something was redacted in the document."
        ),
        "siblings": serializers.ListField(
            child=serializers.CharField(), help_text="Beside the way to the root, lowest first."
        ),
        "marking": serializers.CharField(help_text="Who may see this."),
    }
    name = document.__name__.removesuffix("RecordSerializer")
    return type(f"{name}ProofSerializer", (serializers.Serializer,), members)


class ProofSchema(DoorSchema):
    """Describes a ``RegisterProof``."""

    def get_response_serializers(self) -> Any:
        return self.refusable({200: proof_of(self.view.document)}, 404)

    def get_override_parameters(self) -> list[Any]:
        return [NUMBER, *POINT_IN_TIME]


class RegisterProof(RegisterDoor, kind=True):
    """The proofs of one restricted register; ``document`` describes its documents."""

    declared = frozenset({"register", "document"})
    document: ClassVar[type[serializers.Serializer[Any]]]
    schema = ProofSchema()

    def retrieve(self, request: Request, number: str) -> Response:
        """One record with its salt and the proof that a publication holds it, to check alone."""
        door = self.door
        stand = self._standing(_publication_asked(request))
        reach = door.reach(request.user)
        record = self._record(reach, whole_number(number), stand.publication)
        if record is None:
            # Not there or not theirs: the same answer, and the same record of the attempt.
            if not reach.everything:
                self._refuse(request)
            raise NotFound
        state = self._state(stand.publication)
        self._disclose(request, reach, self._numbers_in_route())
        answer = {
            "register": door.code,
            "publication": stand.publication,
            "cpl_number": record.cpl_number,
            "document": json.loads(record.document),
            "salt": record.salt,
            "redaction": self._redaction(record),
            "siblings": commitment_in(door, state).proof(record.cpl_number),
            "marking": door.marking,
        }
        return self._marked(Response(answer), request, "")

    def _record(self, reach: Reach, number: int | None, publication: int) -> PublishedRecord | None:
        if number is None:
            return None
        records = self.door.within(reach).filter(cpl_number=number)
        return as_published(records, publication).order_by().first()

    def _redaction(self, record: PublishedRecord) -> dict[str, Any] | None:
        if record.redaction is None:
            return None
        stated = RedactionStatement.objects.get(register=self.register, number=record.redaction)
        return {
            "digest": record.digest,
            "statement": stated.statement,
            "signature": statement_signature(stated),
        }

    def _state(self, publication: int) -> PublicationRegister:
        """What the publication committed to; one from before signatures has no tree of places."""
        state = PublicationRegister.objects.get(publication=publication, register=self.register)
        if not state.padding:
            raise NotFound
        return state

    def _numbers_in_route(self) -> Sequence[int]:
        number = whole_number(self.kwargs.get(self.lookup_url_kwarg, ""))
        return [] if number is None else [number]


class FirmwareProof(RegisterProof):
    """Proofs of firmware records. SEC Parties only – must not be shared (F2.17B)."""

    register = FIRMWARE
    document = FirmwareRecordSerializer


class ZigbeeProof(RegisterProof):
    """Proofs of Zigbee records. Access is managed by the Security Sub Committee (F2.38)."""

    register = ZIGBEE
    document = ZigbeeRecordSerializer


def _publication_asked(request: Request) -> int | None:
    asked = page_asked(request.query_params)
    if wrong := {**asked.wrong, **names_refused(request.query_params, PARAMETERS)}:
        raise InvalidQuery(wrong)
    return asked.publication
