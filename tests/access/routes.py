"""Every route of the registry, with what everybody gets there.

``test_matrix`` fails for a pattern of the URLconf that has no line here.
"""

from collections.abc import Iterator

from tests.access.delivery_routes import delivery_routes
from tests.access.fleet_routes import fleet_routes
from tests.access.lines import NOTHING_THERE, Line
from tests.access.open_routes import (
    api,
    publication_pages,
    record_pages,
    sign_in_pages,
    subscription_pages,
    token_pages,
)
from tests.access.pathway_routes import pathway_routes
from tests.access.people import (
    AT_THE_DESK,
    DZIR,
    EVERYBODY,
    FIR,
    MANAGERS,
    NOBODY,
    OFFICE,
    PANEL,
    SUBMITTERS,
    Audience,
    Who,
)
from tests.access.submission_desk import submissions_desk
from tests.access.submission_routes import submission_routes
from tests.access.workspace_routes import CHANGED_IN_DRAFTS, workspace_pages
from tests.access.zigbee_access_routes import access_api, access_pages, review_api, security_query

#: Forms of what changes once for all records.
OF_MANY = (
    ("cpl/manufacturer", "FA0A", "<slug:code>", "rename"),
    ("cpl/manufacturer", "FA0A", "<slug:code>", "contact"),
    ("cpl/assurancecertificate", "{certificate}", "<int:key>", "renew"),
)


def desk_pages(
    model: str,
    key: str,
    inside: Audience,
    *,
    pages: str = "list change history version",
    absent: int = 404,
    nothings: tuple[str, ...] = ("{absent}",),
) -> Iterator[Line]:
    """The admin's pages of a model: of one row, and of one that is not there.

    ``absent`` answers a change page without its row; a history without its row is always a 404.
    """
    root = f"admin/{model}/"
    version = f"v_{model.split('/')[1]}"
    if "list" in pages:
        yield Line(root, f"/{root}", inside)
    if "add" in pages:
        yield Line(f"{root}add/", f"/{root}add/", inside)
    for page in ("change", "history", "delete"):
        if page in pages.split():
            pattern = f"{root}<path:object_id>/{page}/"
            yield Line(pattern, f"/{root}{key}/{page}/", inside)
            for nothing in nothings:
                status = 404 if page == "history" else absent
                yield Line(pattern, f"/{root}{nothing}/{page}/", inside, yes=status)
    if "version" in pages:
        pattern = f"{root}^([^/]+)/history/([^/]+)/$"
        yield Line(pattern, f"/{root}{key}/history/{{{version}}}/", inside)
        for nothing in nothings:
            yield Line(pattern, f"/{root}{key}/history/{nothing}/", inside, yes=404)
            yield Line(pattern, f"/{root}{nothing}/history/1/", inside, yes=404)
    if "bare" in pages:
        yield Line(f"{root}<path:object_id>/", f"/{root}{key}/", EVERYBODY, yes=302)


def accounts_desk() -> Iterator[Line]:
    """People, organisations, roles, tokens: for those who manage accounts."""
    pages = "list change history version bare"
    for model in ("organisation", "user"):
        yield from desk_pages(
            f"accounts/{model}", f"{{{model}}}", MANAGERS, pages=f"add {pages}", absent=302
        )
    yield from desk_pages("accounts/apitoken", "{token}", MANAGERS, pages=pages, absent=302)
    yield Line("admin/accounts/apitoken/add/", "/admin/accounts/apitoken/add/", NOBODY)
    # The committee comes to countersign, and sees only what waits for that.
    roles = "admin/accounts/roleholding/"
    yield Line(roles, f"/{roles}", MANAGERS | DZIR)
    yield from desk_pages("accounts/roleholding", "{role}", MANAGERS, pages="add bare")
    yield from countersigning(roles)
    done = "admin/accounts/memberchange/"
    yield Line(done, f"/{done}", MANAGERS | DZIR | {Who.AUDITOR})
    for model in ("organisation", "user", "roleholding", "apitoken"):
        pattern = f"admin/accounts/{model}/<path:object_id>/delete/"
        yield Line(pattern, f"/admin/accounts/{model}/{{{_key(model)}}}/delete/", NOBODY)


def countersigning(root: str) -> Iterator[Line]:
    """One role: of the committee itself, and another, which its members may not see."""
    for page, absent in (("change", 302), ("history", 404)):
        pattern, unseen = f"{root}<path:object_id>/{page}/", (DZIR, absent)
        yield Line(pattern, f"/{root}{{role}}/{page}/", MANAGERS, but=unseen)
        yield Line(pattern, f"/{root}{{absent}}/{page}/", MANAGERS, yes=absent, but=unseen)
    pattern = f"{root}^([^/]+)/history/([^/]+)/$"
    yield Line(pattern, f"/{root}{{role}}/history/{{v_roleholding}}/", MANAGERS, but=(DZIR, 404))


