"""What the access matrix knocks at: one of everything, and one person of every role."""

import json
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.db.models import Model
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from contactreductie.core.enums import Role
from contactreductie.core.models import User
from feedbackloop.models import Finding, TreeReviewItem
from raci.models import ReasonResponsibility
from raci.queries import vision
from reasons.models import Contact, ReasonProposal, TreeChange
from reasons.services import answers, ingest, taxonomy
from tests.factories import (
    causes,
    feedbackloop,
    journeys,
    people,
    raci,
    reasons,
    signals,
    targets,
    tree_versions,
)
from tests.factories.clock import MONDAY
from tests.factories.feedbackloop import W10
from tests.factories.raci import Organisation

PLAN = {
    "cause": "De bezorger belt niet aan.",
    "side": "front",
    "principle": "1",
    "principle_why": "Geen gemiste bezorging, geen vraag.",
    "due_date": str(timezone.localdate()),
}
PROPOSAL = {"title": "Bel aan", "reason": "bezorging"}
BODIES: dict[str, Any] = {
    "api:actions": PROPOSAL,
    "api:contacts_batch": [],
    "api:volumes": [],
    "api:action_transitions": {"transition": "accept", "version": 1, **PLAN},
}
QUERIES = {
    "raci:responsibilities": {"reason": "bezorging"},
    "feedbackloop:tree_effect": {"reason": "bezorging", "parent": "-"},
    "feedbackloop:new_target": {"reason": "bezorging"},
}


@dataclass
class World:
    """`cookies`: of a browser per kind of visitor. `samples`: what stands for each parameter.
    `forms`: what is sent where the answer depends on it; elsewhere an empty form."""

    cookies: dict[str, SimpleCookie]
    samples: dict[str, str]
    forms: dict[str, dict[str, str]]

    @classmethod
    def make(cls) -> "World":
        org = raci.organisation()
        raci.customer_vision(org.manager)
        action = raci.proposal(org)
        reasons.channel("phone")
        reasons.reason("niemand")
        feedbackloop.contacts(W10, 20, reason="niemand")
        report = feedbackloop.run_loop()
        batch = ingest.open_batch(requested_by=org.coordinator, now=MONDAY, file_name="x.csv")
        contact, proposal = _brought_up(org)
        return cls(
            cookies={"anonymous": SimpleCookie(), **_cookies(org)},
            samples={
                "number": str(action.number),
                "week": str(W10),
                "code": org.reason.code,
                **_channel_and_map(org),
                **_dimension(),
                "file_format": "json",
                "raci:remove pk": str(ReasonResponsibility.objects.get().pk),
                "feedbackloop pk": str(Finding.objects.get(report=report).pk),
                **_decided_about(org),
                "raci pk": str(contact.pk),
                "raci:withdraw_cause pk": str(causes.cause(org.reason, org.coordinator).pk),
                **_tree_version(org),
                "raci:approve_vision pk": "0",
                "raci:withdraw_vision pk": "0",
                "raci:recheck kind": "action",
                "raci:recheck pk": str(action.pk),
                "reasons pk": str(batch.pk),
                "reasons:tree_undo pk": str(_changed_tree(org).pk),
                "reasons:leg_done pk": str(
                    contact.legs.create(kind="transfer", recorded_at=MONDAY).pk
                ),
                "reasons:answer_read pk": str(proposal.pk),
                "reasons:answer_signal pk": str(proposal.pk),
                "kind": proposal.what,
                "key": "x",
                "version": "x",
                "uidb36": "x",
                "content_type_id": "1",
                "object_id": "0",
                **_objects("raci_department", org.logistics),
                **_objects("core_user", org.head),
                "app_label": "raci",
                "url": "nothing/",
            },
            forms=_forms(org),
        )

    def sample(self, name: str, parameter: str) -> str:
        """The value for a parameter of an address, or of all addresses of its app."""
        app = name.partition(":")[0]
        for key in (f"{name} {parameter}", f"{app} {parameter}", parameter):
            if key in self.samples:
                return self.samples[key]
        raise AssertionError(f"{name}: World.samples lacks {parameter!r}")

    def content(self, name: str, method: str) -> tuple[str | bytes, str]:
        """Body and content type of a request that reaches the rule under test."""
        if method == "GET":
            return b"", "text/plain"
        if name.startswith("api:"):
            return json.dumps(BODIES.get(name, {})), "application/json"
        return encode_multipart(BOUNDARY, self.forms.get(name, {})), MULTIPART_CONTENT


def _brought_up(org: Organisation) -> tuple[Contact, ReasonProposal]:
    """What the agent registered just now, and proposed; the proposal is answered."""
    now = timezone.now()
    contact = reasons.contacts_in_bulk(
        [reasons.draft(now, reason="niemand")], agent=org.agent, now=now
    )
    proposal = signals.proposal(org.agent)
    answers.answer(proposal, text="Komt eraan.", actor=org.coordinator, now=now)
    return contact[0], proposal


