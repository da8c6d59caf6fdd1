"""Verifies publications of the SEC Registry anywhere: one file, and nothing of the registry itself.

    python offline_verifier.py BUNDLE --public-key FILE [--last N] [--proof PROOF]

Needs Python 3.11 or newer and the package ``cryptography``. BUNDLE is a folder that the registry
exported; FILE holds the public keys that are trusted, as PEM, one after the other; with ``--last``
the bundle must reach at least that publication. PROOF is the answer of a ``…/proof/`` address.
The exit status is 0 when everything holds, and 1 when something does not, with the first break
named. The format is described in docs/publications.md.

SECURITY: nothing in a bundle is believed. Manifests and statements are read only after their
signatures held; JSON must be written in the one canonical way, so that two programs cannot read
two things in it.
"""

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

ALGORITHM = "ECDSA-P256-SHA256"
BUNDLE_FORMAT = 2
MANIFEST_FORMAT = 4
CHANGES = frozenset({"added", "amended", "corrected", "removed", "reinstated"})
#: A padded place beside the record, then one step for each bit of a CPL number.
PROOF_DEPTH = 33
DEEPEST = 32
LONGEST_MANIFEST = 1_000_000
LONGEST_LINE = 10_000_000

_HEX = re.compile(r"[0-9a-f]{64}")
_HEX_OR_NONE = re.compile(r"(?:[0-9a-f]{64})?")
_SALT = re.compile(r"[0-9a-f]{32}")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,30}")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PEM = re.compile(rb"-----BEGIN PUBLIC KEY-----.*?-----END PUBLIC KEY-----\n?", re.DOTALL)

Keys = Mapping[str, ec.EllipticCurvePublicKey]


class Broken(Exception):
    """Something does not hold; the message says where and what."""


@dataclass(frozen=True)
class Piece:
    """One publication as it lies there: nothing of it is believed yet.

    ``changes`` holds for each open register the lines of what was changed.
    """

    number: int
    manifest: bytes
    signature: bytes | None
    changes: Mapping[str, Iterable[bytes]]


@dataclass(frozen=True)
class Notice:
    """One redaction of a register as it lies there: nothing of it is believed yet."""

    register: str
    number: int
    statement: bytes
    signature: bytes | None


