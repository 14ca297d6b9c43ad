"""Assertions, captures and runs, in English."""

from weda_tui.i18n.run_strings import AssertionStrings, RunCommandStrings, RunStrings

ASSERTIONS_EN = AssertionStrings(
    implied="the answer is a verified success",
    verdict="verdict",
    status="HTTP status",
    time="time (ms)",
    size="size (bytes)",
    header="header {name}",
    equals="{on} equals {expected}",
    not_equals="{on} does not equal {expected}",
    contains="{on} contains {expected}",
    not_contains="{on} does not contain {expected}",
    matches="{on} matches {expected}",
    exists="{on} exists",
    exists_not="{on} does not exist",
    is_null="{on} is null",
    is_not_null="{on} is not null",
    less_than="{on} is less than {expected}",
    greater_than="{on} is greater than {expected}",
    one_of="{on} is one of {expected}",
    length="{on} has the length {expected}",
    wanted="expected: {said}",
    wanted_implied="expected a verified success",
    unmet="{wanted}, {why}",
    unmet_code="{code}: {message}",
    actual="was {actual}",
    nothing="nothing was there",
    unfit_subject="cannot be judged: {detail} names nothing",
    unfit_path="cannot be judged: the JSONPath stops making sense at character {detail}",
    unfit_variable="cannot be judged: the variable {detail} has no value",
    unfit_not_json="cannot be judged: the body is not JSON",
    unfit_too_large="cannot be judged: too large",
    unfit_slow_pattern="cannot be judged: the pattern has too much to try",
    unfit_pattern="cannot be judged: the pattern stops making sense at character {detail}",
    unfit_not_comparable="cannot be judged: {detail} is neither more nor less",
    unfit_no_length="cannot be judged: {detail} has no length",
)
RUN_EN = RunStrings(
    captured="{name} = {value}",
    missed="no value for {name}: nothing is at {source}",
    missed_why="no value for {name}, {reason}",
    blocked="not sent: {path}, which it depends on, did not pass",
    unsent="not sent: the run ended before it",
    stopped="stopped on its way: it may have arrived",
    quit_question="This run writes to {place} and is not over yet",
    quit_remark="To quit is to stop it; what is on its way may have arrived all the same",
    keep_running="Let it run",
    stop_and_quit="Stop and quit",
    row="row {number}",
    attempts="sent {count} times",
    dependency="dependency",
    on_its_way="on its way",
    first_failure="{path}: {reason}",
    no_body="too many answers to keep this body; send it alone to see it",
    title="Run {name}",
    of_all="all collections",
    preparing="looking at what will be sent",
    asks="{count:call of this run changes|calls of this run change} something:",
    asks_hint="asked only once; a change that is not listed here will be stopped",
    agree="run it",
    refused="Read-only, so what changes something will not be sent ({count}):",
    start="run",
    dont="don't run",
    stop="stop",
    again="run the failed again",
    open="open answer",
    close="close",
    progress="{done} / {count}",
    requests="{count:request|requests}",
    times="{requests} × {rows:row|rows} = {sends:send|sends}",
    data="Data",
    pick_data="Choose the data: CSV or JSON",
    take_data="use this file",
    no_data="none: each request is sent once",
    data_rows="{count:row|rows}",
    unused="No request uses {names}",
    columns="Columns: {names}",
    parallel="At once",
    one_by_one="1, one after the other",
    at_once="{count}, only depends says what comes first",
    bail="After a failure",
    go_on="go on",
    stop_first="stop, send no more",
    change="change",
    step="more, fewer",
    without_data="no data",
    asks_rows="there are {count} rows of data, and each does this once",
    of_row="Data: {values}",
    first="First {name}",
    more_writes="and {count} more",
    results="Asserts {count}",
    captures="captured variables",
)
RUN_COMMAND_EN = RunCommandStrings(
    about="run saved requests: one, a folder or a whole collection",
    details=(
        "Sends them in the folder's order, what they depend on first; captured values go into the "
        "requests after them. Unless a request asserts its verdict, its answer must be a verified "
        "success. Progress goes to stderr, results to stdout. Where a guard asks about a call that "
        "changes something, nothing at all is sent without --yes."
    ),
    order=(
        "A dependency is sent once a run (once a row of data), and again when it did not pass, "
        "when the place is another one, or when what it captured is 10 minutes old. With "
        "--parallel only depends says what comes first."
    ),
    statuses="When several fail, the first one in the order of the report sets the exit status.",
    json=(
        '--json prints {"ok", "environment", "envType", "passed", "failed", "skipped", '
        '"elapsedMs", "results": [{"path", "title", "row", "dependency", "outcome", "cause", '
        '"verdict", "status", "elapsedMs", "size", "attempts", "error", "blockedBy", '
        '"assertions": [{"on", "operator", "expected", "implied", "outcome", "actual", "reason"}], '
        '"captures"}]}'
    ),
    env_type="env type in the path: prod, dev …; else the one last used",
    set="give the variable {{NAME}} a value, for this run",
    parallel="requests on their way at once, 1 to 32",
    data="CSV with a header, or a JSON array of objects: run once a row, columns are variables",
    bail="send nothing after the first failure",
    junit="write the results as JUnit XML too",
    writes="{count:call of this run changes|calls of this run change} something:",
    needs_yes="✗ Nothing was sent: a guard asks first. To run it all the same, add --yes.",
    junit_written="JUnit results are in {file}",
    progress="{done}/{count}  {path}",
)
