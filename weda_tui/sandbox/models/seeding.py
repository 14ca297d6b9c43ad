"""Fills a new database: the people that the workflow knows, customers, orders, to-dos.

Random values come from the deployment's own generator, so that a seed gives the same records.
"""

import random
from collections.abc import Iterable

from weda_tui.sandbox import example_records
from weda_tui.sandbox.flows.model import User
from weda_tui.sandbox.models.catalogue import DEPARTMENT, OPTION_SETS, ROLE, TODO, USER, Model
from weda_tui.sandbox.models.database import Author, Database
from weda_tui.sandbox.models.values import check_record
from weda_tui.sandbox.people.company import COMPANY

ADMINISTRATOR_NAME = "admin"
ROOT_CODE = "root"
_DAY = 86_400_000
_CUSTOMERS = {"prod": 86, "dev": 24}
_BUSINESS = COMPANY.business


class _Filling:
    """Fills one database."""

    def __init__(self, database: Database, chance: random.Random, now: int) -> None:
        self._database = database
        self._chance = chance
        self._now = now
        self._orders = 0

    def add(
        self, model: Model, data: dict[str, object], owner: str, days: int, record_id: str = ""
    ) -> str:
        """Store a record that was created some days ago."""
        at = self._now - days * _DAY - self._chance.randrange(_DAY)
        given = check_record(model, data)
        author = Author(owner, at)
        return self._database.create(model, given, author, record_id=record_id or None)

    def directory(self, people: list[User], administrator: str) -> None:
        """Store departments, roles and people."""
        models = self._database.models
        root: dict[str, object] = {
            "departmentCode": ROOT_CODE,
            "departmentName": "总公司",
            "depth": 1,
        }
        self.add(models[DEPARTMENT], root, administrator, 900)
        departments = {
            name: self.add(
                models[DEPARTMENT], _department(f"dept_{number:02}", name), administrator, 899
            )
            for number, name in enumerate(dict.fromkeys(u.department for u in people), 1)
        }
        role_names = dict.fromkeys(role for user in people for role in user.roles)
        roles = {
            name: self.add(models[ROLE], _role(f"role_{number:02}", name), administrator, 880)
            for number, name in enumerate(role_names, 1)
        }
        for number, user in enumerate(people, 1):
            data = _user_data(number, user, is_administrator=user.id == administrator)
            data |= {
                "department": {"_id": departments[user.department]},
                "roles": [{"_id": roles[name]} for name in user.roles],
                "joinedAt": self._now - self._chance.randrange(200, 3000) * _DAY,
            }
            self.add(models[USER], data, administrator, 870, user.id)
        self._put_in_charge(people, departments, administrator)

    def _put_in_charge(
        self, people: list[User], departments: dict[str, str], administrator: str
    ) -> None:
        models = self._database.models
        author = Author(administrator, self._now - 860 * _DAY)
        heads = {user.department: user.id for user in people if user.is_head}
        for name, head in heads.items():
            given = check_record(models[DEPARTMENT], {"leader": {"_id": head}})
            self._database.update(models[DEPARTMENT], [departments[name]], given, author)
            below = [u.id for u in people if u.department == name and u.id != head]
            given = check_record(models[USER], {"parent": {"_id": head}})
            self._database.update(models[USER], below, given, author)

    def business(self, sellers: list[str], customers: int) -> None:
        """Store customers, their orders and the to-dos for these orders."""
        names = [f"{city}{word}" for city in _BUSINESS.cities for word in _BUSINESS.customers]
        for number, name in enumerate(self._chance.sample(names, customers), 1):
            seller = self._chance.choice(sellers)
            days = self._chance.randrange(30, 800)
            customer = self._customer(number, name, seller, days)
            for _ in range(self._chance.choice((0, 1, 1, 2, 3, 4, 6))):
                self._order(customer, seller, self._chance.randrange(1, days))

    def _customer(self, number: int, name: str, seller: str, days: int) -> str:
        chance = self._chance
        given = chance.choice(COMPANY.surnames) + chance.choice(COMPANY.given_names)
        trade = chance.choice(_BUSINESS.trades)
        data: dict[str, object] = {
            "name": f"{name}{trade}有限公司",
            "code": f"KH{number:05}",
            "level": chance.choices(list(OPTION_SETS["customer_level"].options), (8, 22, 50, 20))[
                0
            ],
            "city": name[:2],
            "contact": given,
            "phone": f"1990000{chance.randrange(10_000):04}",
            "credit": chance.randrange(0, 200) * 5000,
            "active": chance.random() > 0.15,
            "signedAt": self._now - days * _DAY,
            "tags": chance.sample(_BUSINESS.tags, chance.randrange(0, 3)),
            "salesperson": {"_id": seller},
        }
        if chance.random() < 0.3:
            data["remark"] = (
                f"{trade}行业，{chance.choice(('季度结算', '需提前备货', '由总部集采'))}"
            )
        known = dict(enumerate(example_records.CUSTOMERS, 1)).get(number, "")
        return self.add(self._database.models["customer"], data, seller, days, known)

    def _order(self, customer: str, seller: str, days: int) -> None:
        chance = self._chance
        status = chance.choices(list(OPTION_SETS["order_status"].options), (8, 16, 16, 52, 8))[0]
        goods = chance.sample(list(_BUSINESS.prices), chance.randrange(1, 4))
        items = [
            {"product": g, "quantity": chance.randrange(1, 40), "price": _BUSINESS.prices[g]}
            for g in goods
        ]
        amount = sum(int(item["quantity"]) * float(item["price"]) for item in items)
        models = self._database.models
        self._orders += 1
        data: dict[str, object] = {
            "orderNo": f"SO{2_024_000_000 + self._orders}",
            "status": status,
            "amount": round(amount, 2),
            "paid": status == "done" and chance.random() < 0.8,
            "orderedAt": self._now - days * _DAY,
            "items": items,
            "customer": {"_id": customer},
            "handler": {"_id": seller},
        }
        order = self.add(models["sales_order"], data, seller, days)
        if chance.random() < 0.35:
            todo: dict[str, object] = {
                "title": f"{chance.choice(_BUSINESS.tasks)} {data['orderNo']}",
                "done": chance.random() < 0.6,
                "dueAt": self._now + (chance.randrange(20) - 8) * _DAY,
                "assignee": {"_id": seller},
                "order": {"_id": order},
            }
            self.add(models[TODO], todo, seller, min(days, 20))

    def examples(self, administrator: str) -> None:
        """Store the further records to which the examples of the catalogue refer."""
        models = self._database.models
        department, role = _department("training", "培训中心"), _role("trainer", "培训专员")
        department_id, role_id = example_records.DEPARTMENT_ID, example_records.ROLE_ID
        self.add(models[DEPARTMENT], department, administrator, 400, department_id)
        self.add(models[ROLE], role, administrator, 400, role_id)
        todo: dict[str, object] = {"title": "准备新员工培训", "done": False}
        self.add(models[TODO], todo, administrator, 3, example_records.TO_DO)


