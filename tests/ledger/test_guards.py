"""The database itself refuses: by the ORM, by the back doors, and by SQL written by hand."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from sec_registry.audit.acting import acting
from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Ledger, Publication, PublishedRecord
from tests.settings import TEST_DATABASE

pytestmark = pytest.mark.django_db


def models_with(kind: type[models.BaseConstraint]) -> list[Any]:
    return sorted(
        (
            model
            for model in apps.get_models()
            if any(isinstance(constraint, kind) for constraint in model._meta.constraints)
        ),
        key=lambda model: model._meta.label,
    )


GUARDED = models_with(LedgerGuarded)
KEPT = models_with(AppendOnly)
REGISTER_APPS = ("cpl", "firmware", "zigbee")
#: Tables of the register apps that are policy, the committee's or a reader's own, not content.
NOT_REGISTER = {
    "cpl.DeviceType",
    "cpl.RequiredScheme",
    "cpl.ManufacturerOrganisation",
    "cpl.UsualForm",
    "cpl.CpaNoticePeriod",
    "firmware.FleetInventory",
    "firmware.FleetPiece",
    "firmware.FleetPolicy",
    "notices.NoticePolicy",
    "zigbee.AccessScope",
    "zigbee.AccessScopeUserPermission",
    "zigbee.AccessScopeGroupPermission",
    "zigbee.AccessGrant",
    "zigbee.AccessPolicy",
    "zigbee.VendorSpelling",
    "zigbee.AccessRequest",
    "zigbee.Review",
    "zigbee.ReadingPolicy",
    "zigbee.UnusualReading",
    "zigbee.EndTold",
    "zigbee.Question",
}


def refuses(attempt: Callable[[], object]) -> bool:
    """Whether the database refuses the attempt for the reason under test."""
    try:
        with acting(by="intruder"), transaction.atomic():
            attempt()
    except IntegrityError as refusal:
        return "ledger is open" in str(refusal) or "append-only" in str(refusal)
    return False


def by_hand(statement: str) -> Callable[[], object]:
    def attempt() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return attempt


def copied(row: models.Model) -> models.Model:
    fields = row._meta.concrete_fields
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def attempts_on(model: type[models.Model]) -> dict[str, Callable[[], object]]:
    """Ways to write behind the application's back: SQL by hand, and the ORM's back doors."""
    table, key = model._meta.db_table, model._meta.pk
    row = model._base_manager.first()
    assert row is not None, f"the sample needs a row of {model._meta.label}"
    rows: Any = model._base_manager.filter(pk=row.pk)
    return {
        "SQL update": by_hand(f'UPDATE {table} SET "{key.column}" = "{key.column}"'),
        "SQL delete": by_hand(f"DELETE FROM {table}"),
        "SQL insert": by_hand(f"INSERT INTO {table} SELECT * FROM {table}"),
        "update": lambda: rows.update(**{key.attname: row.pk}),
        "raw delete": lambda: rows._raw_delete("default"),
        "bulk create": lambda: model._base_manager.bulk_create([copied(row)]),
        "save": lambda: copied(row).save_base(),
    }


def test_every_register_table_and_its_history_is_guarded() -> None:
    content = {
        model._meta.label
        for app in REGISTER_APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    } - NOT_REGISTER
    with_history = {label for label in content if ".Published" not in label}
    history = {label.replace(".", ".Historical") for label in with_history}

    assert len(content) > len(with_history) > 0
    assert content | history <= {model._meta.label for model in GUARDED}


@pytest.mark.usefixtures("filled")
def test_closed_ledger_refuses_every_way_to_write() -> None:
    written = {
        (model._meta.label, way)
        for model in GUARDED
        for way, attempt in attempts_on(model).items()
        if not refuses(attempt)
    }

    assert written == set()


@pytest.mark.usefixtures("filled")
def test_kept_rows_are_refused_change_and_deletion_even_while_the_ledger_is_open() -> None:
    changing = {"SQL delete", "raw delete"}

    def written_to() -> set[tuple[str, str]]:
        return {
            (model._meta.label, way)
            for model in KEPT
            for way, attempt in attempts_on(model).items()
            if (way in changing or (way in {"SQL update", "update"} and not _may_end(model)))
            and not refuses(attempt)
        }

    with opened_ledger():
        written = written_to()

    assert written == set()


def _may_end(model: type[models.Model]) -> bool:
    return any(getattr(constraint, "once", ()) for constraint in model._meta.constraints)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("register", ["cpl", "firmware", "zigbee"])
def test_published_record_is_superseded_once_and_nothing_else_changes(register: str) -> None:
    (model,) = [
        m
        for m in KEPT
        if issubclass(m, PublishedRecord) and m._meta.app_label == register and _may_end(m)
    ]
    current: Any = model._base_manager.filter(superseded_in__isnull=True)
    row: Any = model._base_manager.filter(pk=current.values_list("pk", flat=True)[0])

    def try_everything(publication: int) -> None:
        assert refuses(lambda: row.update(document="{}"))
        assert refuses(lambda: row.update(superseded_in_id=publication, document="{}"))
        assert row.update(superseded_in_id=publication) == 1
        assert refuses(lambda: row.update(superseded_in_id=None))
        assert refuses(lambda: row.update(superseded_in_id=publication - 1))
        raise ZeroDivisionError  # what this acceptance wrote is not to be kept

    def acceptance() -> None:
        with opened_ledger() as ledger:
            try_everything(ledger.publication)

    with pytest.raises(ZeroDivisionError):
        acceptance()


@pytest.mark.skipif(TEST_DATABASE != "postgresql", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused() -> None:
    truncated = {
        model._meta.label
        for model in (*GUARDED, *KEPT)
        if not refuses(by_hand(f"TRUNCATE {model._meta.db_table} CASCADE"))
    }

    assert truncated == set()


def test_ledger_is_one_row_and_closed_outside_an_acceptance() -> None:
    assert Ledger.objects.get().opened_for is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Ledger.objects.create(pk=2)


def test_a_failing_acceptance_leaves_the_ledger_closed_and_the_number_unspent() -> None:
    def failing_acceptance() -> None:
        with opened_ledger() as ledger:
            ledger.next_cpl_number()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_acceptance()
    row = Ledger.objects.get()
    assert (row.opened_for, row.last_publication, row.last_cpl_number) == (None, 0, 0)


@pytest.mark.usefixtures("filled")
def test_publications_are_numbered_without_gaps_and_chained() -> None:
    publications = list(Publication.objects.order_by("number"))
    assert [p.number for p in publications] == list(range(1, len(publications) + 1))
    for earlier, later in pairwise(publications):
        assert later.previous_digest == earlier.digest
        assert later.published_at > earlier.published_at
