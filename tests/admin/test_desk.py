"""The index: its sections in their order, and how the desk looks and leads on."""

from tests.admin.desk import Cast, page, text

SECTIONS = [
    "Submissions",
    "Central Products List",
    "Firmware Information Repository",
    "Device Zigbee Information Repository",
    "Disclosures",
    "Notices",
    "Policy of the Panel",
    "People",
]


def sections(cast: Cast, who: str) -> list[str]:
    return [each["name"] for each in cast.client(who).get(page("index")).context["app_list"]]


def test_sections_stand_in_their_order(cast: Cast) -> None:
    zigbee, (notices, policy, people) = SECTIONS[3], SECTIONS[5:]

    assert sections(cast, "administrator") == SECTIONS
    managed = ["Submissions", SECTIONS[1], zigbee, notices, policy, people]
    assert sections(cast, "superuser") == managed
    assert sections(cast, "party") == ["Submissions", SECTIONS[2], zigbee]
    assert sections(cast, "grantee") == [zigbee]


def test_the_upload_is_offered_to_those_who_may_submit(cast: Cast) -> None:
    offered = {
        who: "Upload a workbook" in text(cast.client(who).get(page("index")))
        for who in ("administrator", "submitter", "reviewer", "superuser")
    }

    assert offered == {
        "administrator": True,
        "submitter": True,
        "reviewer": False,
        "superuser": False,
    }


def test_the_desk_carries_the_products_name_and_no_inline_style(cast: Cast) -> None:
    shown = text(cast.client("auditor").get(page("cpl_devicemodel_changelist")))

    assert "SEC Registry" in shown
    assert "<style" not in shown
    assert " style=" not in shown


def test_a_device_model_leads_to_the_other_registers_as_far_as_one_may_go(cast: Cast) -> None:
    one = cast.numbers[0]
    address = page("cpl_devicemodel_change", one)
    firmware = page("firmware_firmwarerecord_change", one)
    zigbee = page("zigbee_zigbeerecord_change", one)

    led = {
        who: (firmware in shown, zigbee in shown)
        for who in ("reviewer", "ssc", "superuser")
        for shown in [text(cast.client(who).get(address))]
    }

    assert led == {
        "reviewer": (True, False),
        "ssc": (False, True),
        "superuser": (False, False),
    }


def test_a_refusal_is_a_page_of_the_desk_that_nobody_keeps(cast: Cast) -> None:
    answer = cast.client("party").get(page("cpl_devicemodel_changelist"))

    assert answer.status_code == 403
    assert "This page is not for you" in text(answer)
    assert "no-store" in answer["Cache-Control"]
