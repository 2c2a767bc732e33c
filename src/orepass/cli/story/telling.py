"""The table of contents: which strands are told after and beside which."""

from orepass.cli.story import (
    certification,
    chain,
    cooperative,
    developing,
    holders,
    improving,
    listening,
    others,
    parties,
    passports,
    paying,
    recognising,
    reconciling,
    trusting,
    watching,
)
from orepass.cli.story.teller import Teller


def begin(teller: Teller) -> None:
    """Install: the only steps that no door offers, since there is nobody yet who could take them."""
    teller.tell(parties.install(teller))


def tell(teller: Teller) -> None:
    """Tell the rest, through the teller's door."""
    teller.tell(parties.gather(teller))
    teller.tell(certification.publish(teller))
    teller.tell(
        cooperative.form_group(teller),
        cooperative.certify_group(teller),
        cooperative.fill_bags(teller),
        cooperative.suspend_member(teller),
        cooperative.inspect_again(teller),
        *holders.cases(teller),
        chain.open_accounts(teller),
        *chain.concentrates(teller),
        *others.supplies(teller),
        chain.refine(teller),
        chain.build(teller),
        reconciling.close_a_quarter(teller),
        reconciling.recall_the_concentrate(teller),
        passports.credentials(teller),
        passports.dispute(teller),
        passports.issue(teller),
        improving.visit_sites(teller),
        watching.mend_a_risk(teller),
        watching.answer_a_flag(teller),
        watching.declare_imports(teller),
        improving.work_on_water(teller),
        listening.hear_the_village(teller),
        listening.appeal(teller),
        listening.ask_before_changing(teller),
        developing.revise(teller),
        paying.pay_from_sales(teller),
        paying.vote_on_the_premium(teller),
        paying.write_down_the_costs(teller),
        recognising.agree(teller),
        recognising.claim(teller),
        trusting.watch_the_log(teller),
        trusting.name_the_provider(teller),
        trusting.shrink(teller),
        trusting.trust_a_register(teller),
    )
    teller.tell(trusting.cosign_the_end(teller))
