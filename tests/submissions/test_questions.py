"""Whom the committee's questions reach: the submitter's people in words, others not at all."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import user_deactivate
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.addressed import learns_of_questions, may_answer, reads_questions
from sec_registry.submissions.intake import OnBehalfOf, submission_create
from sec_registry.submissions.models import Contributor, Submission
from sec_registry.submissions.questions import questions_waiting_for
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import OrganisationFactory, make_person
from tests.admin.desk import (
    STACK,
    VENDOR,
    Cast,
    canary_row,
    disclosures_during,
    make_cast,
    page,
    text,
)
from tests.registry import reviewed, rows_of
from tests.submissions.pages.addresses import page_of, shown
from zigbee.models import Question, ZigbeeRecord
from zigbee.questions import questions_ask
from zigbee.reviews import records_review

pytestmark = pytest.mark.django_db

ASKED, ANSWER = "CanaryQuestion <b>?</b>", "CanaryAnswer 4"
OTHERS = (
    "party",
    "administrator",
    "reviewer",
    "ssc",
    "grantee",
    "auditor",
    "superuser",
    "inactive",
)
ESCAPED = "CanaryQuestion &lt;b&gt;?&lt;/b&gt;"


@pytest.fixture
def cast() -> Cast:
    """Everybody, and a question about the first of the submitter's two records."""
    made = make_cast()
    ask(made, made.numbers[0])
    return made


def ask(cast: Cast, number: int, words: str = ASKED) -> Question:
    records = ZigbeeRecord.objects.filter(pk=number)
    (question,) = questions_ask(by=cast.people["ssc"], records=records, text=words)
    return question


def answered(client: Client, submission: Submission, words: str, *, desk: bool = False) -> str:
    """What the person is told after sending the answer to the newest question."""
    root = page("submissions_submission_change", submission.pk).removesuffix("change/")
    address = root if desk else page_of(submission)
    key = Question.objects.latest("pk").pk
    answer = client.post(f"{address}questions/{key}/answer/", {"answer": words})
    if answer.status_code not in (302, 400):
        return str(answer.status_code)
    # It is told at the page's head, which a way to the questions would leave behind.
    assert "#" not in answer.get("Location", "")
    # What was refused is on the page again, to be mended or taken elsewhere.
    assert answer.status_code == 302 or words.strip() in text(answer)
    # Those before it were not shown yet.
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    return told[-1] if told else ""


def keyed_in(cast: Cast) -> Submission:
    """Accepted after the Panel's administrator keyed it in for somebody, with a question."""
    organisation = OrganisationFactory(name="Letter Writers Ltd")
    submission = submission_create(
        by=cast.people["administrator"],
        title="By mail",
        rows=rows_of([canary_row(7)]),
        on_behalf_of=OnBehalfOf(organisation, "A. Fictional", "Letter of 1 May"),
    )
    submission_submit(submission=submission, by=cast.people["administrator"])
    reviewed(submission, by=cast.people["reviewer"])
    submissions_accept(submissions=[submission], by=cast.people["reviewer"])
    ask(cast, submission.items.get().allocated_number or 0)
    submission.refresh_from_db()
    return submission


def test_only_the_submitters_people_read_learn_and_answer(cast: Cast) -> None:
    submitter = cast.people["submitter"]
    silent = make_person(organisation=submitter.organisation)
    moved = make_person(organisation=OrganisationFactory())
    colleague = make_person(organisation=submitter.organisation)
    clerk = make_person(Role.PANEL_ADMINISTRATOR, organisation=submitter.organisation)
    for maker in (moved, colleague, clerk):
        Contributor.objects.create(submission=cast.accepted, person=maker, since=timezone.now())
    people = {**cast.people, "silent": silent, "moved": moved, "colleague": colleague}
    people["clerk"] = clerk

    def those(may: object) -> set[str]:
        assert callable(may)
        return {name for name, person in people.items() if may(person, cast.accepted)}

    assert those(reads_questions) == {"submitter", "colleague"}
    assert those(may_answer) == {"submitter", "colleague"}
    assert those(learns_of_questions) == {"submitter", "colleague", "moved", "clerk"}
    waiting = {name for name, person in people.items() if questions_waiting_for(person)}
    assert waiting == {"submitter", "colleague", "moved", "clerk"}


def test_the_page_shows_the_question_beside_what_its_reader_supplied(cast: Cast) -> None:
    colleague = make_person(organisation=cast.people["submitter"].organisation)
    Contributor.objects.create(submission=cast.accepted, person=colleague, since=timezone.now())
    other = Client()
    other.force_login(colleague)

    own = shown(cast.client("submitter"), page_of(cast.accepted))
    beside = shown(other, page_of(cast.accepted))

    for each in (own, beside):
        assert ESCAPED in each
        assert ASKED not in each
        assert "Waits for an answer" in each
    assert VENDOR in own
    assert STACK in own
    # What a colleague typed is theirs, also of the same organisation.
    assert VENDOR not in beside
    assert "supplied by somebody else" in beside


def test_the_look_at_a_question_is_recorded_before_it_is_shown(cast: Cast) -> None:
    submitter = cast.client("submitter")

    (look,) = disclosures_during(lambda: submitter.get(page_of(cast.accepted)))

    assert (look.register, look.numbers, look.right) == (
        "zigbee",
        [cast.numbers[0]],
        "question of the Security Sub Committee",
    )
    assert (
        look.subject
        == f"questions about submission {cast.accepted.pk}: {Question.objects.get().pk}"
    )
    assert "Canary" not in f"{look.subject} {look.route}"


