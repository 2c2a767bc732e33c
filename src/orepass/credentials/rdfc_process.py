"""The process that makes canonical RDF (RDFC-1.0) of JSON-LD: started alone, limited, and ended when it takes too long.

It reads one JSON request from standard input and writes one JSON answer. It imports nothing of Orepass, opens no socket
and starts nothing: contexts come with the request, and a document that names another gets no answer. The libraries are
an extra, imported when the limits stand. What JSON-LD drops in silence (terms without a meaning, relative addresses,
directions of texts) is told, because no signature covers it. What a library did not foresee ends the process without an
answer, and then nothing is decided.
"""

import importlib
import json
import re
import sys
from typing import Any

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*\Z")
KEYWORDS_SIGNED = frozenset({"@id", "@type", "@value", "@language", "@list", "@set", "@graph", "@included", "@reverse"})
BASE = "https://relative.invalid/"
"""What addresses are resolved against, so that a relative one is known by it: elsewhere it would mean another thing."""
FORBIDDEN_EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec")


class UnknownContext(Exception):  # noqa: N818 - not an error: it becomes an answer
    """A context is named that did not come with the request."""


class TooLarge(Exception):  # noqa: N818 - not an error: it becomes an answer
    """A graph is larger than the request allows."""


def main() -> None:
    """Answer one request."""
    request = json.load(sys.stdin)
    limit(request["limits"])
    json.dump(answer(request), sys.stdout)


def limit(limits: dict[str, int]) -> None:
    """Take memory, processor time, the net and other programs away from this process."""
    resource = importlib.import_module("resource")
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.addaudithook(refuse)


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    """Refuse the net and other programs."""
    if event in FORBIDDEN_EVENTS:
        raise PermissionError(event)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Return the canonical texts and the dropped terms, or the problem."""
    try:
        jsonld = importlib.import_module("pyld.jsonld")
    except ImportError:
        return {"problem": "missing"}
    try:
        refuse_large(request["documents"], request["limits"]["values"])
        made = [graph(jsonld, document, request) for document in request["documents"]]
        algorithm = request["algorithm"]
        texts = [canonical(text, algorithm, request["limits"]) for text, _dropped in made] if algorithm else []
        return {"texts": texts, "dropped": sorted({term for _text, dropped in made for term in dropped})}
    except ImportError:
        return {"problem": "missing"}
    except TooLarge as error:
        return {"problem": "size", "detail": str(error)}
    except (MemoryError, RecursionError):
        return {"problem": "stopped"}
    except (jsonld.JsonLdError, UnknownContext, SyntaxError, ValueError) as error:
        unknown = context_in(error)
        return {"problem": "context", "detail": unknown} if unknown else {"problem": "invalid", "detail": code(error)}


def refuse_large(documents: list[Any], values_max: int) -> None:
    """Refuse documents of more values than anyone needs, before anything is made of them.

    Raises:
        TooLarge: there are more.
    """
    count, waiting = 0, list[Any](documents)
    while waiting:
        one = waiting.pop()
        count += 1
        if count > values_max:
            message = f"> {values_max}"
            raise TooLarge(message)
        waiting.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())


def graph(jsonld: Any, document: dict[str, Any], request: dict[str, Any]) -> tuple[str, list[str]]:  # noqa: ANN401
    """Return a document's graph as N-Quads, and what did not come into it."""
    contexts, dropped = request["contexts"], list[str]()

    def load(url: str, _options: object) -> dict[str, Any]:
        if url not in contexts:
            raise UnknownContext(url)
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": url,
            "document": contexts[url],
        }

    class Watching(jsonld.JsonLdProcessor):  # type: ignore[misc]
        """PyLD's processor, which says by which name it dropped something."""

        term = ""

        def _expand_iri(self, active_ctx: object, value: object, *rest: object, **named: object) -> object:
            found = super()._expand_iri(active_ctx, value, *rest, **named)
            self.term = str(value)
            return found

        def expand(self, input_: object, options: object) -> object:
            found = super().expand(input_, options)
            dropped.extend(unsigned(found))
            return found

    processor: Any = None
    processor = Watching(on_property_dropped=lambda _expanded: dropped.append(processor.term))
    options = {"format": "application/n-quads", "documentLoader": load, "base": BASE}
    return processor.to_rdf(document, options), dropped


def unsigned(expanded: object) -> list[str]:
    """Return what an expanded document says that its graph will not: relative addresses, directions, indexes."""
    found: list[str] = []
    waiting = [expanded]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            found += [key for key in one if key.startswith("_:")]
            found += [key for key in one if key.startswith("@") and key not in KEYWORDS_SIGNED]
            types = one.get("@type", [])
            names = [*(types if isinstance(types, list) else [types]), *([one["@id"]] if "@id" in one else [])]
            found += [str(name).removeprefix(BASE) for name in names if name != "@json" and not is_absolute(name)]
            waiting.extend(value for key, value in one.items() if key not in {"@value", "@id", "@type"})
    return found


def is_absolute(name: object) -> bool:
    """Say whether a name is a blank node or an address that was absolute before it was resolved."""
    if not isinstance(name, str) or name.startswith(BASE):
        return False
    return name.startswith("_:") or bool(ABSOLUTE.match(name))


def canonical(text: str, algorithm: str, limits: dict[str, int]) -> str:
    """Return canonical N-Quads (RDFC-1.0, with the hash that is asked for)."""
    ox = importlib.import_module("pyoxigraph")
    quads = list(ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS))
    nodes = len(set(re.findall(r"_:\S+", text)))
    if len(quads) > limits["quads"] or nodes > limits["nodes"]:
        message = f"{len(quads)} / {nodes}"
        raise TooLarge(message)
    kinds = ox.CanonicalizationAlgorithm
    dataset = ox.Dataset(quads)
    dataset.canonicalize({"sha256": kinds.RDFC_1_0, "sha384": kinds.RDFC_1_0_SHA_384}[algorithm])
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def context_in(error: BaseException | None) -> str:
    """Return the address of the unknown context that a library's error came from, if one did."""
    while error is not None:
        if isinstance(error, UnknownContext):
            return str(error)
        error = error.__cause__ or error.__context__
    return ""


def code(error: BaseException | None) -> str:
    """Return JSON-LD's own word for what is wrong, found at the bottom of a library's error."""
    found = ""
    while error is not None:
        found = str(getattr(error, "code", "") or found)
        error = error.__cause__
    return found[:80] or "JSON-LD"


if __name__ == "__main__":
    main()
