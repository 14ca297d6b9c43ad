"""Hypothesis strategies that several tests share."""

import msgspec
from hypothesis import strategies as st

names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_.]{0,20}", fullmatch=True)
"""Names of variables and fields."""

outside_text = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\x00\x07\x1b\x7f\x85\x9b\u202e\u2066\u200b\ufeff\U000e0041\ud800[]{}/\\"),
    )
)
"""Text as a hostile response may contain it."""

json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    ),
    lambda children: st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(
            st.text(alphabet=st.characters(exclude_categories=["Cs"])), children, max_size=4
        ),
    ),
    max_leaves=12,
)
"""Any JSON value."""

json_bodies = json_values.map(msgspec.json.encode)
"""Any JSON text."""
