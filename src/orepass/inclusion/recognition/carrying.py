"""Put this room's answer into assurance's table: on which days an answer that rests on a claim counts."""

from orepass.assurance.queries.carried import carry
from orepass.inclusion.recognition.queries import carried

carry(carried)
