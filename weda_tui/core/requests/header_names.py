"""The names of headers as servers compare them, and those that name a method."""

import re
from functools import lru_cache

QUALIFIERS = (
    "original|orig|real|rewritten|rewrite|replaced|replace|forwarded|forward|overridden|override"
    "|proxy|envoy|ingress|upstream|backend|requested|request|http|accel|full|script|servlet|path"
    "|dst|destination|target|service|gateway|route|router|unencoded|waws|appengine|ms|azure|aws|cf"
)
_LONGEST_NAME = 200
"""Characters of a name."""


@lru_cache(1024)
def fold_name(name: str) -> str:
    """Return the name of a header as CGI compares it: all but letters and digits is the same."""
    return re.sub("[^a-z0-9]", "-", name.strip().casefold())


def match_names(target: str, words: str, bare: str = "") -> re.Pattern[str]:
    """Return what matches the names of a target beside words, without their dashes.

    ``bare`` are the targets that need no word beside them.
    """
    some, any_ = f"(?:{words})+", f"(?:{words})*"
    named = f"{some}(?:{target}){any_}|(?:{target}){some}"
    return re.compile(f"x?(?:{named}{'|' * bool(bare)}{bare})")


METHOD_NAMES = match_names("method|verb", QUALIFIERS)


@lru_cache(1024)
def is_method_header(name: str) -> bool:
    """Return whether a header of this name may say which method is meant."""
    return is_named(METHOD_NAMES, name)


def is_named(names: re.Pattern[str], name: str) -> bool:
    """Return whether a name is one of those; no server knows one of more than ``_LONGEST_NAME``."""
    folded = fold_name(name)
    return len(folded) <= _LONGEST_NAME and names.fullmatch(folded.replace("-", "")) is not None
