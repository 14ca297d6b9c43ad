import json
from typing import Any

import pytest

from tests.sandbox.calling import Calling, new_world
from tests.sandbox.contract import OPERATIONS, request_of
from weda_tui.sandbox.examples import APPROVER, PEOPLE, SCENES
from weda_tui.sandbox.flows.model import OPEN, TaskStatus

NUMBERS = {scene.call: number for number, scene in enumerate(SCENES, 1)}


def numbers_in(example: Any) -> set[int]:
    """Return the numbers of the instances and tasks that a body refers to."""
    ids = [value for value in json.dumps(example).split('"') if value[:2] in {"16", "17"}]
    return {int(value[2:]) % 50 for value in ids if len(value) == 19}


@pytest.mark.parametrize("action", OPERATIONS)
def test_each_example_that_changes_something_has_an_instance_of_its_own(action: str) -> None:
    is_reading = OPERATIONS[action]["x-weda-effect"] == "read"
    expected = {1} if is_reading else {NUMBERS[action]} if action in NUMBERS else set[int]()
    assert numbers_in(request_of(action)[1]) <= expected
    assert (action in NUMBERS) <= (numbers_in(request_of(action)[1]) == expected)


def test_every_scene_is_of_a_call() -> None:
    assert set(NUMBERS) - {"the calls that read"} <= set(OPERATIONS)


@pytest.mark.parametrize("env_type", ["prod", "dev"])
def test_the_people_are_there_in_every_env_type_and_any_world(env_type: str) -> None:
    for seed in (1, 2, None):
        space = new_world(seed).spaces[env_type]
        assert all(space.users[person.id] == person for person in PEOPLE)
        assert space.tasks["1600000000000000001"].assignee == APPROVER
        names = [user.name for user in space.users.values()]
        assert len(names) == len(set(names))


def test_the_tasks_of_the_examples_are_in_the_state_they_need() -> None:
    space = new_world().spaces["prod"]
    special = {4: {TaskStatus.WAITING}, 6: {TaskStatus.DONE}, 9: {TaskStatus.DRAFT}}
    for number in range(1, len(SCENES) + 1):
        task = space.tasks[f"16{number:017d}"]
        assert task.instance_id == f"17{number:017d}"
        assert task.status in special.get(number, OPEN)


async def test_the_reading_examples_see_nothing_of_the_others(sandbox: Calling) -> None:
    reading = [a for a in OPERATIONS if numbers_in(request_of(a)[1]) == {1}]
    assert len(reading) > 8

    async def answers() -> list[Any]:
        found = [await sandbox.post(action, request_of(action)[1]) for action in reading]
        return [answer.json().get("Response", {}).get("Data") for answer in found]

    before = await answers()
    for action in OPERATIONS:
        await sandbox.post(action, request_of(action)[1])
    assert await answers() == before
