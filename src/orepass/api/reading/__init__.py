"""Reading through the API, one module per room; lists are paged by keyset, public things need no token."""

from ninja import Router

from orepass.api.reading import (
    assurance,
    calc,
    custody,
    diligence,
    draws,
    editions,
    engagement,
    fees,
    handing_out,
    identities,
    improvement,
    inclusion,
    log,
    own,
    party,
    passport,
    reach,
    recognition,
    register,
    scheme,
    tracing,
)

router = Router()
for part in (
    own,
    register,
    reach,
    calc,
    party,
    editions,
    scheme,
    assurance,
    inclusion,
    draws,
    recognition,
    fees,
    handing_out,
    improvement,
    diligence,
    engagement,
    custody,
    tracing,
    passport,
    identities,
    log,
):
    router.add_router("", part.router)