def _key(model: str) -> str:
    return {"roleholding": "role", "apitoken": "token"}.get(model, model)


def open_list_desk() -> Iterator[Line]:
    """The Central Products List, its tables of policy, publications."""
    for model, key in (
        ("cpl/devicemodel", "{granted}"),
        ("cpl/assurancecertificate", "{certificate}"),
        ("cpl/manufacturer", "FA0A"),
        ("cpl/devicetype", "ESME"),
        ("cpl/manufacturerorganisation", "{speaker}"),
        ("cpl/usualform", "Model identifier"),
        ("cpl/cpanoticeperiod", "{period}"),
        ("registers/bankholiday", "{holiday}"),
        ("registers/weekday", "6"),
        ("zigbee/accesspolicy", "all"),
        ("firmware/fleetpolicy", "fleet"),
        ("notices/noticepolicy", "notices"),
    ):
        nothings = NOTHING_THERE if model == "cpl/devicemodel" else ("{absent}",)
        yield from desk_pages(model, key, OFFICE, nothings=nothings)
    one = "admin/cpl/devicemodel/<path:object_id>/change/"
    for key in ("{removed}", "{bare}", "{hub}"):
        yield Line(one, f"/admin/cpl/devicemodel/{key}/change/", OFFICE)
    page = "admin/cpl/devicemodel/<path:object_id>/history/"
    yield Line(page, "/admin/cpl/devicemodel/{hub}/history/", OFFICE)
    makers = SUBMITTERS - {Who.REVIEWER}
    yield from desk_pages("cpl/devicemodel", "", makers, pages="add")
    adding = "admin/cpl/devicemodel/add/"
    yield Line(adding, "/admin/cpl/devicemodel/add/?draft={absent}", makers, yes=404)
    proposing = "admin/cpl/devicemodel/<int:number>/propose/"
    for key, drafting in CHANGED_IN_DRAFTS.items():
        # Whoever has a draft that changes it is led there.
        yield Line(proposing, f"/admin/cpl/devicemodel/{key}/propose/", makers, but=(drafting, 302))
    for key in ("{absent}", "9" * 30):
        yield Line(proposing, f"/admin/cpl/devicemodel/{key}/propose/", makers, yes=404)
    administrator: Audience = frozenset({Who.ADMINISTRATOR})
    for root, key, kind, form in OF_MANY:
        pattern = f"admin/{root}/{kind}/{form}/"
        yield Line(pattern, f"/admin/{root}/{key}/{form}/", administrator)
        yield Line(pattern, f"/admin/{root}/{{absent}}/{form}/", administrator, yes=404)
    yield from desk_pages("cpl/devicetype", "", administrator, pages="add")
    for model, key in (
        ("cpl/manufacturerorganisation", "{speaker}"),
        ("cpl/cpanoticeperiod", "{period}"),
        ("registers/bankholiday", "{holiday}"),
    ):
        yield from desk_pages(model, key, administrator, pages="add delete")
    yield from desk_pages("registers/publication", "2", OFFICE, pages="list change")


def restricted_desk() -> Iterator[Line]:
    """FIR and DZIR, grants, disclosures."""
    yield from desk_pages(
        "firmware/firmwarerecord", "{granted}", FIR - {Who.DCC}, nothings=NOTHING_THERE
    )
    yield from zigbee_desk()
    yield from published_desk()
    pages = "list add change history version"
    watching: Audience = DZIR | {Who.AUDITOR}
    yield from desk_pages("zigbee/accessgrant", "{grant}", watching, pages="list change")
    yield from desk_pages("zigbee/accessgrant", "{grant}", DZIR, pages="add history version")
    yield from desk_pages("zigbee/accessrequest", "{access_request}", DZIR)
    for deed in ("decide", "sign"):
        pattern = f"admin/zigbee/accessrequest/<path:object_id>/{deed}/"
        for key, yes in {"{access_request}": 200, **dict.fromkeys(NOTHING_THERE, 404)}.items():
            yield Line(pattern, f"/admin/zigbee/accessrequest/{key}/{deed}/", DZIR, yes=yes)
    one = "admin/zigbee/accessgrant/<path:object_id>/change/"
    yield Line(one, "/admin/zigbee/accessgrant/{revoked_grant}/change/", watching)
    yield from desk_pages("zigbee/vendorspelling", "{spelling}", DZIR, pages=f"{pages} delete")
    yield from desk_pages("zigbee/readingpolicy", "person", watching)
    unusual = "zigbee/unusualreading"
    yield from desk_pages(unusual, "{unusual_reading}", watching, pages="list change")
    overseers: Audience = PANEL | DZIR | {Who.AUDITOR}
    yield from desk_pages("registers/disclosure", "", overseers, pages="list")
    listed = "admin/registers/disclosure/"
    yield Line(f"{listed}export/", f"/{listed}export/", overseers)
    for asked in ("number={blocked}&since=2026-01-01", "person=nobody&until=never"):
        yield Line(listed, f"/{listed}?{asked}", overseers)
    one = "admin/registers/disclosure/<path:object_id>/change/"
    for key, inside in {
        "{fir_disclosure}": PANEL | {Who.AUDITOR},
        "{dzir_disclosure}": DZIR | {Who.AUDITOR},
        "{absent}": NOBODY,
    }.items():
        address = f"/admin/registers/disclosure/{key}/change/"
        yield Line(one, address, inside, no=404, but=(AT_THE_DESK - overseers, 403))
    yield from redactions_desk()


