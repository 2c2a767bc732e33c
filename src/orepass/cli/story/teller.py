"""The teller performs the steps of the story in the order of their days, and remembers what came of them.

A strand is a generator that yields the day it waits for; the teller always wakes the strand whose day comes first, so
that the record and the public log grow as they would have grown.
"""

import heapq
import random
from collections.abc import Callable, Generator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import yaml

from orepass.assurance.queries import case_for
from orepass.kernel.text import plain
from orepass.platform import clock
from orepass.platform.access import Actor
from orepass.platform.actions import perform_from_json
from orepass.platform.people import actor_for
from orepass.platform.shipped import shipped

Outcome = dict[str, Any]
type Strand[T] = Generator[int, None, T]
"""A part of the story that yields the day it waits for, as days before the story's end."""
LONG_AGO = 1000
Door = Callable[[Actor, str, dict[str, Any]], Outcome]


def in_process(actor: Actor, action: str, inputs: dict[str, Any]) -> Outcome:
    """Perform a step in this process, with the same JSON in and out as any other door."""
    read: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(inputs))
    performed = perform_from_json(actor, action, read)
    outcome: Outcome = msgspec.json.decode(msgspec.json.encode(performed, enc_hook=plain))
    return outcome


class Teller:
    """Tells the story: who does what on which day.

    Attributes:
        at: the day on which the story ends.
        today: the day that is being told.
        seed: everything but the dates follows from it.
        draw: random draws that depend on the seed alone.
        people: pseudonyms by their name in the cast.
        things: identifiers by the name the story gives them.
        system: the sequencer of the public log.
    """

    def __init__(self, at: date, seed: str, door: Door = in_process, told: Callable[[int], None] | None = None) -> None:
        """Read the cast and keep the door."""
        self.at, self.seed = at, seed
        self.draw = random.Random(seed)  # noqa: S311 - a reproducible story, no secret
        self.door = door
        self.cast: dict[str, Any] = yaml.safe_load((shipped("demo") / "cast.yaml").read_text(encoding="utf-8"))
        self.people: dict[str, str] = {}
        self.things: dict[str, str] = {}
        self.steps = 0
        self.today = self.day(LONG_AGO)
        self.minute = 0
        self._told = told
        self._order = 0
        self._waiting: list[tuple[int, int, Strand[Any]]] = []
        self.system = Actor.system("sequencer")

    def day(self, before: int) -> date:
        """Return the day that lies so many days before the story's end."""
        return self.at - timedelta(days=before)

    def tell(self, *strands: Strand[Any]) -> None:
        """Tell several strands at once, always waking the one whose next day comes first."""
        for strand in strands:
            self.begin(strand)
        while self._waiting:
            before, _, strand = heapq.heappop(self._waiting)
            self._open_day(-before)
            self._wake(strand)

    def begin(self, strand: Strand[Any]) -> None:
        """Let another strand begin beside those that are being told."""
        self._wake(strand)

    def _wake(self, strand: Strand[Any]) -> None:
        before = next(strand, None)
        if before is not None:
            self._order += 1
            heapq.heappush(self._waiting, (-before, self._order, strand))

    def _open_day(self, before: int) -> None:
        day = self.day(before)
        assert day >= self.today, "a strand goes back in time"
        self.minute = 0 if day > self.today else self.minute
        self.today = day

    def _instant(self) -> datetime:
        self.minute += 1
        return datetime.combine(self.today, time(7), tzinfo=UTC) + timedelta(minutes=self.minute)

    def act(self, who: str, action: str, **inputs: Any) -> Outcome:  # noqa: ANN401 - any JSON-like value
        """Let a person of the cast perform an action."""
        with clock.frozen_at(datetime.combine(self.today, time(7), tzinfo=UTC)):
            actor = self.actor(who)
        return self.act_as(actor, action, **inputs)

    def act_as(self, actor: Actor, action: str, **inputs: Any) -> Outcome:  # noqa: ANN401 - any JSON-like value
        """Let an actor perform an action."""
        with clock.frozen_at(self._instant()):
            outcome = self.door(actor, action, inputs)
        self.steps += 1
        if self._told:
            self._told(self.steps)
        return outcome

    def actor(self, who: str) -> Actor:
        """Return a person of the cast acting for their organisation."""
        organisation = self.things[f"organisation.{self.cast['people'][who]['organisation']}"]
        return actor_for(self.people[who], organisation)

    def newest_audit(self, application: str) -> str:
        """Return the visit planned last for an application, as its provider sees it."""
        return case_for(self.actor("auditor"), application).audits[-1].id

    def organisation(self, name: str) -> str:
        """Return the identifier of an organisation of the cast."""
        return self.things[f"organisation.{name}"]

    def site(self, name: str) -> str:
        """Return the identifier of a site of the cast."""
        return self.things[f"site.{name}"]
