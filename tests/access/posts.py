"""Everything that can be done by a form, with who may do it and what everybody else is told.

Each form is filled in so that only the right is missing: ``test_posts`` holds both sides of that.
Addresses and cells hold names of the world's keys in braces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from accounts.models import Role
from tests.access.people import (
    AT_THE_DESK,
    DZIR,
    MANAGERS,
    NOBODY,
    PANEL,
    SUBMITTERS,
    Audience,
    Who,
)

ADMINISTRATOR: Audience = frozenset({Who.ADMINISTRATOR})
REVIEWER: Audience = frozenset({Who.REVIEWER})
SUBMITTER: Audience = frozenset({Who.SUBMITTER})

WORKBOOK = "Action,CPL number,Release notes\namend,4711001,Nothing new\n"


@dataclass(frozen=True)
class Post:
    """A form: whose it is, and the status for others at the desk, for some of them, for the rest.

    Redirects away from the desk lead to the sign-in page; ``but`` are led back with a refusal.
    """

    name: str
    address: str
    cells: dict[str, str | list[str]]
    may: Audience
    no: int = 403
    but: tuple[Audience, int] = (NOBODY, 0)
    files: dict[str, str] = field(default_factory=dict)

    def refusal_for(self, who: Who) -> int:
        """The status for somebody who may not."""
        if who in self.but[0]:
            return self.but[1]
        return self.no if who in AT_THE_DESK else 302


def _action(
    model: str, action: str, key: str, may: Audience, *, no: int = 403, **more: str
) -> Post:
    cells: dict[str, str | list[str]] = {"action": action, "_selected_action": [key], **more}
    return Post(f"{model} {action}", f"/admin/{model}/", cells, may, no=no)


def accounts_posts() -> Iterator[Post]:
    """People, organisations, roles, tokens."""
    yield Post("add organisation", "/admin/accounts/organisation/add/", {"name": "New"}, MANAGERS)
    yield Post(
        "change organisation",
        "/admin/accounts/organisation/{organisation}/change/",
        {"name": "Renamed", "reason": "because"},
        MANAGERS,
    )
    person: dict[str, str | list[str]] = {
        "email": "new@test.example",
        "name": "New",
        "is_staff": "on",
    }
    yield Post("add person", "/admin/accounts/user/add/", person, MANAGERS)
    inline = {f"role_holdings-{each}_FORMS": "0" for each in ("TOTAL", "INITIAL")}
    yield Post(
        "close account",
        "/admin/accounts/user/{user}/change/",
        {"name": "Gone", "reason": "left", **inline},
        MANAGERS,
    )
    role = {"user": "{user}", "role": Role.PANEL_ADMINISTRATOR.value, "reason": "minute 7"}
    starts = {"starts_0": "2020-01-01", "starts_1": "00:00:00"}
    yield Post("give role", "/admin/accounts/roleholding/add/", {**role, **starts}, MANAGERS)
    ended = _action("accounts/roleholding", "end", "{role}", MANAGERS, reason="over")
    yield Post(ended.name, ended.address, ended.cells, MANAGERS, but=(DZIR, 302))
    yield _action("accounts/user", "invite", "{unsent}", MANAGERS)
    yield _action("accounts/apitoken", "revoke", "{token}", MANAGERS)
    yield _action("notices/notice", "resend", "{dead_notice}", MANAGERS)
    seen: tuple[Audience, int] = (frozenset({Who.DCC}), 404)
    for deed in ("test", "end"):
        yield Post(
            f"{deed} own subscription",
            "/subscriptions/{subscription}/",
            {"do": deed},
            SUBMITTER,
            no=404,
            but=seen,
        )
    yield Post("revoke own token", "/tokens/{token}/revoke/", {}, SUBMITTER, no=404, but=seen)


def submission_posts() -> Iterator[Post]:
    """Uploads, and the steps of a submission's life."""
    root = "/admin/submissions/submission/"
    makers = SUBMITTERS - REVIEWER
    yield Post("upload", f"{root}add/", {}, makers, files={"file": WORKBOOK})
    yield Post("add form", "/admin/cpl/devicemodel/add/", {"device_type": "ESME"}, makers)
    changed: dict[str, str | list[str]] = {"release_notes": "Nothing new"}
    yield Post("change form", "/admin/cpl/devicemodel/{hub}/propose/", changed, makers)
    for name, address, row in (
        ("rename", "manufacturer/FA0A/rename", {"manufacturer": "Renamed Meters plc"}),
        ("change contact", "manufacturer/FA0A/contact", {"contact_email": "new@nobody.example"}),
        ("renew", "assurancecertificate/{certificate}/renew", {"cpa_standard": "CPA 1.4"}),
    ):
        typed: dict[str, str | list[str]] = {**row, "reason": "letter 12"}
        yield Post(name, f"/admin/cpl/{address}/", typed, ADMINISTRATOR)
    seen = (PANEL | SUBMITTER) - SUBMITTER
    edited = f"{root}{{draft}}/rows/2/"
    yield Post("edit form", edited, changed, SUBMITTER, no=404, but=(seen, 403))
    for step, word, may in (
        ("submit", "sendable", SUBMITTER),
        ("withdraw", "submitted", SUBMITTER),
        ("start_review", "submitted", REVIEWER),
        ("return", "in_review", REVIEWER),
        ("reject", "in_review", REVIEWER),
        ("accept", "in_review", REVIEWER),
    ):
        seen = (PANEL | SUBMITTER) - may
        address = f"{root}{{{word}}}/{step}/now/"
        yield Post(step, address, {"reason": "because"}, may, no=404, but=(seen, 302))
    waiver: dict[str, str | list[str]] = {"rule": "{advisory}", "reason": "seen"}
    seen = (PANEL | SUBMITTER) - REVIEWER
    yield Post("waive", f"{root}{{doubtful}}/waive/", waiver, REVIEWER, no=404, but=(seen, 302))
    attach = SUBMITTER | REVIEWER
    yield Post(
        "add evidence",
        f"{root}{{in_review}}/evidence/",
        {"kind": "minutes"},
        attach,
        no=404,
        but=((PANEL | SUBMITTER) - attach, 302),
        files={"file": "Nobody objected."},
    )
    yield Post(
        "take evidence back",
        f"{root}{{draft}}/evidence/{{draft_evidence}}/remove/",
        {},
        SUBMITTER,
        no=404,
        but=(PANEL - SUBMITTER, 302),
    )
    answering = f"{root}{{accepted}}/questions/{{question}}/answer/"
    yield Post("answer", answering, {"answer": "Well."}, SUBMITTER, no=404)
    yield Post("check", f"{root}{{draft}}/check/", {}, PANEL | SUBMITTER, no=404)
    together = _action(
        "submissions/submission", "accept_together", "{in_review}", REVIEWER, confirmed="yes"
    )
    seen = SUBMITTERS - REVIEWER
    yield Post(together.name, together.address, together.cells, REVIEWER, but=(seen, 200))


