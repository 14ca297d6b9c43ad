from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from weda_tui.core.answers.timing import Span, Stopwatch, TimingStep


def test_a_step_begins_where_the_one_before_ended() -> None:
    watch = Stopwatch(10.0)
    watch.end(TimingStep.CONNECT, 10.5)
    watch.end(TimingStep.TLS, 11.5)
    assert watch.spans == (Span(TimingStep.CONNECT, 0.0, 0.5), Span(TimingStep.TLS, 0.5, 1.0))


def test_time_between_two_steps_belongs_to_none() -> None:
    watch = Stopwatch(0.0)
    watch.end(TimingStep.CONNECT, 1.0)
    watch.begin(1.5)
    watch.end(TimingStep.SEND, 2.0)
    assert watch.spans[1] == Span(TimingStep.SEND, 1.5, 0.5)


def test_a_step_that_is_tried_again_is_one_span() -> None:
    watch = Stopwatch(0.0)
    watch.end(TimingStep.CONNECT, 1.0)
    watch.begin(1.5)
    watch.end(TimingStep.CONNECT, 2.0)
    assert watch.spans == (Span(TimingStep.CONNECT, 0.0, 2.0),)


@given(st.lists(st.tuples(st.sampled_from(TimingStep), st.floats(0, 10))))
def test_spans_follow_each_other(steps: list[tuple[TimingStep, float]]) -> None:
    watch, now = Stopwatch(5.0), 5.0
    for step, lasts in steps:
        now += lasts
        watch.end(step, now)
    spans = watch.spans
    assert all(abs(a.begin + a.seconds - b.begin) < 1e-6 for a, b in pairwise(spans))
    assert all(a.step is not b.step for a, b in pairwise(spans))
