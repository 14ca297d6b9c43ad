"""Trees of conditions as users build them, and their meaning."""

from hypothesis import strategies as st

from weda_tui.core.filters.tree import Condition, ConditionGroup, Term, Word

FIELDS = ("title", "done", "dueAt")
VALUES = {
    "title": ('"Call Li"', '"O\'Brien"', '"寄送样品"', '""'),
    "done": ("true", "false", "null"),
    "dueAt": ("100", "200", "300", "1893450276618240001"),
}
OPERATORS = {
    "title": ("$eq", "$neq", "$search"),
    "done": ("$eq", "$neq"),
    "dueAt": ("$eq", "$neq", "$gt", "$lt"),
}


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Draw a comparison that both query languages can express."""
    field = draw(st.sampled_from(FIELDS))
    operator = draw(st.sampled_from(OPERATORS[field]))
    value = draw(st.sampled_from(VALUES[field]))
    is_ordered = operator in {"$gt", "$lt", "$search"}
    return Condition(field, operator, "100" if is_ordered and value == "null" else value)


def _groups(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.builds(
        ConditionGroup,
        st.sampled_from(Word),
        st.lists(terms, min_size=1, max_size=4).map(tuple),
        st.booleans(),
    )


terms: st.SearchStrategy[Term] = st.recursive(conditions(), _groups, max_leaves=8)
trees = st.builds(
    ConditionGroup, st.sampled_from(Word), st.lists(terms, max_size=4).map(tuple), st.booleans()
)
"""Any tree, including groups of one condition and groups nested in groups of the same word."""