def zigbee_posts() -> Iterator[Post]:
    """Grants and reviews: the committee's."""
    until = datetime.now(UTC) + timedelta(days=30)
    grant: dict[str, str | list[str]] = {
        "person": "{stranger_email}",
        "kind": "all",
        "value": "",
        "purpose": "curiosity",
        "until": f"{until:%Y-%m-%d}",
    }
    yield Post("give access", "/admin/zigbee/accessgrant/add/", grant, DZIR)
    # Behind this address everybody else finds the page that stands for every record.
    address = "/admin/zigbee/zigbeerecord/{granted}/permissions/"
    yield Post("give object permissions", address, grant, DZIR, no=404)
    words: dict[str, str | list[str]] = {"text": "Which build is this?"}
    yield Post("ask", "/admin/zigbee/zigbeerecord/{hub}/ask/", words, DZIR, no=404)
    # Auditors are offered neither, on a list that they may read.
    auditor = (frozenset({Who.AUDITOR}), 200)
    for deciding in (
        _action("zigbee/accessgrant", "revoke", "{grant}", DZIR, reason="over"),
        _action("zigbee/accessgrant", "countersign", "{proposed_grant}", DZIR),
    ):
        yield Post(deciding.name, deciding.address, deciding.cells, DZIR, but=auditor)
    policy: dict[str, str | list[str]] = {"longest_days": "30", "members": "2", "reason": "because"}
    yield Post("change policy on access", "/admin/zigbee/accesspolicy/all/change/", policy, DZIR)
    usual = "/admin/zigbee/readingpolicy/person/change/"
    most: dict[str, str | list[str]] = {"most_records": "9", "hours": "1", "reason": "because"}
    yield Post("change policy on unusual reading", usual, most, DZIR)
    settling = _action("zigbee/unusualreading", "settle", "{unusual_open}", DZIR, note="because")
    yield Post(settling.name, settling.address, settling.cells, DZIR, but=auditor)
    spelling: dict[str, str | list[str]] = {
        "spelling": "Imagsil",
        "vendor": "Imaginary Silicon",
        "reason": "because",
    }
    root = "/admin/zigbee/vendorspelling/"
    yield Post("add spelling", f"{root}add/", spelling, DZIR)
    yield Post("change spelling", f"{root}{{spelling}}/change/", spelling, DZIR)
    why: dict[str, str | list[str]] = {"reason": "because"}
    yield Post("delete spelling", f"{root}{{spelling}}/delete/", why, DZIR)
    for action, key in (
        ("mark_reviewed", "{hub}"),
        ("ask_question", "{hub}"),
        ("raise_concern", "{hub}"),
        ("put_back", "{granted}"),
    ):
        more = {"confirmed": "1", "note": "because", "text": "Which build is this?"}
        # Whoever has no such action gets the list, as far as they may see it.
        yield _action("zigbee/zigbeerecord", action, key, DZIR, no=200, **more)