def redactions_desk() -> Iterator[Line]:
    """The Panel's for CPL and FIR, the committee's for the DZIR; of others not even the list."""
    keepers: Audience = PANEL | DZIR
    yield from desk_pages("registers/redaction", "", keepers, pages="list add")
    one = "admin/registers/redaction/<path:object_id>/change/"
    for key, inside in {
        "{fir_redaction}": PANEL,
        "{dzir_redaction}": DZIR,
        **dict.fromkeys(NOTHING_THERE, NOBODY),
    }.items():
        address = f"/admin/registers/redaction/{key}/change/"
        yield Line(one, address, inside, no=404, but=(AT_THE_DESK - keepers, 403))
    of_evidence = "submissions/evidenceredaction"
    yield from desk_pages(of_evidence, "{evidence_redaction}", PANEL, pages="list change")
    root = f"admin/{of_evidence}/add/"
    yield Line(root, f"/{root}?evidence={{in_review_evidence}}", PANEL)
    yield Line(root, f"/{root}?evidence={{absent}}", PANEL, yes=404)
    yield Line(root, f"/{root}", PANEL, yes=302)


def published_desk() -> Iterator[Line]:
    """Registers as published, and their lists as files: as for the registers' own lists."""
    root, record = "admin/published/<slug:code>/", "admin/published/<slug:code>/<int:number>/"
    export = "admin/published/<slug:code>/export/<slug:form>/"
    listed = "admin/exports/<slug:code>/<slug:form>/"
    for code, inside in {"cpl": OFFICE, "firmware": FIR - {Who.DCC}, "zigbee": AT_THE_DESK}.items():
        yield Line(root, f"/admin/published/{code}/?publication=1", inside)
        yield Line(export, f"/admin/published/{code}/export/json/", inside)
        yield Line(listed, f"/admin/exports/{code}/csv/?q=", inside)
    yield Line(root, "/admin/published/other/", NOBODY, no=404)
    for key, inside in {"{granted}": DZIR | {Who.GRANTEE}, "{absent}": NOBODY}.items():
        yield Line(record, f"/admin/published/zigbee/{key}/", inside, no=404)
    for code, inside in {"cpl": OFFICE, "firmware": FIR - {Who.DCC}}.items():
        yield Line(root, f"/admin/published/{code}/?publication=99", inside, yes=400)
        yield Line(record, f"/admin/published/{code}/{{granted}}/", inside)
        yield Line(record, f"/admin/published/{code}/{{absent}}/", inside, yes=404)


def zigbee_desk() -> Iterator[Line]:
    """The section is everybody's; behind it the same page for whoever may not look."""
    root = "admin/zigbee/zigbeerecord/"
    yield Line(root, f"/{root}", AT_THE_DESK)
    readers = {
        "{granted}": DZIR | {Who.GRANTEE},
        "{blocked}": DZIR,
        "{hub}": DZIR | {Who.COLLEAGUE},
        "{sent}": DZIR,
        **dict.fromkeys(NOTHING_THERE, NOBODY),
    }
    for key, inside in readers.items():
        for page in ("change", "history"):
            pattern = f"{root}<path:object_id>/{page}/"
            yield Line(pattern, f"/{root}{key}/{page}/", inside, no=404)
        for page in ("permissions", "ask"):
            pattern = f"{root}<path:object_id>/{page}/"
            yield Line(pattern, f"/{root}{key}/{page}/", inside & DZIR, no=404)
        pattern = f"{root}^([^/]+)/history/([^/]+)/$"
        own_version = inside if key == "{granted}" else NOBODY
        yield Line(pattern, f"/{root}{key}/history/{{v_zigbeerecord}}/", own_version, no=404)


