"""Compare header names as servers do, and recognise headers that select a method."""

import re
from functools import lru_cache

QUALIFIERS = (
    "original|orig|real|rewritten|rewrite|replaced|replace|forwarded|forward|overridden|override"
    "|proxy|envoy|ingress|upstream|backend|requested|request|http|accel|full|script|servlet|path"
    "|dst|destination|target|service|gateway|route|router|unencoded|waws|appengine|ms|azure|aws|cf"
)
_LONGEST_NAME = 200
"""The greatest length in characters of a name that is matched."""


@lru_cache(1024)
def fold_name(name: str) -> str:
    """Return a header name as CGI compares it: all characters but letters and digits are equal."""
    return re.sub("[^a-z0-9]", "-", name.strip().casefold())


def match_names(target: str, words: str, bare: str = "") -> re.Pattern[str]:
    """Return a pattern for names, without dashes, that combine a target with qualifying words.

    ``bare`` are the targets that also match without such a word.
    """
    some, any_ = f"(?:{words})+", f"(?:{words})*"
    named = f"{some}(?:{target}){any_}|(?:{target}){some}"
    return re.compile(f"x?(?:{named}{'|' * bool(bare)}{bare})")


METHOD_NAMES = match_names("method|verb", QUALIFIERS)


@lru_cache(1024)
def is_method_header(name: str) -> bool:
    """Return whether a header of this name may select the method."""
    return is_named(METHOD_NAMES, name)


def is_named(names: re.Pattern[str], name: str) -> bool:
    """Return whether a pattern matches a name; no server knows a name above ``_LONGEST_NAME``."""
    folded = fold_name(name)
    return len(folded) <= _LONGEST_NAME and names.fullmatch(folded.replace("-", "")) is not None
