"""Pictures drawn as SVG by pure functions from plain values: classes only, and a title that states the finding."""
