"""Pure rules of continual improvement: the five elements of a subject, indicators against targets, what is due."""
