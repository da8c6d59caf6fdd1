"""The list of submissions, acceptance of several at once, and publications at the desk."""

import pytest
from django.test import Client

from accounts.models import Role
from sec_registry.registers.models import Publication
from sec_registry.submissions.checking import submission_check
from tests.accounts.factories import make_party, make_person
from tests.admin.desk import Cast, page, said, text
from tests.registry import accept, draft, in_review, make_panel, numbers_given
from tests.rows import numbered_row, valid_row


def test_the_list_counts_what_was_found(cast: Cast) -> None:
    bad = draft(valid_row(**{"Manufacturer code": "FA1"}), by=cast.people["submitter"])
    submission_check(submission=bad, by=cast.people["submitter"])

    listed = cast.client("reviewer").get(page("submissions_submission_changelist")).context["cl"]

    counts = {row.pk: row.counts for row in listed.result_list}
    assert counts[bad.pk].problem_count >= 1
    assert counts[cast.accepted.pk].item_count == 2
    assert counts[cast.accepted.pk].problem_count == 0


def test_people_find_their_own_submissions_only(cast: Cast) -> None:
    foreign = draft(valid_row(), by=make_person(organisation=make_party()))
    address = page("submissions_submission_changelist")

    own = cast.client("submitter").get(address).context["cl"].result_list
    all_of_them = cast.client("reviewer").get(address).context["cl"].result_list
    others = cast.client("reviewer").get(f"{address}?own=yes").context["cl"].result_list

    assert foreign not in list(own)
    assert foreign in list(all_of_them)
    assert list(others) == []


@pytest.mark.django_db
def test_several_are_accepted_together(client: Client) -> None:
    panel = make_panel()
    chosen = [
        in_review(numbered_row(n), by=panel.administrator, reviewer=panel.reviewer) for n in (1, 2)
    ]
    client.force_login(panel.reviewer)
    action = {
        "action": "accept_together",
        "_selected_action": [str(each.pk) for each in chosen],
    }

    address = page("submissions_submission_changelist")
    asked = client.post(address, action)
    before = Publication.objects.count()
    typed = {**action, "confirmed": "yes", "reason": "Panel minute 12"}
    answer = client.post(address, typed)

    assert "Accept 2 submissions as one publication" in text(asked)
    assert all(page("submissions_submission_change", each.pk) in text(asked) for each in chosen)
    assert before == 0
    publication = Publication.objects.get()
    assert "2 submissions accepted in publication" in said(answer)
    assert set(publication.submissions.values_list("decision_reason")) == {("Panel minute 12",)}
    assert publication.submissions.count() == 2


def test_everything_in_the_way_of_accepting_together_is_said_at_once(cast: Cast) -> None:
    chosen = [cast.draft, cast.accepted]
    action = {
        "action": "accept_together",
        "_selected_action": [str(each.pk) for each in chosen],
        "confirmed": "yes",
    }

    answer = cast.client("reviewer").post(page("submissions_submission_changelist"), action)

    assert f"Submission {cast.draft.pk} is draft: only what is in review" in said(answer)
    assert f"Submission {cast.accepted.pk} is accepted: only what is in review" in said(answer)


def test_accepting_together_is_for_reviewers(cast: Cast) -> None:
    action = {"action": "accept_together", "_selected_action": [str(cast.draft.pk)]}

    cast.client("administrator").post(page("submissions_submission_changelist"), action)

    cast.draft.refresh_from_db()
    assert cast.draft.state == "draft"


def test_publications_count_what_the_reader_may_read(cast: Cast) -> None:
    address = page("registers_publication_changelist")

    headings = {
        who: {
            name
            for name in ("CPL", "FIR", "DZIR")
            if f"{name} records changed" in text(cast.client(who).get(address))
        }
        for who in ("superuser", "reviewer", "ssc")
    }

    assert headings == {
        "superuser": {"CPL"},
        "reviewer": {"CPL", "FIR"},
        "ssc": {"CPL", "DZIR"},
    }


@pytest.mark.django_db
def test_a_publication_lists_its_changes(client: Client) -> None:
    panel = make_panel()
    publication = accept(valid_row(), panel=panel)
    client.force_login(make_person(Role.AUDITOR, staff=True))

    shown = text(client.get(page("registers_publication_change", publication.pk)))

    (number,) = numbers_given(publication)
    assert page("cpl_devicemodel_change", number) in shown
    assert publication.digest in shown
    assert page("submissions_submission_changelist") not in shown
