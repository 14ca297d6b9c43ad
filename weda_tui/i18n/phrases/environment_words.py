"""The import of an environment, in rows and sentences, for both front ends."""

from weda_tui.core.interchange.environment_import import EnvironmentPlan, LeftOutReason
from weda_tui.core.text.control_characters import strip_control_characters
from weda_tui.i18n.strings import Strings


def environment_rows(plan: EnvironmentPlan, strings: Strings) -> list[tuple[str, str, str]]:
    """Return a mark, a name and a value or reason for each new, changed or skipped value."""
    words, environment = strings.environments.transfer, plan.environment
    rows: list[tuple[str, str, str]] = []
    if plan.replaces is None:
        facts = [
            (words.address, environment.host),
            (words.secret_id, environment.secret_id),
            (words.username, environment.username),
        ]
        rows += [("+", name, value) for name, value in facts if value]
    rows += [("+", name, environment.variables[name]) for name in plan.added]
    rows += [("~", name, environment.variables[name]) for name in plan.changed]
    rows += [
        ("-", each.name, f"{words.left_out}: {why_words(each.why, strings)}")
        for each in plan.left_out
    ]
    return [
        (mark, strip_control_characters(name), strip_control_characters(text))
        for mark, name, text in rows
    ]


def environment_summary(plan: EnvironmentPlan, strings: Strings) -> list[str]:
    """Return the name of the environment, the number of values, and what to do next."""
    words, name = strings.environments.transfer, plan.environment.name
    title = words.new if plan.replaces is None else words.more
    counts = words.summary.format(
        added=len(plan.added), changed=len(plan.changed), left_out=len(plan.left_out)
    )
    texts = [title.format(name=name), counts]
    return texts if plan.replaces else [*texts, words.secrets_next.format(name=name)]


def why_words(why: LeftOutReason, strings: Strings) -> str:
    """Return why a value is not imported."""
    words = strings.environments.transfer
    match why:
        case LeftOutReason.SECRET:
            return words.secret
        case LeftOutReason.DISABLED:
            return words.disabled
        case LeftOutReason.BAD_NAME:
            return words.bad_name
        case LeftOutReason.TWICE:
            return words.twice
