"""Transfers in English."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.transfer_strings import (
    ObjectFailureStrings,
    StorageCommandStrings,
    TransferScreenStrings,
    TransferStrings,
)

FAILURES = ObjectFailureStrings(
    expired=Words("The signed address has expired.", "Start again: a new one is asked for."),
    signature=Words(
        "The store does not accept the signature ({code}).",
        "Something on the way changes the address or the headers: a proxy, most often.",
    ),
    denied=Words(
        "The store denies access ({code}).", "The signed address is for another object or is old."
    ),
    not_there=Words("No such object ({code}).", "Compare the id; it may have been deleted."),
    not_yours=Words(
        "The object belongs to somebody else ({code}).",
        "Sign in as its owner or as an administrator, or choose another path.",
    ),
    already_there=Words("The object is already there ({code}).", "Choose another path."),
    forbidden=Words("This user may not do that ({code}).", "Ask an administrator."),
    bad_request=Words(
        "The storage call refuses this path or id ({code}).",
        "The server's own words say what is wrong.",
    ),
    too_many=Words("Too many objects at once ({code}).", "Name fewer."),
    too_big=Words("The file is bigger than the store takes ({code}).", "Split it."),
    clock=Words(
        "To the store, the clock of the deployment is wrong ({code}).",
        "Set the clocks of the servers.",
    ),
    store_failed=Words("The store failed inside ({code}).", "Try again; see the store's log."),
    store_page=Words(
        "A web page came back instead of the store's answer: it looks like a proxy's sign-in.",
        "Open the store's address in a browser.",
    ),
    store_http=Words("The store answers {code}.", "Check its address with whoever runs it."),
    other=Words("Refused: {code}.", "The server's own words say why."),
    unknown=Words(
        "The answer says nothing about this object.", "Look before you repeat it: it may be done."
    ),
)

COMMANDS = StorageCommandStrings(
    group="files in cloud storage: upload, download, delete",
    upload="upload files",
    upload_details=(
        "Asks for a signed address, sends the bytes there, and prints the object id of each file "
        "(cloud://…) to stdout. The bytes go to the store's own host, which is named first. An "
        "object that is there already is replaced. The exit status is that of the worst file."
    ),
    upload_to="folder in the cloud; else the top",
    upload_name="the object's name, for a single file",
    name_for_many="--name is for a single file.",
    download="download objects",
    download_details=(
        "OBJECT is an id, cloud://…; - reads them from stdin. Prints the path of each file to "
        "stdout. A file is there once it is whole; one that was there before is kept."
    ),
    download_to="folder, or the file itself for a single object; else the current folder",
    force="replace files that are there already",
    delete="delete objects for good",
    delete_details="OBJECT is an id, cloud://…; - reads them from stdin.",
    timeout="seconds in which a byte must move; else the environment's",
    dry_run="name what would be moved or deleted, and do nothing",
)

SCREEN = TransferScreenStrings(
    pick_title="Choose files to upload",
    pick_hint="type or paste a path",
    listing="~ reading the folder",
    marked="{count} marked · {size}",
    none_found="Nothing called “{query}”; F9 shows hidden files too",
    found="{count} found",
    entries="{count:entry|entries}",
    open_folder="open",
    mark="mark",
    unmark="unmark",
    take="upload {count}",
    complete="complete",
    help_mark="open the folder; mark the file, or no longer",
    help_take="upload the marked files; without any, the one in hand",
    show_hidden="show hidden",
    hide="hide hidden",
    upload_title="Files to upload: {count}",
    download_title="Download",
    cloud_folder="Cloud folder",
    cloud_folder_hint="empty for the top, e.g. 2026/invoices",
    object_ids="Object ids",
    object_ids_hint="cloud://…, several may be pasted",
    local_folder="Save into",
    local_folder_hint="a folder; a file is there once it is whole",
    ask="Ask for addresses",
    ask_remark="asks the deployment where the bytes go; moves nothing yet",
    ask_remark_download="asks the deployment where the objects are; nothing is downloaded yet",
    asking="~ asking for addresses",
    host="Store",
    host_remark="another host than the deployment's; no token is sent there",
    files="Files",
    files_of="{count} · {size}",
    replaces="an object of the same path is replaced",
    no_address="Nothing can be moved: no file has an address.",
    guard="Guard",
    start_upload="Upload {count}",
    start_download="Download {count}",
    dont="Don't",
    cancel="Cancel",
    quit_question="{count:file is|files are} not done yet: to quit is to stop",
    go_on="Go on",
    stop_and_quit="Stop and quit",
    all_done="✓ All {count} done · {size}",
    some_failed="✗ {failed} of {count} failed",
    stopped="– Cancelled: {ok} of {count} done",
    item_stopped="cancelled",
    copy_id="copy object id",
    copy_path="copy path",
    copy_all="copy all",
    ids="{count:object id|object ids}",
    paths="{count:path|paths}",
    read_only="Nothing leaves: {place} is read-only",
    entry_remark="the whole flow",
)

TRANSFER_EN = TransferStrings(
    failures=FAILURES,
    commands=COMMANDS,
    screen=SCREEN,
    hosts_up="bytes go to {hosts}",
    hosts_down="bytes come from {hosts}",
    plain_http="! not encrypted (http)",
    deleted="{id} deleted",
    server_says="The server says: {message}",
    done_of="{done} of {total}",
    left="{left} left",
    summary="{ok} of {count} done",
    cancelled="Interrupted: {ok} of {count} done.",
)
