"""What was sent, in English."""

from weda_tui.i18n.error_strings import Words
from weda_tui.i18n.history_strings import (
    BundleStrings,
    HistoryCommandStrings,
    HistoryScreenStrings,
    HistoryStrings,
    ReplayStrings,
    SinceStrings,
)

HISTORY_EN = HistoryStrings(
    command=HistoryCommandStrings(
        group="what was sent: find, show, delete",
        details=(
            "Newest first. Each entry has its verdict, environment, time, request and answer; of a"
            " long body the beginning, secrets masked. It stays on this machine, outside the"
            " workspace. With record = false in an environment's file nothing of it is kept."
        ),
        show="the request and the answer of an entry",
        show_details=(
            "The request goes to stderr; stdout is the answer's body as it was. --json has the"
            " keys of send --json."
        ),
        delete="delete some entries, those that match, or all",
        delete_details=(
            "Numbers delete entries; --search and the other filters those that match; --all all."
            " They are gone then."
        ),
        search="words in bodies, titles, codes, requestIds; each must be there",
        endpoint="only this call",
        environment="only what went to this environment",
        verdict="only successes (ok) or failures (failed)",
        limit="at most so many; 50 unless given",
        all="all of them",
        empty="Nothing was sent from this machine yet.",
        nothing_found="Nothing matches.",
        counted="{shown} of {kept} kept",
        name_some="Name the numbers to delete, or --search and other filters, or --all.",
        ask_delete="Delete {count}?",
        deleted="Deleted {count}.",
        not_deleted="Nothing was deleted.",
        cut="only the first {limit} were kept",
    ),
    replay=ReplayStrings(
        environment_gone=Words(
            "The environment {environment} is gone.", "Choose one, open the request, send it."
        ),
        host_changed=Words(
            "The address of {environment} is another one now; it was {host}.",
            "Make sure it is the same deployment, open the request, send it.",
        ),
        env_type_gone=Words(
            "{environment} has no {env_type} any more.",
            "Choose an env type, open the request, send it.",
        ),
        endpoint_gone=Words(
            "The call {endpoint} is gone.", "Import its document, or write it yourself with n."
        ),
        secret_not_kept=Words(
            "A secret stood in the request and was not kept.",
            "Open the request, fill in what is masked, send it.",
        ),
        body_cut=Words(
            "The request body was too long: only its beginning is kept.",
            "Send it from where it came from.",
        ),
    ),
    screen=HistoryScreenStrings(
        tab="History",
        endpoints_tab="Calls",
        filter="text, code, @env, failed",
        empty="Nothing was sent from this machine yet. What is sent stays here, secrets masked",
        nothing_found="No “{query}”. Try fewer letters, failed or ok alone, @prod for one place",
        found="{count} found",
        kept="the last {count}, secrets masked, on this machine only",
        reading="searching",
        last="Last time {when}",
        recalled="History: {when}, {place}",
        response_cut="A long body: only its beginning was kept",
        request_cut="A long request body: only its beginning was kept",
        request="Request",
        answer="Answer",
        same="the same",
        skipped="{count} equal lines",
        compared_in_part="Too long: only the beginning was compared",
        compare_title="{before} and {after}",
        marked="Choose another and press = to compare; = on the same one takes it back",
        deleted="Deleted. Ctrl+Z brings it back",
        restored="Brought back",
        nothing_deleted="There is nothing to bring back",
        elsewhere="That was at {place}; you are at {here}",
        clear="Delete the {count} listed? They cannot be brought back",
        clear_not="Keep them",
        clear_now="Delete them",
        not_recorded="This request will not be kept in the history",
        recorded_again="This request will be kept in the history",
        never_recorded="record = false in the file of {environment}: nothing there is kept",
    ),
    since=SinceStrings(
        title="It last worked {when}; compared with this time",
        same_mark="same",
        changed_mark="new",
        joint=", ",
        host="address",
        env_type="env type",
        parameters="parameters",
        token="token",
        clock="clock",
        method="method",
        url="URL",
        identity="whose token",
        changed="{name}  {before} → {after}",
        added="{name}  added: {after}",
        gone="{name}  gone, it was {before}",
        body="another request body",
        past_end="the server's time passed the token's end, {time}",
        expired="the token ended at {time}",
        clock_right="right",
        clock_slow="{time} slow",
        clock_fast="{time} fast",
        more="{count} more: compare with =",
    ),
    bundle=BundleStrings(
        title="Support bundle: one call, for a colleague",
        command="write an entry as a support bundle: a zip without secrets",
        command_details=(
            "Request (curl and TOML), answer, verdict, requestId, times, versions, environment."
            " Secrets and tokens are masked."
        ),
        output="the file or folder to write; the current folder unless given",
        write="write",
        elsewhere="elsewhere",
        written="The bundle is {file}",
        nothing="This call is not in the history: there is nothing to bundle",
        readme="read this first",
        curl="the request as a curl command",
        toml="the request with its variables",
        exchange="verdict, requestId, times, what was left of the token",
        headers="the answer's headers",
        body="the answer's body as received",
        environment="the environment, no secret, no value of a variable",
        versions="weda-tui, Python, system, terminal",
        left_out=(
            "Not in it: SecretKey, password, tokens, cookies, the values of the environment's"
            " variables. Secrets in request and answer are masked; business data is untouched: look"
            " at it before you send it on."
        ),
        cut="A body was too long: only its beginning is there.",
        call="Call",
        ending="Result",
        time="Time",
        place="Environment",
        none="none",
        environment_gone="The environment was removed since: only its address is known.",
        how_to_run="To send it again, put a token of your own into request.sh.",
    ),
    today="today",
    yesterday="yesterday",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    last_week="last week",
    day="{month:02}-{day:02}",
    full_day="{year}-{month:02}-{day:02}",
    cancelled_after="cancelled after {elapsed}",
    cancelled_write="cancelled after {elapsed}, perhaps executed",
    not_sent="not sent: {reason}",
    unsent="not sent, no token: {reason}",
    perhaps_executed="perhaps executed: {reason}",
    partly="{failed} of {count} failed",
    unknown_shape="{status}, the body has no known shape",
)