# --- JSON, strictly ------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """The one way to write a value: sorted names, no blanks, UTF-8."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def read_json(data: bytes, where: str, *, as_written: bool = True) -> dict[str, Any]:
    """The object that the bytes hold; ``as_written`` refuses any spelling but the canonical one."""
    if _depth(data) > DEEPEST:
        raise Broken(f"{where}: nested more than {DEEPEST} deep.")
    try:
        value = json.loads(
            data.decode(), object_pairs_hook=_without_doubles, parse_constant=_no_constant
        )
        # Written out in any case: what has no canonical form, such as half a letter, ends here.
        same = canonical(value) == data or not as_written
    except (ValueError, RecursionError) as fault:
        raise Broken(f"{where}: no JSON that can be read ({fault}).") from None
    if not isinstance(value, dict):
        raise Broken(f"{where}: not an object.")
    if not same:
        raise Broken(f"{where}: not written as canonical JSON.")
    return value


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for byte in re.findall(rb"[\[\]{}]", _STRING.sub(b"", data)):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _members(value: Any, names: Iterable[str], where: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(names):
        raise Broken(f"{where}: must be an object of {', '.join(sorted(names))}.")
    return value


def _whole(value: Any, where: str) -> int:
    # True is a whole number to Python.
    if type(value) is not int or value < 0:
        raise Broken(f"{where}: not a whole number.")
    return value


def _text(value: Any, shape: re.Pattern[str], where: str) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise Broken(f"{where}: not written as it must be.")
    return value


# --- Keys and signatures --------------------------------------------------------------------------


def key_id(key: ec.EllipticCurvePublicKey) -> str:
    """By which a public key is known: SHA-256 of its DER form."""
    return hashlib.sha256(
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).hexdigest()


def read_keys(data: bytes, where: str) -> dict[str, ec.EllipticCurvePublicKey]:
    """The public keys in a PEM file by their ids."""
    found = [_key(block, where) for block in _PEM.findall(data)]
    if not found:
        raise Broken(f"{where}: holds no public key in PEM.")
    return {key_id(key): key for key in found}


def _key(block: bytes, where: str) -> ec.EllipticCurvePublicKey:
    try:
        key = load_pem_public_key(block)
    except (ValueError, UnsupportedAlgorithm):
        raise Broken(f"{where}: holds no public key that can be read.") from None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise Broken(f"{where}: holds a key that is not of the curve P-256.")
    return key


class Signatures:
    """Checks signatures in the order of publications: a key that was replaced never comes back."""

    def __init__(self, trusted: Keys) -> None:
        self._trusted = trusted
        self.used: list[str] = []

    def check(self, piece: Piece, where: str) -> None:
        """Raise ``Broken`` unless a trusted key signed the manifest, and may still sign."""
        self.follow(self.signer(piece.manifest, piece.signature, where), where)

    def signer(self, data: bytes, signature: bytes | None, where: str) -> str:
        """The trusted key that signed the data, byte for byte; raises ``Broken``."""
        if signature is None:
            raise Broken(f"{where}: is not signed.")
        said = read_json(signature, f"{where}, signature")
        _members(said, ("algorithm", "key", "value"), f"{where}, signature")
        if said["algorithm"] != ALGORITHM:
            raise Broken(f"{where}, signature: the algorithm is not {ALGORITHM}.")
        name = _text(said["key"], _HEX, f"{where}, signature, key")
        if name not in self._trusted:
            raise Broken(f"{where}: signed with key {name[:16]}, which is not among those trusted.")
        try:
            self._trusted[name].verify(_der(said["value"], where), data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            raise Broken(
                f"{where}: the signature does not hold; what was signed or the signature was "
                "changed."
            ) from None
        return name

    def follow(self, name: str, where: str) -> None:
        """Take the key as the next that signed; raises ``Broken`` for one that was replaced."""
        if name in self.used[:-1]:
            raise Broken(f"{where}: signed with key {name[:16]}, which was replaced before.")
        if name not in self.used:
            self.used.append(name)


def _der(value: Any, where: str) -> bytes:
    try:
        der = base64.b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        der = b""
    # The last letters of base64 may be written in several ways.
    if not der or base64.b64encode(der).decode() != value:
        raise Broken(f"{where}, signature: the value is not base64.")
    return der


# --- Registers ------------------------------------------------------------------------------------


def open_root(digests: Iterable[str]) -> str:
    """The root over an open register's digests in the order of CPL numbers."""
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(each)).digest() for each in digests]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [
            hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest()
            for i in range(0, len(level) - 1, 2)
        ]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex()


def document_digest(salt: str, document: Any) -> str:
    """By which a register commits to a document."""
    return hashlib.sha256(salt.encode() + canonical(document)).hexdigest()


