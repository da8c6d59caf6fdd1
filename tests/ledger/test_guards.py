"""The database itself refuses: by the ORM, by the back doors, and by SQL written by hand."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from sec_registry.audit.acting import acting
from sec_registry.audit.constraints import AppendOnly, LedgerGuarded
from sec_registry.registers.ledger import opened_ledger
from sec_registry.registers.models import Disclosure, Ledger, Publication
from tests.registry import accept, another_row, make_panel, numbers_given
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
#: Tables of the register apps that are policy or the committee's own, not register content.
NOT_REGISTER = {
    "cpl.DeviceType",
    "cpl.RequiredScheme",
    "cpl.ManufacturerOrganisation",
    "zigbee.AccessScope",
    "zigbee.AccessScopeUserPermission",
    "zigbee.AccessScopeGroupPermission",
    "zigbee.AccessGrant",
    "zigbee.Review",
}


@pytest.fixture
def filled() -> None:
    """At least one row in every guarded table: a removal, an amendment and a block included."""
    panel = make_panel()
    (first,) = numbers_given(accept(another_row(1), panel=panel))
    upgrade = {"Upgrade": "yes", "Baselines": str(first)}
    accept(another_row(2, **upgrade), panel=panel)
    # An inferred form is an advisory, so that a waiver is among the rows.
    accept(another_row(3, **{"Model identifier": "MODEL"}), panel=panel)
    accept({"Action": "amend", "CPL number": str(first), "Model name": "New name"}, panel=panel)
    Disclosure.objects.create(
        at=timezone.now(),
        register="firmware",
        outcome="disclosed",
        person="x@y.example",
        channel="test",
        route="/",
    )


def refused() -> Any:
    return pytest.raises(IntegrityError, match=r"ledger is open|append-only")


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_register_table_and_its_history_is_guarded() -> None:
    content = {
        model._meta.label
        for app in REGISTER_APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.startswith("Historical")
    } - NOT_REGISTER
    history = {f"{label.split('.')[0]}.Historical{label.split('.')[1]}" for label in content}
    published = {label for label in content if ".Published" in label}
    wanted = content | {h for h in history if ".HistoricalPublished" not in h}

    assert published
    assert wanted <= {model._meta.label for model in GUARDED}


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("filled")
def test_closed_ledger_refuses_sql_by_hand(model: type[models.Model]) -> None:
    table, column = model._meta.db_table, model._meta.pk.column
    assert model._base_manager.exists()

    with refused():
        execute(f'UPDATE {table} SET "{column}" = "{column}"')
    with refused():
        execute(f"DELETE FROM {table}")
    with refused():
        execute(f"INSERT INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("filled")
def test_closed_ledger_refuses_the_orm_and_its_back_doors(model: type[models.Model]) -> None:
    row = model._base_manager.first()
    assert row is not None
    attempts: list[Callable[[], object]] = [
        lambda: model._base_manager.filter(pk=row.pk).update(**{model._meta.pk.attname: row.pk}),
        lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default"),  # type: ignore[attr-defined]
        lambda: model._base_manager.bulk_create([type(row)(**_copy(row))]),
    ]
    for attempt in attempts:
        with acting(by="intruder"), refused(), transaction.atomic():
            attempt()


def _copy(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
@pytest.mark.usefixtures("filled")
def test_kept_rows_are_never_changed_or_deleted(model: type[models.Model]) -> None:
    row = model._base_manager.first()
    assert row is not None, "the sample needs a row of this table"
    with opened_ledger() as ledger:
        with refused(), transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{model._meta.pk.attname: row.pk})
        with refused(), transaction.atomic():
            model._base_manager.filter(pk=row.pk)._raw_delete("default")  # type: ignore[attr-defined]
        assert ledger.publication


@pytest.mark.usefixtures("filled")
def test_published_record_is_superseded_once_and_nothing_else_changes() -> None:
    published = apps.get_model("cpl", "PublishedDeviceModel")._base_manager
    row = published.filter(superseded_in__isnull=True).first()
    with opened_ledger() as ledger:
        with refused(), transaction.atomic():
            published.filter(pk=row.pk).update(superseded_in_id=ledger.publication, document="{}")
        published.filter(pk=row.pk).update(superseded_in_id=ledger.publication)
        with refused(), transaction.atomic():
            published.filter(pk=row.pk).update(superseded_in_id=None)
        with refused(), transaction.atomic():
            published.filter(pk=row.pk).update(superseded_in_id=ledger.publication - 1)
        transaction.set_rollback(True)


@pytest.mark.skipif(TEST_DATABASE != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", GUARDED + KEPT, ids=lambda model: model._meta.label)
def test_truncate_is_refused(model: type[models.Model]) -> None:
    with pytest.raises(IntegrityError, match=r"ledger is open|append-only"):
        execute(f"TRUNCATE {model._meta.db_table} CASCADE")


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
