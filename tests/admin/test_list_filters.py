"""The filters of the desk's lists: what they find, for whom, and that odd values find no way in."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cpl.models import RequiredScheme
from sec_registry.audit.acting import acting
from sec_registry.dashboard import dashboard_of
from sec_registry.submissions.checking import submission_check
from sec_registry.submissions.intake import Row, submission_create
from sec_registry.submissions.models import Submission
from sec_registry.submissions.on_behalf import OnBehalfOf
from tests.admin.desk import Cast, page, text
from tests.registry import accept, draft, numbers_given
from tests.rows import Cells, numbered_row, planned_removal


def listed(cast: Cast, who: str, name: str, query: str) -> set[int]:
    answer: Any = cast.client(who).get(f"{page(name)}?{query}")
    assert answer.status_code == 200
    return {row.pk for row in answer.context["cl"].result_list}


def models(cast: Cast, query: str, who: str = "auditor") -> set[int]:
    return listed(cast, who, "cpl_devicemodel_changelist", query)


def test_device_models_by_the_window_of_their_cpa_date(cast: Cast) -> None:
    today = timezone.localdate()
    dates = [(today + timedelta(days=each)).isoformat() for each in (-3, 0, 300, 500)]
    rows = [numbered_row(n, **{"CPA date": day}) for n, day in enumerate(dates, start=5)]
    past, now, year, later = numbers_given(accept(*rows, panel=cast.panel))

    found = {window: models(cast, f"cpa={window}") for window in ("past", "6", "12", "later")}

    assert found == {
        "past": {past},
        "6": {now},
        "12": {now, year},
        "later": {later, *cast.numbers},
    }


def test_device_models_without_a_certificate_that_is_required_now(cast: Cast) -> None:
    assert models(cast, "needs=missing") == set()

    with acting(by="tests"):
        RequiredScheme.objects.filter(device_type="ESME", scheme="DLMS").get().delete()
    (without,) = numbers_given(
        accept(
            numbered_row(5, **{"DLMS certificate": None, "DLMS standard": None}), panel=cast.panel
        )
    )
    with acting(by="tests"):
        RequiredScheme.objects.create(device_type_id="ESME", scheme="DLMS")

    assert models(cast, "needs=missing") == {without}
    assert models(cast, "needs=DLMS") == {without}
    assert models(cast, "needs=CPA") == set()


def test_device_models_by_image_and_by_the_publications_that_changed_them(cast: Cast) -> None:
    none = dict.fromkeys(("Image creator", "Image descriptor", "Image hash"))
    (bare,) = numbers_given(accept(numbered_row(5, **none), panel=cast.panel))

    assert models(cast, "image=without") == {bare}
    assert models(cast, "image=with") == set(cast.numbers)
    assert models(cast, "changed=1") == {bare}
    assert models(cast, "changed=3") == {bare, *cast.numbers}


def test_the_organisation_of_record_is_a_filter_of_the_panel_alone(cast: Cast) -> None:
    organisation = cast.people["submitter"].organisation
    assert organisation is not None
    query = f"organisation={organisation.pk}"

    assert models(cast, query, who="reviewer") == set(cast.numbers)
    assert models(cast, "organisation=none", who="reviewer") == set()
    for who in ("auditor", "ssc", "superuser"):
        answer: Any = cast.client(who).get(page("cpl_devicemodel_changelist"))
        assert organisation.name not in text(answer)
        asked = cast.client(who).get(f"{page('cpl_devicemodel_changelist')}?{query}")
        # A filter that is not theirs is a word that nobody knows.
        assert asked.status_code == 400


def test_firmware_records_by_whether_a_pathway_is_blocked(cast: Cast) -> None:
    one, _ = cast.numbers
    upgraded = {"Upgrade": "yes", "Baselines": str(one)}
    (late,) = numbers_given(accept(numbered_row(5, **upgraded), panel=cast.panel))
    block: Cells = {"Action": "block baselines", "CPL number": late, "Baselines": str(one)}
    accept({**block, "Reason": "It stops half way."}, panel=cast.panel)
    name = "firmware_firmwarerecord_changelist"

    assert listed(cast, "party", name, "blocked=yes") == {late}
    assert listed(cast, "party", name, "blocked=no") == set(cast.numbers)


def test_submissions_by_age_findings_kind_and_organisation(cast: Cast) -> None:
    clerk = cast.people["administrator"]
    old = draft({"Action": "remove", "CPL number": cast.numbers[0]}, by=clerk)
    submission_check(submission=old, by=clerk)
    since = timezone.now() - timedelta(days=8)
    Submission.objects.filter(pk=old.pk).update(created_at=since)
    name, who = "submissions_submission_changelist", "reviewer"
    organisation = cast.people["submitter"].organisation
    assert organisation is not None

    assert listed(cast, who, name, "age=7") == {old.pk}
    assert listed(cast, who, name, "age=30") == set()
    assert listed(cast, who, name, "findings=problem") == {old.pk}
    assert cast.draft.pk in listed(cast, who, name, "findings=none")
    assert listed(cast, who, name, "kind=remove") == {old.pk}
    assert listed(cast, who, name, "organisation=none") == {old.pk}
    assert cast.draft.pk in listed(cast, who, name, f"organisation={organisation.pk}")


def test_a_filter_by_findings_is_no_oracle_about_a_register_one_may_not_read(cast: Cast) -> None:
    """The amendment's finding rests on what the FIR holds; its maker may not read the FIR."""
    guess: Cells = {"Action": "amend", "CPL number": cast.numbers[0], "Upgrade": "not provided"}
    made = draft(guess, by=cast.people["ceased"])
    submission_check(submission=made, by=cast.people["ceased"])
    hidden = {each.pk for each in made.findings.filter(discloses=True)}
    open_ones = {each.pk for each in made.findings.exclude(level="note")} - hidden
    name = "submissions_submission_changelist"

    found = listed(cast, "ceased", name, "findings=none")

    assert (made.pk in found) == (not open_ones)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("cpl_devicemodel", "cpa=0"),
        ("cpl_devicemodel", "needs=x' OR 1=1"),
        ("cpl_devicemodel", "changed=999"),
        ("cpl_devicemodel", "image=%00"),
        ("submissions_submission", "age=-1"),
        ("submissions_submission", "kind=%FF"),
        ("submissions_submission", "organisation=1e9"),
    ],
)
def test_values_that_were_not_offered_show_nothing_and_say_so(
    cast: Cast, name: str, query: str
) -> None:
    client, address = cast.client("reviewer"), page(f"{name}_changelist")

    odd: Any = client.get(f"{address}?{query}")

    assert odd.status_code == 200
    assert odd.context["cl"].result_count == 0
    assert "Nothing is shown:" in odd.text


