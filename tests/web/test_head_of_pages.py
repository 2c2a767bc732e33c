"""The head of every page: account and log-out are found, the menus fold up, and nobody is greeted by a code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.certification import World
from tests.web.conftest import Browse

PASS_PHRASE = "a pass phrase of some length"


def head_of(browser: Client, path: str) -> str:
    return browser.get(path).content.decode().partition("<main")[0]


def test_account_and_the_way_out_are_named_in_the_head_of_every_page(world: World, logged_in: Browse) -> None:
    browser = logged_in(world.auditor)
    for path in (reverse("web:home"), reverse("web:dashboard")):
        head = head_of(browser, path)
        (folded,) = re.findall(r'<details class="drop" name="head">.*?</details>', head, re.DOTALL)
        assert "<summary>Account</summary>" in folded
        assert "for Prüfstelle" in folded
        for name, said in (("web:person", "Your account"), ("account_logout", "Log out")):
            assert f'<a href="{reverse(name)}">{said}</a>' in folded


@pytest.mark.django_db
def test_stranger_is_offered_to_log_in_and_no_account() -> None:
    head = head_of(Client(), reverse("web:home"))
    assert reverse("account_login") in head
    assert reverse("account_logout") not in head


def test_both_navigations_fold_up_and_are_in_the_page_once(world: World, logged_in: Browse) -> None:
    head = head_of(logged_in(world.operator), reverse("web:dashboard"))
    assert head.count('<details class="menu" name="head">') == 2
    assert head.count(f'href="{reverse("web:lots")}"') == 1
    assert head.index('href="#main"') < head.index("<details")


def test_logging_in_and_changing_the_password_say_no_pseudonym_and_never_successfully(
    world: World, logged_in: Browse
) -> None:
    browser = logged_in(world.operator)
    user = browser.get(reverse("web:person")).context["user"]
    user.set_password(PASS_PHRASE)
    user.save()
    fresh = Client()
    sent = {"login": user.email, "password": PASS_PHRASE}
    page = fresh.post(reverse("account_login"), sent, follow=True).content.decode()
    assert page.count('role="status"') == 0
    assert world.operator.pseudonym not in page
    changed = {"oldpassword": PASS_PHRASE, "password1": PASS_PHRASE + " more", "password2": PASS_PHRASE + " more"}
    page = fresh.post(reverse("account_change_password"), changed, follow=True).content.decode()
    assert "Your password is changed." in page
    assert "uccessfully" not in page
