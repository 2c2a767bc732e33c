"""The main path of each role, walked with the keyboard, without scripts, and past a refusal to the end."""

from typing import Any

import pytest

from tests.browser.keyboard import attach, focused, look, mark, press, send, tab_to, unfold, write

type Files = dict[str, dict[str, str]]
MANY_TABS = 200
"""As many as it takes to the end of a long list of files."""


def test_first_tab_offers_to_skip_to_the_content(visitor: Any) -> None:
    visitor.go("/")
    visitor.page.keyboard.press("Tab")
    assert focused(visitor) == "Skip to the content"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "main"


def test_search_leads_to_a_certificate_and_its_proof_by_keyboard(visitor: Any) -> None:
    visitor.go("/")
    tab_to(visitor, "q")
    visitor.page.keyboard.type("Kasulo Ridge")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/?q=*")
    tab_to(visitor, "crt-")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/certificates/**")
    assert visitor.page.locator("h1").inner_text().startswith("Kasulo Ridge Mining")
    tab_to(visitor, "Why this status?")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.locator("details[open]").count() == 1


LEADS_TO = {
    "mine": ("Lots", "/desk/lots/"),
    "manager": ("Members", "/desk/groups/"),
    "auditor": ("Our people", "/desk/people/"),
    "certifier": ("Complaints and appeals", "/desk/cases/"),
    "scheme": ("Packs and cases", "/desk/packs/"),
    "smelter": ("Balance accounts", "/desk/accounts/"),
    "battery": ("Recalls", "/desk/recalls/"),
    "buyer": ("Open matters", "/desk/inbox/"),
    "steward": ("Trusted parties", "/desk/trusted/"),
}
"""A word of each role's navigation, and where it leads."""


@pytest.mark.parametrize("who", LEADS_TO)
def test_every_role_logs_in_by_keyboard_sees_what_waits_and_goes_to_its_work(visitor: Any, who: str) -> None:
    visitor.go("/account/login/")
    tab_to(visitor, "login")
    visitor.page.keyboard.type(visitor.demo.emails[who])
    visitor.page.keyboard.press("Tab")
    tab_to(visitor, "password")
    visitor.page.keyboard.type(visitor.demo.pass_phrase)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/desk/")
    assert visitor.page.locator("h1").inner_text() == "What waits for you"
    word, path = LEADS_TO[who]
    tab_to(visitor, word)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"**{path}**")
    assert visitor.page.locator('nav a[aria-current="page"]').inner_text() == word


def test_steward_is_refused_a_party_without_an_address_and_puts_another_on_the_list_by_keyboard(visitor: Any) -> None:
    visitor.log_in("steward").go("/desk/trusted/")
    before = visitor.page.locator("tbody tr").count()
    tab_to(visitor, "Trust a party")
    visitor.page.keyboard.press("Enter")
    for field, said in (("identifier", "nobody"), ("name", "Nobody"), ("grounds", "Heard of it.")):
        tab_to(visitor, field)
        visitor.page.keyboard.type(said)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#refusal")
    assert "passport.trust.invalid" in visitor.page.locator("#refusal").inner_text()
    assert visitor.page.locator("tbody tr").count() == before
    tab_to(visitor, "identifier")
    visitor.page.keyboard.press("ControlOrMeta+a")
    visitor.page.keyboard.type("did:web:register.example")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".notice-done")
    assert visitor.page.locator("tbody tr").count() == before + 1


def test_group_manager_writes_down_an_applicant_without_scripts(plain: Any) -> None:
    plain.log_in("manager")
    plain.page.click('nav a[href="/desk/groups/"]')
    before = plain.page.locator("tbody tr").count()
    plain.page.click('summary:has-text("Write down the applicant")')
    plain.page.fill('[name="unit"]', "Team 9")
    plain.page.click('button:has-text("Write down the applicant")')
    assert plain.page.locator(".field-error").count() >= 2
    assert plain.page.input_value('[name="unit"]') == "Team 9"
    plain.page.fill('[name="name"]', "Espérance M.")
    plain.page.check('[name="consent"]')
    plain.page.click('button:has-text("Write down the applicant")')
    assert "The applicant is written down" in plain.page.locator(".notice-done").inner_text()
    assert plain.page.locator("tbody tr").count() >= min(before + 1, 40)


def test_operator_opens_a_file_answers_a_subject_and_hands_it_to_the_provider_without_scripts(plain: Any) -> None:
    plain.log_in("lithium").go("/desk/files/new/")
    page = plain.page
    page.select_option('[name="standard"]', label=page.locator('[name="standard"] option').last.inner_text())
    page.fill('[name="text"]', "Spodumene mining")
    page.click('button:has-text("Open the file")')
    assert page.locator(".field-error").count() >= 1
    assert page.input_value('[name="text"]') == "Spodumene mining"
    page.locator('[name="sites"]').first.check()
    page.click('button:has-text("Open the file")')
    assert "The file is open" in page.locator(".notice-done").inner_text()
    page.click('a:has-text("Answers, subject by subject")')
    page.locator("tbody a").first.click()
    page.locator('[name="0-answer"]').nth(2).check()
    page.select_option('[name="0-evidence_class"]', "document")
    page.fill('[name="0-note"]', "Half of the outlets are measured.")
    page.click('button:has-text("Save draft")')
    assert "Saved on" in page.locator(".notice-done").inner_text()


def test_spreadsheet_that_cannot_be_taken_is_refused_with_the_place_and_nothing_is_kept(plain: Any) -> None:
    plain.log_in("smelter").go("/desk/lots/")
    page = plain.page
    before = page.locator("#lots tbody tr").count()
    page.click('summary:has-text("Send the table")')
    sheet = {"name": "events.csv", "mimeType": "text/csv", "buffer": b"what,when,lot\nbegin,not a day,LOT-9\n"}
    page.locator('form:has-text("Table (XLSX or CSV)") input[type=file]').set_input_files(sheet)
    page.click('button:has-text("Send the table")')
    refusal = page.locator(".notice-refusal").first.inner_text()
    assert "custody." in refusal
    assert page.locator("#lots tbody tr").count() == before


def test_auditor_goes_from_a_task_to_the_file_and_its_checklist(visitor: Any) -> None:
    visitor.log_in("auditor")
    visitor.page.locator("#files tr", has_text="certified").locator("a").first.click()
    visitor.page.locator("#audits tbody a").first.click()
    assert "Checklist" in visitor.page.locator("main").inner_text()


def test_certifier_sees_whom_a_change_touches_before_making_it(visitor: Any) -> None:
    visitor.log_in("certifier")
    visitor.go(visitor.first_link("/desk/certificates/"))
    assert "Before you change anything" in visitor.page.locator("main").inner_text()


def test_smelter_reads_the_curve_of_a_balance_account(visitor: Any) -> None:
    visitor.log_in("smelter").go("/desk/accounts/")
    visitor.go(visitor.first_link("/desk/accounts/bal-"))
    assert visitor.page.locator("figure svg .p-curve").count() == 1
    assert visitor.page.locator("#entries tbody tr").count() > 0


def test_buyer_reads_the_batterys_passport_with_its_flow_and_checks(visitor: Any) -> None:
    visitor.go("/log/")
    visitor.go(visitor.first_link("/passports/"))
    assert visitor.page.locator("figure svg .p-lot").count() > 3
    assert visitor.page.locator(".checks > li").count() > 4
    assert visitor.page.locator(".qr svg").count() == 1


def test_scheme_staff_see_every_case_pass_and_every_holder(visitor: Any) -> None:
    visitor.log_in("scheme").go("/desk/packs/cera-4in1@2026.1/")
    assert visitor.page.locator("#cases .mark-failed").count() == 0
    visitor.go("/desk/holders/")
    assert visitor.page.locator("#certificates tbody tr").count() >= 8


def test_language_switch_works_without_scripts_and_marks_unreviewed_texts(plain: Any) -> None:
    plain.go("/")
    page = plain.page
    page.click(".languages summary")
    assert "unreviewed" in page.locator('.languages a[lang="sw"]').inner_text() or "haijapitiwa" in (
        page.locator('.languages a[lang="sw"]').inner_text()
    )
    page.click('.languages a[lang="fr"]')
    assert page.locator("html").get_attribute("lang") == "fr"


def test_operator_answers_with_evidence_and_hands_the_self_assessment_in(walker: Any, files: Files) -> None:
    file = files["contracted"][walker.way]
    walker.log_in("graphite")
    press(walker, file, tabs=MANY_TABS)
    press(walker, "Answers, subject by subject")
    press(walker, "not answered")
    mark(walker, "0-answer")
    write(walker, "0-evidence_class", "a document")
    write(walker, "0-note", "Read every week.")
    attach(walker, "0-evidence")
    look(walker)
    answered = walker.page.url
    send(walker, "Save draft", "Saved on")
    walker.page.goto(answered)
    assert "1 file is attached already" in walker.page.locator("main").inner_text()
    assert walker.page.input_value('[name="0-note"]') == "Read every week."
    press(walker, f"File {file}")
    unfold(walker, "Hand in the self-assessment")
    look(walker)
    send(walker, "Hand in the self-assessment", "written to the record")
    assert "self-assessment handed in" in walker.page.locator("main").inner_text()
    walker.page.goto(answered)
    assert "The client answered: fully met (a document). Read every week." in walker.page.locator("main").inner_text()
    assert walker.page.locator("main form").count() == 0


def test_group_manager_writes_down_an_applicant_and_suspends_a_member(walker: Any) -> None:
    walker.log_in("manager").go("/desk/groups/")
    page = walker.page
    unfold(walker, "Write down the applicant", tabs=MANY_TABS)
    write(walker, "name", f"Espérance, by {walker.way}")
    write(walker, "unit", "Team 9")
    mark(walker, "consent")
    look(walker)
    send(walker, "Write down the applicant", "The applicant is written down")
    admitted = page.locator("#members tr", has=page.locator(".mark-verified")).first.locator("a").first
    member = admitted.inner_text()
    press(walker, member, tabs=MANY_TABS)
    assert page.locator("h1").inner_text() == member
    unfold(walker, "Suspend the member", tabs=MANY_TABS)
    write(walker, "note", "Bags without a tag.")
    look(walker)
    send(walker, "Suspend the member", "written to the record")
    assert page.locator("main .mark-suspended").count() >= 1
    assert "Bags without a tag." in page.locator("main").inner_text()


def test_auditor_fills_the_checklist_and_raises_what_was_found(walker: Any, files: Files) -> None:
    file = files["planned"][walker.way]
    page = walker.log_in("auditor").page
    press(walker, file, tabs=MANY_TABS)
    press(walker, "aud-")
    visit = page.url
    press(walker, "Water")
    mark(walker, "0-answer")
    write(walker, "0-evidence_class", "seen on")
    write(walker, "0-note", "The outlet was sampled.")
    look(walker)
    send(walker, "Record what we saw", "Saved on")
    page.goto(visit)
    unfold(walker, "Raise the nonconformity")
    mark(walker, "grade")
    write(walker, "statement", f"No reading for May, {walker.way}.")
    look(walker)
    send(walker, "Raise the nonconformity", "written to the record")
    assert page.locator("#findings tbody tr").count() == 1
    press(walker, "No reading for May")
    assert page.url.split("/")[-2].startswith("ncf-")
    assert "open, plan awaited" in page.locator("main").inner_text()
    page.goto(visit)
    row = page.locator("#checklist tr", has_text="Water").first.inner_text()
    assert row.split()[:2] == ["Water", "1"], row


def test_reviewer_finds_an_evaluation_complete(walker: Any, files: Files) -> None:
    walker.log_in("certifier")
    press(walker, files["recommended"][walker.way], tabs=MANY_TABS)
    unfold(walker, "Confirm: complete and sound")
    write(walker, "note", "Read from the first page to the last.")
    look(walker)
    send(walker, "Confirm: complete and sound", "written to the record")
    assert "reviewed, decision to come" in walker.page.locator("main").inner_text()
    assert walker.page.locator('[value="assurance.review.complete"]').count() == 0


def test_decision_maker_grants_and_the_certificate_stands_on_the_register(walker: Any, files: Files) -> None:
    page = walker.log_in("certifier").page
    press(walker, files["reviewed"][walker.way], tabs=MANY_TABS)
    mark(walker, "decision")
    write(walker, "grounds", "The requirements are met.")
    look(walker)
    send(walker, "Take the decision", "written to the record")
    assert "certified" in page.locator(".mark-verified").first.inner_text()
    press(walker, "crt-")
    certificate = page.url.split("/")[-2]
    walker.go(f"/certificates/{certificate}/")
    assert page.locator("h1").inner_text().startswith("Montepuez Flake")
    assert "active" in page.locator("main").inner_text()
