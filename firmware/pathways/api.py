"""One Device Model's pathways over REST (U3): role first, recorded, kept out of every cache."""

from collections.abc import Sequence

from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from firmware.columns import CODE
from firmware.compiled import compiled_at
from firmware.pathways.ready import ready_answer
from firmware.pathways.schema import BACKWARD, ONWARD, PathwaysSchema
from firmware.pathways.told import FIELDS
from sec_registry.registers.door import RegisterDoor, whole_number
from sec_registry.registers.filters import names_refused
from sec_registry.registers.paging import page_asked
from sec_registry.registers.problems import InvalidQuery
from sec_registry.registers.queries import FORMAT, not_published
from sec_registry.registers.renderers import StoredDocument

PARAMETERS = frozenset({"direction", "publication", "at", FORMAT})


class DeviceModelPathways(RegisterDoor, kind=True):
    """Upgrade pathways. SEC Parties only – must not be shared (F2.17B)."""

    register = CODE
    schema = PathwaysSchema()

    def retrieve(self, request: Request, number: str) -> Response:
        """Everything that can be reached from a Device Model, in which steps, and why not the rest.

        With `direction=to`: from where one can get to it.
        """
        publication, backward = _asked(request)
        reach = self.door.reach(request.user)
        compiled = compiled_at(publication, reach=reach)
        if compiled is None and publication:
            raise not_published(publication)
        known = whole_number(number)
        marking = self.door.marking
        ready = (
            compiled and known and ready_answer(known, compiled, backward=backward, marking=marking)
        )
        if not ready:
            raise NotFound
        self._disclose(request, reach, ready.numbers, FIELDS)
        return self._marked(Response(StoredDocument(ready.text)), request, "")

    def _numbers_in_route(self) -> Sequence[int]:
        number = whole_number(self.kwargs.get(self.lookup_url_kwarg, ""))
        return [] if number is None else [number]


def _asked(request: Request) -> tuple[int | None, bool]:
    query = request.query_params
    page = page_asked(query)
    wrong = {**page.wrong, **names_refused(query, PARAMETERS)}
    direction = query.get("direction", ONWARD)
    if direction not in (ONWARD, BACKWARD):
        wrong["direction"] = [f'Say "{ONWARD}" or "{BACKWARD}".']
    if wrong:
        raise InvalidQuery(wrong)
    return page.publication, direction == BACKWARD
