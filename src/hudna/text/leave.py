"""Leave to send a text to a model: what may go where.

In: the address of a server, the tier of a text, and what a person said of it.  Out: a `Leave`, without
which nothing is sent, or a refusal.  Public text may go anywhere, and any text to this machine; other
text only where the person names its tier, over an encrypted connection, and that is logged.  Nothing
is looked up: what is decided, the address itself decides.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hudna.problem import Refused, refuse

TIERS: Final = ("public", "parties", "mission", "restricted")
"""Who may see a text, from everybody to nobody; as `hudna.record.tiers` has them."""

_PATH: Final = "/chat/completions"
_LOOPBACK: Final = ipaddress.ip_network("127.0.0.0/8")


@dataclass(frozen=True, slots=True)
class Leave:
    """That a text may be sent somewhere, and why; `allowed` gives it.

    Attributes:
        endpoint: The address as it was given.
        secure: Whether the connection is encrypted (https).
        host: Of the address.
        port: Of the address.
        path: To ask at.
        loopback: Whether the address is this machine.
        tier: Of the text; None where nobody knows it.
        logged: Whether it must be logged before anything is sent.
        why: In words.
    """

    endpoint: str
    secure: bool
    host: str
    port: int
    path: str
    loopback: bool
    tier: str | None
    logged: bool
    why: str


def allowed(
    endpoint: str, *, tier: str | None, public: bool = False, model_tier: str | None = None
) -> Leave:
    """Whether a text may be sent to an address.

    Args:
        endpoint: Of an OpenAI-compatible server, such as `http://localhost:11434/v1`.
        tier: Of the text, as the record of its case has it; None outside a case.
        public: A person says that the text is public.  It counts where nothing is known of it.
        model_tier: A person says that texts of this tier, and of lower ones, may be sent.

    Raises:
        Refused: The address is none, or the text may not go there.
    """
    secure, host, port, path = _address(endpoint)
    if model_tier is not None and model_tier not in TIERS:
        what = f"there is no tier “{model_tier}”"
        raise refuse("--model-tier", what, f"Tiers are {', '.join(TIERS)}")
    told = tier if tier is None or tier in TIERS else TIERS[-1]  # of a later Hudna, perhaps
    if told is None and public:
        told = "public"

    def leave(why: str, *, loopback: bool = False, logged: bool = False) -> Leave:
        return Leave(endpoint, secure, host, port, path, loopback, told, logged, why)

    if is_loopback(host):
        return leave("the address is this machine", loopback=True)
    if told is None:
        raise _not_sent(endpoint, "nothing says that it is public", "Say so with --public")
    if told == "public":
        return leave("the text is public")
    if model_tier is None or TIERS.index(told) > TIERS.index(model_tier):
        remedy = f"Allow its tier with --model-tier {told}: it is logged"
        raise _not_sent(endpoint, f"its tier is {told}", remedy)
    if not secure:
        what = f"its tier is {told}, and the connection is not encrypted"
        raise _not_sent(endpoint, what, "Give an https address")
    return leave(f"texts of the tier {told} may be sent, by --model-tier {model_tier}", logged=True)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by its address or as `localhost`: no name is looked up."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in _LOOPBACK if address.version == 4 else host == "::1"


def _address(endpoint: str) -> tuple[bool, str, int, str]:
    """Of an address: whether it is https, host, port, and the path to ask at."""
    remedy = "Give one such as http://localhost:11434/v1"
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise refuse(endpoint, f"is no address: {error}", remedy) from None
    # Programs disagree on what these mean, so an address could be taken for another.
    odd = (
        not endpoint.isascii() or not endpoint.isprintable() or set(endpoint) & set(' \\@%"<>^`{|}')
    )
    if parts.scheme not in ("http", "https") or not host or odd or parts.query or parts.fragment:
        what = "is no plain address (http or https, without a user, a query or escapes)"
        raise refuse(endpoint, what, remedy)
    path = parts.path.rstrip("/")
    if not path.endswith(_PATH):
        path = (path or "/v1") + _PATH
    secure = parts.scheme == "https"
    return secure, host, port or (443 if secure else 80), path


def _not_sent(endpoint: str, what: str, remedy: str) -> Refused:
    return refuse(
        endpoint, f"the text is not sent there: {what}",
        f"{remedy}; or ask a model on this machine (http://localhost:…)",
    )  # fmt: skip
