"""Two answers side by side: the record that ``comparison_zh`` and ``comparison_en`` fill."""

import msgspec


class ComparisonStrings(msgspec.Struct, frozen=True, kw_only=True):
    """The difference of two answers, and choosing what to compare with."""

    # what a change is, before its path and in the counts
    marks: dict[str, str]
    """By ``ChangeKind``."""
    count: str  # mark, count
    was: str  # path
    comparing: str
    same: str
    same_part: str
    same_but: str
    ignored: str  # paths
    ignored_more: str  # count
    nothing_ignored: str
    unlisted: str  # count
    cut: str
    by_lines: str
    status: str
    # keys
    next: str
    lines: str
    structure: str
    ignore: str
    dont_ignore: str
    leave_out: str
    compare_again: str
    undo: str
    whole: str
    back: str
    # acts
    left_out: str  # path, file
    compared_again: str  # path, file
    undone: str  # path
    no_change: str
    beginning: str
    # choosing
    title: str
    previous: str  # when
    any: str
    there: str  # place
    no_answer: str
    only_reads: str
    wrong_env_type: str  # env_type
    # sending elsewhere
    send_title: str  # place
    send: str
    dont_send: str
    not_sent: str  # place, reason