@dataclass
class OpenRegister:
    """An open register as its changes made it: the digest of each record.

    ``redactions`` are those that were signed; ``redacted`` counts the documents taken as such.
    """

    redactions: "Redactions"
    digests: dict[int, str] = field(default_factory=dict)
    redacted: int = 0

    def change(self, lines: Iterable[bytes], publication: int, where: str) -> str:
        """Take over what a publication changed; returns the digest of what changed how."""
        whole, before = hashlib.sha256(), 0
        for place, line in enumerate(lines, start=1):
            number, said = self._take(line, publication, f"{where}, line {place}")
            whole.update(canonical(said) + b"\n")
            if number <= before:
                raise Broken(f"{where}, line {place}: CPL numbers do not ascend.")
            before = number
        return whole.hexdigest()

    def root(self) -> str:
        """The root over everything that the register holds now."""
        return open_root(self.digests[number] for number in sorted(self.digests))

    def _take(self, line: bytes, publication: int, where: str) -> tuple[int, dict[str, Any]]:
        if not line.endswith(b"\n") or len(line) > LONGEST_LINE:
            raise Broken(f"{where}: not a whole line.")
        said = read_json(line[:-1], where)
        beside = {"redaction"} if "redaction" in said else set()
        names = {"change", "cpl_number", "digest", "document", "salt"}
        _members(said, names | beside, where)
        number, change = _whole(said["cpl_number"], where), said["change"]
        if not isinstance(change, str) or change not in CHANGES:
            raise Broken(f"{where}: no such kind of change.")
        if (change == "added") == (number in self.digests):
            raise Broken(f"{where}: CPL {number} is {change}, but it was there or was not.")
        self.digests[number] = self._document(said, number, publication, where)
        return number, {name: said[name] for name in ("change", "cpl_number", "digest")}

    def _document(self, said: dict[str, Any], number: int, publication: int, where: str) -> str:
        """The digest that was published; what stands here must be its document, or its rest."""
        document = said["document"]
        if not isinstance(document, dict) or document.get("cpl_number") != number:
            raise Broken(f"{where}: the document is not that of CPL {number}.")
        digest = _text(said["digest"], _HEX, f"{where}, digest")
        found = document_digest(_text(said["salt"], _SALT, f"{where}, salt"), document)
        rest = self.redactions.of(number, publication)
        if rest is None and "redaction" not in said:
            if found != digest:
                raise Broken(f"{where}: the document is not the one that was published.")
            return digest
        redaction = _whole(said.get("redaction", 0), f"{where}, redaction")
        if rest is None or rest.redaction != redaction:
            raise Broken(f"{where}: redacted, but not as a signed statement says.")
        if (digest, found) != (rest.digest, rest.redacted):
            raise Broken(f"{where}: not what redaction {rest.redaction} left of the document.")
        self.redacted += 1
        return digest


@dataclass(frozen=True)
class Said:
    """What a manifest says of one register; a restricted one shows its root alone."""

    root: str
    records: int | None = None
    changes: str | None = None
    redactions: str | None = None


def _registers(manifest: Mapping[str, Any], where: str) -> dict[str, Said]:
    listed = manifest["registers"]
    if not isinstance(listed, dict) or "cpl" not in listed:
        raise Broken(f"{where}: names no registers, or not the CPL.")
    return {code: _said(code, of, where) for code, of in listed.items()}


def _said(code: str, of: Any, where: str) -> Said:
    where = f"{where}, register {_text(code, _CODE, where)}"
    is_open = isinstance(of, dict) and set(of) != {"root"}
    if code == "cpl" and not is_open:
        raise Broken(f"{where}: an open register must show records and changes.")
    names = ("changes", "records", "redactions", "root") if is_open else ("root",)
    _members(of, names, where)
    root = _text(of["root"], _HEX, f"{where}, root")
    if not is_open:
        return Said(root)
    return Said(
        root,
        _whole(of["records"], f"{where}, records"),
        _text(of["changes"], _HEX, f"{where}, changes"),
        _text(of["redactions"], _HEX_OR_NONE, f"{where}, redactions"),
    )


# --- Redactions -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rest:
    """What a redaction left of a published document: the digests of before and after it."""

    redaction: int
    digest: str
    redacted: str


@dataclass(frozen=True)
class Statement:
    """A redaction as it was signed, and the key that signed it."""

    number: int
    after: int
    digest: str
    key: str


