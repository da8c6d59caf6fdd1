"""Published documents on their way out: stored text is joined into an answer, never parsed.

A page's time goes to building objects, so there are none: a list is one range read and a join of
the documents as they were published. Only somebody who looks through a browser pays for parsing,
since the browsable pages indent.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rest_framework.renderers import JSONRenderer

from sec_registry.registers.digests import canonical


@dataclass(frozen=True)
class StoredDocument:
    """One document as published, in canonical JSON."""

    text: str

    def as_json(self) -> bytes:
        """The answer's body."""
        return self.text.encode()


def narrowed(text: str, fields: Collection[str]) -> str:
    """The document with these members alone, all of it when none is named."""
    if not fields:
        return text
    return canonical({name: each for name, each in json.loads(text).items() if name in fields})


@dataclass(frozen=True)
class StoredPage:
    """One page of a list: documents as published, and what is said around them.

    ``members`` come first in the answer (publication, next, and so on); ``documents`` are the
    texts of ``results``.
    """

    members: Mapping[str, Any]
    documents: Sequence[str]

    def as_json(self) -> bytes:
        """The answer's body."""
        head = json.dumps(self.members, ensure_ascii=False)
        return f'{head[:-1]}, "results": [{",".join(self.documents)}]}}'.encode()

    def narrowed(self, fields: Collection[str]) -> "StoredPage":
        """The page with these members of each document alone."""
        if not fields:
            return self
        return replace(self, documents=[narrowed(text, fields) for text in self.documents])


class DocumentJSONRenderer(JSONRenderer):
    """JSON that takes stored answers as they are and everything else as usual."""

    # Escaped letters would differ from the documents, which are published as they are written.
    ensure_ascii = False

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body of the answer, indented only where the media type or the browser asks."""
        if isinstance(data, StoredDocument | StoredPage):
            body = data.as_json()
            if not self.get_indent(accepted_media_type or "", dict(renderer_context or {})):
                return body
            data = json.loads(body)
        return super().render(data, accepted_media_type, renderer_context)
