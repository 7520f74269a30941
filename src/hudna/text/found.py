"""Something found in a text, with the words that it stands on."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """What stands on words `first` to before `last`.

    `counts` are the words within it at which a number stands that counts something: of «within 72
    hours of the signature» that of `72`.
    """

    first: int
    last: int
    value: T
    counts: tuple[int, ...] = ()
