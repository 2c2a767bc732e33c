"""What an edition speaks to: the topics of conventions, guidelines and laws, with its requirements and the gaps."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from orepass.scheme import queries as scheme
from orepass.scheme.rules import frameworks
from orepass.scheme.rules.cards import pack_card
from orepass.scheme.rules.model import Pack
from orepass.web.act import work_page
from orepass.web.components import Cell, Column, Mark, Table, marked, number, words
from orepass.web.words import language


def coverage(request: HttpRequest, ref: str) -> HttpResponse:
    """Show for each framework which of its topics the standards of an edition speak to."""
    found = scheme.pack(ref)
    covered = frameworks.coverage(found, scheme.frameworks(), language())
    tables = [_table(found, one) for one in covered]
    page = {"pack": pack_card(found, language()), "frameworks": list(zip(covered, tables, strict=True))}
    return work_page(request, "public/coverage.html", page, tables=tables)


def _table(pack: Pack, covered: frameworks.Coverage) -> Table:
    codes = [standard.code for standard in pack.standards]
    return Table(
        id=covered.framework,
        caption=_("{covered} of {count} topics have a requirement, {core} a core one").format(
            covered=covered.covered, count=len(covered.topics), core=covered.by_core
        ),
        columns=(Column(_("Topic")), *(Column(code, "number") for code in codes), Column(_("Spoken to"))),
        rows=tuple(
            (words(topic.title), *(_cell(pack, topic, code) for code in codes), _mark(topic))
            for topic in covered.topics
        ),
        empty=_("This framework has no topics."),
    )


def _cell(pack: Pack, topic: frameworks.TopicCoverage, code: str) -> Cell:
    count = sum(one.standard == code for one in topic.requirements)
    if not count:
        return number(0)
    return words(count, href=f"{reverse('web:standard', args=[pack.ref, code])}?topic={topic.code}")


def _mark(topic: frameworks.TopicCoverage) -> Cell:
    if not topic.requirements:
        return marked(Mark("missing", _("by nothing")))
    if any(one.core for one in topic.requirements):
        return marked(Mark("verified", _("by a core requirement")))
    return marked(Mark("declared", _("by requirements that are not core")))