def fill(
    database: Database, env_type: str, users: Iterable[User], chance: random.Random, now: int
) -> str:
    """Store the records of an env type as of ``now`` (epoch ms).

    Return the id of the administrator, the head of the IT department.
    """
    people = list(users)
    administrator = next(u for u in people if u.department == "信息技术部" and u.is_head).id
    filling = _Filling(database, chance, now)
    filling.directory(people, administrator)
    sellers = [user.id for user in people if user.department == "市场部"]
    filling.business(sellers, _CUSTOMERS.get(env_type, 20))
    filling.examples(administrator)
    return administrator


def _department(code: str, name: str) -> dict[str, object]:
    return {
        "departmentCode": code,
        "departmentName": name,
        "departmentParentCode": ROOT_CODE,
        "depth": 2,
    }


def _role(identity: str, name: str) -> dict[str, object]:
    return {
        "name": name,
        "roleIdentity": identity,
        "roleDesc": f"{name}的审批与查看权限",
        "isReleased": True,
    }


def _user_data(number: int, user: User, *, is_administrator: bool) -> dict[str, object]:
    name = ADMINISTRATOR_NAME if is_administrator else f"wd{number:04}"
    return {
        "name": name,
        "nickName": user.name,
        "phone": f"1990001{number:04}",
        "email": f"{name}@weda.example",
        "uuid": f"HR{number:06}",
        "gender": "12"[number % 2],
        "userStatus": "ACTIVE",
        "internalUserType": int(is_administrator),
        "isLicensed": number % 17 != 0,
    }
