"""The routes outside the desk, with what everybody gets there: front page, sign-in, REST API."""

from collections.abc import Iterator

from tests.access.lines import NOTHING_THERE, Line
from tests.access.people import DZIR, EVERYBODY, FIR, NOBODY, PANEL, SIGNED_IN, Audience, Who

SUBMITTER: Audience = frozenset({Who.SUBMITTER})


def sign_in_pages() -> Iterator[Line]:
    """The front page and those around signing in: nothing of a restricted register is on them."""
    yield Line("", "/", EVERYBODY)
    yield Line("", "/?search=&publication=3", EVERYBODY)
    yield Line("", "/?publication=99", EVERYBODY, yes=400)
    yield Line("look-up/", "/look-up/", EVERYBODY)
    yield Line("clauses/", "/clauses/", EVERYBODY)
    for page in ("login", "password-reset", "password-reset/sent", "password-reset/done"):
        yield Line(f"accounts/{page}/", f"/accounts/{page}/", EVERYBODY)
    yield Line("accounts/logout/", "/accounts/logout/", EVERYBODY, yes=405)
    for page in ("password-change", "password-change/done"):
        yield Line(f"accounts/{page}/", f"/accounts/{page}/", SIGNED_IN)
    for page in ("password-reset", "invitation"):
        pattern = f"accounts/{page}/<uidb64>/<token>/"
        yield Line(pattern, f"/accounts/{page}/{{uid}}/{{link}}/", EVERYBODY, yes=302)
        yield Line(pattern, f"/accounts/{page}/{{uid}}/wrong-link/", EVERYBODY)


def publication_pages() -> Iterator[Line]:
    """What was published, for everybody; the restricted parts for those who may read them."""
    root = "publications/"
    yield Line(root, f"/{root}", EVERYBODY)
    one = f"{root}<str:number>/"
    for number in ("1", "2", "3", "4"):
        yield Line(one, f"/{root}{number}/", EVERYBODY)
    for number in NOTHING_THERE:
        yield Line(one, f"/{root}{number}/", EVERYBODY, yes=404)
    yield Line(f"{root}feed.atom", f"/{root}feed.atom", EVERYBODY)
    # Archives hold fifty publications each, and there are not so many.
    for key in ("1", "0", "9" * 30):
        archive = f"{root}feed-<int:archive>.atom"
        yield Line(archive, f"/{root}feed-{key}.atom", EVERYBODY, yes=404)
    compare = f"{root}compare/"
    yield Line(compare, f"/{compare}", EVERYBODY)
    readers = {"firmware": FIR, "zigbee": DZIR | {Who.GRANTEE, Who.COLLEAGUE}, "nothing": NOBODY}
    for query in ("from=1&to=4", "from=4&to=1"):
        yield Line(compare, f"/{compare}?{query}", EVERYBODY)
        for code, inside in readers.items():
            address = f"/{compare}?{query}&register={code}"
            yield Line(compare, address, inside, no=404, out=404)


def record_pages() -> Iterator[Line]:
    """A Device Model for everybody; what the other registers say of it, for who may read them."""
    for number in ("{granted}", "{blocked}", "{hub}"):
        yield Line("cpl/<str:number>/", f"/cpl/{number}/", EVERYBODY)
        yield Line("cpl/<str:number>/", f"/cpl/{number}/?publication=4", EVERYBODY)
    for number in NOTHING_THERE:
        yield Line("cpl/<str:number>/", f"/cpl/{number}/", EVERYBODY, yes=404)
    for publication in ("99", "x"):
        address = f"/cpl/{{granted}}/?publication={publication}"
        yield Line("cpl/<str:number>/", address, EVERYBODY, yes=404)


def token_pages() -> Iterator[Line]:
    """One's own tokens; the one in the address is the submitter's."""
    yield Line("tokens/", "/tokens/", SIGNED_IN)
    revoke = "^tokens/(?P<pk>[0-9]{1,18})/revoke/$"
    for key, inside in {"{token}": SUBMITTER, "{absent}": NOBODY}.items():
        yield Line(revoke, f"/tokens/{key}/revoke/", inside, no=404, known=SIGNED_IN)


