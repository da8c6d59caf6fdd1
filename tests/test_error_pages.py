"""With DEBUG off, as the suite runs: pages for what cannot be read, whatever was sent."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
#: Bodies that fail when a form's token is looked for in them.
UNREADABLE = {
    "of another charset": (f"{FORM}; charset=utf-16", b"a=1"),
    "of too many fields": (FORM, b"&".join(b"a%d=1" % each for each in range(1_001))),
    "of parts without an end": ("multipart/form-data; boundary=" + "y" * 300, b"--"),
}
#: Where it is sent: there, not there, and where the desk or the API answer.
ANSWERED = {
    "/": (400, "cannot be read"),
    "/nowhere/at/all/": (404, "nothing at this address"),
    "/admin/login/": (400, "cannot be read"),
    "/api/v1/nowhere/": (404, "application/problem+json"),
}


@pytest.mark.parametrize("sent", UNREADABLE)
def test_body_that_cannot_be_read_is_refused_in_words(sent: str) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    kind, body = UNREADABLE[sent]
    client.get("/accounts/login/")  # which leaves the cookie that a form's token is held against

    for address, (status, words) in ANSWERED.items():
        answer = client.post(address, body, content_type=kind)

        said = answer.content.decode()
        assert (address, answer.status_code) == (address, status)
        assert words in said + answer["Content-Type"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not {"Traceback", "settings", "Exception"} & set(said.split())
