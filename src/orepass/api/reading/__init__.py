"""Reading through the API, one module per room; lists are paged by keyset, public things need no token."""

from ninja import Router

from orepass.api.reading import (
    assurance,
    custody,
    improvement,
    inclusion,
    log,
    own,
    party,
    passport,
    register,
    scheme,
)

router = Router()
for part in (own, register, party, scheme, assurance, inclusion, improvement, custody, passport, log):
    router.add_router("", part.router)
