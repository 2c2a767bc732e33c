"""The claim travels with the lot: which model it carries, how much of it is certified, where and why it ends.

`lattice` says which model may become which, `carrying` follows a claim through the movements of lots, `reading` says
what a mixture still carries, `offering` what a scheme then lets somebody say, `double` and `findings` are the refusals.
"""
