"""Evidence by program: the same rights, limits and record of openings as at the desk (S7)."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.test import Client

from accounts.models import ApiToken, User
from sec_registry.submissions.api.uploads import LONGEST_FORM
from sec_registry.submissions.evidence import LARGEST
from sec_registry.submissions.models import Evidence, EvidenceAccess
from tests.api.submissions.calls import ROOT, created, in_review, look, refused, send

pytestmark = pytest.mark.django_db

CANARY = b"%PDF-1.7 evidence canary"


def address(number: int, key: int | str = "") -> str:
    return f"{ROOT}{number}/evidence/{f'{key}/' if key else ''}"


def add(client: Client, number: int, content: bytes = CANARY, **words: str) -> Any:
    file = SimpleUploadedFile(words.pop("name", "proof.txt"), content)
    return client.post(address(number), {"kind": "certificate", "file": file, **words})


def test_a_file_is_added_listed_and_opened(maker: Client, maker_person: User) -> None:
    number = created(maker)["id"]
    answer = add(maker, number, row="1")
    (listed,) = look(maker, f"{number}/evidence/").json()["results"]
    opened = maker.get(listed["url"], headers={"Accept": "application/pdf"})

    assert answer.status_code == 201
    assert answer.json() == listed
    assert answer["Location"] == listed["url"]
    # What it is, it is by its content.
    assert (listed["name"], listed["media_type"]) == ("proof.pdf", "application/pdf")
    assert (listed["row"], listed["size"]) == (1, len(CANARY))
    assert (listed["added_by"], listed["removable"]) == (maker_person.email, True)
    assert opened.content == CANARY
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"] == 'attachment; filename="proof.pdf"'
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in opened["Content-Security-Policy"]
    assert opened["Cache-Control"] == "private, no-store"
    assert CANARY not in look(maker, f"{number}/evidence/").content


def test_each_opening_is_recorded_with_its_token(
    maker: Client, maker_person: User, reviewer: Client
) -> None:
    number = created(maker)["id"]
    key = add(maker, number).json()["id"]

    assert look(reviewer, f"{number}/evidence/{key}/").content == CANARY
    assert look(maker, f"{number}/evidence/{key}/").content == CANARY

    access = EvidenceAccess.objects.latest("pk")
    token = ApiToken.objects.get(user=maker_person)
    assert (access.person, access.channel) == (maker_person.email, "api")
    assert access.token_key == token.token_key
    assert EvidenceAccess.objects.filter(evidence=key).count() == 2


def test_nothing_leaves_without_its_record(maker: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    number = created(maker)["id"]
    key = add(maker, number).json()["id"]

    def fail(**kwargs: object) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr(EvidenceAccess.objects, "create", fail)
    answer = look(maker, f"{number}/evidence/{key}/")

    refused(answer, 503)
    assert CANARY not in answer.content


def test_others_find_nothing(maker: Client, stranger: Client) -> None:
    number = created(maker)["id"]
    key = add(maker, number).json()["id"]
    own = created(stranger)["id"]

    answers = [
        look(stranger, f"{number}/evidence/"),
        look(stranger, f"{number}/evidence/{key}/"),
        # Through a submission of one's own.
        look(stranger, f"{own}/evidence/{key}/"),
        stranger.delete(address(own, key)),
        add(stranger, number),
    ]

    for answer in answers:
        refused(answer, 404)
    assert Evidence.objects.filter(removed_at__isnull=True).count() == 1
    assert not EvidenceAccess.objects.exists()


def test_makers_take_back_while_they_edit(maker: Client, reviewer: Client) -> None:
    number = created(maker)["id"]
    kept, gone = (add(maker, number).json()["id"] for _ in range(2))

    refused(reviewer.delete(address(number, gone)), 403)
    assert maker.delete(address(number, gone)).status_code == 204
    refused(maker.delete(address(number, gone)), 404)
    refused(look(maker, f"{number}/evidence/{gone}/"), 404)
    send(maker, f"{number}/submit/")
    refused(maker.delete(address(number, kept)), 409)

    (listed,) = look(maker, f"{number}/evidence/").json()["results"]
    assert (listed["id"], listed["removable"]) == (kept, False)


def test_what_the_panel_added_stays(maker: Client, reviewer: Client) -> None:
    number = in_review(maker, reviewer)
    key = add(reviewer, number, kind="minutes").json()["id"]
    send(reviewer, f"{number}/return/", {"reason": "mend it"})

    refused(maker.delete(address(number, key)), 403)


def test_nothing_is_added_to_what_is_decided(maker: Client) -> None:
    number = created(maker)["id"]
    send(maker, f"{number}/withdraw/")

    refused(add(maker, number), 409)


@pytest.mark.parametrize(
    ("content", "words", "said"),
    [
        (b"<svg><script/></svg>", {}, "none of them"),
        (b"x" * (LARGEST + 1), {}, "at most 10 MB"),
        (b"", {}, "empty"),
        (CANARY, {"kind": "gossip"}, "gossip"),
        (CANARY, {"row": "999"}, "no item in this row"),
        (CANARY, {"row": "one"}, "integer"),
        (CANARY, {"colour": "red"}, "no such member"),
    ],
)
def test_a_bad_file_is_refused_in_words(
    maker: Client, content: bytes, words: dict[str, str], said: str
) -> None:
    number = created(maker)["id"]

    assert said in str(refused(add(maker, number, content, **words), 400))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("{}", "application/json", 415),
        ("no form at all", "multipart/form-data", 400),
        ("--x\r\n", "multipart/form-data; boundary=x", 400),
        (
            "--x\r\nContent-Disposition: form-data; name=file; filename*=no-such''a.txt"
            "\r\n\r\nhello\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
        ("x" * (LONGEST_FORM + 1), "multipart/form-data; boundary=x", 413),
        (
            "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" * 1_001 + "--x--\r\n",
            "multipart/form-data; boundary=x",
            400,
        ),
    ],
    ids=["json", "no boundary", "nothing", "encoding", "long", "fields"],
)
def test_a_hostile_form_is_a_problem_and_no_fault(
    maker: Client, body: str, kind: str, status: int
) -> None:
    number = created(maker)["id"]

    refused(maker.generic("POST", address(number), body, content_type=kind), status)
    assert not Evidence.objects.exists()
