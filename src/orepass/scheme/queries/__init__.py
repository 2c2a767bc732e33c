"""Read standards: packs, published editions and what was announced about them, frameworks; cards for every door."""

from orepass.scheme.queries.announcements import (
    AnnouncementCard,
    announcement_card,
    announcements,
    announcements_by_digest,
)
from orepass.scheme.queries.editions import EditionCard, editions, last_edition, publisher_of
from orepass.scheme.queries.folders import STANDARDS_VARIABLE, meant_folder, pack_from_files, pack_paths, standards_root
from orepass.scheme.queries.frameworks import frameworks
from orepass.scheme.queries.opening import RELEASED, open_standards, why_closed
from orepass.scheme.queries.packs import (
    RefusedPackCard,
    evaluate,
    forget_archived,
    pack,
    pack_by_digest,
    packs,
    parameters_by_digest,
    refused_packs,
    usable_packs,
)
from orepass.scheme.rules.load import PackMissing, PackRefused

__all__ = [
    "RELEASED",
    "STANDARDS_VARIABLE",
    "AnnouncementCard",
    "EditionCard",
    "PackMissing",
    "PackRefused",
    "RefusedPackCard",
    "announcement_card",
    "announcements",
    "announcements_by_digest",
    "editions",
    "evaluate",
    "forget_archived",
    "frameworks",
    "last_edition",
    "meant_folder",
    "open_standards",
    "pack",
    "pack_by_digest",
    "pack_from_files",
    "pack_paths",
    "packs",
    "parameters_by_digest",
    "publisher_of",
    "refused_packs",
    "standards_root",
    "usable_packs",
    "why_closed",
]
