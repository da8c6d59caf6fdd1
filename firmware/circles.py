"""Circles among upgrade pathways: which Device Models lead back to themselves.

Works on plain numbers, without recursion, in time that grows with the pathways alone.
"""

from collections.abc import Iterable, Iterator

Edge = tuple[int, int]


def circles(edges: Iterable[Edge]) -> dict[int, int]:
    """Every node that lies on a circle, and which circle: two nodes of one circle share it.

    The strongly connected components of more than one node, by Tarjan's way of finding them.
    """
    return _Search(edges).run()


class _Search:
    def __init__(self, edges: Iterable[Edge]) -> None:
        self.onward: dict[int, list[int]] = {}
        for start, end in edges:
            self.onward.setdefault(start, []).append(end)
        self.order: dict[int, int] = {}
        self.lowest: dict[int, int] = {}
        self.open: list[int] = []
        self.waiting: set[int] = set()
        self.found: dict[int, int] = {}

    def run(self) -> dict[int, int]:
        for root in self.onward:
            if root not in self.order:
                self._walk(root)
        return self.found

    def _walk(self, root: int) -> None:
        path = [(root, self._enter(root))]
        while path:
            node, ends = path[-1]
            for end in ends:
                if end not in self.order:
                    path.append((end, self._enter(end)))
                    break
                if end in self.waiting:
                    self.lowest[node] = min(self.lowest[node], self.order[end])
            else:
                path.pop()
                self._leave(node)
                if path:
                    above = path[-1][0]
                    self.lowest[above] = min(self.lowest[above], self.lowest[node])

    def _enter(self, node: int) -> Iterator[int]:
        self.order[node] = self.lowest[node] = len(self.order)
        self.open.append(node)
        self.waiting.add(node)
        return iter(self.onward.get(node, ()))

    def _leave(self, node: int) -> None:
        if self.lowest[node] != self.order[node]:
            return
        members: list[int] = []
        while not members or members[-1] != node:
            members.append(self.open.pop())
        self.waiting.difference_update(members)
        if len(members) > 1:
            self.found.update(dict.fromkeys(members, node))
