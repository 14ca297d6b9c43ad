"""What is said of imported and exported requests, in English."""

from weda_tui.i18n.imported_strings import ImportedStrings, LossStrings, PartStrings

IMPORTED_EN = ImportedStrings(
    new_folder="New: {path}",
    known_folder="Into {path}",
    beside="{path} is there already and stays as it is; this is another one beside it",
    counts="requests: {requests}, folders: {folders}",
    losses="{count:thing|things} lost or changed on the way: {kinds}",
    nothing_lost="everything came along as it was",
    kind_count="{kind} {count}",
    everywhere="the whole file",
    loss=LossStrings(
        token_script="the script that fetches a token ({name}) is replaced by the built-in token",
        script="script {name} is not run; its text is in the description",
        example="example answer “{name}” is too long and was left out",
        secret="the secret in {name} was taken out, a variable stands in its place",
        token="{name} is replaced by the built-in token",
        env_type="{name} in the address became a variable: it follows the chosen env type",
        header="{name} is no header and was left out",
        option="option {name} has no counterpart",
        file="file {name} is not read; that content is missing",
        auth="auth {name} is not supported",
        disabled="{name} is switched off and was left out",
        body="body {name} was left out",
        variable="variable {name} has no value here, or is built in",
        twice="{name} is there more than once; the last one counts",
        command="“{name}” is for a shell to run; it is not run here",
        request="“{name}” is no HTTP request",
        method="method {name} is sent in capitals",
        base="{name} is no environment's address: kept, but sending is refused "
        "until an environment has this address",
        host="{name} is no environment's address: kept, but sending is refused "
        "until an environment has this address",
    ),
    host_offer=(
        "{name} is no environment's address: kept, but sending is refused until it is one: "
        "weda-tui env add NAME --host {host}"
    ),
    kind=LossStrings(
        token_script="token scripts",
        script="scripts",
        example="examples",
        secret="secrets",
        token="tokens",
        env_type="env types",
        header="headers",
        option="options",
        file="files",
        auth="auth",
        disabled="rows switched off",
        body="bodies",
        variable="variables",
        twice="twice",
        command="shell",
        request="no requests",
        method="methods",
        base="other addresses",
        host="other addresses",
    ),
    pasted="what was pasted",
    export="saved requests, an environment or a module for another program",
    export_details=(
        "PATH is that of a request, a folder or a collection, ENV the name of an environment; "
        "openapi takes the name of a module too. Secrets are never exported: code reads them from "
        "environment variables, Postman has empty variables; all of them are named."
    ),
    export_format="what to make of it",
    export_env=(
        "put in its address and variables; for postman, write its file beside FILE; else all "
        "variables stay"
    ),
    env_apart="The environment is a file of its own: -o writes it beside the collection.",
    env_unused="--env changes nothing in {format}: variables stay as they are.",
    env_twice="Two environments are named: {name}, and {env} with --env.",
    exported="{name}: written to {file}, requests: {count}.",
    left_behind="{what} cannot be said there and was not exported.",
    part=PartStrings(body="the body", binary="the bytes of the body that are not text"),
    part_of="{path}: {what}",
    unresolved="{path} was not exported: {reason}",
    cleaned="Shown cleaned for the terminal: it is exact only in a file (-o FILE) or a pipe.",
    empty="To be filled in by hand: {names}.",
    copy_title="Copy as",
    copy_about="no secret reaches the clipboard: code reads environment variables, Postman its own",
    copied_needs="{format} (no secret in it; fill in {names})",
)
