"""The demonstration's story: a believable chain told only through registered actions.

Each chapter is a function that takes the :class:`~orepass.cli.story.teller.Teller`, which performs every step through a
door that the caller chooses, so that the same story can be told in one process or over HTTP.
"""