def deliveries_desk() -> Iterator[Line]:
    """The list with its results: the Panel's; its tables of policy: everybody's with an office."""
    administrator: Audience = frozenset({Who.ADMINISTRATOR})
    yield from desk_pages("registers/delivery", "{delivery}", PANEL, pages="list change")
    yield from desk_pages("deliveries/clockdays", "{clock_days}", OFFICE)
    yield from desk_pages("deliveries/clockdays", "{clock_days}", administrator, pages="add delete")
    yield from desk_pages("deliveries/extractmember", "cpa", OFFICE)


def evidence_desk() -> Iterator[Line]:
    """Files of submissions, the record of who opened them, and answers to questions."""
    root = "admin/submissions/submission/"
    readers: Audience = PANEL | {Who.SUBMITTER}
    one = f"{root}<int:pk>/evidence/<int:key>/"
    for word in ("draft", "in_review"):
        yield Line(one, f"/{root}{{{word}}}/evidence/{{{word}_evidence}}/", readers, no=404)
    # Not there, and there but of another submission.
    for key in ("{absent}", "{in_review_evidence}"):
        yield Line(one, f"/{root}{{draft}}/evidence/{key}/", NOBODY, no=404)
    deeds = {
        "evidence/": "evidence/",
        "evidence/<int:key>/remove/": "evidence/{draft_evidence}/remove/",
        "questions/<int:key>/answer/": "questions/{question}/answer/",
    }
    for deed, way in deeds.items():
        yield Line(f"{root}<int:pk>/{deed}", f"/{root}{{draft}}/{way}", readers, yes=405, no=404)
    overseers: Audience = PANEL | {Who.AUDITOR}
    yield from desk_pages("submissions/evidenceaccess", "", overseers, pages="list")


def notices_desk() -> Iterator[Line]:
    """Who subscribes, and the outbox."""
    for model, key in (("subscription", "{subscription}"), ("notice", "{dead_notice}")):
        yield from desk_pages(f"notices/{model}", key, MANAGERS)


def shared_desk() -> Iterator[Line]:
    """What the admin site has beside its models."""
    yield Line("admin/", "/admin/", AT_THE_DESK)
    yield Line("admin/login/", "/admin/login/", AT_THE_DESK, yes=302, out=200)
    yield Line("admin/logout/", "/admin/logout/", AT_THE_DESK, yes=405)
    yield Line("admin/password_change/", "/admin/password_change/", EVERYBODY, yes=302)
    yield Line("admin/password_change/done/", "/admin/password_change/done/", AT_THE_DESK)
    yield Line("admin/jsi18n/", "/admin/jsi18n/", AT_THE_DESK)
    yield from autocompletions()
    app_list = (
        "admin/^(?P<app_label>"
        "accounts|registers|cpl|firmware|zigbee|deliveries|notices|submissions)/$"
    )
    for label, inside in {
        "accounts": MANAGERS | DZIR | {Who.AUDITOR},
        "registers": OFFICE,
        "cpl": OFFICE,
        "firmware": FIR - {Who.DCC} | OFFICE,
        "zigbee": AT_THE_DESK,
        "notices": OFFICE | MANAGERS,
        "deliveries": OFFICE,
        "submissions": SUBMITTERS | {Who.AUDITOR},
    }.items():
        yield Line(app_list, f"/admin/{label}/", inside, no=404)
    yield Line("admin/(?P<url>.*)$", "/admin/nothing/", NOBODY, no=404)


def autocompletions() -> Iterator[Line]:
    """Suggestions while typing: of people and organisations alone."""
    pattern = "admin/autocomplete/"
    for app, model, field, inside in (
        ("accounts", "user", "organisation", MANAGERS),
        ("accounts", "roleholding", "user", MANAGERS),
        ("zigbee", "radio", "record", NOBODY),
        ("zigbee", "review", "record", NOBODY),
        ("zigbee", "question", "review", NOBODY),
        ("zigbee", "zigbeerecord", "device_model", NOBODY),
        ("firmware", "firmwarerecord", "contact", NOBODY),
        ("firmware", "upgradepathway", "device_model", NOBODY),
    ):
        query = f"app_label={app}&model_name={model}&field_name={field}&term="
        yield Line(pattern, f"/{pattern}?{query}", inside)


def all_lines() -> list[Line]:
    """Every line of the table."""
    parts = (
        accounts_desk,
        open_list_desk,
        restricted_desk,
        submissions_desk,
        deliveries_desk,
        evidence_desk,
        notices_desk,
        shared_desk,
        sign_in_pages,
        publication_pages,
        record_pages,
        token_pages,
        subscription_pages,
        api,
        submission_routes,
        delivery_routes,
        fleet_routes,
        pathway_routes,
        access_api,
        access_pages,
        security_query,
        review_api,
        workspace_pages,
    )
    return [line for part in parts for line in part()]
