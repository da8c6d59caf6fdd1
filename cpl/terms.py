"""The terms of a published CPL record, and the words of a search: cut and folded alike.

A word is a run of letters and digits, whatever its case; a search finds whole words. Of a Hash
its beginning is a word too: so many digits of it are looked up, and the rest is compared. So is the
code by which DUIS calls a model, its identifier and hardware version in one.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence

from cpl.models import PublishedTerm, TermKind
from cpl.models.terms import LONGEST_TERM
from sec_registry.audit.inserting import insert_rows
from sec_registry.registers.declaration import WriteRedacted
from sec_registry.registers.digests import Document
from sec_registry.registers.models import PublishedRecord

#: So many first digits of a Hash are one of the record's words.
HASH_START = 8
_WORD = re.compile(r"[^\W_]+")
_DIGITS = frozenset("0123456789ABCDEF")

Term = tuple[str, str]


def words(*texts: str) -> list[str]:
    """The texts' words, each once, in the order in which they stand."""
    folded = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return list(dict.fromkeys(word[:LONGEST_TERM] for word in _WORD.findall(folded)))


def terms_of(document: Document) -> list[Term]:
    """What the document is found by, as kind and value, each once."""
    found = [
        *((TermKind.SPECIFICATION, pair["version"]) for pair in document["specifications"]),
        *((TermKind.GBCS, pair["gbcs_version"]) for pair in document["specifications"]),
        *((TermKind.CERTIFICATE, each["number"]) for each in document["certificates"]),
        *((TermKind.WORD, word) for word in _words_of(document)),
    ]
    return list(dict.fromkeys((kind.value, value) for kind, value in found if value))


def duis_code(model: str, hardware_version: str) -> str:
    """What DUIS calls the model of this hardware; blank where either is written in another way."""
    code = model + hardware_version
    return code if len(model) == len(hardware_version) == 4 and not set(code) - _DIGITS else ""


def _words_of(document: Document) -> list[str]:
    image = document["image"]
    return words(
        str(document["cpl_number"]),
        document["manufacturer"]["code"],
        document["manufacturer"]["name"],
        document["model"]["identifier"],
        document["model"]["name"],
        document["hardware_version"],
        document["firmware_version"],
        image["hash"][:HASH_START] if image else "",
        duis_code(document["model"]["identifier"], document["hardware_version"]),
    )


def redact_terms(records: Sequence[PublishedRecord], write: WriteRedacted) -> None:
    """Put what no search finds where a term is no longer one of the record's."""
    for record in records:
        kept = set(terms_of(json.loads(record.document)))
        for term in PublishedTerm.objects.filter(record=record.pk):
            if (term.kind, term.value) not in kept:
                write(PublishedTerm, term.pk, {"value": f"-{term.pk}"})


def write_terms(records: Sequence[PublishedRecord], documents: Iterable[Document]) -> None:
    """Write the terms of records that were published just now; the ledger is open."""
    rows = (
        (record.pk, kind, value, record.cpl_number)
        for record, document in zip(records, documents, strict=True)
        for kind, value in terms_of(document)
    )
    # A dozen rows for each record: making an object of every one takes thrice the time.
    insert_rows(PublishedTerm, ("record_id", "kind", "value", "cpl_number"), rows)
