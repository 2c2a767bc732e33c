"""Is it likely: one module per question, each with its source, what it compares and what a finding means.

A finding here never decides anything and never refuses an event: it opens a question for a person, who is told what to
do. Only two things are impossible and are refused elsewhere (``checks``): a grade above stoichiometry, and more metal
out of a step than in, beyond what assays err. How often each question would be asked of honest mines is measured
(``docs/plausibility.md``). Every module says *unknown* by saying nothing: a check without its facts has no opinion.
"""