def policy_posts() -> Iterator[Post]:
    """The Panel's tables."""
    root = "/admin/cpl/"
    inline = {f"required_schemes-{each}_FORMS": "0" for each in ("TOTAL", "INITIAL")}
    device_type = {"code": "NEW", "name": "New", "specification": "SMETS", "position": "9"}
    yield Post(
        "add device type",
        f"{root}devicetype/add/",
        {**device_type, "reason": "because", **inline},
        ADMINISTRATOR,
    )
    yield Post(
        "add speaker",
        f"{root}manufacturerorganisation/add/",
        {"manufacturer": "FB0B", "organisation": "{organisation}", "reason": "because"},
        ADMINISTRATOR,
    )
    address = f"{root}manufacturerorganisation/{{speaker}}/delete/"
    yield Post("delete speaker", address, {"reason": "because"}, ADMINISTRATOR)
    lengths: dict[str, str | list[str]] = {"shortest": "2", "longest": "9", "reason": "because"}
    yield Post(
        "change usual form",
        f"{root}usualform/Model identifier/change/",
        {"characters": "LETTERS", **lengths},
        ADMINISTRATOR,
    )
    root = "/admin/registers/"
    holiday: dict[str, str | list[str]] = {"name": "A day", "reason": "because"}
    yield Post(
        "add holiday",
        f"{root}bankholiday/add/",
        {"day": "2031-01-01", **holiday},
        ADMINISTRATOR,
    )
    yield Post("change holiday", f"{root}bankholiday/{{holiday}}/change/", holiday, ADMINISTRATOR)
    why: dict[str, str | list[str]] = {"reason": "because"}
    yield Post("delete holiday", f"{root}bankholiday/{{holiday}}/delete/", why, ADMINISTRATOR)
    worked: dict[str, str | list[str]] = {"worked": "on", "reason": "because"}
    limits: dict[str, str | list[str]] = {
        **dict.fromkeys(("subscriptions", "codes_a_day", "confirmed_days"), "9"),
        "kept_days": "90",
        "reason": "because",
    }
    address = "/admin/notices/noticepolicy/notices/change/"
    yield Post("change policy on notices", address, limits, ADMINISTRATOR)
    yield Post("change weekday", f"{root}weekday/6/change/", worked, ADMINISTRATOR)


def redaction_posts() -> Iterator[Post]:
    """The Panel's of the FIR, the committee's of the DZIR: each only knows its own."""
    root = "/admin/registers/redaction/"
    cells: dict[str, str | list[str]] = {
        "cpl_number": "{blocked}",
        "publications": "1",
        "reason": "because",
    }
    own, others = ["firmware:release_notes"], ["zigbee:radios.chipset_vendor"]
    yield Post(
        "propose redaction of the FIR",
        f"{root}add/",
        {**cells, "members": own},
        PANEL,
        but=(DZIR, 422),
    )
    yield Post(
        "propose redaction of the DZIR",
        f"{root}add/",
        {**cells, "members": others},
        DZIR,
        but=(PANEL, 422),
    )
    asked = f"{root}add/?text=accessgrant:{{grant}}"
    chosen: dict[str, str | list[str]] = {
        "names": ["accessgrant:{grant}:purpose"],
        "reason": "because",
    }
    yield Post("propose redaction of a purpose", asked, chosen, DZIR, but=(PANEL, 404))
    # Whoever proposed it does not decide it.
    address = f"{root}{{fir_redaction}}/change/"
    yield Post("redact", address, {"deed": "approve"}, PANEL - ADMINISTRATOR, but=(DZIR, 404))
    root = "/admin/submissions/evidenceredaction/"
    words: dict[str, str | list[str]] = {"what": "name", "reason": "because"}
    yield Post(
        "propose redaction of a file", f"{root}add/?evidence={{draft_evidence}}", words, PANEL
    )
    address = f"{root}{{evidence_redaction}}/change/"
    yield Post("redact a file", address, {"deed": "approve"}, PANEL - ADMINISTRATOR)


def all_posts() -> list[Post]:
    """Every form of the registry but those of signing in."""
    parts = (accounts_posts, submission_posts, zigbee_posts, policy_posts, redaction_posts)
    return [post for part in parts for post in part()]
