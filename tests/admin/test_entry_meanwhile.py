"""The form of a record while others, or one's own other window, change the same."""

from sec_registry.submissions.models import (
    Submission,
)
from tests.admin.desk import (
    Cast,
    page,
    said,
    text,
)
from tests.admin.entering import change, fields_of, newest, parts_of, sent
from tests.registry import accept


def test_a_draft_of_ones_own_is_continued(cast: Cast) -> None:
    client = cast.client("administrator")
    sent(client, change(cast), model_name="Imaginary Two")
    mine = newest()

    answer = client.get(change(cast))

    assert answer["Location"].startswith(page("submissions_submission_item", mine.pk, 1))
    assert f"continuing submission {mine.pk}" in said(answer)
    assert fields_of(client.get(answer["Location"]))["model_name"] == "Imaginary Two"


def test_a_second_window_does_not_make_a_second_draft(cast: Cast) -> None:
    client = cast.client("administrator")
    first, second = (fields_of(client.get(change(cast))) for _ in range(2))
    client.post(change(cast), {**first, "model_name": "One", "_save": "Save"})
    drafts = Submission.objects.count()

    answer = client.post(change(cast), {**second, "model_name": "Two", "_save": "Save"})

    assert "changes this record already" in text(answer)
    assert fields_of(answer)["model_name"] == "Two"
    assert Submission.objects.count() == drafts


def test_a_draft_that_was_changed_meanwhile_is_overwritten_knowingly_only(cast: Cast) -> None:
    client = cast.client("administrator")
    address = sent(client, change(cast), "_continue", model_name="One")["Location"]
    opened = fields_of(client.get(address))
    sent(client, address, "_continue", model_name="Two", release_notes="The other window's")

    # Asking for another row is no look at what the other window kept.
    asked = fields_of(client.post(address, {**opened, "_more-radios": "Another row"}))
    answer = client.post(address, {**asked, "model_name": "Three", "_save": "Save"})

    assert "changed since you opened this form" in text(answer)
    assert "Now stands: Two" in text(answer)
    assert "Now stands: The other window" in text(answer)
    assert text(answer).count("Now stands") == 2
    assert fields_of(answer)["model_name"] == "Three"
    assert parts_of(newest())["cpl"] == {"Model name": "Two"}

    client.post(address, {**fields_of(answer), "_save": "Save"})

    assert parts_of(newest())["cpl"] == {"Model name": "Three"}


def test_a_record_published_anew_is_said_before_anything_is_kept(cast: Cast) -> None:
    client, number = cast.client("administrator"), cast.numbers[0]
    opened = fields_of(client.get(change(cast)))
    accept(
        {
            "Action": "amend",
            "CPL number": number,
            "Model name": "Somebody else's",
            "ESME variant": "B",
        },
        panel=cast.panel,
        by=cast.people["submitter"],
    )
    drafts = Submission.objects.count()

    answer = client.post(change(cast), {**opened, "model_name": "Mine", "_save": "Save"})
    again = fields_of(answer)
    client.post(change(cast), {**again, "_save": "Save"})

    assert "was published anew in publication 2" in text(answer)
    assert (again["model_name"], again["esme_variant"]) == ("Mine", "B")
    assert "Now stands: Somebody else" in text(answer)
    assert Submission.objects.count() == drafts + 1
    assert parts_of(newest())["cpl"] == {"Model name": "Mine"}


def test_a_new_publication_of_what_one_may_not_read_is_not_betrayed(cast: Cast) -> None:
    client, number = cast.client("submitter"), cast.numbers[0]
    opened = fields_of(client.get(change(cast)))
    accept({"Action": "amend", "CPL number": number, "Release notes": "Others"}, panel=cast.panel)

    answer = client.post(change(cast), {**opened, "model_name": "Mine", "_save": "Save"})

    assert answer.status_code == 302


def test_a_change_by_somebody_else_under_way_is_said(cast: Cast) -> None:
    sent(cast.client("submitter"), change(cast), "_submit", model_name="Theirs")
    theirs = newest()

    shown = {who: text(cast.client(who).get(change(cast))) for who in ("administrator", "party")}

    assert f"submission {theirs.pk}</a>" in shown["administrator"]
    assert f"submission {theirs.pk}" not in shown["party"]
