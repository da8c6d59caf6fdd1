"""Which addresses a webhook may have, and which machines it may reach.

SECURITY: an address that somebody types makes this server knock somewhere. So it is refused twice:
by its letters when it is typed, and by the numbers that its name stands for each time before a
connection is made. The connection is then made to a number that was checked, never to the name
once more, since a name may stand for another machine a moment later.
"""

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from sec_registry.notices.models import LONGEST_URL

#: Ports that webhooks may use outside development.
PORTS = frozenset({443, 8443})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+(?!(?:0x)?[0-9a-f]*[0-9][0-9a-f]*$)[a-z][a-z0-9-]*[a-z0-9]")
#: Global IPv6 addresses; all others are private, local, reserved, or carry an IPv4 address inside.
_GLOBAL_IPV6 = ip_network("2000::/3")
#: What Python's ipaddress takes for global, or did in some version, and no receiver has.
_REFUSED = tuple(
    ip_network(each)
    for each in (
        "100.64.0.0/10",  # shared by carriers; metadata of one cloud (100.100.100.200)
        "168.63.129.16/32",  # metadata of another cloud, although public by its number
        "192.0.0.0/24",  # protocol assignments; metadata of a third
        "192.88.99.0/24",  # 6to4 relays
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
    )
)


class Unreachable(Exception):
    """The name stands for no machine, or for one that may not be reached; the message says so."""


def check_address(text: str) -> str:
    """What is wrong with a webhook's address as it was typed; "" where it will do."""
    if not text:
        return "A webhook needs an address."
    if len(text) > LONGEST_URL:
        return f"An address has at most {LONGEST_URL} characters."
    if not (text.isascii() and text.isprintable()) or set(text) & set(' \\"<>^`{|}'):
        return "An address holds letters, digits and punctuation, and no blanks."
    try:
        url = parse_url(text)
    except LocationParseError:
        return "This is no address."
    return _fault(url)


def _fault(url: Url) -> str:
    anywhere = settings.WEBHOOKS_ANYWHERE
    if url.scheme != "https" and not (anywhere and url.scheme == "http"):
        return "A webhook's address begins with https://."
    if url.auth is not None:
        return "No name or password in the address: the signature says who sends."
    if url.fragment is not None:
        return "No fragment (#) in the address: it is never sent."
    if anywhere:
        return "" if url.host else "The address names no host."
    if not _NAME.fullmatch((url.host or "").removesuffix(".")):
        return "The address names its host by a full name, such as hooks.company.example."
    if url.port is not None and url.port not in PORTS:
        return f"The port is one of {', '.join(str(each) for each in sorted(PORTS))}."
    return ""


def numbers_to_reach(host: str, port: int) -> list[str]:
    """The numbers that the host's name stands for, all of them checked; raises ``Unreachable``.

    One that may not be reached refuses the name: whoever mixes them is up to something.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("The name of the host is not known.") from None
    numbers = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not numbers:
        raise Unreachable("The name of the host is not known.")
    if not all(may_reach(each) or _is_this_machine(each) for each in numbers):
        raise Unreachable("The host is not on the public internet.")
    return numbers


def _is_this_machine(number: str) -> bool:
    """Whether the number is this machine's, which webhooks may reach in development alone.

    SECURITY: its neighbours stay out of reach there too: many a desk is a machine in a cloud, where
    169.254.169.254 hands out credentials.
    """
    return settings.WEBHOOKS_ANYWHERE and ip_address(number).is_loopback


def may_reach(number: str) -> bool:
    """Whether a machine of this number is on the public internet."""
    try:
        address = ip_address(number)
    except ValueError:
        return False
    if any(address in network for network in _REFUSED if network.version == address.version):
        return False
    if isinstance(address, IPv6Address):
        return address in _GLOBAL_IPV6 and _plainly_global(address)
    return _plainly_global(address)


def _plainly_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )
