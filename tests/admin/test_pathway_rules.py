"""What is asked of baselines (U2) is asked at every way in: form, API and workbook."""

from pathlib import Path

from sec_registry.submissions.models import StoredFinding, Submission
from tests.admin.desk import Cast, page
from tests.admin.entering import as_typed, sent
from tests.api.submissions.calls import created, send
from tests.registry import Panel, accept, numbers_given
from tests.rows import numbered_row
from tests.submissions.importing import run, xlsx_file

BROKEN = {
    "baselines-are-on-the-list",
    "baselines-are-of-the-same-type",
    "baselines-are-of-the-same-manufacturer",
    "baselines-have-lower-versions",
}


def told_of(submission: Submission) -> set[str]:
    found = StoredFinding.objects.filter(submission=submission, column="Baselines")
    return set(found.values_list("rule", flat=True))


def test_baselines_are_looked_at_by_form_api_and_workbook_alike(cast: Cast, tmp_path: Path) -> None:
    panel = Panel(cast.people["administrator"], cast.people["reviewer"])
    newer, control, foreign = numbers_given(
        accept(
            numbered_row(99),
            numbered_row(98, **{"Device type": "HCALCS", "ESME variant": None}),
            numbered_row(97, **{"Manufacturer code": "FB0B", "Manufacturer": "Pretend Meters Ltd"}),
            panel=panel,
        )
    )
    baselines = f"4799999; {newer}; {control}; {foreign}"
    row = numbered_row(41, Upgrade="yes", Baselines=baselines)
    desk = cast.client("administrator")

    sent(desk, page("cpl_devicemodel_add"), **as_typed(row))
    by_form = Submission.objects.latest("pk")
    by_api = Submission.objects.get(pk=created(desk, row)["id"])
    send(desk, f"{by_api.pk}/validate/")
    by_file = run(xlsx_file(tmp_path, row), "--dry-run")

    assert told_of(by_form) == told_of(by_api) == BROKEN
    assert by_file.status == 1
    assert {rule for rule in BROKEN if rule in by_file.printed} == BROKEN
