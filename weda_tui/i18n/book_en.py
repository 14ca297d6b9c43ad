"""The sentences of success rules and of the error book in English."""

from weda_tui.i18n.book_strings import BookCommandStrings, BookStrings, RuleStrings

RULES_EN = RuleStrings(
    title="When {endpoint} is a success",
    about="A JSONPath condition (RFC 9535); $ is the whole answer. Where it holds the answer is a "
    "success, else a failure; an HTTP status other than 2xx is always a failure.",
    example="for example {rule}",
    holds="✓ holds for this answer: a success",
    fails="✗ does not hold for this answer: a failure",
    cannot_try="? this answer is no JSON or too large: a condition says nothing of it",
    removes="saved empty, the rule goes and the built-in judgement counts again",
    keep="keep in the workspace",
    take_example="take the example",
    saved="The success rule is in {file}",
    removed="The success rule is gone from {file}",
    settled="by your success rule {rule}",
    no_answer="Send once, then write the rule against the answer",
)

BOOK_EN = BookStrings(
    title="Error book",
    search="a code, 中文 or English",
    found="{count:code|codes}",
    nothing="Nothing has “{query}”",
    causes="Possible causes",
    steps="What to do",
    note="Note",
    source="Source",
    status="HTTP {status} ({scope})",
    guide="guide 3.1",
    not_in_book="Nobody documents this code",
    other_codes="Codes spelt much like it",
    alike="Near it: {codes}.",
    write_note="write a note",
    edit_note="change the note",
    note_hint="For your colleagues, kept in the workspace; saved empty it is removed",
    note_saved="The note is in {file}",
    note_removed="The note is gone from {file}",
    draft_kept="F5 again opens another call; your edits of “{title}” are kept",
    note_lost="The note is not saved: Ctrl+S saves, Esc drops it",
    open_page="error book",
    try_it="try it in the sandbox",
    not_sandbox="This is not the sandbox. F5 again starts it, goes there and tries with a read",
    copied="code",
)
BOOK_COMMAND_EN = BookCommandStrings(
    errors="the error book: look a code up, or search by words",
    errors_details="Without words it lists all codes. Works offline; says so of a code that nobody "
    "documents.",
    explain="explain an answer: a body, a dump with headers, or a log",
    explain_details="FILE may be - for stdin. JSON may stand inside a log line; code=… message=… "
    "is read too.",
    status="the HTTP status, where the text has none",
    endpoint="whose answer it is: the causes get better",
)