class Redactions:
    """The redactions of one register, whose signatures held: which documents they reach.

    They are numbered without gaps and chained like publications; ``after`` is the publication
    that was the last when the redaction was made.
    """

    def __init__(self, register: str, notices: Iterable[Notice], signatures: Signatures) -> None:
        self.register = register
        self._signatures = signatures
        self._rests: dict[tuple[int, int], Rest] = {}
        self._statements: list[Statement] = []
        self._redacted_at: datetime | None = None
        self._followed = 0
        for notice in notices:
            self._take(notice)

    def __len__(self) -> int:
        return len(self._statements)

    def of(self, cpl_number: int, publication: int) -> Rest | None:
        """What the last redaction left of the document that this publication brought."""
        return self._rests.get((cpl_number, publication))

    def places(self) -> set[tuple[int, int]]:
        """CPL number and publication of each document that was redacted."""
        return set(self._rests)

    def stood(self, publication: int) -> str:
        """The digest of the last redaction before a publication; "" before any."""
        before = [each.digest for each in self._statements if each.after < publication]
        return before[-1] if before else ""

    def follow(self, publication: int) -> None:
        """Take the keys of the redactions that came right after the publication, in order."""
        for each in self._statements[self._followed :]:
            if each.after > publication:
                break
            self._signatures.follow(each.key, f"Redaction {each.number} of {self.register}")
            self._followed += 1

    def check_end(self, publication: int) -> None:
        """No redaction comes after a publication that is not there."""
        if self._followed < len(self._statements):
            odd = self._statements[self._followed]
            raise Broken(
                f"Redaction {odd.number} of {self.register}: made after publication {odd.after}, "
                f"but the last is {publication}."
            )

    def _take(self, notice: Notice) -> None:
        where = f"Redaction {notice.number} of {self.register}"
        if len(notice.statement) > LONGEST_MANIFEST:
            raise Broken(f"{where}: too long.")
        key = self._signatures.signer(notice.statement, notice.signature, where)
        said = read_json(notice.statement, where)
        names = ("after", "number", "previous", "records", "redacted_at", "register")
        _members(said, names, where)
        number = len(self._statements) + 1
        stated = said["register"], _whole(said["number"], f"{where}, number"), notice.number
        if stated != (self.register, number, number):
            raise Broken(f"{where}: the statement is that of another redaction, or one is missing.")
        last = self._statements[-1] if self._statements else None
        after = _whole(said["after"], f"{where}, after")
        if said["previous"] != (last.digest if last else "") or (last and after < last.after):
            raise Broken(f"{where}: does not follow the redaction before it.")
        time = _moment(said["redacted_at"], f"{where}, redacted_at")
        if self._redacted_at is not None and time <= self._redacted_at:
            raise Broken(f"{where}: not later than the redaction before it.")
        self._redacted_at = time
        if not isinstance(said["records"], list):
            raise Broken(f"{where}: names no documents.")
        for each in said["records"]:
            self._reach(each, number, after, where)
        digest = hashlib.sha256(notice.statement).hexdigest()
        self._statements.append(Statement(number, after, digest, key))

    def _reach(self, of: Any, number: int, after: int, where: str) -> None:
        where = f"{where}, records"
        said = _members(of, ("cpl_number", "digest", "publication", "redacted"), where)
        publication = _whole(said["publication"], where)
        if not 0 < publication <= after:
            raise Broken(f"{where}: publication {publication} was not there yet.")
        place = _whole(said["cpl_number"], where), publication
        digest = _text(said["digest"], _HEX, where)
        before = self._rests.get(place)
        if before is not None and (before.digest != digest or before.redaction == number):
            raise Broken(f"{where}: CPL {place[0]} in publication {place[1]} is named twice.")
        self._rests[place] = Rest(number, digest, _text(said["redacted"], _HEX, where))


# --- The chain ------------------------------------------------------------------------------------


