"""One module per check, named after the code of its finding: why is this lot refused? Open the module of that name.

What is impossible is an error and the event is refused; what is only unlikely is a warning and opens a question for a
person. Events that do not use our terms (any party may send any EPCIS) are never refused by these checks, only noted.
"""
