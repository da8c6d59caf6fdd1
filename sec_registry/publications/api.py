"""The signed manifest of a publication over REST, for anyone: the exact bytes and the signature."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.gate import Gate
from accounts.scopes import Scope
from sec_registry.publications.contents import signature_said
from sec_registry.publications.models import PublicKey
from sec_registry.registers.caching import document_tag, mark_public, unchanged
from sec_registry.registers.door import found_among
from sec_registry.registers.models import Publication
from sec_registry.registers.queries import only_format
from sec_registry.registers.schema import NUMBER, with_problems


class SignatureSerializer(serializers.Serializer[Any]):
    """The signature of a manifest."""

    algorithm = serializers.CharField()
    key = serializers.CharField(help_text="SHA-256 of the public key's DER form.")
    value = serializers.CharField(help_text="Base64 of the signature's DER form.")


class SignedManifestSerializer(serializers.Serializer[Any]):
    """A manifest as it was signed."""

    publication = serializers.IntegerField()
    digest = serializers.CharField(help_text="SHA-256 of the manifest's bytes.")
    manifest = serializers.CharField(help_text="The text whose UTF-8 bytes were signed.")
    signature = SignatureSerializer(
        allow_null=True, help_text="Null for a publication from before there were signatures."
    )
    public_key = serializers.CharField(
        allow_null=True, help_text="PEM, to look up; trust the key that the Panel gave you."
    )


class SignedManifest(Gate):
    """The manifest of one publication, byte for byte as it was signed."""

    permission_classes = [AllowAny]
    scopes = (Scope.READ,)

    @extend_schema(
        tags=["Publications"],
        operation_id="publication_manifest",
        parameters=[NUMBER],
        responses=with_problems({200: SignedManifestSerializer, 304: None}, 400, 404, 503),
    )
    def get(self, request: Request, number: str) -> Response:
        """The manifest, its signature and the key that signed."""
        only_format(request.query_params)
        found = found_among(Publication.objects.select_related("signature"), number)
        signature = signature_said(found)
        # A publication from before there were signatures gets one later.
        tag = document_tag(f"{found.manifest} {signature}".encode())
        if unchanged(request, tag):
            return mark_public(Response(status=304), request, tag)
        key = PublicKey.objects.filter(key_id=signature["key"]).first() if signature else None
        answer = {
            "publication": found.number,
            "digest": found.digest,
            "manifest": found.manifest,
            "signature": signature,
            "public_key": key.pem if key else None,
        }
        return mark_public(Response(answer), request, tag)
