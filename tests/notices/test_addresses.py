"""Hostile addresses: refused when typed, and again by the numbers that a name stands for."""

import pytest
from pytest_django.fixtures import Settings

from sec_registry.notices.addresses import Unreachable, check_address, may_reach, numbers_to_reach
from tests.notices.posting import connections, named, post

PUBLIC = "93.184.215.14"
NAME = "hooks.nobody.example"

HOSTILE = [
    "",
    "http://hooks.nobody.example/",
    "ftp://hooks.nobody.example/",
    "file:///etc/passwd",
    "gopher://hooks.nobody.example:70/",
    "//hooks.nobody.example/",
    "hooks.nobody.example/",
    "https://",
    "https:///path",
    "https://localhost/",
    "https://registry/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://1.1.1.1/",
    "https://hooks.nobody.127/",
    "https://hooks.nobody.0x7f/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[fe80::1%25eth0]/",
    "https://[2606:4700::1111]/",
    "https://user@hooks.nobody.example/",
    "https://user:password@hooks.nobody.example/",
    "https://hooks.nobody.example@127.0.0.1/",
    "https://127.0.0.1#@hooks.nobody.example/",
    "https://hooks.nobody.example\\@127.0.0.1/",
    "https://hooks.nobody.example/#part",
    "https://hooks.nobody.example:22/",
    "https://hooks.nobody.example:80/",
    "https://hooks.nobody.example:0/",
    "https://hooks.nobody.example:99999/",
    "https://hooks.nobody.example:443443/",
    "https://hooks.nobody.example/\r\nX-Injected: yes",
    "https://hooks.nobody.example/%0d%0a\nHost: x",
    "https://hooks.nobody.example /",
    " https://hooks.nobody.example/",
    "https://hooks.nobody.example/\t",
    "https://hooks.nobody.example/\x00",
    "https://hooks.nobody.example%00.evil.example/",
    "https://hooks.nobody.example%2f@evil.example/",
    "https://hööks.nobody.example/",
    "https://hooks。nobody。example/",
    "https://①②⑦.0.0.1/",
    "https://-hooks.nobody.example/",
    "https://hooks..nobody.example/",
    "https://.example/",
    f"https://{'a' * 64}.example/",
    f"https://hooks.nobody.example/{'a' * 500}",
]


REFUSED = """
    0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 127.0.0.1
    127.255.255.254 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.1
    192.0.0.192 192.0.0.9 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 ::ffff:93.184.215.14 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1
    2001:0:53aa:64c:0:fbff:8000:1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe:: 3fff::1
    5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
    hooks.nobody.example 2130706433
"""


def test_hostile_addresses_are_refused_when_typed() -> None:
    accepted = [each for each in HOSTILE if not check_address(each)]

    assert accepted == []


def test_plain_addresses_are_taken() -> None:
    refused = {
        each: check_address(each)
        for each in (
            "https://hooks.nobody.example/registry",
            "https://hooks.nobody.example",
            "HTTPS://Hooks.Nobody.Example/Path?key=a&b=c%20d",
            "https://hooks.nobody.example:8443/a/b",
            "https://hooks.nobody.example:443/",
            "https://xn--hks-1naa.example/",
            "https://3com.nobody.example/~me/",
        )
    }

    assert set(refused.values()) == {""}, refused


def test_numbers_that_no_webhook_reaches() -> None:
    refused = REFUSED.split()

    assert [each for each in refused if may_reach(each)] == []
    assert all(map(may_reach, [PUBLIC, "1.1.1.1", "2606:4700::1111", "2a00:1450:4009::200e"]))


@pytest.mark.parametrize("numbers", [["10.0.0.1"], [PUBLIC, "127.0.0.1"], ["169.254.169.254"], []])
def test_a_name_that_stands_for_a_private_number_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, numbers: list[str]
) -> None:
    named(monkeypatch, numbers)
    made = connections(monkeypatch)

    with pytest.raises(Unreachable):
        numbers_to_reach(NAME, 443)
    outcome = post(f"https://{NAME}/")

    assert not outcome.sent
    assert made == []


def test_in_development_this_machine_is_reached_and_no_other_private_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_ANYWHERE = True
    own, others = ["127.0.0.1", "::1"], ["10.0.0.1", "169.254.169.254", "fe80::1%eth0"]

    for number in own:
        named(monkeypatch, [number])
        assert numbers_to_reach(NAME, 80) == [number]
    for number in others:
        named(monkeypatch, [number, PUBLIC])
        with pytest.raises(Unreachable):
            numbers_to_reach(NAME, 80)


def test_a_name_that_changes_is_asked_for_once_and_its_checked_number_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = named(monkeypatch, [PUBLIC], ["127.0.0.1"])
    made = connections(monkeypatch)
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")

    outcome = post(f"https://{NAME}/")

    assert outcome.said == "No answer (ConnectionRefusedError)."
    assert asked == [NAME]
    assert made == [(PUBLIC, 443)]


def test_an_address_that_was_stored_before_the_rule_is_refused_when_sending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = connections(monkeypatch)

    outcomes = [post(each) for each in HOSTILE]

    assert all(each.hopeless and not each.sent for each in outcomes)
    assert made == []
