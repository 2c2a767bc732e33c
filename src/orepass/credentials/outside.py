"""What the verifier may ask when it runs in this home: the home's own DID store, lists and log first, then the net."""

import functools
from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from orepass.credentials import queries
from orepass.credentials.fetching import ACCEPTED, Ask, Questions
from orepass.credentials.rules import did, webvh
from orepass.credentials.rules.authority import Resolution, Resolver
from orepass.credentials.rules.logged import check_entry
from orepass.credentials.rules.presented import Presented, types_of
from orepass.credentials.rules.status import LISTING, Fetched, Kept, StatusFetcher
from orepass.credentials.rules.strict_json import BadDocument, parse_object
from orepass.credentials.rules.verification import LOG, LogCheck
from orepass.kernel.check import Check, failed, not_checked, undetermined
from orepass.kernel.refusal import NotFound
from orepass.kernel.text import marked as _
from orepass.transparency import queries as log
from orepass.transparency.rules.note import VerifierKey, parse_verifier_key
from orepass.transparency.rules.proof import InclusionProof

Unlogged = Callable[[Presented], Check | None]
"""What is said of the log where a credential of this home is no entry of it by its nature; else nothing."""

OWN_STORE = _("this home's own DID store")
OWN_LISTS = _("this home's own lists")
OFFLINE = _("nobody is asked offline")


def nobody(url: str, *, accept: str = ACCEPTED) -> Fetched:  # noqa: ARG001 - whatever it is, it is not asked
    """Ask nobody."""
    return Fetched(None, reason=OFFLINE)


def asking(*, offline: bool) -> Ask:
    """Return how one check asks the net: as much as one check may, or not at all. Make one for each check."""
    return nobody if offline else Questions(count=settings.CHECK_QUESTIONS, seconds=settings.CHECK_SECONDS)


def resolver(ask: Ask, *, at: datetime) -> Resolver:
    """Return a resolver: did:key by itself, this home's DIDs from its own store, did:web and did:webvh from the net.

    It resolves each DID once: make one resolver per credential that is checked.
    """

    @functools.cache
    def resolve(name: str) -> Resolution:
        own = queries.did_document(name)
        if own is not None:
            return Resolution(own, OWN_STORE)
        try:
            if did.method_of(name) == "key":
                return Resolution(did.expand_did_key(name), "did:key")
            history = did.method_of(name) == "webvh"
            url = did.webvh_url(name)[1] if history else did.web_url(name)
        except BadDocument as bad:
            return Resolution(None, reason=str(bad))
        return _fetched_history(ask, name, url, at) if history else _fetched_document(ask, url, at)

    return resolve


def _fetched_history(ask: Ask, name: str, url: str, at: datetime) -> Resolution:
    fetched = ask(url, accept="text/jsonl")
    if fetched.body is None:
        return Resolution(None, reason=fetched.reason)
    witnessed = b'"witness"' in fetched.body
    file = url.removesuffix("did.jsonl") + "did-witness.json"
    proofs = ask(file, accept="application/json") if witnessed else Fetched(None)
    try:
        newest = webvh.resolve(name, fetched.body, proofs.body, at=at)[-1]
    except BadDocument as bad:
        return Resolution(None, reason=f"{bad} ({file}: {proofs.reason})" if proofs.reason else str(bad))
    if newest.terms.deactivated:
        return Resolution(None, reason=_("its holder has ended it"))
    return Resolution(did.in_use(newest.document, at), url)


def _fetched_document(ask: Ask, url: str, at: datetime) -> Resolution:
    fetched = ask(url, accept="application/did+json, application/json")
    if fetched.body is None:
        return Resolution(None, reason=fetched.reason)
    try:
        return Resolution(did.in_use(parse_object(fetched.body), at), url)
    except BadDocument as bad:
        return Resolution(None, reason=str(bad))


def status_fetcher(ask: Ask, *, at: datetime, lapsed: queries.Lapsed | None = None) -> StatusFetcher:
    """Return a fetcher of status lists: this home's from its own facts, others from the net."""

    @functools.cache
    def fetch(url: str) -> Fetched | Kept:
        return queries.kept_at_url(url, at=at, source=OWN_LISTS, lapsed=lapsed) or ask(url)

    return fetch


def home_log(unlogged: Unlogged = lambda _presented: None) -> LogCheck:
    """Return a check against this home's log, for credentials issued here but for those ``unlogged`` tells of."""

    def check(presented: Presented) -> Check:
        if queries.did_document(presented.issuer) is None:
            return not_checked(LOG, _("It was issued elsewhere; give its proof file and the log's key."))
        if _is_own_list(presented):
            return not_checked(LOG, _("A status list is no entry of the log: every change of it is one."))
        if (told := unlogged(presented)) is not None:
            return told
        try:
            proof = log.inclusion_proof(content_digest=presented.digest)
        except NotFound:
            return failed(LOG, _("It claims to be issued here, but the log has no such entry."))
        except log.NotYetLogged:
            return undetermined(LOG, _("Its entry waits for the log's next checkpoint."))
        return check_entry(presented, proof, parse_verifier_key(log.verifier_key()))

    return check


def _is_own_list(presented: Presented) -> bool:
    """Say whether it is a status list of this home, and nothing else besides: a list is made anew whenever it is asked.

    Only by its name and its types it is one: anything else that a key of this home signed has to be on the log.
    """
    credential = presented.credential
    is_list = types_of(credential) == ["VerifiableCredential", LISTING]
    return is_list and queries.list_issuer(str(credential.get("id"))) == presented.issuer


def proof_log(proof: InclusionProof, key: VerifierKey | None) -> LogCheck:
    """Return a check against a proof file brought along, for credentials of any issuer."""
    return lambda presented: check_entry(presented, proof, key)
