"""A body as a table: its rows, its columns, its export, the pages of the API."""

import msgspec


class TableStrings(msgspec.Struct, frozen=True, kw_only=True):
    """RESULT's table, and that of ``weda-tui view``."""

    tree: str
    table: str
    counted: str  # count
    no_array: str
    not_indexed: str
    local_times: str
    meanings: str  # names
    joint: str
    """Between two of these sentences."""
    comma: str
    """Between two names."""
    rows: str  # count
    many_rows: str  # count
    """From ten thousand on; in Chinese the count is one of tens of thousands."""
    sorting: str  # rows
    filtering: str  # rows
    filter: str
    filtered: str  # filter, shown, count
    no_rows: str  # filter
    row: str
    columns_title: str  # count
    every_column: str
    """Marks all of them, or none."""
    shift: str
    # export
    export_title: str
    copy_csv: str  # rows
    copy_markdown: str  # rows
    save_csv: str  # rows
    save_excel: str  # rows
    shown_rows: str  # count
    all_rows: str  # count
    export_remark: str
    save_title: str
    save_hint: str
    exporting: str  # percent
    csv: str
    markdown: str
    saved: str  # count, file
    # pages
    last_page: str
    first_page: str
    no_pages: str
    no_answer_to_page: str
    range_of: str  # first, last, total
