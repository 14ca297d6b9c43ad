"""The sentences of the explorer: one record a place, one field a sentence."""

import msgspec

from weda_tui.i18n.own_strings import ImportingStrings, OwnStrings


class StageStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The words of the sentence that the screen is."""

    where: str
    what: str
    with_what: str
    result: str
    zoom: str
    unzoom: str
    too_small: str


class WhereStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The strip on top, and the list behind F2."""

    no_environment: str
    no_environment_chosen: str
    token: str
    other_key: str
    other_user: str
    list_title: str
    filter: str
    nothing_found: str  # query
    new: str
    edit: str
    broken: str  # count
    switched: str  # place


class WhatStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The endpoint tree."""

    filter: str
    browse_only: str
    more_broken: str  # count
    nothing_found: str  # query
    legend_write: str
    legend_destructive: str
    legend_client_code: str
    legend_title_only: str
    choose: str
    choose_step: str


class WithStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The request editor and the pre-flight block."""

    json: str
    headers: str
    headers_short: str
    auth: str
    docs: str
    title_only: str
    no_parameters: str
    no_body: str
    send: str
    will_go: str
    cancel: str
    read_only_effect: str
    writes: str
    cannot_undo: str
    token_valid: str  # token, left
    token_expiring: str  # token, left
    token_first: str  # token
    token_refused: str  # token
    token_key_itself: str
    no_key: str
    no_user: str
    token_none_needed: str
    guard_confirm: str
    guard_name: str  # name
    guard_read_only: str
    repeated: str  # seconds
    first_one: str  # path
    first_several: str  # path, count
    waiting: str  # elapsed
    choose_environment: str
    unknown_variable: str  # name
    unknown_nearest: str  # name, nearest
    no_value_nearest: str  # name, nearest
    no_value: str  # name
    json_fault: str  # line, column, reason
    json_file_fault: str  # line, column, reason, file
    auth_key: str
    auth_user: str
    auth_basic: str
    auth_none: str
    auth_header: str
    auth_source: str
    auth_own: str
    docs_parameters: str
    docs_answer: str
    docs_failures: str
    docs_source: str
    docs_none: str
    required: str
    formatted: str
    not_json: str  # line, column
    reset: str
    headers_hint: str
    short_valid: str  # token
    short_first: str  # token
    short_refused: str  # token


class FaultStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Why text is not JSON; the parser's own words are the keys of ``i18n.json_fault``."""

    comma: str
    colon: str
    value: str
    name: str
    string_end: str
    control: str
    extra: str
    escape: str
    trailing: str
    deep: str


class OutsideStrings(msgspec.Struct, frozen=True, kw_only=True):
    """A body in the user's own editor."""

    taken: str
    same: str  # command
    failed: str  # command, status
    not_started: str  # command
    unreadable: str  # command
    kept: str  # file
    """What follows where something was written and not taken."""
    not_here: str


class ResultStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The answer."""

    ok: str
    failed: str
    partly: str
    some_failed: str  # failed, count
    item: str  # number
    more_items: str  # count
    unknown: str
    cancelled: str
    not_sent: str
    body: str
    headers: str  # count
    as_sent: str
    records: str  # count
    records_of: str  # count, total
    body_size: str  # size
    no_body: str
    does_not_count: str
    no_answer: str
    cut_answer: str  # status
    token_answer: str  # status
    unknown_shape: str  # status
    cancelled_after: str  # elapsed
    cancelled_write: str  # place
    cancelled_other: str  # action
    quit_question: str  # place
    quit_remark: str
    keep_waiting: str
    cancel_and_quit: str
    fetching_token: str  # elapsed
    waiting: str  # elapsed
    receiving: str  # received
    receiving_of: str  # received, total
    esc_cancels: str
    nothing_yet: str
    f5_will: str
    answer_has: str
    choose_first: str
    not_json_from: str  # line, column
    search: str
    hits: str  # index, count
    no_hits: str
    copied_native: str  # what
    copied_osc52: str  # what
    copied_to_file: str  # what, file
    value: str
    line: str
    whole_body: str
    no_request_id: str
    server_says: str
    still_waiting: str
    of_other: str  # action
    draft_kept: str
    shown_only: str
    shown_hint: str
    not_shown: str  # size


class TokenStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Token details."""

    title: str  # name
    tended: str
    issued: str
    left: str
    expires: str
    used_for: str
    used_for_key: str
    used_for_user: str
    has_refresh_token: str
    no_key: str
    no_user: str
    source: str
    lifetime: str
    lifetime_given: str  # seconds, hours, early
    lifetime_default: str  # seconds
    last_fetch: str
    answered: str  # time, status, elapsed
    skew: str  # seconds
    value: str
    characters: str  # count
    kept: str
    owner_only: str
    never: str
    never_hint: str
    fetch: str
    renew: str
    reveal: str
    hide: str
    copy_value: str
    copy_header: str
    forget: str
    other: str
    renewing: str
    renewed: str
    forgotten: str
    trace: str
    traced: str  # name, kind
    step: str  # number, count
    no_steps: str
    back: str
    ask_secret_key: str  # name
    ask_password: str  # name
    ask_hint: str  # host
    go_on: str
    today: str
    header: str


class FormStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The environment form: first run, new, edit."""

    first_title: str
    first_step: str
    first_intro: str
    host: str
    host_hint: str
    host_kept: str  # host
    host_cut: str  # cut, host
    secret_id: str
    secret_id_hint: str
    secret_key: str
    secret_key_keyring: str
    secret_key_file: str
    secret_key_kept: str  # place
    secret_key_env: str
    secret_follows: str  # place, host
    secret_key_bound: str  # host
    secret_key_absent: str  # host
    username: str
    username_hint: str
    password: str
    password_hint: str
    password_bound: str  # host
    password_absent: str  # host
    name: str
    name_hint: str  # file
    env_types: str
    env_id: str
    env_id_hint: str
    timeout: str
    timeout_hint: str
    guards: str
    guards_hint: str
    check_save: str
    check_save_hint: str
    save_only: str
    more_below: str
    no_deployment: str
    use_sandbox: str
    use_sandbox_hint: str
    browse: str
    browse_hint: str
    sandbox_name: str
    checks: str
    check_spelling: str
    check_spelling_good: str  # scheme, kind
    check_token: str
    check_token_wait: str
    check_token_ready: str
    check_voided: str
    check_saving: str
    after: str
    after_open: str
    after_why: str
    missing: str  # field
    bad_timeout: str  # most
    bad_env_types: str
    taken: str  # name
    removed: str  # name
    saving: str
    saved: str  # name
    saved_elsewhere: str  # name
    remove: str
    remove_question: str  # name
    discard_question: str
    discard_for_endpoint: str
    domain: str
    ip: str
    still_saves: str


class GuardStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The guard's dialog."""

    title_confirm: str
    title_name: str
    title_repeat: str
    guard: str  # place, guard
    sentence: str  # place, title
    irreversible: str
    where: str
    what: str
    with_what: str
    token: str
    after: str
    after_write: str
    after_destructive: str
    after_once: str
    part: str  # first, last, count
    no_body: str
    dont: str
    send_to: str  # env_type
    or_word: str
    enter_never: str
    never: str
    type_name: str  # name
    type_name_or_alias: str  # name, alias
    letters_left: str  # count
    place_changed: str
    name_right: str


class GoToStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The go-to float."""

    title: str
    hint: str
    results: str  # count
    endpoints: str
    commands: str
    environments: str
    nothing: str  # query
    needs: str
    needs_unknown: str
    needs_nothing: str
    gives: str
    open: str
    run: str
    switch: str
    enter: str
    prefix_commands: str
    prefix_environments: str
    codes: str
    prefix_codes: str
    look_up: str
    fields: str  # count


class KeyStrings(msgspec.Struct, frozen=True, kw_only=True):
    """What keys do: one field for every action of ``tui.keys``."""

    save_as: str
    saved: str
    open_saved: str
    toggle_folder: str
    rename_saved: str
    edit_details: str
    duplicate_saved: str
    remove_saved: str
    new_saved: str
    new_folder: str
    shift_up: str
    shift_down: str
    help: str
    where: str
    what: str
    with_what: str
    send: str
    result: str
    next: str
    show: str
    go_to: str
    token: str
    quit: str
    menu: str
    more: str
    leave: str
    zoom: str
    upload: str
    download: str
    language: str
    theme: str
    escape: str
    filter: str
    search: str
    move: str
    scroll: str
    fold: str
    choose: str
    tabs: str
    format: str
    edit_text: str
    edit_outside: str
    reset: str
    fill: str
    next_row: str
    cancel: str
    dont_send: str
    undo: str
    set_empty: str
    copy_value: str
    detail: str
    take_step: str
    pick_step: str
    all_causes: str
    copy_curl: str
    copy_request_id: str
    fold_menu: str
    go_to_line: str
    save_body: str
    copy_path: str
    follow_list: str
    go_back: str
    assert_value: str
    keep_variable: str
    copy_menu: str
    form_menu: str
    charset_menu: str
    toggle_escapes: str
    lacking_fields: str
    next_hit: str
    previous_hit: str
    hits: str
    end_search: str
    filter_path: str
    keep_found: str
    offered_names: str
    take_name: str
    leave_path: str
    open_nested: str
    leave_part: str
    go_to_origin: str
    leave_search: str
    save: str
    check: str
    next_field: str
    close: str
    switch: str
    env_type: str
    edit: str
    new: str
    check_environment: str
    import_document: str
    copy_as: str
    new_call: str
    refresh_models: str
    add_model: str
    drop_drafts: str
    return_drafts: str
    build_filter: str
    edit_call: str
    remove_call: str
    history: str
    open_entry: str
    send_again: str
    compare_entry: str
    save_entry: str
    save_example: str
    copy_differences: str
    differences: str
    remove_entry: str
    run_saved: str
    undo_removal: str
    export_saved: str
    saved_screen: str
    undo_change: str
    compare_before: str
    compare_saved: str
    mark_result: str
    look_at_answers: str
    open_with: str
    send_at_once: str
    clear_entries: str
    whole_history: str
    toggle_record: str
    bundle: str
    success_rule: str
    error_book: str
    table: str
    tree: str
    column: str
    cell_actions: str
    filter_rows: str
    sort_column: str
    choose_columns: str
    all_columns: str
    export_table: str
    copy_row: str
    next_page: str
    previous_page: str
    to_rows: str


class HelpStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The help float."""

    title: str  # place
    here: str
    everywhere: str
    later: str
    twin: str
    a_list: str
    a_guard: str
    a_menu_key: str
    input_method: str
    quit_hint: str
    no_color: str
    view_quit_hint: str
    menu_title: str
    more_title: str


class TuiStrings(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence of the explorer in one language."""

    stage: StageStrings
    where: WhereStrings
    what: WhatStrings
    with_: WithStrings
    fault: FaultStrings
    outside: OutsideStrings
    result: ResultStrings
    token: TokenStrings
    form: FormStrings
    guard: GuardStrings
    go_to: GoToStrings
    importing: ImportingStrings
    own: OwnStrings
    keys: KeyStrings
    help: HelpStrings
