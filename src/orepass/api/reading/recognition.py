"""Recognition of other schemes: agreements for everyone, certificates and credits for the parties to them."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orepass.api.reading.answers import Day, actor_of, answer, day_of, plain
from orepass.inclusion.recognition import queries as recognition
from orepass.platform.access import STRANGER

router = Router(tags=["recognition"])


@router.get("/recognitions", operation_id="recognitions", auth=None)
def recognitions(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return the agreements by which schemes recognise one another, as of a day, with match and gaps."""
    del request
    return answer({"items": recognition.agreements_for(STRANGER, day_of(on))})


@router.get("/recognitions/overlaps", operation_id="recognition-overlaps", auth=None)
def overlaps(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Compare every standard kept here with every other: what is mapped and recognised, and what merely touches."""
    del request
    return answer({"items": recognition.overlaps(day_of(on))})


@router.get("/recognitions/{agreement}", operation_id="recognition", auth=None)
def one_recognition(request: HttpRequest, agreement: str, *, on: Day = None) -> HttpResponse:
    """Return an agreement as of a day: each line, the match index, the gaps and the critical misses."""
    del request
    plain(agreement=agreement)
    return answer(recognition.agreement_for(STRANGER, agreement, day_of(on)))


@router.get("/foreign-certificates", operation_id="foreign-certificates")
def foreign_certificates(request: HttpRequest, *, on: Day = None) -> HttpResponse:
    """Return the certificates of other schemes that the actor's organisation holds, or may look up."""
    return answer({"items": recognition.foreign_certificates_for(actor_of(request), day_of(on))})


@router.get("/foreign-certificates/{certificate}", operation_id="foreign-certificate")
def foreign_certificate(request: HttpRequest, certificate: str, *, on: Day = None) -> HttpResponse:
    """Return a certificate of another scheme as of a day: its scope, its status, and who looked it up."""
    plain(certificate=certificate)
    return answer(recognition.foreign_certificate_for(actor_of(request), certificate, day_of(on)))


@router.get("/foreign-certificates/{certificate}/previews", operation_id="recognition-previews")
def previews(request: HttpRequest, certificate: str, *, on: Day = None) -> HttpResponse:
    """Return what a certificate would be worth here under each agreement, before anything is applied for."""
    plain(certificate=certificate)
    return answer({"items": recognition.previews(actor_of(request), certificate, day_of(on))})


@router.get("/applications/{application}/credits", operation_id="credits")
def application_credits(request: HttpRequest, application: str, *, on: Day = None) -> HttpResponse:
    """Return the claims in a file as of a day, the latest first."""
    plain(application=application)
    return answer({"items": recognition.claims_in(actor_of(request), application, day_of(on))})


@router.get("/credits/{claim}", operation_id="credit")
def one_credit(request: HttpRequest, claim: str, *, on: Day = None) -> HttpResponse:
    """Return a claim as of a day: what is credited, on hold, unchecked or a gap, each with its reasons."""
    plain(claim=claim)
    return answer(recognition.claim_for(actor_of(request), claim, day_of(on)))
