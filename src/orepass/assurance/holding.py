"""Put this room's answer into the scheme's table: whom an announcement about an edition concerns."""

from orepass.assurance.queries.impact import concerned
from orepass.scheme.queries.holders import knows_holders

knows_holders(concerned)