def test_a_filter_without_a_value_narrows_nothing(cast: Cast) -> None:
    client, address = cast.client("reviewer"), page("cpl_devicemodel_changelist")
    whole: Any = client.get(address)

    blank: Any = client.get(f"{address}?cpa=")

    assert blank.context["cl"].result_count == whole.context["cl"].result_count > 0


def test_submissions_by_whether_they_were_keyed_in_for_another(cast: Cast) -> None:
    organisation = cast.people["submitter"].organisation
    assert organisation is not None
    made = submission_create(
        by=cast.people["administrator"],
        title="By mail",
        rows=[Row(1, numbered_row(41))],
        on_behalf_of=OnBehalfOf(organisation, "A. Fictional", "Letter of 1 May"),
    )
    keyed_in, own = (
        listed(cast, "reviewer", "submissions_submission_changelist", f"behalf={asked}")
        for asked in ("yes", "no")
    )

    assert keyed_in == {made.pk}
    assert made.pk not in own
    assert cast.draft.pk in own


def test_device_models_by_planned_removal(cast: Cast) -> None:
    one, other = cast.numbers
    accept(planned_removal(one, timezone.localdate() + timedelta(days=3)), panel=cast.panel)

    assert models(cast, "removal=planned") == {one}
    assert models(cast, "removal=due") == set()
    assert other in models(cast, "")
    ahead = {who: dashboard_of(cast.people[who]).ahead for who in ("auditor", "submitter")}
    counted = {who: [(x.what, x.count) for x in lines] for who, lines in ahead.items()}
    assert ("Removals planned", 1) in counted["auditor"]
    assert counted["submitter"] == []
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        client = Client()
        client.force_login(cast.people["auditor"])
        answer: Any = client.get(f"{page('cpl_devicemodel_changelist')}?removal=due")
        assert [row.pk for row in answer.context["cl"].result_list] == [one]
