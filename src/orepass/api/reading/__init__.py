"""Reading through the API, one module per room; lists are paged by keyset, public things need no token."""

from ninja import Router

from orepass.api.reading import assurance, log, own, party

router = Router()
for part in (own, party, assurance, log):
    router.add_router("", part.router)
