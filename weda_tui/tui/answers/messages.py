"""What RESULT asks of the screen around it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weda_tui.core.sending.exchange import Exchange
from weda_tui.tui.widgets.messages import Intent

if TYPE_CHECKING:  # what comes with an answer or a failure
    from weda_tui.core.doctor.diagnosis import Diagnosis
    from weda_tui.core.doctor.remedies import Remedy
    from weda_tui.core.links.finder import Link, Links


@dataclass
class RuleWanted(Intent):
    """The success rule of this answer's endpoint is to be written."""

    exchange: Exchange


@dataclass
class StepTaken(Intent):
    """A step of the doctor is to be taken."""

    diagnosis: "Diagnosis"
    step: "Remedy"


@dataclass
class FollowWanted(Intent):
    """A value is to be taken to a call."""

    link: "Link"


@dataclass
class LinkListWanted(Intent):
    """Everything that can be done with the value under the cursor is to be listed.

    ``is_all`` says that only the calls are, all of them.
    """

    following: "Links"
    is_all: bool


@dataclass
class ActWanted(Intent):
    """The screen is to do something with the value under the cursor."""

    action: str