def _changed_tree(org: Organisation) -> TreeChange:
    taxonomy.end_reason(
        org.reason, last_day=timezone.localdate(), actor=org.coordinator, now=MONDAY, why="Vol"
    )
    return TreeChange.objects.get()


def _channel_and_map(org: Organisation) -> dict[str, str]:
    """A channel, and a step of a journey with a reason."""
    link = journeys.linked_step(org)
    of_journey = ("journey_change", "journey_move", "step_new")
    of_step = ("step_change", "step_move", "step_link", "step_remove")
    return {
        "raci:channel_charter code": "phone",
        "raci:channel_decision code": "phone",
        "feedbackloop:channel code": "phone",
        **{f"raci:{name} pk": str(link.step.journey_id) for name in of_journey},
        **{f"raci:{name} pk": str(link.step_id) for name in of_step},
        "raci:step_unlink pk": str(link.pk),
    }


def _decided_about(org: Organisation) -> dict[str, str]:
    """A target, and a point of the review list that the report made."""
    target = str(targets.target(org.reason, org.manager).pk)
    return {
        "feedbackloop:end_target pk": target,
        "feedbackloop:recheck_target pk": target,
        "feedbackloop:carry_over_targets pk": "0",
        "raci:carry_over pk": "0",
        "feedbackloop:decide_tree_review pk": str(TreeReviewItem.objects.all()[0].pk),
        "feedbackloop:reopen_tree_review pk": str(TreeReviewItem.objects.all()[0].pk),
    }


def _dimension() -> dict[str, str]:
    """A dimension with a value."""
    carrier = reasons.carrier("postnl")
    of_carrier = ("dimension_change", "dimension_move", "dimension_remove", "values_new")
    of_value = ("value_change", "value_remove")
    return {
        "reasons:dimension code": carrier.code,
        **{f"reasons:{name} pk": str(carrier.pk) for name in of_carrier},
        **{f"reasons:{name} pk": str(carrier.values.get().pk) for name in of_value},
    }


def _tree_version(org: Organisation) -> dict[str, str]:
    version = tree_versions.version(org.coordinator, tree_versions.file(tree_versions.row("a")))
    names = ("tree_version", "tree_version_undo", "tree_version_drop")
    return {f"raci:{name} pk": str(version.pk) for name in names}


def _objects(model: str, instance: Model) -> dict[str, str]:
    """The object on the administrator's pages about one model."""
    views = ("change", "delete", "history")
    return {f"admin:{model}_{view} object_id": str(instance.pk) for view in views}


def _forms(org: Organisation) -> dict[str, dict[str, str]]:
    active = vision.active()
    assert active is not None
    plan = {**PLAN, "principle": str(active.principles.get(number=1).pk)}
    logistics = f"d{org.logistics.pk}"
    answers = {
        "accept": plan,
        "start": {},
        "report_done": {"result": "Live.", "live_date": "2026-03-09"},
        "return_to_work": {"remark": "Nog niet."},
        "cancel": {"remark": "Niet nodig."},
        "set_roles": {"accountable": logistics, "responsible": logistics},
        "move_due_date": {"due_date": "2099-01-01", "remark": "Later."},
    }
    steps = {
        f"raci:{step}": {"version": "1", **{f"{step}-{key}": given[key] for key in given}}
        for step, given in answers.items()
    }
    return {
        **steps,
        "raci:remark": {"text": "Gezien."},
        "reasons:tally_sheet": {"step": "review"},
        "raci:propose": PROPOSAL,
        "raci:journey_move": {"direction": "down"},
        "raci:step_move": {"direction": "down"},
        "reasons:dimension_move": {"direction": "down"},
        "feedbackloop:verify": {"version": "1", "verdict": "no_effect"},
        "raci:vision": {"statement": "Zo doen wij het.", "principles": "Wij voorkomen vragen."},
        "raci:responsibilities": {"role": "A", "holder": logistics},
    }


def _cookies(org: Organisation) -> dict[str, SimpleCookie]:
    accounts = {
        Role.AGENT: org.agent,
        Role.TEAM_LEADER: raci.join(people.team_leader(), org.team),
        Role.COORDINATOR: org.coordinator,
        Role.DEPARTMENT_OWNER: org.head,
        Role.MANAGER: org.manager,
        Role.ADMINISTRATOR: people.user("beheerder", Role.ADMINISTRATOR),
        Role.PRIVACY_OFFICER: people.user("privacy", Role.PRIVACY_OFFICER),
    }
    return {role.value: _signed_in(accounts[role]) for role in Role}


def _signed_in(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user)
    return client.cookies
