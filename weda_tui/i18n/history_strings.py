"""What was sent: the records that ``history_zh`` and ``history_en`` fill."""

import msgspec

from weda_tui.i18n.error_strings import Words


class HistoryCommandStrings(msgspec.Struct, frozen=True, kw_only=True):
    """``history`` on the command line."""

    group: str
    details: str
    show: str
    show_details: str
    delete: str
    delete_details: str
    search: str
    endpoint: str
    environment: str
    verdict: str
    limit: str
    all: str
    empty: str
    nothing_found: str
    counted: str  # shown, kept
    name_some: str
    ask_delete: str  # count
    deleted: str  # count
    not_deleted: str
    cut: str  # limit


class ReplayStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Why an entry cannot be sent again; the fields are the values of ``ReplayLack``."""

    environment_gone: Words  # environment
    host_changed: Words  # environment, host
    env_type_gone: Words  # environment, env_type
    endpoint_gone: Words  # endpoint
    secret_not_kept: Words
    body_cut: Words


class HistoryScreenStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The history in the explorer."""

    tab: str
    endpoints_tab: str
    filter: str
    empty: str
    nothing_found: str  # query
    found: str  # count
    kept: str  # count
    reading: str
    last: str  # when
    recalled: str  # when, place
    response_cut: str
    request_cut: str
    request: str
    answer: str
    same: str
    skipped: str  # count
    compared_in_part: str
    compare_title: str  # before, after
    marked: str
    deleted: str
    restored: str
    nothing_deleted: str
    elsewhere: str  # place, here
    clear: str  # count
    clear_not: str
    clear_now: str
    not_recorded: str
    recorded_again: str
    never_recorded: str  # environment


class SinceStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since a call last worked."""

    title: str  # when
    same_mark: str
    changed_mark: str
    joint: str
    host: str
    env_type: str
    parameters: str
    token: str
    clock: str
    method: str
    url: str
    identity: str
    changed: str  # name, before, after
    added: str  # name, after
    gone: str  # name, before
    body: str
    past_end: str  # time
    expired: str  # time
    clock_right: str
    clock_slow: str  # time
    clock_fast: str  # time
    more: str  # count


class BundleStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A support bundle: the dialog, its README, the command."""

    title: str
    command: str
    command_details: str
    output: str
    write: str
    elsewhere: str
    written: str  # file
    nothing: str
    readme: str
    curl: str
    toml: str
    exchange: str
    headers: str
    body: str
    environment: str
    versions: str
    left_out: str
    cut: str
    call: str
    ending: str
    time: str
    place: str
    none: str
    environment_gone: str
    how_to_run: str


class HistoryStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The history, wherever it is shown."""

    command: HistoryCommandStrings
    replay: ReplayStrings
    screen: HistoryScreenStrings
    since: SinceStrings
    bundle: BundleStrings
    today: str
    yesterday: str
    weekdays: tuple[str, ...]
    last_week: str
    day: str  # month, day
    full_day: str  # year, month, day
    cancelled_after: str  # elapsed
    cancelled_write: str  # elapsed
    not_sent: str  # reason
    unsent: str  # reason
    perhaps_executed: str  # reason
    partly: str  # failed, count
    unknown_shape: str  # status
