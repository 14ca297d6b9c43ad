"""The sentences of success rules and of the error book in English."""

from weda_tui.i18n.book_strings import RuleStrings

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
