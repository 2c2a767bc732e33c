"""The forms of the pages: each fills the inputs of one action, in the reader's words."""