class Chain:
    """Publications one after the other, each checked against everything before it.

    ``notices`` are the redactions of open registers; a redacted document is known by them alone.
    """

    def __init__(self, trusted: Keys, notices: Iterable[Notice] = ()) -> None:
        self.signatures = Signatures(trusted)
        self.last = 0
        self.digest = self.previous = ""
        self.published_at: datetime | None = None
        #: The roots that restricted registers committed to, by publication and register.
        self.committed: dict[tuple[int, str], str] = {}
        listed: dict[str, list[Notice]] = {"cpl": []}
        for notice in notices:
            listed.setdefault(notice.register, []).append(notice)
        self._open = {
            code: OpenRegister(Redactions(code, of, self.signatures))
            for code, of in sorted(listed.items())
        }

    @property
    def redactions(self) -> int:
        """How many redactions were made in open registers."""
        return sum(len(each.redactions) for each in self._open.values())

    @property
    def redacted(self) -> int:
        """How many documents of open registers were redacted."""
        return sum(each.redacted for each in self._open.values())

    def take(self, piece: Piece) -> None:
        """Check the next publication; raises ``Broken``."""
        number = self.last + 1
        where = f"Publication {piece.number}"
        if piece.number != number:
            raise Broken(f"Publication {number} is missing; {piece.number} stands in its place.")
        if len(piece.manifest) > LONGEST_MANIFEST:
            raise Broken(f"{where}, manifest: too long.")
        self.signatures.check(piece, where)
        manifest = self._manifest(read_json(piece.manifest, f"{where}, manifest"), where)
        self._replay(piece, _registers(manifest, f"{where}, manifest"))
        for register in self._open.values():
            register.redactions.follow(number)
        self.last = number
        self.previous = self.digest
        self.digest = hashlib.sha256(piece.manifest).hexdigest()

    def end(self) -> None:
        """Check that every redaction found its documents; raises ``Broken``."""
        for code, register in self._open.items():
            register.redactions.check_end(self.last)
            if register.redacted != len(register.redactions.places()):
                raise Broken(f"Redactions of {code}: a document that they name is not there.")

    def _manifest(self, manifest: dict[str, Any], where: str) -> dict[str, Any]:
        stated = manifest.get("format")
        if type(stated) is not int or stated != MANIFEST_FORMAT:
            raise Broken(f"{where}, manifest: a format that this verifier does not know.")
        names = ("format", "number", "previous", "published_at", "registers")
        _members(manifest, names, f"{where}, manifest")
        if (stated := _whole(manifest["number"], f"{where}, number")) != self.last + 1:
            raise Broken(f"{where}: the manifest is that of publication {stated}.")
        if manifest["previous"] != self.digest:
            raise Broken(f"{where}: does not follow the publication before it.")
        time = _moment(manifest["published_at"], f"{where}, published_at")
        if self.published_at is not None and time <= self.published_at:
            raise Broken(f"{where}: not later than the publication before it.")
        self.published_at = time
        return manifest

    def _replay(self, piece: Piece, said: Mapping[str, Said]) -> None:
        where = f"Publication {piece.number}"
        shown = frozenset(code for code, of in said.items() if of.changes is not None)
        if odd := shown ^ set(piece.changes):
            raise Broken(f"{where}: the changes of {', '.join(sorted(odd))} are missing or odd.")
        for code, of in said.items():
            if code in shown:
                self._check_open(piece, code, of, f"{where}, register {code}")
            else:
                self.committed[piece.number, code] = of.root

    def _check_open(self, piece: Piece, code: str, of: Said, where: str) -> None:
        if code not in self._open:
            self._open[code] = OpenRegister(Redactions(code, (), self.signatures))
        register = self._open[code]
        if register.redactions.stood(piece.number) != of.redactions:
            raise Broken(f"{where}: the redactions before it are not those that were signed for.")
        if register.change(piece.changes[code], piece.number, where) != of.changes:
            raise Broken(f"{where}: the changes are not those that were signed for.")
        if len(register.digests) != of.records:
            raise Broken(f"{where}: {len(register.digests)} records, signed for {of.records}.")
        if register.root() != of.root:
            raise Broken(f"{where}: the records are not those that were signed for.")


