"""Parts of a kept file (RFC 9110, section 14): downloads go on where they broke off."""

import pytest
from django.test import Client

from sec_registry.publications.files.wishes import Unsatisfiable, part_asked, takes_gzip
from tests.publications.files.whole import JSON, body_of, registry_with_a_past

SIZE = 10
PARTS = {
    "bytes=0-0": range(1),
    "bytes=2-4": range(2, 5),
    "bytes=8-": range(8, 10),
    "bytes=8-99": range(8, 10),
    "bytes=-3": range(7, 10),
    "bytes=-99": range(10),
    "BYTES = 1-2": range(1, 3),
}
PASSED_OVER = (
    *("", "bytes=", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "bytes=a-b", "lines=0-1"),
    *("bytes=0x1-2", "bytes=\u0661-\u0662", f"bytes=0-{'9' * 40}", "0-1", "bytes=1--2"),
)
BEYOND = ("bytes=10-", "bytes=10-20", "bytes=-0", f"bytes={'9' * 18}-")


@pytest.mark.parametrize("asked", PARTS)
def test_part_is_found(asked: str) -> None:
    assert part_asked(asked, SIZE) == PARTS[asked]


@pytest.mark.parametrize("asked", PASSED_OVER)
def test_what_cannot_be_read_is_passed_over(asked: str) -> None:
    assert part_asked(asked, SIZE) is None


@pytest.mark.parametrize("asked", BEYOND)
def test_part_beyond_the_end_is_refused(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_asked(asked, SIZE)


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip", True),
        ("br, GZIP ; Q=0.2", True),
        ("x-gzip", True),
        ("*", True),
        ("", False),
        ("br, identity", False),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *;q=1", False),
        ("*;q=0", False),
        ("gzip;q=high", False),
    ],
)
def test_gzip_is_sent_to_whoever_takes_it(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_broken_download_goes_on(client: Client, encoding: str) -> None:
    registry_with_a_past()
    takes = {"Accept-Encoding": encoding}
    first = client.get(JSON.format(3), headers=takes)
    whole, tag = body_of(first), first["ETag"]
    again = {**takes, "Range": f"bytes={len(whole) - 100}-", "If-Range": tag}

    rest = client.get(JSON.format(3), headers=again)

    assert (rest.status_code, body_of(rest)) == (206, whole[-100:])
    assert rest["Content-Range"] == f"bytes {len(whole) - 100}-{len(whole) - 1}/{len(whole)}"
    assert (rest["ETag"], rest["Accept-Ranges"], rest["Vary"]) == (tag, "bytes", "Accept-Encoding")
    # Of another file a part is no use, so all of it comes.
    for other in ('"another"', f"W/{tag}", "Thu, 26 Nov 2026 12:00:00 GMT"):
        anew = client.get(JSON.format(3), headers={**again, "If-Range": other})
        assert (anew.status_code, body_of(anew)) == (200, whole)
    head = client.head(JSON.format(3), headers=again)
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(whole)))
    assert (head["ETag"], head["Accept-Ranges"]) == (tag, "bytes")
    beyond = client.get(JSON.format(3), headers={**takes, "Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(whole)}")
    assert beyond["Content-Type"] == "application/problem+json"
    held = client.get(JSON.format(3), headers={**again, "If-None-Match": tag})
    assert held.status_code == 304
