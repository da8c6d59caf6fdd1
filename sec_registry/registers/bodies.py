"""What the bodies of requests are described by: nothing is guessed at, nothing passed over."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class TextField(serializers.CharField):
    """Text and nothing else: a number where hexadecimal digits belong has lost its zeros."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Text is needed, in quotation marks.")
        return str(super().to_internal_value(data))


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses members that it does not know, beside what else is wrong."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        errors: dict[str, Any] = {name: ["There is no such member."] for name in sorted(unknown)}
        try:
            value = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **errors}) from error  # type: ignore[dict-item]  # a serializer's detail is a mapping
        if errors:
            raise serializers.ValidationError(errors)
        return value
