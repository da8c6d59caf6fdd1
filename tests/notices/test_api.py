"""One's own subscriptions over REST."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import token_issue
from sec_registry.audit.acting import acting
from sec_registry.notices.choices import State
from sec_registry.notices.limits import notice_policy
from sec_registry.notices.models import Notice, Subscription
from sec_registry.notices.policy import MOST_WATCHES
from sec_registry.notices.sending import notices_send
from tests.accounts.factories import make_person, make_superuser
from tests.notices.receiving import Receiver
from tests.notices.subscribing import FAMILY, URL, confirmed
from tests.published import publish_numbers

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/subscriptions/"


@pytest.fixture
def owner() -> User:
    return make_person()


def client_of(person: User, *scopes: str) -> Client:
    _, clear = token_issue(user=person, by=person, scopes=scopes or ["subscribe"])
    return Client(headers={"Authorization": f"Bearer {clear}"})


def send(client: Client, address: str = ROOT, method: str = "post", **members: Any) -> Any:
    return client.generic(
        method.upper(), address, json.dumps(members), content_type="application/json"
    )


def pointers(answer: Any) -> set[str]:
    assert answer.status_code == 400, answer.content
    return {each["pointer"] for each in answer.json()["errors"]}


def test_the_life_of_a_webhook(owner: User, at_home: Receiver) -> None:
    publish_numbers(7, 8)
    client = client_of(owner)
    watches = [
        {"manufacturer": "fa0a"},
        {"family": FAMILY},
        {"cpl_number": 7},
        {"image_hash": "ab" * 32},
        {"cpl_number": 7},
    ]

    made = send(client, name="hook", channel="webhook", url=at_home.url, watches=watches)

    assert made.status_code == 201, made.content
    address = made["Location"].removeprefix("http://testserver")
    secret = made.json()["secret"]
    assert made.json()["watches"] == [
        {"manufacturer": "FA0A"},
        {"family": FAMILY},
        {"cpl_number": 7},
        {"image_hash": "AB" * 32},
    ]
    assert "secret" not in client.get(address).json()
    assert secret not in json.dumps(list(Subscription.objects.values()), default=str)
    changed = send(client, address, "patch", name="renamed", watches=[{"cpl_number": 8}])
    assert changed.json()["watches"] == [{"cpl_number": 8}]
    assert changed.json()["url"] == at_home.url
    assert pointers(send(client, f"{address}test/")) == {"#"}
    assert confirmed(Subscription.objects.get()).is_open
    tested = send(client, f"{address}test/")
    assert tested.status_code == 202
    assert pointers(send(client, f"{address}test/")) == {"#"}
    notices_send()
    assert at_home.received[0].signed_with(secret)
    fresh = send(client, f"{address}secret/").json()["secret"]
    assert fresh.startswith("whsec_")
    assert fresh != secret
    (notice,) = client.get(f"{address}notices/?count=true").json()["results"]
    assert (notice["state"], notice["webhook_id"]) == ("sent", at_home.received[0].id)
    resent = send(client, f"{address}notices/{notice['id']}/resend/")
    assert resent.status_code == 409
    Notice.objects.update(state=State.DEAD, done_at=timezone.now())
    resent = send(client, f"{address}notices/{notice['id']}/resend/")
    assert (resent.status_code, resent.json()["state"]) == (202, "waiting")
    notices_send()
    assert [each.attempt for each in at_home.received] == [1, 2]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(ROOT).json()["results"] == []


def test_another_persons_subscription_is_not_there_even_for_an_operator(owner: User) -> None:
    made = send(client_of(owner), name="mine", channel="email", everything=True).json()
    (address, notice) = f"{ROOT}{made['id']}/", f"{ROOT}{made['id']}/notices/1/resend/"

    for person in (make_person(), make_superuser()):
        other = client_of(person)
        answers = [
            other.get(address),
            send(other, address, "patch", name="theirs"),
            other.delete(address),
            send(other, f"{address}secret/"),
            send(other, f"{address}test/"),
            send(other, f"{address}confirmation/", code="x"),
            send(other, f"{address}confirmation/send/"),
            other.get(f"{address}notices/"),
            send(other, notice),
            other.get(f"{ROOT}{'9' * 30}/"),
        ]
        assert {each.status_code for each in answers} == {404}
        assert len({each.content for each in answers}) == 1
        assert other.get(ROOT).json()["results"] == []


def test_a_reading_token_looks_and_changes_nothing(owner: User) -> None:
    send(client_of(owner), name="mine", channel="email", everything=True)
    reading = client_of(owner, "read")

    assert len(reading.get(ROOT).json()["results"]) == 1
    assert send(reading, name="more", channel="email", everything=True).status_code == 403
    assert Client().get(ROOT).status_code == 401


def test_every_fault_is_named_at_once_and_nothing_is_kept(owner: User) -> None:
    client = client_of(owner)
    hook: dict[str, Any] = {"name": "a", "channel": "webhook", "url": URL}

    assert pointers(send(client, channel="pigeon", watches=[{}], secret="x")) == {
        "#/name",
        "#/channel",
        "#/watches/0",
        "#/secret",
    }
    wrong = [
        {"manufacturer": "XYZ"},
        {"manufacturer": 7},
        {"family": {**FAMILY, "device_type": "TOASTER"}},
        {"family": {"model": "0A01"}},
        {"cpl_number": 0},
        {"cpl_number": 2**40},
        {"cpl_number": 9},
        {"image_hash": "AB"},
        {"cpl_number": 1, "image_hash": "AB"},
        "FA0A",
    ]
    found = pointers(send(client, **hook, watches=wrong))
    assert {each.split("/")[2] for each in found} == {str(each) for each in range(len(wrong))}
    assert pointers(send(client, **hook)) == {"#/watches"}
    both = [{"manufacturer": "FA0A"}]
    assert pointers(send(client, **hook, watches=both, everything=True)) == {"#/watches"}
    many = [{"image_hash": f"{each:064X}"} for each in range(MOST_WATCHES + 1)]
    assert pointers(send(client, **hook, watches=many)) == {"#/watches"}
    for url in ("http://hooks.nobody.example/", "https://127.0.0.1/", "https://u:p@a.example/"):
        assert pointers(send(client, name="a", channel="webhook", url=url, everything=True)) == {
            "#/url"
        }
    mail: dict[str, Any] = {"name": "a", "channel": "email", "everything": True}
    assert pointers(send(client, **mail, url=URL)) == {"#/url"}
    assert not Subscription.objects.exists()


def test_limits_and_names(owner: User) -> None:
    client = client_of(owner)
    policy = notice_policy()
    policy.subscriptions = 3
    with acting(by="tests"):
        policy.save()
    for each in range(3):
        made = send(client, name=f"n{each}", channel="email", everything=True)
        assert made.status_code == 201

    assert "end one first" in send(client, name="m", channel="email", everything=True).text
    client.delete(f"{ROOT}{made.json()['id']}/")
    taken = send(client, name="n0", channel="email", everything=True)
    assert "There is a subscription of this name." in taken.text
    assert pointers(taken) == {"#/name"}
    again = send(client, name=made.json()["name"], channel="email", everything=True)
    assert again.status_code == 201
    renamed = send(client, f"{ROOT}{again.json()['id']}/", "patch", name="n0")
    assert pointers(renamed) == {"#/name"}


def test_a_service_account_has_webhooks_alone(owner: User) -> None:
    service = make_person(is_service=True, responsible_person=owner, password=None)
    _, clear = token_issue(user=service, by=owner, scopes=["subscribe"])
    client = Client(headers={"Authorization": f"Bearer {clear}"})

    mail = send(client, name="a", channel="email", everything=True)
    hook = send(client, name="a", channel="webhook", url=URL, everything=True)

    assert pointers(mail) == {"#/channel"}
    assert hook.status_code == 201
