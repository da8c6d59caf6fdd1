"""Evidence: what is taken, who sees it, and that nothing leaves without a record (S7)."""

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import Role, User
from sec_registry.registers.disclosure import Channel, NotRecorded
from sec_registry.submissions import evidence as module
from sec_registry.submissions.errors import NotForYou, StateForbids, Unusable
from sec_registry.submissions.evidence import (
    evidence_add,
    evidence_open,
    evidence_remove,
)
from sec_registry.submissions.file_kinds import kind_of, safe_name
from sec_registry.submissions.models import (
    Contributor,
    Evidence,
    EvidenceAccess,
    EvidenceContent,
    Submission,
)
from sec_registry.submissions.review import (
    submission_reject,
    submission_return,
    submission_start_review,
    submission_submit,
)
from tests.accounts.factories import OrganisationFactory, make_person, make_superuser
from tests.registry import draft, make_panel
from tests.rows import numbered_row

pytestmark = pytest.mark.django_db

CHANNEL = Channel("command", "tests", request_id="7")
PDF = b"%PDF-1.7 not much of a certificate"


def office(*members: str) -> bytes:
    """A package of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for member in members:
            package.writestr(member, "<x/>")
    return out.getvalue()


class Case:
    """A draft of two rows with one file, its maker and the Panel."""

    def __init__(self) -> None:
        self.panel = make_panel()
        self.maker = make_person(organisation=OrganisationFactory())
        self.submission = draft(numbered_row(1), numbered_row(2), by=self.maker)
        self.evidence = self.add()

    def add(self, by: User | None = None, name: str = "a.pdf", content: bytes = PDF) -> Evidence:
        return evidence_add(
            submission=self.submission,
            by=by or self.maker,
            kind="certificate",
            name=name,
            content=content,
        )

    def opened(self, by: User) -> bytes:
        return evidence_open(evidence=self.evidence, by=by, channel=CHANNEL).content

    def submit(self) -> None:
        submission_submit(submission=self.submission, by=self.maker)

    def review(self) -> None:
        self.submit()
        submission_start_review(submission=self.submission, by=self.panel.reviewer)

    def reject(self) -> None:
        self.review()
        submission_reject(submission=self.submission, by=self.panel.reviewer, reason="no")


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (PDF, ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0....", ".jpg"),
        (b"Minutes: nobody objected (2 < 3).\n", ".txt"),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", ".txt"),
        (office("[Content_Types].xml", "word/document.xml"), ".docx"),
        (office("[Content_Types].xml", "xl/workbook.xml"), ".xlsx"),
    ],
)
def test_kinds_by_content(content: bytes, suffix: str) -> None:
    assert kind_of(content).suffix == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><p>Hello",
        b"\n  <svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>",
        b"\xef\xbb\xbf<?xml version='1.0'?><svg/>",
        b"Notes\n<script>alert(1)</script>",
        b"GIF89a\x01\x00",
        b"MZ\x90\x00",
        b"a\x00b",
        b"\xff\xfea\x00",
        b"PK\x03\x04 no package",
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        office("[Content_Types].xml", "xl/workbook.xml", "xl/embeddings/oleObject1.bin"),
        office("word/document.xml"),
        office("[Content_Types].xml", "evil.exe"),
    ],
)
def test_what_a_browser_could_run_or_nobody_can_read_is_not_taken(content: bytes) -> None:
    case = Case()
    with pytest.raises(Unusable, match="none of them"):
        case.add(content=content, name="harmless.pdf")
    assert Evidence.objects.count() == EvidenceContent.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("certificate.pdf", "certificate.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\evil.html", "evil.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.pdf"),
        ('x" onload="y.svg', "x_ onload=_y.pdf".replace("=", "_")),
        ("a\r\nSet-Cookie: b.pdf", "a__Set-Cookie_ b.pdf"),
        ("", "evidence.pdf"),
        ("...", "evidence.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("é" * 300 + ".pdf", "é" * 100 + ".pdf"),
        ("a\x00b.pdf", "a_b.pdf"),
    ],
)
def test_names_are_made_safe(name: str, kept: str) -> None:
    assert safe_name(name, kind_of(PDF)) == kept


def test_an_empty_file_and_one_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case()
    with pytest.raises(Unusable, match="empty"):
        case.add(content=b"")
    monkeypatch.setattr(module, "LARGEST", module.MEGABYTE)
    with pytest.raises(Unusable, match=r"1\.0 MB; evidence has at most 1 MB"):
        case.add(content=PDF + b"x" * module.MEGABYTE)


def test_a_submission_holds_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case()
    monkeypatch.setattr(module, "MOST_TOGETHER", len(PDF) + 1)
    with pytest.raises(Unusable, match="together"):
        case.add()
    monkeypatch.setattr(module, "MOST_FILES", 1)
    with pytest.raises(Unusable, match="at most 1 files"):
        case.add()


def test_a_file_is_kept_word_for_word_with_its_digest() -> None:
    case = Case()
    item = case.submission.items.get(position=3)
    kept = evidence_add(
        submission=case.submission,
        by=case.maker,
        kind="minutes",
        name="minutes.md",
        content=b"Agreed.",
        item=item,
    )

    assert (kept.row, kept.name, kept.size) == (3, "minutes.txt", 7)
    assert kept.digest == hashlib.sha256(b"Agreed.").hexdigest()
    assert case.opened(case.maker) == PDF
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        EvidenceContent.objects.filter(evidence=kept).update(content=b"Refused.")


def test_an_item_of_another_submission_and_an_unknown_kind_are_refused() -> None:
    case, other = Case(), Case()
    for kind, item in (("certificate", other.submission.items.earliest("pk")), ("secret", None)):
        with pytest.raises(Unusable):
            evidence_add(
                submission=case.submission,
                by=case.maker,
                kind=kind,
                name="a",
                content=PDF,
                item=item,
            )


@pytest.mark.parametrize("move", [lambda c: None, Case.submit, Case.review, Case.reject])
def test_makers_and_the_panel_open_it_before_and_after_the_decision(
    move: Callable[[Case], None],
) -> None:
    case = Case()
    move(case)
    for person in (case.maker, case.panel.administrator, case.panel.reviewer):
        assert case.opened(person) == PDF

    strangers = (
        make_person(organisation=case.maker.organisation),
        make_person(Role.AUDITOR),
        make_person(Role.SECURITY_SUB_COMMITTEE),
        make_superuser(),
    )
    for person in strangers:
        with pytest.raises(Evidence.DoesNotExist):
            case.opened(person)
    recorded = EvidenceAccess.objects.order_by("pk").values_list("person", flat=True)
    assert list(recorded) == [
        case.maker.email,
        case.panel.administrator.email,
        case.panel.reviewer.email,
    ]


def test_each_opening_is_recorded_and_the_record_stays() -> None:
    case = Case()
    case.opened(case.maker)

    row = EvidenceAccess.objects.get()
    assert case.maker.organisation is not None
    assert (row.evidence, row.person, row.organisation, row.channel, row.request_id) == (
        case.evidence,
        case.maker.email,
        case.maker.organisation.name,
        "command",
        "7",
    )
    for deed in ("UPDATE {} SET person = 'x'", "DELETE FROM {}"):
        with (
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(deed.format(EvidenceAccess._meta.db_table))


def test_nothing_is_opened_when_it_cannot_be_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case()

    def broken(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(EvidenceAccess.objects, "create", broken)
    with pytest.raises(NotRecorded):
        case.opened(case.maker)


def test_makers_take_back_their_own_while_they_edit() -> None:
    case = Case()
    evidence_remove(evidence=case.evidence, by=case.maker)

    case.evidence.refresh_from_db()
    assert case.evidence.removed_by == case.maker
    assert not EvidenceContent.objects.exists()
    with pytest.raises(Evidence.DoesNotExist):
        case.opened(case.maker)


def test_nobody_takes_evidence_back_once_it_is_sent() -> None:
    case = Case()
    case.submit()
    with pytest.raises(StateForbids):
        evidence_remove(evidence=case.evidence, by=case.maker)
    with pytest.raises(NotForYou):
        evidence_remove(evidence=case.evidence, by=case.panel.reviewer)
    assert EvidenceContent.objects.exists()


def test_the_reviewers_minutes_stay_and_make_them_no_contributor() -> None:
    case = Case()
    case.review()
    minutes = case.add(by=case.panel.reviewer, content=b"Agreed.")
    submission_return(submission=case.submission, by=case.panel.reviewer, reason="mend it")

    with pytest.raises(NotForYou, match="not yours to take back"):
        evidence_remove(evidence=minutes, by=case.maker)
    assert not Contributor.objects.filter(person=case.panel.reviewer).exists()


def test_evidence_changes_nothing_that_is_proposed() -> None:
    case = Case()
    case.add()
    assert Submission.objects.get(pk=case.submission.pk).revision == 1
