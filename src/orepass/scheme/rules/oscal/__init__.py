"""Standards told in OSCAL 1.2, the open security controls assessment language of NIST: catalogue and profile."""
