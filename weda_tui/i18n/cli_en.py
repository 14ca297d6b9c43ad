"""The command line in English."""

from weda_tui.i18n.book_en import BOOK_COMMAND_EN
from weda_tui.i18n.cli_strings import (
    CatalogueStrings,
    CliStrings,
    EnvStrings,
    HelpStrings,
    ImportStrings,
    ProgramStrings,
    SandboxStrings,
    SendStrings,
    TokenStrings,
    UsageStrings,
)

CLI_EN = CliStrings(
    program=ProgramStrings(
        about="Explore and debug the OpenAPI of WeDa (微搭) private deployments.",
        details=(
            "Without a command it opens the explorer. Data goes to stdout, talk to stderr, and "
            "the exit status tells what happened, so every command fits a script."
        ),
        demo="the explorer on a throw-away workspace, over the sandbox",
        sandbox="a stand-in for WeDa on this machine",
        send="send one request",
        catalogue="the endpoints that can be called",
        catalogue_list="every endpoint",
        catalogue_show="one endpoint with its parameters and an example",
        catalogue_models="the data models of a deployment: list, refresh, add by key",
        catalogue_search="endpoints by a few letters: English, Chinese, pinyin initials, a path",
        importing="what comes from OpenAPI, Postman, HAR, curl or an HTTP message",
        env="the environments of the workspace",
        env_list="every environment",
        env_show="one environment",
        env_add="add an environment",
        env_remove="remove an environment (its file can come back, its secrets not)",
        token="the access token, for another program",
        no_terminal=(
            "The explorer needs a terminal on stdin and stdout. weda-tui --help lists the "
            "commands that work without one."
        ),
        dumb_terminal=(
            "A terminal with TERM=dumb shows no screen. All commands work in it, see weda-tui "
            "--help; view prints into a pipe: weda-tui view FILE | cat"
        ),
        no_utf_8=(
            "The screen needs UTF-8, and the character set here is {encoding}. Where the terminal "
            "knows UTF-8: PYTHONUTF8=1 weda-tui. Commands work with either."
        ),
        interrupted="Interrupted.",
    ),
    help=HelpStrings(
        usage="Usage",
        options_mark="[OPTIONS]",
        command_mark="COMMAND",
        commands="Commands",
        options="Options",
        everywhere="Everywhere",
        examples="Examples",
        statuses="Exit status",
        workspace="folder with the environments; else $WEDA_TUI_WORKSPACE, else the platform's",
        lang="zh or en; else the locale's",
        version="print the version",
        help="print this page",
        json="print JSON",
        yes="answer the question; never lifts read-only",
        env="environment; else the one chosen in the explorer, or the only one",
        status_ok="success",
        status_verdict="the verdict is a failure, also one that came with HTTP 200",
        status_usage="usage, or a file",
        status_unreachable="not reachable: DNS, connection, TLS, cut off",
        status_limit="timed out, or over a limit",
        status_token="token refused",
        status_assertion="an assertion does not hold (run only)",
        status_guard="stopped by a guard or a route",
        status_interrupted="interrupted",
    ),
    usage=UsageStrings(
        unknown_option="There is no option {option}.",
        unknown_command="There is no command {command}.",
        nearest="Is it {nearest}?",
        missing="{parameter} is missing.",
        missing_command="A command is missing.",
        needs_value="{option} needs a value.",
        takes_no_value="{option} takes no value.",
        extra="Too many arguments: {arguments}.",
        bad_value="{parameter}: {message}",
        not_a_number="{value} is no number.",
        out_of_range="{value} is not between {least} and {most}.",
        choose_from="{value} is none of {choices}.",
        header_without_colon="{value} has no colon; write 'Name: value'.",
        no_such_env_type="{value} is no env type: letters, digits, - and _ only.",
        set_without_equals="{value} has no equals sign; write NAME=VALUE.",
        see_help="{command} --help says more.",
    ),
    send=SendStrings(
        details=(
            "TARGET is the id of an endpoint, as weda-tui catalogue list shows it, or the path of "
            "a saved request: what it depends on goes first, unless --set gives what that "
            "captures. A token is fetched when one is needed. The answer goes to stdout: laid out "
            "on a terminal, byte for byte into a pipe. Success means that the answer's own "
            "envelope says so, not HTTP 200."
        ),
        env_type="env type in the path: prod, dev …; else the one last used",
        set="give the variable {{NAME}} a value, for this call",
        header="add or replace a header",
        body="the body: JSON, a file, or @- for stdin",
        timeout="seconds for the whole call; else the environment's",
        file="write the body of the answer, of any size and as received, to this file",
        dry_run="print what would be sent, and send nothing",
        ok="✓ OK",
        failed="✗ FAILED",
        unknown="? UNKNOWN",
        no_answer="✗ NO ANSWER",
        not_sent="✗ NOT SENT",
        records="{count:record|records}",
        records_of="{count} of {total:record|records}",
        partly="{failed} of {count} failed",
        some_failed="! PARTLY",
        item="no. {number}",
        request_id="requestId {id}",
        server_says="The server says: {message}",
        place="{environment} · {env_type}",
        body_fault="The body stops being JSON at line {line}, column {column}.",
        body_file_fault="With the content of {file} in it, at line {line}, column {column}, the"
        " body is no JSON any more.",
        unused_variable="--set {name}: this request has no {{{{{name}}}}}.",
        body_needed="{endpoint} needs a body. Required: {fields}.",
        body_example="An example to start from:",
        body_needed_hint="Give it with --body JSON or --body @FILE.",
        effect="effect: {effect}",
        guard="guard: {guard}",
        token="token: {state}",
        token_left="token: {state}, {left} left",
        nothing_sent="Nothing was sent.",
        saved="The body is in {file}.",
        not_saved="{file} was not written.",
        part_printed="Only the first {size} of what came are printed.",
    ),
    catalogue=CatalogueStrings(
        details="Works without an environment and without a network.",
        none_found="Nothing fits {query}.",
        legend="W writes   D cannot be undone   ~ from client code   ? title only",
        found="{count:endpoint|endpoints}",
        effect="effect",
        confidence="known from",
        token="token",
        request_parameters="Parameters",
        body="Body",
        response="In the answer",
        example_body="Example body",
        example_response="Example answer",
        failures="When it fails",
        source="source",
        required="required",
        no_path="method and path unknown: only its name is known, it cannot be sent",
        no_body="no body",
        values="one of {values}",
    ),
    importing=ImportStrings(
        details=(
            "OpenAPI 3.0 or 3.1, JSON or YAML, becomes a module; environments and globals of "
            "Postman an environment; collections of Postman, HAR, curl commands and HTTP messages "
            "a collection: what does not come along as it was is listed (!), secrets become "
            "variables, no script is run and nothing but the file is read. "
            "A document imported again lists the endpoints that are new "
            "(+), changed (~) and gone (-); your own edits stay. Of the document's addresses only "
            "the path counts: requests go to the chosen environment and nowhere else."
        ),
        format="what the content is; else the content tells",
        command_given=(
            "A file name belongs here. Give the command on stdin: weda-tui import -, paste, Ctrl+D."
        ),
        into="the module, the environment (one there gets variables) or the collection to make",
        summary="{module}: {new} new, {changed} changed, {gone} gone, {same} as before.",
        kept="{count:of your own edits stays|of your own edits stay}.",
    ),
    env=EnvStrings(
        details=(
            "An environment is a deployment: its address, its env types and a key. It is one "
            "small file that a team can commit; the secret is never in it."
        ),
        add_details=(
            "REF says where the SecretKey or the password is. keyring, or no REF: asked for now, "
            "hidden (without a terminal one line of stdin), and kept in the system's keyring, or "
            "in a private file where there is none. file: kept in the private file. env:NAME: read "
            "from a variable at each start. prompt: kept nowhere, asked for by each run that needs "
            "it; what comes on stdin now is kept as keyring does. The secret itself is never an "
            "argument. Where stdin gives both, the SecretKey comes first. Data model and storage "
            "take user name and password."
        ),
        host="address of the deployment: http(s)://ip-or-domain[:port][/prefix]",
        host_kept="Every call goes to {host}/….",
        host_cut="{cut} is no part of the address and was left out: calls go to {host}/….",
        env_type="an env type; else prod and dev",
        secret_id="SecretId of the environment's key",
        secret_key="where the SecretKey is: keyring, file, env:NAME or prompt",
        username="who signs in for the calls on data model and storage",
        password="where the password is: keyring, file, env:NAME or prompt",
        ask_secret_id="SecretId",
        ask_secret_key="SecretKey (not shown)",
        secret_not_text="The SecretKey on stdin is not text in UTF-8; check what is piped in.",
        no_secret_given="No SecretKey came on stdin; pipe it in, or write --secret-key env:NAME.",
        ask_password="Password (not shown)",
        no_password_given="No password came on stdin; pipe it in, or write --password env:NAME.",
        username_needed="--password needs --username.",
        secret_id_needed="--secret-key needs --secret-id.",
        added="Added {name}: {file}",
        secret_key_name="SecretKey",
        password_name="password",
        kept_in_keyring="The {secret} is in the system's keyring.",
        kept_in_file="No keyring was used: the {secret} is in the private file {file}",
        kept_in_variable="The {secret} is read from the variable {variable}.",
        kept_nowhere="The {secret} is kept nowhere: each run that needs it asks.",
        ask_again="{secret} of {environment} (not shown, not kept)",
        no_secret="No SecretKey is stored: calls that take a key token will not work.",
        none="No environment yet: weda-tui env add",
        not_removed="{name} stays.",
        yes_needed="Add --yes: there is no terminal to ask on.",
        address="address",
        env_id="envId",
        env_types="env types",
        timeout="timeout",
        tls="TLS",
        tls_checked="checked",
        tls_unchecked="! not checked",
        ca_file="CA file",
        variables="variables",
        secret_id_label="SecretId",
        secret_key_label="SecretKey in",
        username_label="User name",
        password_label="Password in",
    ),
    token=TokenStrings(
        details=(
            "Prints the value of the Authorization header, in the clear: Bearer and the key token. "
            "It is fetched when there is none that is still good. --json gives both kinds: the "
            "user token under user, null where the environment has no user name."
        ),
        refresh="fetch a new one in any case",
        left="{environment}: good for {left}",
        user_left="{environment}: user token good for {left}",
    ),
    sandbox=SandboxStrings(
        details=(
            "Listens on the loopback only, under its names alone (localhost, *.localhost, "
            "127.0.0.0/8, [::1]): any other Host header gets 421. A body over {body} MiB and a "
            "stored object over {object} GiB get 413. Keeps its state in memory, or with --state "
            "in a file. Without --ready-file its address and credentials are printed as JSON, with "
            "values for the variables of every call in the catalogue."
        ),
        demo_details="Needs no deployment and no network. Nothing stays behind.",
        port="port; else any free one",
        ready_file="write address and credentials here once it accepts calls",
        seed="the same seed makes the same data",
        token_lifetime=(
            "seconds that tokens of both kinds live; else 259200 for the key's, 7200 for a user's"
        ),
        state=(
            "keep the state in this file and go on from there next time; it holds secrets. A file "
            "that exists has its own seed"
        ),
        fault="make every call go wrong: any documented code (weda-tui errors), or {faults}",
        unknown_fault="{value} is none of {choices}, nor of the {count} other documented codes "
        "(weda-tui errors).",
        listening="The sandbox listens on {base}",
        secret_id="SecretId {secret_id}",
        how_to_stop="Ctrl+C stops it.",
        environment="sandbox",
    ),
    book=BOOK_COMMAND_EN,
)
