"""Connected components of an undirected graph."""

from __future__ import annotations

from collections.abc import Iterable


def components(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Return the connected components as sorted lists, sorted by their first node: independent of edge order."""
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        root = node
        while parent[root] != root:
            root = parent[root]
        while parent[node] != root:
            parent[node], node = root, parent[node]
        return root

    for a, b in edges:
        parent.setdefault(a, a)
        parent.setdefault(b, b)
        left, right = find(a), find(b)
        if left != right:
            # The smaller name stays the root, whatever the order of the edges.
            parent[max(left, right)] = min(left, right)
    groups: dict[str, list[str]] = {}
    for node in sorted(parent):
        groups.setdefault(find(node), []).append(node)
    return sorted(groups.values())