def subscription_pages() -> Iterator[Line]:
    """One's own subscriptions; the link of an e-mail stops one, whoever follows it."""
    yield Line("subscriptions/", "/subscriptions/", SIGNED_IN)
    one = "^subscriptions/(?P<pk>[0-9]{1,18})/$"
    for key, inside in {"{subscription}": SUBMITTER, "{absent}": NOBODY}.items():
        yield Line(one, f"/subscriptions/{key}/", inside, no=404, known=SIGNED_IN)
    stop = "subscriptions/stop/<str:token>/"
    yield Line(stop, "/subscriptions/stop/{stop}/", EVERYBODY)
    for token in ("1:forged", "nothing"):
        yield Line(stop, f"/subscriptions/stop/{token}/", EVERYBODY, yes=404)


def api() -> Iterator[Line]:
    """The REST API: role first (401, 403), then look-up (404)."""
    root = "api/v1/"
    for page in ("", "schema/", "docs/", "health/"):
        yield Line(f"{root}{page}", f"/{root}{page}", EVERYBODY)
    yield Line(f"{root}cpl/lookups/", f"/{root}cpl/lookups/", EVERYBODY, yes=405)
    yield Line("api/^", "/api/v1/nothing/", EVERYBODY, yes=404)
    everybody = dict.fromkeys(("{granted}", "{blocked}", "{hub}"), EVERYBODY)
    yield from _api_register("cpl/device-models", EVERYBODY, everybody)
    fir = dict.fromkeys(("{granted}", "{blocked}", "{hub}"), FIR)
    yield from _api_register("firmware/records", FIR, fir)
    readers: dict[str, Audience] = {
        "{granted}": DZIR | {Who.GRANTEE},
        "{blocked}": DZIR,
        "{hub}": DZIR | {Who.COLLEAGUE},
    }
    yield from _api_register("zigbee/records", SIGNED_IN, readers)
    yield from _proofs(fir, readers)
    yield from _publications()
    yield from _comparisons()
    yield from _whole_lists()
    yield Line(f"{root}tokens/", f"/{root}tokens/", SIGNED_IN, out=401, known=SIGNED_IN)
    one = f"{root}tokens/<str:number>/"
    for key, inside in {"{token}": SUBMITTER, **dict.fromkeys(NOTHING_THERE, NOBODY)}.items():
        address = f"/{root}tokens/{key}/"
        yield Line(one, address, inside, no=404, out=401, known=SIGNED_IN)
    yield from _subscriptions(f"{root}subscriptions/")
    yield Line(f"{root}redactions/", f"/{root}redactions/", EVERYBODY)
    overseers: Audience = PANEL | DZIR | {Who.AUDITOR}
    address = f"{root}disclosures/"
    yield Line(address, f"/{address}", overseers, out=401, known=SIGNED_IN)


def _subscriptions(root: str) -> Iterator[Line]:
    """One's own; the one in the address is the submitter's."""
    yield Line(root, f"/{root}", SIGNED_IN, out=401, known=SIGNED_IN)
    for key, inside in {
        "{subscription}": SUBMITTER,
        **dict.fromkeys(NOTHING_THERE, NOBODY),
    }.items():
        for page in ("", "notices/"):
            address = f"/{root}{key}/{page}"
            yield Line(
                f"{root}<str:number>/{page}", address, inside, no=404, out=401, known=SIGNED_IN
            )
    for deed in (
        "secret",
        "test",
        "confirmation",
        "confirmation/send",
        "notices/<str:key>/resend",
    ):
        address = f"/{root}{{subscription}}/{deed.replace('<str:key>', '{dead_notice}')}/"
        yield Line(f"{root}<str:number>/{deed}/", address, SIGNED_IN, yes=405, out=401)


def _proofs(fir: dict[str, Audience], dzir: dict[str, Audience]) -> Iterator[Line]:
    """What proves a record is for those who may read it."""
    for path, readers, no in (("firmware", fir, 403), ("zigbee", dzir, 404)):
        pattern = f"api/v1/{path}/records/<str:number>/proof/"
        for key, inside in readers.items():
            address = f"/api/v1/{path}/records/{key}/proof/"
            yield Line(pattern, address, inside, no=no, out=401, known=SIGNED_IN)
        for key in NOTHING_THERE:
            address = f"/api/v1/{path}/records/{key}/proof/"
            if path == "firmware":
                yield Line(pattern, address, FIR, yes=404, no=403, out=401, known=SIGNED_IN)
            else:
                yield Line(pattern, address, NOBODY, no=404, out=401, known=SIGNED_IN)


