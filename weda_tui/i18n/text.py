"""The building blocks of sentences: texts in all languages, read in the language of their owner."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, Self, TypeVar, overload

import msgspec

from weda_tui.core.catalogue.endpoint import Language

T = TypeVar("T")
W = TypeVar("W", bound="Words")


class Words:
    """The sentences of one place in one language; its attributes are ``Text`` and similar."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language


class Localized(Generic[T]):
    """A value in every language; read as an attribute of ``Words``, the value in its language."""

    def __init__(self, *, en: T, zh: T) -> None:
        self._in: dict[Language, T] = {"en": en, "zh": zh}

    @overload
    def __get__(self, words: None, owner: type[Words]) -> Self: ...
    @overload
    def __get__(self, words: Words, owner: type[Words]) -> T: ...
    def __get__(self, words: Words | None, owner: type[Words]) -> Self | T:
        """Return the value in the language of ``words``; on the class, return the descriptor."""
        return self if words is None else self._in[words.language]

    def of(self, words: Words) -> T:
        """Return the value in the language of ``words``, for code that selects a sentence first."""
        return self._in[words.language]


class Text(Localized[str]):
    """One sentence. Placeholders are named: ``{host}``."""


class FailureText(msgspec.Struct, frozen=True):
    """A failure in words: what is wrong, and what to do about it."""

    what: str
    hint: str
    fallback_hint: str = ""
    """Used instead of ``hint`` if a value that ``hint`` names is empty or zero."""

    @property
    def line(self) -> str:
        """Both texts in one line, separated by a blank unless a full-width stop spaces them."""
        gap = "" if not self.hint or self.what.endswith(("\u3002", "\uff01", "\uff1f")) else " "
        return f"{self.what}{gap}{self.hint}"


class Failure(Localized[FailureText]):
    """A ``FailureText`` in every language."""

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
    """Return the names of the sentences of a place and of its nested places, in order."""
    kinds = (Localized, Nested, cached_property)
    return [name for name, value in vars(words).items() if isinstance(value, kinds)]


def find_text(words: Words, name: str) -> str:
    """Return the sentence for a member of a closed set, by its name.

    Raises ``TypeError`` if the place has no such sentence.
    """
    found: object = getattr(words, name, None)
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def find_failure(words: Words, name: str) -> FailureText:
    """Return the words of a failure for a member of a closed set, by its name.

    Raises ``TypeError`` if the place has no such failure.
    """
    found: object = getattr(words, name, None)
    if not isinstance(found, FailureText):
        raise TypeError(name)
    return found


class Nested(Generic[W]):
    """The sentences of a place nested in another one, in the same language.

    ``kind`` returns their class when the place is first read, so that its module is loaded only
    then.
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
        """Return the sentences, which are created once for each owner."""
        if words is None:
            return self
        nested = self._kind()(words.language)
        vars(words)[self._name] = nested
        return nested
