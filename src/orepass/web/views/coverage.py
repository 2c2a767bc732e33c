"""What an edition speaks to: the topics of conventions, guidelines and laws, with its requirements and the gaps."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.kernel.refusal import NotFound
from orepass.scheme import queries as scheme
from orepass.scheme.rules import frameworks
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.model import Pack
from orepass.web.act import work_page
from orepass.web.components import Cell, Column, Mark, Table, marked, number, words
from orepass.web.words import language


def coverage(request: HttpRequest, ref: str) -> HttpResponse:
    """Show how many topics of each framework the standards of an edition speak to, and those of one framework."""
    pack = scheme.pack(ref)
    covered = frameworks.coverage(pack, scheme.frameworks(), language())
    name = request.GET.get("framework", "")
    chosen = next((one for one in covered if one.framework == name), None)
    if name and chosen is None:
        raise NotFound(what=name[:60])
    page = {"pack": pack_card(pack, language()), "chosen": chosen}
    tables = [_overview(pack, covered), *([_topics(pack, chosen)] if chosen else [])]
    return work_page(request, "public/coverage.html", page, tables=tables)


def _overview(pack: Pack, covered: Sequence[frameworks.Coverage]) -> Table:
    here = reverse("web:coverage", args=[pack.ref])
    return Table(
        id="frameworks",
        caption=_("Conventions, guidelines and laws"),
        columns=(
            Column(_("Framework")),
            Column(_("Topics"), "number"),
            Column(_("With a requirement"), "number"),
            Column(_("With a core one"), "number"),
            Column(_("Gaps"), "number"),
        ),
        rows=tuple(
            (
                words(one.title, href=f"{here}?framework={one.framework}#topics"),
                number(len(one.topics)),
                number(one.covered),
                number(one.by_core),
                number(len(one.gaps)),
            )
            for one in covered
        ),
        empty=_("No framework is kept here."),
    )


def _topics(pack: Pack, covered: frameworks.Coverage) -> Table:
    codes = [standard.code for standard in pack.standards]
    return Table(
        id="topics",
        caption=covered.title,
        columns=(Column(_("Topic")), *(Column(code, "number") for code in codes), Column(_("Spoken to"))),
        rows=tuple(
            (words(topic.title), *(_count(pack, topic, code) for code in codes), marked(_mark(topic)))
            for topic in covered.topics
        ),
        empty=_("This framework has no topics."),
    )


def _count(pack: Pack, topic: frameworks.TopicCoverage, code: str) -> Cell:
    count = sum(one.standard == code for one in topic.requirements)
    href = f"{reverse('web:standard', args=[pack.ref, code])}?topic={topic.code}"
    return words(count, href=href) if count else number(0)


def _mark(topic: frameworks.TopicCoverage) -> Mark:
    if not topic.requirements:
        return Mark("missing", _("by nothing"))
    if any(one.core for one in topic.requirements):
        return Mark("verified", _("by a core requirement"))
    return Mark("declared", _("by requirements that are not core"))
