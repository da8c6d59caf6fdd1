"""No module walks past the read door or the seams: held by reading the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("sec_registry", "accounts", "cpl", "firmware", "zigbee")

#: Restricted models and the room each may be read in directly. Everybody else uses the read door.
RESTRICTED = {
    "FirmwareRecord": "firmware",
    "ContactPoint": "firmware",
    "UpgradePathway": "firmware",
    "PublishedFirmwareRecord": "firmware",
    "ZigbeeRecord": "zigbee",
    "Radio": "zigbee",
    "PublishedZigbeeRecord": "zigbee",
    "AccessGrant": "zigbee",
    "AccessRequest": "zigbee",
    "AccessScope": "zigbee",
}

#: Reading before anybody's right is applied: publishing, and working out candidates.
UNRESTRICTED_READERS = {
    "sec_registry/registers/publish.py",
    "sec_registry/submissions/proposals.py",
}

#: Who may take a submission's content from its tables; everybody else asks ``looks``.
CONTENT = {"ProposedPart", "StoredFinding", "EarlierPart", "Comment"}
CONTENT_READERS = {
    "sec_registry/submissions/intake.py",
    "sec_registry/submissions/editing.py",
    "sec_registry/submissions/proposals.py",
    "sec_registry/submissions/checking.py",
    "sec_registry/submissions/review.py",
    "sec_registry/submissions/visibility.py",
    "sec_registry/submissions/rounds.py",
    "sec_registry/submissions/since_returned.py",
    "sec_registry/submissions/overview.py",  # counts only
    "sec_registry/redactions/traces.py",  # takes out, and shows nothing
    "sec_registry/redactions/submitted.py",  # likewise
    "sec_registry/submissions/suppliers.py",  # whose it is, never what
}


FILES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]

#: The sample is told from the command line, on an empty registry, and shows nothing to anybody.
SAMPLE = "sec_registry/submissions/sample/"

TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in FILES}


def manager_reads(tree: ast.AST) -> Iterator[str]:
    """Names of models whose managers are touched: ``Model.objects`` and its back doors."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"objects", "_default_manager", "_base_manager", "history"}
            and isinstance(node.value, ast.Name)
        ):
            yield node.value.id


def test_restricted_models_are_read_in_their_own_room_only() -> None:
    offenders = {
        (path, name)
        for path, tree in TREES.items()
        for name in manager_reads(tree)
        if name in RESTRICTED and not path.startswith((f"{RESTRICTED[name]}/", SAMPLE))
    }

    assert offenders == set()


def test_the_content_of_submissions_is_read_through_visibility() -> None:
    readers = {
        path
        for path, tree in TREES.items()
        if CONTENT & set(manager_reads(tree)) and not path.startswith(SAMPLE)
    }

    assert readers - CONTENT_READERS == set()


def test_unrestricted_documents_are_read_where_no_right_applies_yet() -> None:
    importers = {
        path
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and "current_documents" in {alias.name for alias in node.names}
    }

    assert importers - UNRESTRICTED_READERS == set()


def test_django_permissions_never_decide() -> None:
    # SECURITY: user.has_perm says yes to every superuser.
    askers = {
        (path, node.func.attr)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"has_perm", "has_perms", "has_module_perms"}
    }

    assert askers == set()