def test_the_answer_goes_to_the_committee_and_is_given_once(cast: Cast) -> None:
    submitter, one = cast.client("submitter"), cast.numbers[0]

    assert "was sent to the Security Sub Committee" in answered(submitter, cast.accepted, ANSWER)
    assert "answered already" in answered(submitter, cast.accepted, "No, 5.")

    record = text(cast.client("ssc").get(page("zigbee_zigbeerecord_change", one)))
    past = text(cast.client("ssc").get(page("zigbee_zigbeerecord_history", one)))
    for each in (record, past):
        assert ESCAPED in each
        assert ANSWER in each
    assert cast.people["submitter"].email in record


def test_an_answer_that_will_not_do_is_refused(cast: Cast) -> None:
    told = {
        words[:3]: answered(cast.client("submitter"), cast.accepted, words)
        for words in ("", " \n ", "x" * 4_001, "a\0b")
    }

    assert told == {
        "": "Write something.",
        " \n ": "Write something.",
        "xxx": "At most 4,000 letters; these are 4,001.",
        "a\0b": "Zero or broken characters stand in it.",
    }
    assert Question.objects.get().answer is None


def test_a_refused_answer_stands_in_its_own_form_with_what_is_wrong_beside_it(cast: Cast) -> None:
    key = Question.objects.get().pk
    typed = "Stack <b>CanaryTyped</b> " + "x" * 4_000

    for who, root in (
        ("submitter", page_of(cast.accepted)),
        ("submitter", page("submissions_submission_change", cast.accepted.pk)[: -len("change/")]),
    ):
        address = f"{root}questions/{key}/answer/"
        answer = cast.client(who).post(address, {"answer": typed})

        form = text(answer).split(f'action="{address}"')[1].split("</form>")[0]
        assert answer.status_code == 400
        assert "Stack &lt;b&gt;CanaryTyped&lt;/b&gt; xxx" in form
        assert f'aria-describedby="wrong-{key}"' in form
        assert 'class="errorlist">At most 4,000 letters' in form
        # Nobody else's page and no other form has it.
        assert text(answer).count("CanaryTyped") == 1
        assert "CanaryTyped" not in shown(cast.client(who), page_of(cast.accepted))


def test_who_answers_while_it_is_settled_is_told(cast: Cast) -> None:
    records = ZigbeeRecord.objects.filter(pk=cast.numbers[0])
    records_review(by=cast.people["ssc"], records=records, state="reviewed")

    told = answered(cast.client("submitter"), cast.accepted, ANSWER)

    assert "settled this question meanwhile" in told
    assert Question.objects.get().answer is None
    assert "Settled" in shown(cast.client("submitter"), page_of(cast.accepted))


def test_nobody_else_meets_or_answers_a_question(cast: Cast) -> None:
    answered(cast.client("submitter"), cast.accepted, ANSWER)
    ask(cast, cast.numbers[0], "CanaryQuestion again")
    pages = {
        who: "".join(text(cast.client(who).get(each)) for each in pages_of(cast, who))
        for who in OTHERS
    }

    for who, met in pages.items():
        assert "CanaryQuestion" not in met, who
        assert "CanaryAnswer" not in met, who
        for desk in (True, False):
            told = answered(cast.client(who), cast.accepted, "mischief", desk=desk)
            assert "was sent" not in told, who
    assert Question.objects.latest("pk").answer is None


def pages_of(cast: Cast, who: str) -> list[str]:
    """Where the person could meet a question; the committee has it on the record's pages."""
    one = cast.numbers[0]
    pages = [
        page_of(cast.accepted),
        page("submissions_submission_change", cast.accepted.pk),
        page("submissions_submission_history", cast.accepted.pk),
        page("submissions_submission_changelist"),
        page("index"),
    ]
    if who != "ssc":
        pages += [
            page("zigbee_zigbeerecord_changelist"),
            page("zigbee_zigbeerecord_change", one),
            page("zigbee_zigbeerecord_history", one),
            page("registers_disclosure_changelist"),
        ]
    return pages


def test_the_panel_learns_that_a_question_waits_and_keys_in_the_answer(cast: Cast) -> None:
    submission = keyed_in(cast)
    administrator, reviewer = cast.client("administrator"), cast.client("reviewer")
    address = page("submissions_submission_change", submission.pk)

    seen = {client: text(client.get(address)) for client in (administrator, reviewer)}

    for each in seen.values():
        assert "Waits for an answer" in each
        assert "A. Fictional, Letter of 1 May" in each
        assert "CanaryQuestion" not in each
    # What the administrator typed is theirs to see, and nobody else's.
    assert VENDOR in seen[administrator]
    assert VENDOR not in seen[reviewer]
    assert "Send the answer" in seen[administrator]
    assert "Send the answer" not in seen[reviewer]
    assert "was sent" not in answered(reviewer, submission, "mischief", desk=True)
    assert "was sent" in answered(administrator, submission, ANSWER, desk=True)
    assert ANSWER in text(administrator.get(address))
    assert ANSWER not in text(reviewer.get(address))


def test_once_its_maker_left_the_panel_learns_of_it(cast: Cast) -> None:
    administrator: User = cast.people["administrator"]
    assert not learns_of_questions(administrator, cast.accepted)

    user_deactivate(user=cast.people["submitter"], reason="left", by=administrator)

    assert learns_of_questions(administrator, cast.accepted)
    assert not reads_questions(administrator, cast.accepted)
    assert questions_waiting_for(administrator).count() == 1
