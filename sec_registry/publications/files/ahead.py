"""Writing the newest edition's files, and the bundle, before anybody asks: a job of the worker."""

from datetime import datetime

from sec_registry.publications.bundle import NotWritten
from sec_registry.publications.files.bundles import bundle_is_kept, bundle_mark, bundle_open
from sec_registry.publications.files.editions import edition_of
from sec_registry.publications.files.forms import CSV, JSON
from sec_registry.publications.files.kept import ENDINGS, forget_overtaken, is_kept, kept_open
from sec_registry.registers.catalogue import registers
from sec_registry.registers.models import Publication


def whole_lists_write(now: datetime) -> int:
    """Write what the last publication lacks; returns how many lists and bundles were written.

    What a redaction overtook goes first.
    """
    forget_overtaken()
    newest = Publication.objects.order_by("-number").values_list("number", flat=True)[:1]
    made = 0
    for publication in newest:
        for register in (each for each in registers() if not each.restricted):
            edition = edition_of(register, publication)
            for form in (JSON, CSV):
                for encoding in ENDINGS:
                    if edition is not None and not is_kept(edition, form, encoding):
                        kept_open(edition, form, encoding, patience=None).close()
                        made += 1
        made += _bundle_write()
    return made


def _bundle_write() -> int:
    try:
        mark = bundle_mark()
    except NotWritten:
        # Publications from before signatures: the operator signs them, and the API says so.
        return 0
    if bundle_is_kept(mark):
        return 0
    bundle_open(mark, patience=None).close()
    return 1
