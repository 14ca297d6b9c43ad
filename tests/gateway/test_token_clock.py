"""Clocks that step, machines that sleep: no expired token is used, and no loop fetches tokens."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.gateway.test_tokens import CREDENTIALS, KEY, Deployment, issued, saved_token
from weda_tui.gateway.tokens import SHORTEST_RENEWAL

DAY = 86400.0
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["get", "force", "refuse", "pass"]),
        st.floats(0, 4 * DAY) | st.sampled_from([0.0, 1.0, 59.9, 60.1]),
        st.floats(-400 * DAY, 400 * DAY) | st.just(None),
    ),
    min_size=1,
    max_size=12,
)


@given(steps=STEPS, expires_in=st.sampled_from([3, 30, 120, 7200, 259200, None, 0, "x", 1e18]))
def test_no_step_of_a_clock_brings_a_dead_token_or_a_second_call(
    steps: list[tuple[str, float, float | None]], expires_in: object
) -> None:
    async def run() -> None:
        deployment = Deployment(*(issued(f"t{n}", expires_in) for n in range(20)))
        manager = deployment.manager()
        fetched_at: dict[str, float] = {}
        for what, seconds, step in steps:
            deployment.pass_time(seconds, wall=step)
            before = len(deployment.requests)
            if what == "refuse":
                status = manager.status(KEY)
                if status.token is not None:
                    manager.refuse(KEY, status.token.value)
            elif what != "pass":
                token = await manager.get(CREDENTIALS, force=what == "force")
                calls = len(deployment.requests) - before
                assert calls <= 1
                if calls:
                    fetched_at[token.value] = deployment.monotonic
                    due = manager.next_renewal(KEY)
                    assert due is not None
                    assert due >= SHORTEST_RENEWAL - 1e-3
                age = deployment.monotonic - fetched_at[token.value]
                assert age < token.lifetime
                await manager.get(CREDENTIALS)
                assert len(deployment.requests) - before == calls, "no time passed"

    asyncio.run(run())


@given(age=st.floats(-400 * DAY, 400 * DAY), passed=st.floats(0, 4 * DAY))
def test_a_kept_token_lives_no_longer_than_its_lifetime_from_now(age: float, passed: float) -> None:
    async def run() -> None:
        deployment = Deployment(issued("new"))
        manager = deployment.manager(saved_token(age))
        deployment.pass_time(passed)
        token = await manager.get(CREDENTIALS)
        assert len(deployment.requests) == (token.value == "new")
        if token.value == "saved":
            assert age >= -1.0
            assert max(age, 0.0) + passed < 3 * DAY

    asyncio.run(run())
