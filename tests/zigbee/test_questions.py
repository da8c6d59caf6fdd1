"""The committee's questions: who asks, of whom, one at a time, and what becomes of them."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from sec_registry.notices.sending import notices_send
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.intake import OnBehalfOf, submission_create
from sec_registry.submissions.review import submission_submit
from tests.accounts.factories import OrganisationFactory, make_person, make_superuser
from tests.registry import Panel, accept, make_panel, numbers_given, reviewed, rows_of
from tests.rows import Cells, numbered_row
from tests.zigbee.grants import make_grant, make_member
from zigbee.choices import QuestionState, ReviewState
from zigbee.models import Question, Review, ZigbeeRecord
from zigbee.questions import LONGEST, NotWaiting, question_answered, questions_ask
from zigbee.reviews import records_review

pytestmark = pytest.mark.django_db

WORDS = "Which revision of the CanaryStack is this?"


@pytest.fixture
def panel() -> Panel:
    return make_panel()


@pytest.fixture
def maker() -> User:
    return make_person(organisation=OrganisationFactory(name="Fictional Meters Ltd"))


@pytest.fixture
def numbers(panel: Panel, maker: User) -> list[int]:
    """Three records that the maker sent in, in rows 2 to 4."""
    return numbers_given(accept(*[numbered_row(n) for n in (1, 2, 3)], panel=panel, by=maker))


def records(*numbers: int) -> list[ZigbeeRecord]:
    return list(ZigbeeRecord.objects.filter(pk__in=numbers))


def asked(by: User, number: int, text: str = WORDS) -> Question:
    (question,) = questions_ask(by=by, records=records(number), text=text)
    return question


def states() -> list[QuestionState]:
    return [each.state for each in Question.objects.order_by("pk")]


def kept(model: Model) -> dict[str, object]:
    return {field.name: getattr(model, field.name) for field in model._meta.local_fields}


def test_nobody_else_asks(member: User, numbers: list[int], maker: User) -> None:
    grantee = make_person()
    make_grant(member, person=grantee)
    others = [make_person(role=each) for each in Role if each != Role.SECURITY_SUB_COMMITTEE]

    for by in (*others, make_superuser(), grantee, maker):
        with pytest.raises(PermissionDenied):
            asked(by, numbers[0])

    assert not Question.objects.exists()


def test_it_is_asked_of_whoever_typed_the_radios_last(
    member: User, numbers: list[int], maker: User, panel: Panel
) -> None:
    one, two, three = numbers
    other = make_person(organisation=OrganisationFactory(name="Passing Test House"))
    stack: Cells = {"Action": "amend", "CPL number": two, "ZigBee stack version": "Tower 2"}
    notes: Cells = {"Action": "amend", "CPL number": three, "Release notes": "Put right."}
    first = Review.objects.get(record=one)
    later = accept(stack, notes, panel=panel, by=other).submissions.get()

    found = questions_ask(by=member, records=records(one, two, three), text=WORDS)

    told = {each.review.record_id: (each.submission, each.row, each.asked_of) for each in found}
    earlier = later.pk - 1
    assert told == {
        one: (earlier, 2, "Fictional Meters Ltd"),
        two: (later.pk, 2, "Passing Test House"),
        three: (earlier, 4, "Fictional Meters Ltd"),
    }
    assert found[0].review == first
    assert found[1].review == Review.objects.filter(record=two).latest("publication")
    assert Question.history.filter(history_user_id=member.email, history_type="+").count() == 3


def test_two_members_do_not_ask_twice(member: User, numbers: list[int]) -> None:
    one, two, _ = numbers
    first = asked(member, one)

    with pytest.raises(ValidationError) as refused:
        questions_ask(by=make_member(), records=records(one, two), text="And the patch?")

    assert refused.value.messages == [f"A question waits for its answer already: CPL {one}."]
    assert Question.objects.get() == first
    fields = {"pk": None, "text": "Beside the verb"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.bulk_create([Question(**{**kept(first), "id": None, **fields})])


def test_what_cannot_be_asked_is_said_at_once_and_nothing_is(
    member: User, numbers: list[int], panel: Panel
) -> None:
    bare = {
        name: cell
        for name, cell in numbered_row(9).items()
        if not name.startswith(("Contact", "Release", "Upgrade", "ZigBee chipset", "ZigBee stack"))
    }
    accept({**bare, "CPL number": 900}, panel=panel, initial_load=True)
    asked(member, numbers[0])

    with pytest.raises(ValidationError) as refused:
        questions_ask(by=member, records=records(*numbers, 900), text=WORDS)

    assert refused.value.messages == [
        f"A question waits for its answer already: CPL {numbers[0]}.",
        "Nobody supplied Zigbee details, so nobody can be asked: CPL 900.",
    ]
    assert Question.objects.count() == 1
    with pytest.raises(ValidationError):
        questions_ask(by=member, records=[], text=WORDS)


def test_words_that_will_not_do(member: User, numbers: list[int], maker: User) -> None:
    question = asked(member, numbers[0], "y" * LONGEST)

    for text in ("", "  \n", "x" * (LONGEST + 1), "a\0b", "a\ud800b"):
        with pytest.raises(ValidationError) as refused:
            asked(member, numbers[1], text)
        assert set(refused.value.message_dict) == {"text"}
        with pytest.raises(ValidationError) as unanswered:
            question_answered(by=maker, question=question, text=text)
        assert set(unanswered.value.message_dict) == {"answer"}
    assert states() == [QuestionState.WAITING]


def test_an_answer_is_given_once(member: User, numbers: list[int], maker: User) -> None:
    question = asked(member, numbers[0])

    question_answered(by=maker, question=question, text=" Revision 4. ")
    with pytest.raises(NotWaiting, match="answered already"):
        question_answered(by=maker, question=question, text="No, 5.")

    answered = Question.objects.get()
    assert (answered.answer, answered.answered_by, answered.state) == (
        "Revision 4.",
        maker,
        QuestionState.ANSWERED,
    )
    # The next question may be asked.
    asked(member, numbers[0], "And since when?")


def test_reviewed_settles_all_and_a_late_answer_is_refused(
    member: User, numbers: list[int], maker: User
) -> None:
    _, two, three = numbers
    first, second, third = (asked(member, number) for number in numbers)
    question_answered(by=maker, question=first, text="Revision 4.")
    question_answered(by=maker, question=second, text="Revision 5.")

    records_review(by=member, records=records(two, three), state=ReviewState.REVIEWED)

    assert states() == [QuestionState.ANSWERED, QuestionState.SETTLED, QuestionState.SETTLED]
    with pytest.raises(NotWaiting, match="settled this question meanwhile"):
        question_answered(by=maker, question=third, text="Revision 6.")
    third.refresh_from_db()
    assert (third.answer, third.settled_by) == (None, member)
    late = {"answer": "Beside", "answered_by": maker, "answered_at": "2999-01-01T00:00:00Z"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=third.pk).update(**late)


def test_a_concern_leaves_what_waits_and_settles_what_was_answered(
    member: User, numbers: list[int], maker: User
) -> None:
    first, _ = (asked(member, number) for number in numbers[:2])
    question_answered(by=maker, question=first, text="Revision 4.")

    records_review(
        by=member, records=records(*numbers), state=ReviewState.CONCERN, note="Known weakness."
    )
    assert states() == [QuestionState.SETTLED, QuestionState.WAITING]

    records_review(by=member, records=records(*numbers), state=ReviewState.UNREVIEWED)
    assert states() == [QuestionState.SETTLED, QuestionState.WAITING]


def test_nothing_of_a_question_is_rewritten(member: User, numbers: list[int], maker: User) -> None:
    question = asked(member, numbers[0])
    question_answered(by=maker, question=question, text="Revision 4.")
    found = Question.objects.filter(pk=question.pk)

    for change in (
        {"text": "Another"},
        {"answer": "Another"},
        {"submission": 999},
        {"answer": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        found._raw_delete(found.db)


def test_a_letter_says_that_a_question_waits_and_no_more(
    member: User, numbers: list[int], maker: User
) -> None:
    found = questions_ask(by=member, records=records(*numbers), text=WORDS)

    assert mail.outbox == []
    notices_send()
    (letter,) = mail.outbox
    assert letter.to == [maker.email]
    assert f"Submission {found[0].submission}" in letter.body
    told = f"{letter.subject} {letter.body}"
    assert "Canary" not in told
    assert not any(str(number) in told for number in numbers if number > 9)


def test_what_the_panel_keyed_in_is_told_to_whoever_keyed_it_in(member: User, panel: Panel) -> None:
    organisation = OrganisationFactory(name="Fictional Meters Ltd")
    keyed_in = submission_create(
        by=panel.administrator,
        title="By mail",
        rows=rows_of([numbered_row(1)]),
        on_behalf_of=OnBehalfOf(organisation, "A. Fictional", "Letter of 1 May"),
    )
    submission_submit(submission=keyed_in, by=panel.administrator)
    reviewed(keyed_in, by=panel.reviewer)
    (number,) = numbers_given(submissions_accept(submissions=[keyed_in], by=panel.reviewer))

    question = asked(member, number)
    notices_send()

    assert question.asked_of == (
        "Fictional Meters Ltd: A. Fictional, Letter of 1 May, keyed in by the Panel"
    )
    assert [letter.to for letter in mail.outbox] == [[panel.administrator.email]]


def test_many_are_asked_without_a_query_for_each(
    member: User, numbers: list[int], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    chosen = records(*numbers)

    with django_assert_max_num_queries(15):
        questions_ask(by=member, records=chosen, text=WORDS)
