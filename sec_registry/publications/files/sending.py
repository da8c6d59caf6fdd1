"""A kept file as an answer: all of it, a part, or that nothing changed."""

import os
from collections.abc import Iterator
from http import HTTPStatus
from typing import BinaryIO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from sec_registry.publications.files.wishes import Unsatisfiable, holds, part_asked
from sec_registry.registers.problems import plain_problem

CHUNK = 1 << 16


class Part(Iterator[bytes]):
    """So many bytes of an open file from a place on; the file is closed with the answer."""

    def __init__(self, file: BinaryIO, part: range) -> None:
        self._file = file
        self._left = len(part)
        file.seek(part.start)

    def __next__(self) -> bytes:
        chunk = self._file.read(min(CHUNK, self._left)) if self._left else b""
        if not chunk:
            raise StopIteration
        self._left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file; the web framework calls it, whatever became of the answer."""
        self._file.close()


def file_answer(request: Request, file: BinaryIO, tag: str) -> HttpResponseBase:
    """The file, or the part of it that is asked for; without a body for HEAD."""
    size = os.fstat(file.fileno()).st_size
    part, status = range(size), HTTPStatus.OK
    asked = request.headers.get("Range", "")
    # Only GET is answered by parts (RFC 9110, section 14.2).
    if asked and request.method == "GET" and holds(request.headers.get("If-Range", ""), tag):
        try:
            found = part_asked(asked, size)
        except Unsatisfiable:
            file.close()
            refused = plain_problem(416, f"The file has {size} bytes.")
            refused["Content-Range"] = f"bytes */{size}"
            return refused
        if found is not None:
            part, status = found, HTTPStatus.PARTIAL_CONTENT
    answer: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        answer = HttpResponse(status=status)
    else:
        answer = StreamingHttpResponse(Part(file, part), status=status)
    answer["Content-Length"] = str(len(part))
    if status == HTTPStatus.PARTIAL_CONTENT:
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer
