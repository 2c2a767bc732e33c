"""A standard under development: versions kept for good, one way to its publication, nothing skipped."""

import base64
import json

import pytest

from orepass.engagement.actions import (
    add_version,
    answer_comment,
    approve_draft,
    close_consultation,
    comment_on,
    decide_on_draft,
    drop_development,
    open_development,
)
from orepass.engagement.actions import refusals as no
from orepass.engagement.actions.consulting import CountUnusable
from orepass.engagement.models import Development, DraftVersion
from orepass.engagement.queries import (
    against_final,
    consultation_for,
    consultations,
    development_for,
    developments,
    engagement_tasks,
    version_file,
    version_pack,
)
from orepass.engagement.rules.development import Response
from orepass.engagement.rules.voting import Chamber
from orepass.kernel.refusal import NotFound
from orepass.platform import clock
from orepass.platform.access import STRANGER
from orepass.platform.actions import UnusableNumber
from orepass.platform.files import store_evidence
from orepass.scheme.actions import InDevelopment, NotTheApprovedText, publish_edition
from orepass.scheme.queries import editions
from tests.actions.engagement.drafting import FIRST, REF, Drafting, refused, women
from tests.certification import codes

pytestmark = pytest.mark.django_db


def test_version_is_kept_as_it_was_whatever_becomes_of_the_files(drafting: Drafting) -> None:
    development = drafting.opened()
    drafting.write_second()
    add_version(drafting.staff, development=development.id, changes="Mercury.", at=drafting.at)
    first, second = drafting.card(development.id).versions
    assert (first.number, second.number) == (1, 2)
    assert first.digest != second.digest
    assert (second.new, second.gone, second.changed) == (("TST.E.water.M2",), (), ("TST.E.water.M1",))
    kept = version_pack(drafting.staff, development.id, 1)
    assert kept is not None
    assert kept.digest == first.digest
    card, content = version_file(drafting.staff, development.id, 2)
    assert "TST/subjects/01-water.yaml" in json.loads(content)
    assert card.name == "tiny@2027.1-2.json"


def test_version_may_be_a_file_with_the_list_of_its_requirements(drafting: Drafting) -> None:
    development = drafting.opened()
    text = base64.b64encode(b"%PDF-1.7 draft").decode()
    stored = store_evidence(
        drafting.staff, name="draft.pdf", media_type="application/pdf", content_base64=text, at=drafting.at
    )
    given = {"development": development.id, "changes": "As a paper.", "evidence": stored.id, "at": drafting.at}
    found = add_version(drafting.staff, requirements=["A.1", "A.2"], **given)
    assert found.versions[-1].requirements == ("A.1", "A.2")
    assert not found.versions[-1].is_pack
    assert version_file(drafting.staff, development.id, 2)[1] == b"%PDF-1.7 draft"
    assert version_pack(drafting.staff, development.id, 2) is None
    with refused(no.RequirementsUnusable):
        add_version(drafting.staff, requirements=["a b"], **given)
    with refused(no.RequirementsUnusable):
        add_version(drafting.staff, requirements=["A.1"] * 2001, **given)
    with refused(NotFound):
        add_version(drafting.staff, **{**given, "evidence": "0" * 64})


def test_file_of_another_party_never_becomes_a_version_that_everybody_reads(drafting: Drafting) -> None:
    development = drafting.opened()
    text = base64.b64encode(b"%PDF-1.7 assays of the client").decode()
    given = {"name": "assays.pdf", "media_type": "application/pdf", "content_base64": text}
    theirs = store_evidence(drafting.operator, **given, at=drafting.at).id
    with refused(NotFound):
        add_version(drafting.staff, development=development.id, changes="All.", evidence=theirs, at=drafting.at)


def test_answer_where_no_draft_is_developed_names_no_version(drafting: Drafting) -> None:
    round_ = drafting.asked("")
    with clock.frozen_at(drafting.at):
        comment = comment_on(STRANGER, consultation=round_, statement="Too hard.", at=drafting.at).id
    for number in (-1, 1, 2**53 - 1):
        with refused(no.VersionUnknown):
            answer_comment(drafting.staff, comment=comment, answer="So.", changed_in=number, at=drafting.at)


def test_words_that_name_somebody_stay_with_those_who_ask_and_their_answer_is_public(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    with clock.frozen_at(drafting.at):
        comment = comment_on(STRANGER, consultation=round_, statement="Foreman Kabila hits us.", at=drafting.at).id
    drafting.accepted(comment, answer="Complaints have a desk.", withheld=True)
    for card in (consultation_for(drafting.staff, round_).comments[0], drafting.card(development.id).voices[0]):
        assert (card.statement, card.withheld) == ("Foreman Kabila hits us.", True)
    public = (consultation_for(STRANGER, round_), development_for(STRANGER, development.id))
    assert not any("Kabila" in repr(card) for card in public)
    assert [card.answer for card in (public[0].comments[0], public[1].voices[0])] == ["Complaints have a desk."] * 2


def test_number_that_the_record_cannot_hold_is_refused(drafting: Drafting) -> None:
    development = drafting.opened()
    many = Chamber(name="producers", members=2**53, present=2**53, in_favour=2**53)
    with refused(UnusableNumber):
        decide_on_draft(
            drafting.staff, development=development.id, decided=drafting.decided(votes=[many]), at=drafting.at
        )


def test_state_is_what_the_recorded_steps_lead_to(drafting: Drafting) -> None:
    development = drafting.opened()
    assert development.state == "drafting"
    round_ = drafting.asked(development.id)
    assert drafting.card(development.id).state == "consulting"
    comment = drafting.said(round_, drafting.met(round_)).id
    drafting.accepted(comment)
    close_consultation(drafting.staff, consultation=round_, note="Done.", at=drafting.at)
    drafting.write_second()
    inputs = {"development": development.id, "changes": "A simple test.", "carries_out": [comment]}
    assert add_version(drafting.staff, at=drafting.at, **inputs).state == "revised"
    drafting.tried(development.id)
    assert drafting.card(development.id).state == "piloted"
    approved = approve_draft(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    assert approved.state == "approved"
    assert drafting.card(development.id).findings == ()


def test_edition_is_published_when_it_was_approved_and_then_the_development_says_so(drafting: Drafting) -> None:
    development = drafting.opened()
    with refused(InDevelopment):
        publish_edition(drafting.staff, pack=REF, at=drafting.at)
    drop_development(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    with refused(InDevelopment):
        publish_edition(drafting.staff, pack=REF, at=drafting.at)
    approved = drafting.approved()
    drafting.write_second()
    drafting.release()
    publish_edition(drafting.staff, pack=REF, at=drafting.at)
    assert drafting.card(approved.id).state == "published"
    with refused(no.WrongStep):
        add_version(drafting.staff, development=approved.id, changes="More.", at=drafting.at)
    assert [card.ref for card in editions("tiny")] == [REF]


def test_text_that_was_changed_after_the_approval_needs_another_approval(drafting: Drafting) -> None:
    approved = drafting.approved()
    drafting.write()
    with refused(NotTheApprovedText):
        publish_edition(drafting.staff, pack=REF, at=drafting.at)
    again = add_version(drafting.staff, development=approved.id, changes="As before.", at=drafting.at)
    assert again.state == "revised"
    with refused(InDevelopment):
        publish_edition(drafting.staff, pack=REF, at=drafting.at)
    approve_draft(drafting.staff, development=approved.id, decided=drafting.decided(), at=drafting.at)
    assert publish_edition(drafting.staff, pack=REF, at=drafting.at).ref == REF


def test_draft_with_everything_missing_is_not_approved_and_each_reason_is_told(drafting: Drafting) -> None:
    development = drafting.opened()
    with refused(no.NotYetApproved) as refusal:
        approve_draft(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    assert codes(refusal) == [
        "engagement.development.nobody_asked",
        "engagement.final.settings",
        "engagement.development.no_small_producers",
    ]


@pytest.mark.parametrize(
    ("hinder", "code"),
    [
        ("round", "engagement.development.round_open"),
        ("promise", "engagement.development.promised"),
        ("pilot", "engagement.development.pilot_runs"),
        ("report", "engagement.round.unanswered"),
        ("file", "engagement.development.no_pack"),
    ],
)
def test_one_thing_alone_keeps_a_draft_from_its_approval(drafting: Drafting, hinder: str, code: str) -> None:
    development, _comment = drafting.consulted()
    drafting.tried(development.id)
    getattr(drafting, f"hinder_by_{hinder}")(development.id)
    with refused(no.NotYetApproved) as refusal:
        approve_draft(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    assert codes(refusal) == [code]
    assert [found.code for found in drafting.card(development.id).findings] == [code]


def test_chamber_that_votes_no_stops_the_approval(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    drafting.tried(development.id)
    votes = [*drafting.decided().votes[:1], drafting.chamber("buyers", present=2, in_favour=1)]
    with refused(no.NotYetApproved) as refusal:
        decided = drafting.decided(votes=votes)
        approve_draft(drafting.staff, development=development.id, decided=decided, at=drafting.at)
    assert codes(refusal) == ["engagement.vote.lost"]


def test_draft_whose_targets_were_missed_is_approved_with_a_reason_only(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id, targets=[women(6)])
    drafting.met(round_, who=[women(5)])
    close_consultation(drafting.staff, consultation=round_, note="Done.", at=drafting.at)
    drafting.tried(development.id)
    inputs = {"development": development.id, "decided": drafting.decided(), "at": drafting.at}
    with refused(no.NotYetApproved) as refusal:
        approve_draft(drafting.staff, shortfall=" ", **inputs)
    assert codes(refusal) == ["engagement.development.gaps"]
    approved = approve_draft(drafting.staff, shortfall="One fell ill; she was heard at home.", **inputs)
    assert approved.steps[-1].note == "One fell ill; she was heard at home."


def test_approval_is_not_dated_before_the_last_pilot(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    drafting.tried(development.id)
    earlier = drafting.decided(decided_on=drafting.at.date().replace(day=1))
    with refused(no.NotYetApproved) as refusal:
        approve_draft(drafting.staff, development=development.id, decided=earlier, at=drafting.at)
    assert codes(refusal) == ["engagement.final.before_pilot"]
    assert [found.code for found in against_final(REF, earlier.decided_on)] == codes(refusal)


def test_pack_that_calls_itself_released_is_no_draft(drafting: Drafting) -> None:
    drafting.write(**{"status: draft": "status: released"})
    opened = open_development(drafting.staff, pack=REF, title="Second", purpose="More.", at=drafting.at)
    with refused(no.DraftReleased):
        add_version(drafting.staff, development=opened.id, at=drafting.at)


@pytest.mark.parametrize("name", ["tiny", "../tiny@1", "tiny@", "/etc/passwd", "tiny@2027.1\n", "T@1"])
def test_edition_is_named_and_never_a_path(drafting: Drafting, name: str) -> None:
    with refused(no.PackNameUnusable):
        open_development(drafting.staff, pack=name, title="Second", purpose="More.", at=drafting.at)


def test_edition_is_developed_once_at_a_time(drafting: Drafting) -> None:
    drafting.opened()
    with refused(InDevelopment):
        open_development(drafting.staff, pack=REF, title="Third", purpose="More.", at=drafting.at)


def test_from_the_second_version_on_it_is_said_what_changed(drafting: Drafting) -> None:
    development = drafting.opened()
    with refused(no.StatementMissing):
        add_version(drafting.staff, development=development.id, changes=" ", at=drafting.at)


def test_version_carries_out_only_what_was_promised(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    meeting = drafting.met(round_)
    declined = drafting.said(round_, meeting).id
    drafting.accepted(declined, response=Response.DECLINED, change="")
    for name in (drafting.said(round_, meeting).id, declined, "cmt-NOBODY"):
        inputs = {"development": development.id, "changes": "More.", "carries_out": [name]}
        with refused(no.NotToBeCarriedOut):
            add_version(drafting.staff, at=drafting.at, **inputs)


def test_others_see_a_development_from_its_first_round_on_and_never_write_in_it(drafting: Drafting) -> None:
    development = drafting.opened()
    for reader in (STRANGER, drafting.others, drafting.operator):
        assert developments(reader) == []
        with pytest.raises(NotFound):
            development_for(reader, development.id)
        with pytest.raises(NotFound):
            version_file(reader, development.id, 1)
    assert [card.id for card in developments(drafting.staff)] == [development.id]
    drafting.asked(development.id)
    assert [card.id for card in developments()] == [development.id]
    assert version_file(STRANGER, development.id, 1)[0].size > 0
    with pytest.raises(NotFound):
        version_file(STRANGER, development.id, 2)
    with refused(NotFound):
        add_version(drafting.others, development=development.id, changes="Ours.", at=drafting.at)
    with refused(NotFound):
        drop_development(drafting.others, development=development.id, decided=drafting.decided(), at=drafting.at)


def test_dropped_development_is_over_and_may_be_opened_anew(drafting: Drafting) -> None:
    development = drafting.opened()
    inputs = {"development": development.id, "decided": drafting.decided(taken="We stop."), "at": drafting.at}
    dropped = drop_development(drafting.staff, **inputs)
    assert (dropped.state, dropped.decisions[-1].kind) == ("dropped", "dropping")
    with refused(no.WrongStep):
        drop_development(drafting.staff, **inputs)
    with refused(no.WrongStep):
        drafting.asked(development.id)
    again = open_development(drafting.staff, pack=REF, title="Second", purpose="Again.", at=drafting.at)
    assert again.state == "drafting"


def test_round_on_a_draft_needs_a_version_and_asks_about_the_last(drafting: Drafting) -> None:
    drafting.write()
    opened = open_development(drafting.staff, pack=REF, title="Second", purpose="More.", at=drafting.at)
    with refused(NotFound):
        drafting.asked(opened.id)
    add_version(drafting.staff, development=opened.id, at=drafting.at)
    drafting.asked(opened.id)
    (card,) = consultations()
    assert (card.development, card.version, card.about) == (opened.id, 1, REF)


def test_comment_names_what_stands_in_the_draft_and_nothing_else(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    with clock.frozen_at(drafting.at):
        for place in ({"requirement": FIRST}, {"subject": "TST.water"}, {}):
            found = comment_on(STRANGER, consultation=round_, statement="Too hard.", at=drafting.at, **place)
            assert (found.requirement, found.subject) == (place.get("requirement", ""), place.get("subject", ""))
    for wrong in ({"requirement": "TST.E.water.M2"}, {"subject": "TST.air"}):
        with refused(no.PlaceUnknown):
            comment_on(STRANGER, consultation=round_, statement="Too hard.", at=drafting.at, **wrong)


def test_answer_to_a_draft_says_what_becomes_of_it(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    comment = drafting.said(round_, drafting.met(round_)).id
    for incomplete in ({"response": None}, {"change": " "}, {"response": Response.PARTLY, "change": ""}):
        with refused(no.ResponseMissing):
            drafting.accepted(comment, **incomplete)
    for version in ({"changed_in": 2}, {"changed_in": -1}, {"changed_in": 1, "response": Response.DECLINED}):
        with refused(no.VersionUnknown):
            drafting.accepted(comment, **version)
    assert drafting.accepted(comment, changed_in=1).changed_in == 1
    with refused(no.WrongStep):
        drafting.accepted(comment)


def test_public_card_shows_what_was_answered_and_nothing_of_who_said_it(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    meeting = drafting.met(round_)
    answered, waiting = drafting.said(round_, meeting).id, drafting.said(round_, meeting).id
    drafting.accepted(answered)
    (shown,) = development_for(STRANGER, development.id).voices
    assert (shown.id, shown.spoken, shown.way) == (answered, None, "meeting")
    own = {voice.id: voice for voice in drafting.card(development.id).voices}
    assert own[waiting].spoken is not None
    assert own[waiting].spoken.typed_by == drafting.staff.pseudonym
    assert (own[waiting].spoken.speakers, own[waiting].spoken.language) == (6, "sw")
    assert development_for(STRANGER, development.id).findings == ()
    assert development_for(STRANGER, development.id).unanswered == 1


def test_what_was_said_at_a_meeting_is_typed_in_for_a_meeting_that_was_held(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    meeting = drafting.met(round_, people=5)
    with refused(CountUnusable):
        drafting.said(round_, meeting)
    with refused(no.MeetingUnknown):
        drafting.said(round_, meeting + 1)
    other = drafting.asked(development.id)
    with refused(no.MeetingUnknown):
        drafting.said(other, meeting)


def test_round_with_an_unanswered_comment_from_a_meeting_stays_open(drafting: Drafting) -> None:
    development = drafting.opened()
    round_ = drafting.asked(development.id)
    drafting.said(round_, drafting.met(round_))
    with refused(no.RoundNotReady) as refusal:
        close_consultation(drafting.staff, consultation=round_, note="Done.", at=drafting.at)
    assert codes(refusal) == ["engagement.round.unanswered"]


def test_archive_of_a_version_is_not_read_to_list_developments(drafting: Drafting) -> None:
    development = drafting.opened()
    DraftVersion.objects.update(archive=b"damaged")
    assert developments(drafting.staff)[0].versions[0].is_pack
    assert Development.objects.get().pk == development.id


def test_what_waits_for_an_answer_and_what_is_tried_stands_among_the_tasks(drafting: Drafting) -> None:
    development, _comment = drafting.consulted()
    assert engagement_tasks(drafting.staff, drafting.at.date()) == []
    pilot = drafting.started(development.id, "open pit", place=drafting.sites[0])
    tasks = engagement_tasks(drafting.operator, drafting.at.date())
    assert [(task.action, task.subject) for task in tasks] == [("engagement.pilot.report", pilot.id)]
    drafting.reported(pilot.id)
    tasks = engagement_tasks(drafting.staff, drafting.at.date())
    assert [(task.action, task.subject) for task in tasks] == [("engagement.consultation.answer", development.id)]
    drafting.ended(pilot.id)
    assert engagement_tasks(drafting.operator, drafting.at.date()) == []
    drop_development(drafting.staff, development=development.id, decided=drafting.decided(), at=drafting.at)
    assert engagement_tasks(drafting.staff, drafting.at.date()) == []
