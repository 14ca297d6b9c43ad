"""Assertions, captures and runs: the record that ``run_zh`` and ``run_en`` fill."""

import msgspec


class AssertionStrings(msgspec.Struct, frozen=True, kw_only=True):
    """An assertion as a sentence, and how it went."""

    implied: str
    verdict: str
    status: str
    time: str
    size: str
    header: str  # name
    equals: str  # on, expected
    not_equals: str  # on, expected
    contains: str  # on, expected
    not_contains: str  # on, expected
    matches: str  # on, expected
    exists: str  # on
    exists_not: str  # on
    is_null: str  # on
    is_not_null: str  # on
    less_than: str  # on, expected
    greater_than: str  # on, expected
    one_of: str  # on, expected
    length: str  # on, expected

    wanted: str  # said
    wanted_implied: str
    unmet: str  # wanted, why
    unmet_code: str  # code, message
    actual: str  # actual
    nothing: str
    unfit_subject: str  # detail
    unfit_path: str  # detail
    unfit_variable: str  # detail
    unfit_not_json: str
    unfit_too_large: str
    unfit_slow_pattern: str
    unfit_pattern: str  # detail
    unfit_not_comparable: str  # detail
    unfit_no_length: str  # detail


class RunStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A run: what it asks, how each request went, and what it came to."""

    captured: str  # name, value
    missed: str  # name, source
    missed_why: str  # name, reason
    blocked: str  # path
    unsent: str
    stopped: str
    quit_question: str  # place
    quit_remark: str
    keep_running: str
    stop_and_quit: str
    row: str  # number
    attempts: str  # count
    dependency: str
    on_its_way: str
    first_failure: str  # path, reason
    no_body: str

    title: str  # name
    of_all: str
    preparing: str
    asks: str  # count
    asks_hint: str
    agree: str
    refused: str  # count
    start: str
    dont: str
    stop: str
    again: str
    open: str
    close: str
    progress: str  # done, count
    requests: str  # count
    times: str  # requests, rows, sends
    data: str
    no_data: str
    pick_data: str
    take_data: str
    data_rows: str  # count
    unused: str  # names
    columns: str  # names
    parallel: str
    one_by_one: str
    at_once: str  # count
    bail: str
    go_on: str
    stop_first: str
    change: str
    step: str
    without_data: str
    asks_rows: str  # count
    of_row: str  # values
    first: str  # name
    more_writes: str  # count
    results: str  # count
    captures: str


class RunCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The help of ``run``, and what it says."""

    about: str
    details: str
    order: str
    statuses: str
    json: str
    env_type: str
    set: str
    parallel: str
    data: str
    bail: str
    junit: str
    writes: str  # count
    needs_yes: str
    junit_written: str  # file
    progress: str  # done, count, path
