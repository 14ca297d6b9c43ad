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
    dry_run: str


class TransferScreenStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The file picker and the transfer's dialog."""

    pick_title: str
    pick_hint: str
    listing: str
    marked: str  # count, size
    none_found: str  # query
    found: str  # count
    entries: str  # count
    open_folder: str
    mark: str
    unmark: str
    take: str  # count
    complete: str
    help_mark: str
    help_take: str
    show_hidden: str
    hide: str

    upload_title: str  # count
    download_title: str
    cloud_folder: str
    cloud_folder_hint: str
    object_ids: str
    object_ids_hint: str
    local_folder: str
    local_folder_hint: str
    ask: str
    ask_remark: str
    ask_remark_download: str
    asking: str
    host: str
    host_remark: str
    files: str
    files_of: str  # count, size
    replaces: str
    no_address: str
    guard: str
    start_upload: str  # count
    start_download: str  # count
    dont: str
    cancel: str
    quit_question: str  # count
    go_on: str
    stop_and_quit: str
    all_done: str  # count, size
    some_failed: str  # count, failed
    stopped: str  # count, ok
    item_stopped: str
    copy_id: str
    copy_path: str
    copy_all: str
    ids: str  # count
    paths: str  # count
    read_only: str  # place
    entry_remark: str


class TransferStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer."""

    failures: ObjectFailureStrings
    commands: StorageCommandStrings
    screen: TransferScreenStrings

    hosts_up: str  # hosts
    hosts_down: str  # hosts
    plain_http: str
    deleted: str  # id
    server_says: str  # message
    done_of: str  # done, total
    left: str  # left
    summary: str  # ok, count
    cancelled: str  # ok, count
