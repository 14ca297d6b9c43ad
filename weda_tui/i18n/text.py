"""What a sentence is made of: its languages side by side, read in the language of its record."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, Self, TypeVar, overload

import msgspec

from weda_tui.core.catalogue.endpoint import Language

T = TypeVar("T")
W = TypeVar("W", bound="Words")


class Words:
    """The sentences of one place in one language; its attributes are ``Text`` and the like."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language


class Localized(Generic[T]):
    """A value in every language; an attribute of ``Words`` that reads as the value in its own."""

    def __init__(self, *, en: T, zh: T) -> None:
        self._in: dict[Language, T] = {"en": en, "zh": zh}

    @overload
    def __get__(self, words: None, owner: type[Words]) -> Self: ...
    @overload
    def __get__(self, words: Words, owner: type[Words]) -> T: ...
    def __get__(self, words: Words | None, owner: type[Words]) -> Self | T:
        """Return the value in the language of ``words``; of the class itself, this."""
        return self if words is None else self._in[words.language]

    def of(self, words: Words) -> T:
        """Return the value in the language of ``words``, for a sentence chosen by its meaning."""
        return self._in[words.language]


class Text(Localized[str]):
    """One sentence. Placeholders are named: ``{host}``."""


class FailureText(msgspec.Struct, frozen=True):
    """A failure in words: what is wrong, and what to do."""

    what: str
    hint: str
    fallback_hint: str = ""
    """Said instead of ``hint`` when a value that ``hint`` names is empty or zero."""

    @property
    def line(self) -> str:
        """Both on one line, with a blank between them unless a full-width stop leaves one."""
        gap = "" if not self.hint or self.what.endswith(("\u3002", "\uff01", "\uff1f")) else " "
        return f"{self.what}{gap}{self.hint}"


class Failure(Localized[FailureText]):
    """A failure in words: what is wrong and what to do, in every language; see ``FailureText``."""

    def __init__(
        self,
        *,
        en: str,
        en_hint: str,
        zh: str,
        zh_hint: str,
        en_fallback: str = "",
        zh_fallback: str = "",
    ) -> None:
        english, chinese = (en, en_hint, en_fallback), (zh, zh_hint, zh_fallback)
        super().__init__(en=FailureText(*english), zh=FailureText(*chinese))


def sentence_names(words: type[Words]) -> list[str]:
    """Return the names of the sentences of a place and of the places within it, in their order."""
    kinds = (Localized, Nested, cached_property)
    return [name for name, value in vars(words).items() if isinstance(value, kinds)]


def find_text(words: Words, name: str) -> str:
    """Return the sentence for a member of a closed set, by its name.

    Raises ``TypeError`` where the place has no such sentence.
    """
    found: object = getattr(words, name, None)
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def find_failure(words: Words, name: str) -> FailureText:
    """Return the words of a failure for a member of a closed set, by its name.

    Raises ``TypeError`` where the place has no such failure.
    """
    found: object = getattr(words, name, None)
    if not isinstance(found, FailureText):
        raise TypeError(name)
    return found


class Nested(Generic[W]):
    """The sentences of a place within another one, in the same language.

    ``kind`` returns their class, when they are first read.
    """

    def __init__(self, kind: Callable[[], type[W]]) -> None:
        self._kind = kind
        self._name = ""

    def __set_name__(self, owner: type[Words], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, words: None, owner: type[Words]) -> Self: ...
    @overload
    def __get__(self, words: Words, owner: type[Words]) -> W: ...
    def __get__(self, words: Words | None, owner: type[Words]) -> Self | W:
        """Return the sentences, made once for each record that holds them."""
        if words is None:
            return self
        nested = self._kind()(words.language)
        vars(words)[self._name] = nested
        return nested
