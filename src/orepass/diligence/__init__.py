"""WHAT COULD BE WRONG THERE: red flags, high-risk areas, site status."""
