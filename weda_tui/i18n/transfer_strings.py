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


class StorageCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``storage`` on the command line."""

    group: str
    upload: str
    upload_details: str
    upload_to: str
    upload_name: str
    name_for_many: str
    download: str
    download_details: str
    download_to: str
    force: str
    delete: str
    delete_details: str
    timeout: str


class TransferStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer."""

    failures: ObjectFailureStrings
    commands: StorageCommandStrings

    hosts_up: str  # hosts
    hosts_down: str  # hosts
    plain_http: str
    deleted: str  # id
    server_says: str  # message
    done_of: str  # done, total
    left: str  # left
    summary: str  # ok, count
    cancelled: str  # ok, count