def _publications() -> Iterator[Line]:
    root = "api/v1/"
    yield Line(f"{root}^publications/$", f"/{root}publications/", EVERYBODY)
    yield Line(f"{root}publications/bundle.tar", f"/{root}publications/bundle.tar", EVERYBODY)
    one = f"{root}^publications/(?P<number>[^/]+)/$"
    public = f"{root}publications/<str:number>/changes/"
    signed = f"{root}publications/<str:number>/manifest/"
    inner = f"{root}firmware/publications/"
    yield Line(inner, f"/{inner}", FIR, out=401, known=SIGNED_IN)
    one_inside = f"{inner}<str:number>/"
    restricted = f"{inner}<str:number>/changes/"
    for number in ("1", "2", "3", "4"):
        yield Line(one, f"/{root}publications/{number}/", EVERYBODY)
        yield Line(public, f"/{root}publications/{number}/changes/", EVERYBODY)
        yield Line(signed, f"/{root}publications/{number}/manifest/", EVERYBODY)
        address = f"/{inner}{number}/"
        yield Line(one_inside, address, FIR, out=401, known=SIGNED_IN)
        yield Line(restricted, f"{address}changes/", FIR, out=401, known=SIGNED_IN)
    for number in NOTHING_THERE:
        yield Line(one, f"/{root}publications/{number}/", EVERYBODY, yes=404)
        yield Line(public, f"/{root}publications/{number}/changes/", EVERYBODY, yes=404)
        yield Line(signed, f"/{root}publications/{number}/manifest/", EVERYBODY, yes=404)
        address = f"/{inner}{number}/"
        yield Line(one_inside, address, FIR, yes=404, out=401, known=SIGNED_IN)
        yield Line(restricted, f"{address}changes/", FIR, yes=404, out=401, known=SIGNED_IN)


def _comparisons() -> Iterator[Line]:
    """Publications compared: for whom the register is open, whatever the query."""
    for path, inside in (("", EVERYBODY), ("firmware/", FIR), ("zigbee/", SIGNED_IN)):
        pattern = f"api/v1/{path}publications/compare/"
        # Nobody said which publications.
        yield Line(pattern, f"/{pattern}", inside, yes=400, out=401, known=SIGNED_IN)
        for query in ("from=1&to=4", "from=4&to=1", "from=1&to=4&format=csv"):
            yield Line(pattern, f"/{pattern}?{query}", inside, out=401, known=SIGNED_IN)


def _whole_lists() -> Iterator[Line]:
    root = "api/v1/"
    for suffix in ("json", "csv"):
        public = f"{root}publications/<str:number>/cpl.{suffix}"
        restricted = f"{root}firmware/publications/<str:number>/firmware.{suffix}"
        for number in ("1", "4", *NOTHING_THERE):
            yes = 200 if number in ("1", "4") else 404
            yield Line(public, f"/{public.replace('<str:number>', number)}", EVERYBODY, yes=yes)
            address = f"/{restricted.replace('<str:number>', number)}"
            yield Line(restricted, address, FIR, yes=yes, out=401, known=SIGNED_IN)


def _api_register(path: str, knocks: Audience, readers: dict[str, Audience]) -> Iterator[Line]:
    listed, one = f"api/v1/^{path}/$", f"api/v1/^{path}/(?P<number>[^/]+)/$"
    yield Line(listed, f"/api/v1/{path}/", knocks, out=401, known=SIGNED_IN)
    for key, inside in (readers | dict.fromkeys(NOTHING_THERE, NOBODY)).items():
        known, no = (knocks, 404) if knocks != FIR else (SIGNED_IN, 403)
        address = f"/api/v1/{path}/{key}/"
        if knocks == FIR and inside == NOBODY:
            yield Line(one, address, FIR, yes=404, no=403, out=401, known=SIGNED_IN)
        else:
            yield Line(one, address, inside, no=no, out=401, known=known)