def _moment(value: Any, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Broken(f"{where}: not a time.") from None
    if moment.tzinfo is None or moment.isoformat() != value:
        raise Broken(f"{where}: not a time with its zone.")
    return moment


def verified(pieces: Iterable[Piece], trusted: Keys, notices: Iterable[Notice] = ()) -> Chain:
    """The chain that the pieces make; raises ``Broken`` at the first break."""
    chain = Chain(trusted, notices)
    for piece in pieces:
        chain.take(piece)
    chain.end()
    return chain


# --- Proofs ---------------------------------------------------------------------------------------


def check_proof(data: bytes, chain: Chain) -> str:
    """Check a record of a restricted register against its root; returns what was proved."""
    where = "Proof"
    names = {"cpl_number", "document", "marking", "publication", "register", "salt", "siblings"}
    said = _members(read_json(data, where, as_written=False), names | {"redaction"}, where)
    number = _whole(said["cpl_number"], f"{where}, cpl_number")
    publication = _whole(said["publication"], f"{where}, publication")
    code = _text(said["register"], _CODE, f"{where}, register")
    document = said["document"]
    if not isinstance(document, dict) or document.get("cpl_number") != number:
        raise Broken(f"{where}: the document is not that of CPL {number}.")
    salt = _text(said["salt"], _SALT, f"{where}, salt")
    siblings = said["siblings"]
    if not isinstance(siblings, list) or len(siblings) != PROOF_DEPTH or number >> 32:
        raise Broken(f"{where}: not {PROOF_DEPTH} siblings.")
    root = chain.committed.get((publication, code))
    if root is None:
        raise Broken(f"{where}: publication {publication} has no restricted register {code}.")
    digest = document_digest(salt, document)
    if said["redaction"] is not None:
        digest = _before_redaction(said["redaction"], code, number, digest, chain)
    if _climbed(bytes.fromhex(digest), number, siblings) != root:
        raise Broken(f"{where}: the record is not the one that publication {publication} holds.")
    return f"CPL {number} in {code} is as publication {publication} holds it."


def _before_redaction(of: Any, code: str, number: int, found: str, chain: Chain) -> str:
    """The digest that was published, as the signed statement of what is left says."""
    where = "Proof, redaction"
    said = _members(of, ("digest", "signature", "statement"), where)
    digest, statement = _text(said["digest"], _HEX, where), str(said["statement"]).encode()
    chain.signatures.signer(statement, canonical(said["signature"]), where)
    stated = read_json(statement, where)
    left = {"cpl_number": number, "digest": digest, "redacted": found}
    records = stated.get("records") if stated.get("register") == code else None
    for each in records if isinstance(records, list) else []:
        if isinstance(each, dict) and {**each, **left} == each:
            return digest
    raise Broken(f"{where}: the document is not what the statement says is left of it.")


def _climbed(digest: bytes, number: int, siblings: Sequence[Any]) -> str:
    node, place = hashlib.sha256(b"\x00" + digest).digest(), 2 * number
    for level, each in enumerate(siblings):
        beside = bytes.fromhex(_text(each, _HEX, f"Proof, sibling {level + 1}"))
        pair = beside + node if place >> level & 1 else node + beside
        node = hashlib.sha256(b"\x01" + pair).digest()
    return node.hex()


# --- Bundles --------------------------------------------------------------------------------------


class Bundle:
    """A folder as ``export_bundle`` writes it; whatever else lies in it is a break too."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names_in(root, {"bundle.json", "keys", "publications", "redactions"}, "Bundle")
        said = read_json(self._bytes(root / "bundle.json"), "bundle.json")
        _members(said, ("format", "last"), "bundle.json")
        if _whole(said["format"], "bundle.json, format") != BUNDLE_FORMAT:
            raise Broken("bundle.json: a format that this verifier does not know.")
        self.last = _whole(said["last"], "bundle.json, last")

    def pieces(self) -> Iterator[Piece]:
        """The publications in the order of their numbers."""
        folder = self._root / "publications"
        there = {path.name for path in self._listed(folder, "Bundle")}
        for number in range(1, self.last + 1):
            if str(number) not in there:
                raise Broken(f"Publication {number} is missing.")
            there.remove(str(number))
            yield self._piece(folder / str(number), number)
        if there:
            raise Broken(f"publications: {min(there)!r} does not belong there.")

    def notices(self) -> Iterator[Notice]:
        """The redactions of each register in the order of their numbers."""
        for register in sorted(self._listed(self._root / "redactions", "Bundle")):
            code = register.name
            if not _CODE.fullmatch(code):
                raise Broken(f"redactions: {code!r} does not belong there.")
            there = {path.name for path in self._listed(register, "redactions")}
            for number in range(1, len(there) + 1):
                where = f"Redaction {number} of {code}"
                if str(number) not in there:
                    raise Broken(f"{where} is missing.")
                folder = register / str(number)
                self._names_in(folder, {"statement.json", "signature.json"}, where)
                yield Notice(
                    code,
                    number,
                    self._bytes(folder / "statement.json"),
                    self._bytes(folder / "signature.json"),
                )

    def check_keys(self, used: Iterable[str]) -> None:
        """The bundle's keys are those that signed; they are for looking up and never trusted."""
        names = {f"{name}.pem" for name in used}
        self._names_in(self._root / "keys", names, "keys")
        for name in sorted(names):
            data = self._bytes(self._root / "keys" / name)
            key = _key(data, f"keys/{name}")
            pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            if pem != data or f"{key_id(key)}.pem" != name:
                raise Broken(f"keys/{name}: not the key of that name, or written otherwise.")

    def _piece(self, folder: Path, number: int) -> Piece:
        where = f"Publication {number}"
        files = {path.name for path in self._listed(folder, where)}
        changes = {name.removesuffix(".jsonl") for name in files if name.endswith(".jsonl")}
        expected = {"manifest.json", "signature.json", *(f"{code}.jsonl" for code in changes)}
        self._names_in(folder, expected, where)
        return Piece(
            number,
            self._bytes(folder / "manifest.json"),
            self._bytes(folder / "signature.json"),
            {code: self._lines(folder / f"{code}.jsonl") for code in changes},
        )

    def _names_in(self, folder: Path, names: set[str], where: str) -> None:
        there = {path.name for path in self._listed(folder, where)}
        if missing := names - there:
            raise Broken(f"{where}: {min(missing)} is missing.")
        if odd := there - names:
            raise Broken(f"{where}: {min(odd)!r} does not belong there.")

    @staticmethod
    def _listed(folder: Path, where: str) -> list[Path]:
        try:
            found = list(folder.iterdir())
        except OSError as fault:
            raise Broken(f"{where}: {folder} cannot be read ({fault.strerror}).") from None
        for path in found:
            if path.is_symlink():
                raise Broken(f"{where}: {path.name!r} is a link to elsewhere.")
        return found

    @staticmethod
    def _bytes(path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as fault:
            raise Broken(f"{path}: cannot be read ({fault.strerror}).") from None

    @staticmethod
    def _lines(path: Path) -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                while line := file.readline(LONGEST_LINE + 1):
                    yield line
        except OSError as fault:
            raise Broken(f"{path}: cannot be read ({fault.strerror}).") from None


def verify_bundle(root: Path, trusted: Keys, *, last: int = 0) -> Chain:
    """Verify everything in a bundle; raises ``Broken`` at the first break."""
    bundle = Bundle(root)
    if bundle.last < last:
        raise Broken(f"The bundle ends with publication {bundle.last}, before {last}.")
    chain = verified(bundle.pieces(), trusted, bundle.notices())
    bundle.check_keys(chain.signatures.used)
    return chain


def summary(chain: Chain) -> str:
    """What was found to hold, in one or two lines."""
    if not chain.last:
        return "There are no publications yet."
    through = f"1 to {chain.last}" if chain.last > 1 else "1"
    held = f"Publications {through} hold: chain, digests, roots and signatures.\n"
    if chain.redactions:
        held += f"Redactions: {chain.redactions}; documents redacted: {chain.redacted}.\n"
    return f"{held}The last has the digest {chain.digest}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify as the command line says; returns the exit status."""
    parser = argparse.ArgumentParser(description="Verifies a bundle of publications.")
    parser.add_argument("bundle", type=Path, help="folder that the registry exported")
    parser.add_argument(
        "--public-key", type=Path, required=True, help="PEM file of the public keys trusted"
    )
    parser.add_argument("--last", type=int, default=0, help="the bundle must reach this number")
    parser.add_argument("--proof", type=Path, help="also check this proof of a restricted record")
    asked = parser.parse_args(arguments)
    try:
        trusted = read_keys(asked.public_key.read_bytes(), str(asked.public_key))
        chain = verify_bundle(asked.bundle, trusted, last=asked.last)
        told = summary(chain)
        if asked.proof:
            told = f"{told}\n{check_proof(asked.proof.read_bytes(), chain)}"
    except (Broken, OSError) as fault:
        sys.stderr.write(f"BROKEN: {fault}\n")
        return 1
    sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
