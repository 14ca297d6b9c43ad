"""What is said of files on their way to and from cloud storage, in both front ends."""

import msgspec

from weda_tui.i18n.error_strings import Words


class ObjectFailureStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Why an object failed: what the code means, and one next step. All may name ``{code}``."""

    expired: Words
    signature: Words
    denied: Words
    not_there: Words
    not_yours: Words
    already_there: Words
    forbidden: Words
    bad_request: Words
    too_many: Words
    too_big: Words
    clock: Words
    store_failed: Words
    store_page: Words
    store_http: Words
    other: Words
    unknown: Words


class TransferStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer."""

    failures: ObjectFailureStrings

    uploaded: str  # name, id
    downloaded: str  # name, file
    deleted: str  # id
    failed: str  # name
    hosts_up: str  # hosts
    hosts_down: str  # hosts
    plain_http: str
    progress: str  # name, share, done, total, rate, left
    progress_unknown: str  # name, done, rate
    of_many: str  # position, count
    left: str  # left
    summary: str  # ok, count
    cancelled: str  # ok, count
